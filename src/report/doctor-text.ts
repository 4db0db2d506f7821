import type { DoctorCheck } from "../commands/doctor-check.ts";
import { count, paint, printable, wrap, type TerminalStyle } from "./terminal.ts";

const titles: Readonly<Record<DoctorCheck["name"], string>> = {
  git: "git",
  node: "node",
  desktop: "desktop",
  gsd: "GSD",
  config: "config",
  switches: "environment",
  hooks: "hooks",
  trial: "trial",
  "merge-driver": "merge driver",
  attributes: "attributes",
  agents: "agents",
  ledger: "ledger",
  cache: "cache",
};

function mark(status: DoctorCheck["status"], style: TerminalStyle): string {
  switch (status) {
    case "ok":
      return paint(style, "green", "✔");
    case "warning":
      return paint(style, "yellow", "▲");
    case "error":
      return paint(style, "red", "✖");
  }
}

function formatCheck({ name, status, message, help }: DoctorCheck, style: TerminalStyle): readonly string[] {
  const word = status === "ok" ? "" : `${status}: `;
  const [first = "", ...others] = wrap(printable(`${titles[name]}: ${word}${message}`), style.width - 2);
  return [
    `${mark(status, style)} ${first}`,
    ...others.map((line) => `  ${line}`),
    // A command is not broken: it is there to be copied.
    ...(help === null ? [] : [`    ${paint(style, "cyan", printable(help))}`]),
  ];
}

/** All checks for people, a line or a few each, and the sum of them. */
export function formatDoctor(checks: readonly DoctorCheck[], style: TerminalStyle): string {
  const errors = checks.filter(({ status }) => status === "error").length;
  const warnings = checks.filter(({ status }) => status === "warning").length;
  const sum = errors + warnings === 0 ? "all is well" : `${count(errors, "error")}, ${count(warnings, "warning")}`;
  return `${[...checks.flatMap((check) => formatCheck(check, style)), sum].join("\n")}\n`;
}

/** `planlink/doctor@1` */
export function doctorToJson(checks: readonly DoctorCheck[]): Record<string, unknown> {
  return {
    schema: "planlink/doctor@1",
    checks: checks.map(({ name, status, message, help, data }) => ({ name, status, message, help, ...data })),
  };
}

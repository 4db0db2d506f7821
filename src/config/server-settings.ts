import { findingCatalogue, type FindingCode, type Severity } from "../model/finding.ts";
import { findNearest } from "../model/nearest-word.ts";
import { isFindingCode, severityChoices } from "./config-keys.ts";
import type { Config } from "./config-model.ts";

/** What the configuration of Git says on the side that receives pushes: who keeps the server decides it, no pusher. */
export interface ServerSettings {
  /** A check that could not be made refuses the push. */
  readonly strict: boolean;
  /** Seconds after which a check is given up. */
  readonly timeoutSeconds: number;
  /** Refs that are judged: each by its whole name or by the folders that it is in. */
  readonly refs: readonly string[];
  /** The planning directories; empty: every `.planning` that holds a STATE.md. */
  readonly directories: readonly string[];
  /** Go before those of the project. */
  readonly severities: Config["severities"];
}

/** Settings, and what is wrong with them. */
export interface ParsedServerSettings {
  readonly settings: ServerSettings;
  readonly problems: readonly string[];
}

/** What holds where nothing is set. */
const defaultServerSettings: ServerSettings = {
  strict: false,
  timeoutSeconds: 60,
  refs: ["refs/heads"],
  directories: [],
  severities: {},
};

/** Git's own words for yes and no; a key without a value means yes. */
function parseBoolean(value: string | null): boolean | undefined {
  if (value === null || /^(?:true|yes|on|1)$/i.test(value)) return true;
  return /^(?:false|no|off|0|)$/i.test(value) ? false : undefined;
}

function isInnerPath(path: string): boolean {
  return path !== "" && !/^[/\\]|^[A-Za-z]:/.test(path) && !path.split(/[\\/]/).includes("..");
}

/**
 * Parses what `git config -z --get-regexp '^planlink\.'` writes. A wrong value is a problem and leaves the default; of
 * `strict`, which somebody wrote in order to be strict, it means yes.
 */
export function parseServerSettings(output: string): ParsedServerSettings {
  let settings = defaultServerSettings;
  const problems: string[] = [];
  const refs: string[] = [];
  const directories: string[] = [];
  const severities: Partial<Record<FindingCode, Severity | "off">> = {};
  for (const record of output.split("\0").slice(0, -1)) {
    const lineEnd = record.indexOf("\n");
    const name = lineEnd === -1 ? record : record.slice(0, lineEnd);
    const value = lineEnd === -1 ? null : record.slice(lineEnd + 1);
    const wrong = (expected: string): number =>
      problems.push(`git config ${name} is ${JSON.stringify(value ?? "")}; expected ${expected}`);
    if (name === "planlink.strict") {
      const strict = parseBoolean(value);
      if (strict === undefined) wrong("true or false");
      settings = { ...settings, strict: strict ?? true };
    } else if (name === "planlink.timeout") {
      const seconds = /^\d{1,5}$/.test(value ?? "") ? Number(value) : 0;
      if (seconds === 0) wrong("a number of seconds, from 1 to 99999");
      else settings = { ...settings, timeoutSeconds: seconds };
    } else if (name === "planlink.refs") {
      const ref = (value ?? "").replace(/\/+\*{0,2}$/, "");
      if (ref.startsWith("refs/")) refs.push(ref);
      else wrong("a ref or a folder of refs, such as refs/heads/main");
    } else if (name === "planlink.directory") {
      const path = (value ?? "").replace(/^(?:\.\/)+|\/+$/g, "");
      if (isInnerPath(path)) directories.push(path);
      else wrong("a folder of the repository, such as docs/.planning");
    } else if (name.startsWith("planlink.severity.")) {
      const code = name.slice("planlink.severity.".length);
      const word = severityChoices.find((known) => known === value);
      const meant = findNearest(code, Object.keys(findingCatalogue));
      if (!isFindingCode(code))
        problems.push(
          `git config ${name} is no finding's${meant === undefined ? "" : `; did you mean planlink.severity.${meant}?`}`,
        );
      else if (word === undefined) wrong("error, warning, info or off");
      else severities[code] = word;
    }
  }
  return {
    settings: {
      ...settings,
      ...(refs.length === 0 ? {} : { refs }),
      directories: [...new Set(directories)],
      severities,
    },
    problems,
  };
}

/** Tells whether a ref is judged. */
export function isJudgedRef({ refs }: ServerSettings, ref: string): boolean {
  return refs.some((judged) => ref === judged || ref.startsWith(`${judged}/`));
}

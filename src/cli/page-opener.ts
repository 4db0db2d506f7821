import { realpathSync } from "node:fs";
import { delimiter, isAbsolute, win32 } from "node:path";
import { findProgram } from "../files/find-program.ts";
import { isWithin } from "../files/read-regular.ts";
import { startAndLeave } from "../git/program-runner.ts";

/** Where a page is opened, and by whom. */
export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Programs below it are never run: a project's dependencies may bring one of any name. */
  readonly topLevel: string;
}

/** A program that shows a page, or why there is none. */
export type PageOpener =
  | { readonly program: string; readonly isCodeTold: boolean; readonly args: readonly string[] }
  | { readonly program: null; readonly reason: string };

const openers: readonly string[] = ["xdg-open", "wslview"];

/** Finds what opens a file as a double click does. No shell has a part in it. */
export function findPageOpener(path: string, { platform, environment, topLevel }: Desktop): PageOpener {
  const has = (name: string): boolean => (environment[name] ?? "") !== "";
  if (has("CI") && environment["CI"] !== "false") return { program: null, reason: "this is a job of CI (CI is set)" };
  if (platform === "darwin") return { program: "/usr/bin/open", isCodeTold: true, args: [path] };
  if (platform === "win32") {
    const system = win32.join(environment["SystemRoot"] ?? "C:\\Windows", "System32");
    // `start` is a word of the shell's; this is what it comes to. Its exit code tells nothing.
    const args = ["url.dll,FileProtocolHandler", path];
    return { program: win32.join(system, "rundll32.exe"), isCodeTold: false, args };
  }
  if (!["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].some(has))
    return { program: null, reason: "there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set)" };
  for (const name of openers) {
    const program = findForeign((environment["PATH"] ?? "").split(delimiter), name, topLevel);
    if (program !== undefined) return { program, isCodeTold: true, args: [path] };
  }
  return { program: null, reason: `there is no ${openers.join(" and no ")} on PATH` };
}

/** The first program of that name that is not below a directory, neither itself nor what it leads to. */
function findForeign(directories: readonly string[], name: string, topLevel: string): string | undefined {
  return directories
    .filter(isAbsolute)
    .flatMap((directory) => findProgram([directory], name) ?? [])
    .find((program) => ![program, realpathSync.native(program)].some((path) => isWithin(topLevel, path)));
}

/** How long an opener has to say that it cannot: one that waits for the browser to close is not waited for. */
const patienceMs = 2000;

/** Opens a page that was written. `null`: it is open; otherwise the reason why it is not. */
export async function openPage(path: string, desktop: Desktop): Promise<string | null> {
  const opener = findPageOpener(path, desktop);
  if (opener.program === null) return opener.reason;
  const code = await startAndLeave(opener.program, opener.args, desktop.topLevel, patienceMs);
  if (code === null) return `${opener.program} could not be started`;
  return code === 0 || !opener.isCodeTold ? null : `${opener.program} ended with ${code}`;
}

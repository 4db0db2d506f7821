import { delimiter, join } from "node:path";
import { findProgram } from "../files/find-program.ts";
import type { GitRunner } from "../git/git-runner.ts";
import type { Disk } from "./install-ports.ts";
import { readContent } from "./own-directory.ts";
import { findGitVersion } from "./git-version.ts";

/** A GSD that is installed for the project or the user. */
export interface FoundGsd {
  readonly name: string;
  readonly version: string;
  /** The file that says so. */
  readonly path: string;
}

/** What hooks find on this machine. */
export interface MachineFacts {
  /** `null` where git tells no version that can be read. */
  readonly gitVersion: string | null;
  /** The `node` that a hook starts; `null`: there is none on `PATH`. */
  readonly nodePath: string | null;
  /** There is a `node` where programs started from a desktop search, or where a version manager keeps it. */
  readonly hasNodeOnBarePath: boolean;
  readonly gsd: FoundGsd | null;
  /** Variables of the environment that switch hooks off, such as `PLANLINK=0`. */
  readonly switches: readonly string[];
}

/** What desktop programs and services get as `PATH` where nothing adds to it. */
const barePath: readonly string[] = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/** Looks where `find_node` of `hooks/hook.sh` looks for a Node that no `PATH` of a desktop names, in the same order. */
export async function findManagedNode(
  disk: Disk,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const home = environment["HOME"] ?? "";
  const versions = `${environment["NVM_DIR"] || `${home}/.nvm`}/versions/node`;
  const ofNvm = (await disk.list(versions)).filter((name) => Number(/^v(\d{1,3})\./.exec(name)?.[1] ?? 0) >= 20);
  const directories = [
    `${environment["VOLTA_HOME"] || `${home}/.volta`}/bin`,
    `${environment["FNM_DIR"] || `${home}/.local/share/fnm`}/aliases/default/bin`,
    `${home}/.fnm/aliases/default/bin`,
    `${home}/Library/Application Support/fnm/aliases/default/bin`,
    `${home}/.local/share/mise/shims`,
    `${home}/.asdf/shims`,
    "/opt/homebrew/bin",
    ...ofNvm.map((name) => `${versions}/${name}/bin`),
  ];
  return findProgram(directories, "node");
}

/** Variables by which planlink and hook managers are switched off. */
const offSwitches: readonly (readonly [string, string])[] = [
  ["PLANLINK", "0"],
  ["HUSKY", "0"],
  ["LEFTHOOK", "0"],
  ["SKIP_SIMPLE_GIT_HOOKS", "1"],
];

/** Where GSD's installer puts its `VERSION`, by the tool that it is installed for; below the project or the home. */
const gsdTools: readonly string[] = [
  ".claude",
  ".codex",
  ".gemini",
  ".opencode",
  ".config/opencode",
  ".cursor",
  ".windsurf",
  ".github",
  ".agents",
];
const gsdNames: readonly string[] = ["gsd-core", "get-shit-done"];
const gsdPackages: readonly string[] = ["@opengsd/gsd-core", "get-shit-done-cc"];

function readPackageVersion(content: Uint8Array): string | undefined {
  return /"version"\s*:\s*"([^"\\]{1,40})"/.exec(Buffer.from(content).toString("utf8"))?.[1];
}

/** Looks for GSD in the project first, then in the home directory. */
async function findGsd(disk: Disk, topLevel: string, home: string): Promise<FoundGsd | null> {
  for (const base of [topLevel, home].filter((directory) => directory !== "")) {
    for (const name of gsdPackages) {
      const path = join(base, "node_modules", name, "package.json");
      const content = await readContent(disk, path);
      const version = content === null ? undefined : readPackageVersion(content);
      if (version !== undefined) return { name, version, path };
    }
    for (const tool of gsdTools) {
      for (const name of gsdNames) {
        const path = join(base, tool, name, "VERSION");
        const content = await readContent(disk, path);
        const version = content === null ? "" : (Buffer.from(content).toString("utf8").trim().split("\n")[0] ?? "");
        if (version !== "") return { name, version: version.slice(0, 40), path };
      }
    }
  }
  return null;
}

/** Reads what hooks will find on this machine. */
export async function readMachineFacts(
  runner: GitRunner,
  disk: Disk,
  topLevel: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<MachineFacts> {
  const answer = await runner.run(["version"]);
  const directories = (environment["PATH"] ?? "").split(delimiter);
  return {
    gitVersion: findGitVersion(Buffer.from(answer.stdout).toString("utf8")),
    nodePath: findProgram(directories, "node"),
    hasNodeOnBarePath: findProgram(barePath, "node") !== null || (await findManagedNode(disk, environment)) !== null,
    gsd: await findGsd(disk, topLevel, environment["HOME"] ?? ""),
    switches: offSwitches.flatMap(([name, value]) => (environment[name] === value ? [`${name}=${value}`] : [])),
  };
}

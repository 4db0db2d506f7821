import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A tool of GSD's that verifies commits, given their hashes. */
export interface CommitVerifier {
  /** Package and version. */
  readonly name: string;
  readonly program: string;
}

/** Tools that npm could install. */
export interface Peers {
  /** `node_modules` with husky, commitlint and lefthook, as far as they are there. */
  readonly modules: string;
  /** Name and version of each package that is there. */
  readonly versions: Readonly<Record<string, string>>;
  readonly verifiers: readonly CommitVerifier[];
  /** What could not be installed, and why. */
  readonly notes: readonly string[];
}

/** commitlint 21 needs Node 22.12. */
const hookTools = [["husky@9"], ["@commitlint/cli@20", "@commitlint/config-conventional@20"], ["lefthook@2"]];
const verifierTools = [
  ["get-shit-done-cc", "get-shit-done/bin/gsd-tools.cjs"],
  ["@opengsd/gsd-core", "gsd-core/bin/gsd-tools.cjs"],
] as const;

function readVersion(modules: string, name: string): string | null {
  const path = join(modules, name, "package.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version : null;
}

/** Installs the peers into a directory; install scripts do not run. What cannot be installed is noted and left out. */
export function installPeers(directory: string): Peers {
  const notes: string[] = [];
  const install = (place: string, packages: readonly string[]): boolean => {
    mkdirSync(place, { recursive: true });
    if (!existsSync(join(place, "package.json"))) writeFileSync(join(place, "package.json"), '{ "private": true }\n');
    // With the user's own environment: the registry and its certificates are configured there.
    const { status, stderr } = spawnSync(
      "npm",
      ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...packages],
      { cwd: place, encoding: "utf8", stdio: ["ignore", "ignore", "pipe"], shell: process.platform === "win32" },
    );
    if (status === 0) return true;
    const reason = stderr.trim().split("\n").at(0) ?? "";
    notes.push(`${packages.join(" and ")} could not be installed, and was left out: ${reason}`);
    return false;
  };
  const hooks = join(directory, "hooks");
  for (const packages of hookTools) install(hooks, packages);
  const modules = join(hooks, "node_modules");
  const names = ["husky", "@commitlint/cli", "lefthook"];
  const found = names.flatMap((name) => {
    const version = readVersion(modules, name);
    return version === null ? [] : [[name, version] as const];
  });
  const verifiers = verifierTools.flatMap(([name, tool], index): readonly CommitVerifier[] => {
    const place = join(directory, `verifier-${index}`);
    if (!install(place, [name])) return [];
    const program = join(place, "node_modules", name, tool);
    if (existsSync(program)) {
      return [{ name: `${name} ${readVersion(join(place, "node_modules"), name) ?? ""}`, program }];
    }
    notes.push(`${name} has no ${tool}, and was left out`);
    return [];
  });
  return { modules, versions: Object.fromEntries(found), verifiers, notes };
}

import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import type { Sandbox, TestRepository } from "./git-sandbox.ts";
import { type PlannedRepository, statePath, withPlannedRepository } from "./planned-repository.ts";
import type { Completed } from "./run-program.ts";

/** A planned repository whose `origin` is a bare one, of which the work has been pushed. */
export interface PushSetting {
  readonly repository: PlannedRepository;
  readonly server: TestRepository;
  readonly sandbox: Sandbox;
}

let template: Promise<string> | undefined;

/** A bare repository that holds the planned one, with the check of pushes installed; made once a process. */
async function createTemplate(): Promise<string> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "planlink-server-")));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  await withPlannedRepository(async (repository, sandbox) => {
    const server = await sandbox.createRepository("server.git", { bare: true, initArgs: ["--template="] });
    await repository.git(["push", "--quiet", server.directory, "main"]);
    await initServer(server);
    cpSync(server.directory, directory, { recursive: true });
  });
  return directory;
}

/** Calls the body with the setting; with `--per-ref` the server judges each ref alone. */
export async function withServer(
  body: (setting: PushSetting) => Promise<void>,
  initArgs: readonly string[] = [],
): Promise<void> {
  template ??= createTemplate();
  const source = await template;
  await withPlannedRepository(async (repository, sandbox) => {
    const server = sandbox.open("server.git");
    cpSync(source, server.directory, { recursive: true });
    await repository.git(["remote", "add", "origin", server.directory]);
    await repository.git(["fetch", "--quiet", "origin"]);
    await repository.git(["branch", "--quiet", "--set-upstream-to=origin/main"]);
    if (initArgs.length > 0) await initServer(server, ...initArgs);
    await body({ repository, server, sandbox });
  });
}

/** Runs `state init --server` and sees that it worked. */
export async function initServer(server: TestRepository, ...args: readonly string[]): Promise<void> {
  const completed = await server.state(["init", "--server", ...args]);
  assert.equal([completed.exitCode, completed.stderr], [0, ""]);
}

/** Pushes without the hooks of the clone: only the server judges. */
export function pushUnchecked(repository: TestRepository, ...args: readonly string[]): Promise<Completed> {
  return repository.run("git", ["push", "--quiet", "--no-verify", ...args]);
}

/** Commits a line of STATE.md that cites a commit, without any hook. Returns the commit. */
export async function citeUnchecked(repository: PlannedRepository, hash: string, directory = ""): Promise<string> {
  const path = join(directory, statePath);
  repository.replace(path, "- Keep the text", `- Done in commit ${hash}\n- Keep the text`);
  await repository.git(["commit", "--quiet", "-m", `docs: cite ${hash}`, "--", path], { env: { PLANLINK: "0" } });
  return repository.git(["rev-parse", "HEAD"]);
}

/** What the server said, without git's `remote: `. */
export function remoteLines({ stderr }: Completed): readonly string[] {
  return stderr
    .split("\n")
    .filter((line) => line.startsWith("remote: "))
    .map((line) => line.slice("remote: ".length).trimEnd())
    .filter((line) => line !== "");
}

/**
 * Every version that STATE.md had in the real histories, against what history shows today: most of them are stale by
 * hundreds of commits, which is the hardest that sync meets.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { openWorkspace } from "../../src/api/open-workspace.ts";
import { readWorkspaceProject } from "../../src/api/read-workspace.ts";
import { readCommitHistory } from "../../src/commands/read-history.ts";
import { createCellRenderer } from "../../src/commands/render-cells.ts";
import { syncState, type SyncOutcome } from "../../src/commands/sync-state.ts";
import { decodeDocument } from "../../src/files/decode-document.ts";
import { readBlobs } from "../../src/git/git-documents.ts";
import { createProcessRunner } from "../../src/git/process-runner.ts";
import { withSandbox } from "../support/git-sandbox.ts";
import { isDelimiter, withoutOwnedLines, withPlainStatus } from "../support/owned-lines.ts";
import { suite } from "../support/suite.ts";

const corpus: string = fileURLToPath(new URL("../../../shared/corpus/replay/", import.meta.url));
/** About so many of each history, spread over its length; `PLANLINK_TEST_REPLAYS=all` takes every one. */
const most = process.env["PLANLINK_TEST_REPLAYS"] === "all" ? Number.MAX_SAFE_INTEGER : 20;
const replays = existsSync(corpus)
  ? readdirSync(corpus)
      .filter((name) => name.endsWith(".bundle"))
      .sort()
  : [];

/** A line as it is compared: the last line of a text may gain an ending when rows follow it. */
function foreignLines(text: string): string {
  return withoutOwnedLines(text)
    .lines.join("")
    .replace(/\r?\n$/, "");
}

/**
 * What `--create` writes anew on request: the rule below a header that becomes GSD's (ADR 0090), and of a key that stands
 * in two blocks of front matter the earlier word (ADR 0091). The key itself must stand.
 */
function isRewritten(line: string, text: string, created: string): boolean {
  if (isDelimiter(line)) return true;
  const isDoubled = /^---\r?\n(?:[^-\n].*\n)+---\s*\n---\r?\n/.test(text);
  // A map such as `progress` is one key: its figures belong together.
  if (!isDoubled || /^ +[a-z_]+: /.test(line)) return isDoubled;
  const key = /^[a-z_]+: /.exec(line)?.[0];
  return key !== undefined && created.split("\n---", 1).some((block) => block.includes(`\n${key}`));
}

suite("every version of real documents", (test) => {
  if (replays.length === 0) {
    test.skip("sync keeps its promises", "no ../shared/corpus/replay here");
    return;
  }
  for (const bundle of replays)
    test(`${bundle}: sync does not fail, has a fixed point, and keeps what is not ours`, () =>
      withSandbox(async (sandbox) => {
        const repository = sandbox.open("clone");
        await sandbox.open(".").git(["clone", "--quiet", "-b", "main", corpus + bundle, "clone"]);
        const raw = await repository.git(["log", "--all", "--format=", "--raw", "--no-abbrev", "--", "*STATE.md"]);
        const oids = [...new Set(raw.split("\n").flatMap((line) => line.split(" ")[3] ?? []))].filter((oid) =>
          /[1-9a-f]/.test(oid),
        );
        const chosen = oids.filter((_, index) => index % Math.ceil(oids.length / most) === 0);
        const { directory } = repository;
        const runner = createProcessRunner(directory, sandbox.environment);
        const workspace = await openWorkspace(runner, directory);
        const { project } = await readWorkspaceProject(workspace);
        const renderCells = createCellRenderer(project, () => readCommitHistory(workspace.repository, project));
        const path = workspace.statePath;
        const sync = (text: string, create: boolean): Promise<SyncOutcome> =>
          syncState(project, workspace.documents, { path, text, create, renderCells, position: false });
        let count = 0;
        for (const [oid, bytes] of await readBlobs(runner, chosen)) {
          let text: string;
          try {
            text = decodeDocument(bytes, join(directory, path));
          } catch {
            continue;
          }
          count += 1;
          const { newText } = await sync(text, false);
          if (foreignLines(newText) !== foreignLines(text)) throw new Error(`${oid}: sync changes what is not ours`);
          if ((await sync(newText, false)).newText !== newText)
            throw new Error(`${oid}: a second sync changes it again`);
          const created = (await sync(text, true)).newText;
          if ((await sync(created, true)).newText !== created)
            throw new Error(`${oid}: a second --create changes it again`);
          const lines = new Set(withoutOwnedLines(`${created}\n`).lines.map(withPlainStatus));
          const foreign = withoutOwnedLines(text).lines.map(withPlainStatus);
          const lost = foreign.filter(
            (line) => !lines.has(line.endsWith("\n") ? line : `${line}\n`) && !isRewritten(line, text, created),
          );
          if (lost.length > 0) throw new Error(`${oid}: --create loses ${JSON.stringify(lost.slice(0, 3))}`);
        }
        assert.ok(count > 0 && count >= chosen.length - 5, `${count} of ${chosen.length} versions were read`);
        process.stderr.write(`${bundle}: ${count} versions\n`);
      }));
});

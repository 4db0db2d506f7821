import { join, resolve } from "node:path";
import * as assert from "uvu/assert";
import { createEntryDocuments, readIndexEntries, readTreeEntries } from "../../src/git/git-documents.ts";
import { GitRepository, type RepositoryFiles } from "../../src/git/git-repository.ts";
import type { GitRunner } from "../../src/git/git-runner.ts";
import { createProcessRunner } from "../../src/git/process-runner.ts";
import { createSimpleGitRunner } from "../../src/git/simple-git-runner.ts";
import { OperationalError } from "../../src/model/operational-error.ts";
import { parseOid, parseOidPrefix, type Oid, type OidPrefix } from "../../src/model/oid.ts";
import type { ObjectLookup } from "../../src/model/ports.ts";
import { withSandbox, type Sandbox, type TestRepository } from "../support/git-sandbox.ts";
import { rejects, suite } from "../support/suite.ts";

/** These tests ask git alone. */
const asksGit: RepositoryFiles = { findPlain: () => undefined, readRecords: async () => [] };

function oidOf(text: string): Oid {
  const oid = parseOid(text.trim());
  if (oid === undefined) throw new Error(`no oid: ${text}`);
  return oid;
}

function prefixOf(text: string): OidPrefix {
  const prefix = parseOidPrefix(text);
  if (prefix === undefined) throw new Error(`no prefix: ${text}`);
  return prefix;
}

interface Opened {
  readonly repository: TestRepository;
  readonly sandbox: Sandbox;
  readonly runner: GitRunner;
  /** Opens the adapter, in the repository or in another directory of the sandbox. */
  readonly open: (directory?: string) => Promise<GitRepository>;
}

async function withRepository(
  body: (opened: Opened) => Promise<void>,
  initArgs: readonly string[] = [],
): Promise<void> {
  await withSandbox(async (sandbox) => {
    const repository = await sandbox.createRepository("repository", { initArgs });
    const open = (directory = repository.directory): Promise<GitRepository> =>
      GitRepository.open(createProcessRunner(directory, sandbox.environment), directory, asksGit);
    await body({ repository, sandbox, runner: createProcessRunner(repository.directory, sandbox.environment), open });
  });
}

async function lookUp(
  adapter: GitRepository,
  ...texts: readonly string[]
): Promise<readonly (ObjectLookup | undefined)[]> {
  const lookups = await adapter.lookUpObjects(texts.map(prefixOf));
  return texts.map((text) => lookups.get(prefixOf(text)));
}

/** Makes empty commits in one process until two share their first four digits; returns these two. */
async function collide(repository: TestRepository): Promise<readonly [string, string]> {
  const stream = Array.from(
    { length: 2000 },
    (_, index) => `commit refs/heads/side\ncommitter C <c@example.org> ${1_700_000_000 + index} +0000\ndata 1\nx\n`,
  );
  await repository.git(["fast-import", "--quiet"], { input: stream.join("") });
  const oids = (await repository.git(["rev-list", "side"])).split("\n").sort();
  const index = oids.findIndex(
    (oid, position) =>
      oids[position + 1]?.slice(0, 4) === oid.slice(0, 4) &&
      oids[position + 2]?.slice(0, 4) !== oid.slice(0, 4) &&
      oids[position - 1]?.slice(0, 4) !== oid.slice(0, 4),
  );
  return [oids[index] ?? "", oids[index + 1] ?? ""];
}

suite("GitRepository: objects", (test) => {
  test("finds commits by any abbreviation, in either case", async () => {
    await withRepository(async ({ repository, open }) => {
      const oid = oidOf(await repository.commit("first", { "a.txt": "a\n" }));
      const found = await lookUp(await open(), oid, oid.slice(0, 7), oid.slice(0, 12).toUpperCase());
      assert.equal(
        found,
        Array.from({ length: 3 }, () => ({ kind: "commit", oid })),
      );
    });
  });

  test("says of trees, blobs and tags what they are", async () => {
    await withRepository(async ({ repository, open }) => {
      await repository.commit("first", { "a.txt": "a\n" });
      await repository.git(["tag", "-a", "-m", "release", "v1"]);
      const names = ["HEAD^{tree}", "HEAD:a.txt", "v1"];
      const oids = await Promise.all(names.map(async (name) => oidOf(await repository.git(["rev-parse", name]))));
      assert.equal(
        await lookUp(await open(), ...oids.map((oid) => oid.slice(0, 10))),
        oids.map((oid, index) => ({ kind: "other", oid, type: ["tree", "blob", "tag"][index] ?? "" })),
      );
    });
  });

  test("finds nothing where no object has the name, whatever refs and paths are called", async () => {
    await withRepository(async ({ repository, open }) => {
      await repository.commit("first", { deadbeef: "a file\n" });
      await repository.git(["branch", "deadbeef"]);
      await repository.git(["tag", "cafebabe"]);
      await repository.git(["update-ref", "refs/remotes/origin/0badf00d", "HEAD"]);
      await repository.git(["update-ref", "refs/heads/feedface/x", "HEAD"]);
      assert.equal(
        await lookUp(await open(), "deadbeef", "cafebabe", "0badf00d", "feedface", "0".repeat(40), "f".repeat(64)),
        Array.from({ length: 6 }, () => ({ kind: "missing" })),
      );
    });
  });

  test("finds the object, not the branch or tag that is named like its abbreviation", async () => {
    await withRepository(async ({ repository, open }) => {
      const first = oidOf(await repository.commit("first"));
      const second = oidOf(await repository.commit("second"));
      await repository.git(["branch", first.slice(0, 7), second]);
      await repository.git(["tag", first.slice(0, 8), second]);
      // What git itself says of the name, to show the trap.
      assert.is(await repository.git(["rev-parse", first.slice(0, 7)]), second);
      assert.equal(
        await lookUp(await open(), first.slice(0, 7), first.slice(0, 8), first),
        Array.from({ length: 3 }, () => ({ kind: "commit", oid: first })),
      );
    });
  });

  test("names the candidates of an ambiguous abbreviation, as git does", async () => {
    await withRepository(async ({ repository, open }) => {
      const [left, right] = await collide(repository);
      const prefix = left.slice(0, 4);
      const named = (await repository.git(["rev-parse", `--disambiguate=${prefix}`])).split("\n");
      assert.ok(named.includes(left) && named.includes(right));
      const [ambiguous, clear] = await lookUp(await open(), prefix, left.slice(0, 12));
      assert.equal(ambiguous, { kind: "ambiguous", candidates: [oidOf(left), oidOf(right)] });
      assert.equal(clear, { kind: "commit", oid: oidOf(left) });
      await repository.git(["branch", prefix, await repository.commit("elsewhere")]);
      assert.equal((await lookUp(await open(), prefix))[0], ambiguous);
    });
  });

  test("lets an abbreviation stand for its only commit where other objects share it", async () => {
    await withRepository(async ({ repository, open }) => {
      const [left] = await collide(repository);
      const prefix = left.slice(0, 4);
      const blobs: string[] = [];
      // Blobs are cheap: make them until one has the commit's first four digits.
      for (let round = 0; round < 40 && blobs.length === 0; round += 1) {
        const stream = Array.from({ length: 5000 }, (_, index) => {
          const text = `${round} ${index}`;
          return `blob\ndata ${text.length}\n${text}\n`;
        });
        await repository.git(["fast-import", "--quiet"], { input: stream.join("") });
        const all = await repository.git([
          "cat-file",
          "--batch-all-objects",
          "--batch-check=%(objectname) %(objecttype)",
        ]);
        blobs.push(...all.split("\n").filter((line) => line.startsWith(prefix) && line.endsWith(" blob")));
      }
      assert.ok(blobs.length > 0);
      const commits = (await repository.git(["rev-parse", `--disambiguate=${prefix}`]))
        .split("\n")
        .filter((oid) => !blobs.some((blob) => blob.startsWith(oid)));
      const [lookup] = await lookUp(await open(), prefix);
      assert.equal(
        lookup,
        commits.length === 1
          ? { kind: "commit", oid: oidOf(commits[0] ?? "") }
          : { kind: "ambiguous", candidates: commits.map(oidOf).sort() },
      );
    });
  });

  test("asks nothing where nothing is asked", async () => {
    await withRepository(async ({ open }) => {
      const adapter = await open();
      assert.equal(
        [
          (await adapter.lookUpObjects([])).size,
          (await adapter.readSingleCommits([])).length,
          (await adapter.readChangedPaths([])).size,
        ],
        [0, 0, 0],
      );
    });
  });
});

suite("GitRepository: commits", (test) => {
  test("reads what git log says, newest first", async () => {
    await withRepository(async ({ repository, open }) => {
      const first = await repository.commit(
        "feat(01-01): first\n\nBody.\n\nKey: value",
        {},
        { date: "2026-02-20T16:58:42", offset: "-0500" },
      );
      await repository.git(["checkout", "--quiet", "-b", "side"]);
      await repository.commit("side", { "side.txt": "s\n" }, { date: "2026-02-21T09:00:00", offset: "+0530" });
      await repository.git(["checkout", "--quiet", "main"]);
      await repository.commit("main", { "main.txt": "m\n" });
      await repository.git(["merge", "--quiet", "--no-ff", "-m", "bring it in", "side"]);
      const tip = oidOf(await repository.git(["rev-parse", "HEAD"]));
      const commits = await (await open()).readCommits(tip);
      const expected = (await repository.git(["log", "--topo-order", "--format=%H|%P|%at|%ct|%s"])).split("\n");
      assert.equal(
        commits.map(({ oid, parents, authored, committed, message }) =>
          [oid, parents.join(" "), authored.epochMs / 1000, committed.epochMs / 1000, message.split("\n")[0]].join("|"),
        ),
        expected,
      );
      assert.equal(
        commits.map(({ authored }) => authored.offsetMinutes).sort((a, b) => a - b),
        [-300, 330, 330, 330],
      );
      assert.is(commits.at(-1)?.message, "feat(01-01): first\n\nBody.\n\nKey: value\n");
      assert.equal((await (await open()).readCommits(tip, [oidOf(first)])).length, 3);
    });
  });

  test("reads single commits in the order given, of any history", async () => {
    await withRepository(async ({ repository, open }) => {
      const first = oidOf(await repository.commit("first"));
      const second = oidOf(await repository.commit("second"));
      await repository.git(["reset", "--quiet", "--hard", first]);
      const third = oidOf(await repository.commit("third"));
      const commits = await (await open()).readSingleCommits([second, third, first]);
      assert.equal(
        commits.map(({ oid }) => oid),
        [second, third, first],
      );
    });
  });

  test("reads messages in odd encodings and with control characters", async () => {
    await withRepository(async ({ repository, open }) => {
      const tree = await repository.git(["write-tree"]);
      const make = async (headers: string, message: Uint8Array): Promise<Oid> => {
        const head = Buffer.from(
          `tree ${tree}\nauthor A <a@b> 1700000000 +0000\ncommitter A <a@b> 1700000000 +0000\n${headers}\n`,
        );
        return oidOf(
          await repository.git(["hash-object", "-t", "commit", "-w", "--stdin"], {
            input: Buffer.concat([head, message]),
          }),
        );
      };
      const messages: readonly (readonly [string, Uint8Array, string])[] = [
        ["encoding ISO-8859-1\n", Buffer.from("feat(01-01): L\xe4uten\n", "latin1"), "feat(01-01): Läuten\n"],
        ["", Buffer.from("feat(01-01): 指标 🔔\n"), "feat(01-01): 指标 🔔\n"],
        ["", Buffer.from("feat(01-01): L\xe4uten\n", "latin1"), "feat(01-01): L\uFFFDuten\n"],
        ["encoding no-such-encoding\n", Buffer.from("feat(01-01): x\n"), "feat(01-01): x\n"],
        [
          "",
          Buffer.from("feat(01-01): \u001b[31mred\u0007\u2028\u202e\r\n"),
          "feat(01-01): \u001b[31mred\u0007\u2028\u202e\r\n",
        ],
        ["", Buffer.from("\uFEFFfeat(01-01): marked\n"), "\uFEFFfeat(01-01): marked\n"],
        ["", Buffer.from(""), ""],
        ["", Buffer.from("\n\n"), "\n\n"],
        ["", Buffer.from("no final newline"), "no final newline"],
      ];
      const oids = await Promise.all(messages.map(([headers, bytes]) => make(headers, bytes)));
      const adapter = await open();
      const commits = await adapter.readSingleCommits(oids);
      assert.equal(
        commits.map(({ message }) => message.trimEnd()),
        messages.map(([, , text]) => text.trimEnd()),
      );
      const [tip] = oids;
      assert.ok(tip !== undefined);
      const prefixes = oids.map(prefixOf);
      const started = await adapter.startReferences(tip, new Set(prefixes));
      const read = (await adapter.readReferences(tip, prefixes, prefixes, started)).messages;
      assert.equal(
        oids.map((oid) => read.get(oid)?.trimEnd()),
        messages.map(([headers, , text]) => (headers === "" ? text.trimEnd() : undefined)),
      );
    });
  });

  test("reads dates that no calendar has as something that can be written", async () => {
    await withRepository(async ({ repository, open }) => {
      const tree = await repository.git(["write-tree"]);
      const make = async (date: string): Promise<Oid> =>
        oidOf(
          await repository.git(["hash-object", "-t", "commit", "-w", "--stdin", "--literally"], {
            input: `tree ${tree}\nauthor A <a@b> ${date}\ncommitter A <a@b> ${date}\n\nx\n`,
          }),
        );
      const dates = [
        "1600000000 +051800",
        "99999999999999999 +0000",
        "1600000000 +9959",
        "",
        "1600000000 -0000",
        "1600000000 +0545",
      ];
      const commits = await (await open()).readSingleCommits(await Promise.all(dates.map(make)));
      assert.equal(
        commits.map(({ authored }) => [authored.epochMs, authored.offsetMinutes]),
        [
          [1_600_000_000_000, 0],
          [8.64e15 - 86_400_000, 0],
          [1_600_000_000_000, 0],
          [0, 0],
          [1_600_000_000_000, 0],
          [1_600_000_000_000, 345],
        ],
      );
      for (const { authored } of commits) assert.ok(Number.isFinite(new Date(authored.epochMs).getTime()));
    });
  });

  test("is not moved by the user's log and diff settings", async () => {
    await withRepository(async ({ repository, open }) => {
      const tip = oidOf(await repository.commit("first", { "a.txt": "a\n", "b.txt": "b\n" }));
      const before = [await (await open()).readCommits(tip), [...(await (await open()).readChangedPaths([tip]))]];
      const settings = [
        "log.showSignature=true",
        "log.decorate=full",
        "format.pretty=%s",
        "log.date=relative",
        "color.ui=always",
        "log.showRoot=false",
        "diff.noprefix=true",
        "diff.renames=copies",
        "core.quotePath=true",
        "log.follow=true",
        "i18n.logOutputEncoding=latin1",
        "core.abbrev=4",
        "diff.orderFile=/dev/null",
        "notes.displayRef=*",
      ];
      for (const setting of settings) await repository.git(["config", ...(setting.split("=", 2) as [string, string])]);
      assert.equal(
        [await (await open()).readCommits(tip), [...(await (await open()).readChangedPaths([tip]))]],
        before,
      );
    });
  });
});

suite("GitRepository: references that git begins with", (test) => {
  test("are answered as when they are asked for at once, whatever else the names are", async () => {
    await withRepository(async ({ repository, open }) => {
      const first = await repository.commit("feat(01-01): first", { "a.txt": "a\n" });
      const second = await repository.commit("feat(01-01): second\n\nPlan: 01-01\n", { "b.txt": "b\n" });
      const [twin, other] = await collide(repository);
      const blob = await repository.git(["hash-object", "-w", "--stdin"], { input: Buffer.alloc(300_000, 120) });
      const tree = await repository.git(["rev-parse", "HEAD^{tree}"]);
      await repository.git(["tag", "-a", "-m", "tagged", "v1", first]);
      const tag = await repository.git(["rev-parse", "v1"]);
      await repository.git(["branch", second.slice(0, 8), first]);
      await repository.git(["config", "core.disambiguate", "tree"]);
      const names = [first, first.slice(0, 9), second.slice(0, 8), twin, twin.slice(0, 4), other.slice(0, 12)];
      const others = [blob.slice(0, 10), tree, tag.slice(0, 12), "dead0123", "20260105", "f".repeat(40)];
      const prefixes = [...names, ...others].map(prefixOf);
      const tip = oidOf(second);
      for (const some of [prefixes, prefixes.slice(2, 7), prefixes.slice(-2)]) {
        const adapter = await open();
        const started = await adapter.startReferences(tip, new Set(prefixes));
        const begun = await adapter.readReferences(tip, some, some, started);
        const plain = await (await open()).readReferences(tip, some, some);
        assert.equal([...begun.lookups], [...plain.lookups]);
        assert.equal([...begun.unreachable].sort(), [...plain.unreachable].sort());
        const read = await adapter.readSingleCommits([...begun.messages.keys()]);
        assert.equal(
          [...begun.messages.values()].map((message) => message.trimEnd()),
          read.map(({ message }) => message.trimEnd()),
        );
      }
      const adapter = await open();
      const started = await adapter.startReferences(tip, new Set([prefixOf("dead0123")]));
      const { lookups } = await adapter.readReferences(tip, [prefixOf(first)], [prefixOf(first)], started);
      assert.equal([...lookups.values()], [{ kind: "commit", oid: first }], "a name that git did not begin with");
    });
  });
});

suite("GitRepository: changed paths", (test) => {
  test("agree with git, for roots, merges, renames, deletions and odd names", async () => {
    await withRepository(async ({ repository, open }) => {
      const names = [
        "plain.txt",
        "sub/ö.txt",
        "new\nline.txt",
        "tab\tname",
        'quote"d',
        ":colon",
        " blank ",
        "指标/🔔",
        "-dash",
        "a\\b",
      ];
      const root = await repository.commit("root", Object.fromEntries(names.map((name) => [name, "x\n"])));
      await repository.git(["mv", "plain.txt", "renamed.txt"]);
      await repository.git(["rm", "--quiet", "--", "-dash"]);
      const changed = await repository.commit("rename and delete", { "new\nline.txt": "y\n" });
      const empty = await repository.commit("nothing");
      await repository.git(["checkout", "--quiet", "-b", "side", root]);
      const side = await repository.commit("side", { side: "s\n" });
      await repository.git(["merge", "--quiet", "--no-ff", "-m", "merge", "main"]);
      const merge = await repository.git(["rev-parse", "HEAD"]);
      const oids = [merge, side, empty, changed, root].map(oidOf);
      const paths = await (await open()).readChangedPaths(oids);
      for (const oid of oids) {
        const expected = await repository.git([
          "diff-tree",
          "-r",
          "-z",
          "--root",
          "--no-renames",
          "--name-only",
          "--no-commit-id",
          oid,
        ]);
        assert.equal([...(paths.get(oid) ?? ["absent"])].sort(), expected.split("\0").filter(Boolean).sort());
      }
      assert.equal([paths.get(oidOf(merge)), paths.get(oidOf(empty))], [[], []]);
      assert.is(paths.get(oidOf(root))?.length, names.length);
    });
  });
});

suite("GitRepository: reachability", (test) => {
  test("agrees with merge-base --is-ancestor", async () => {
    await withRepository(async ({ repository, open }) => {
      const first = await repository.commit("first");
      await repository.git(["checkout", "--quiet", "-b", "side"]);
      const side = await repository.commit("side");
      await repository.git(["checkout", "--quiet", "main"]);
      const second = await repository.commit("second");
      const amended = await repository.commit("amended away");
      await repository.git(["commit", "--quiet", "--amend", "--allow-empty", "-m", "amended"]);
      const oids = [first, side, second, amended].map(oidOf);
      for (const tip of ["HEAD", "side"]) {
        const unreachable = await (await open()).findUnreachable(oidOf(await repository.git(["rev-parse", tip])), oids);
        for (const oid of oids) {
          const { exitCode } = await repository.run("git", ["merge-base", "--is-ancestor", oid, tip]);
          assert.is(unreachable.has(oid), exitCode === 1, `${oid} in ${tip}`);
        }
      }
      assert.is((await (await open()).findUnreachable(oidOf(second), [])).size, 0);
    });
  });

  test("can tell of a dead commit whose own history was pruned", async () => {
    await withRepository(async ({ repository, open }) => {
      const tip = oidOf(await repository.commit("first"));
      const tree = await repository.git(["write-tree"]);
      const dead = oidOf(
        await repository.git(["hash-object", "-t", "commit", "-w", "--stdin", "--literally"], {
          input: `tree ${tree}\nparent ${"1".repeat(40)}\nauthor A <a@b> 1700000000 +0000\ncommitter A <a@b> 1700000000 +0000\n\ndead\n`,
        }),
      );
      assert.equal([...(await (await open()).findUnreachable(tip, [tip, dead]))], [dead]);
      assert.is((await (await open()).readSingleCommits([dead]))[0]?.message, "dead\n");
    });
  });

  test("finds a merge base, or none", async () => {
    await withRepository(async ({ repository, open }) => {
      const first = oidOf(await repository.commit("first"));
      const second = oidOf(await repository.commit("second"));
      await repository.git(["checkout", "--quiet", "--orphan", "other"]);
      const other = oidOf(await repository.commit("other"));
      const adapter = await open();
      assert.equal(
        [
          await adapter.findMergeBase(second, [other, first]),
          await adapter.findMergeBase(second, [other]),
          await adapter.findMergeBase(second, []),
        ],
        [first, undefined, undefined],
      );
    });
  });

  test("knows the tips of one remote, however its name begins", async () => {
    await withRepository(async ({ repository, open }) => {
      const oid = oidOf(await repository.commit("first"));
      for (const ref of ["origin/main", "origin/a/b", "origin-two/main", "up/stream/main"])
        await repository.git(["update-ref", `refs/remotes/${ref}`, oid]);
      const adapter = await open();
      assert.equal(
        [
          (await adapter.readRemoteTips("origin")).length,
          (await adapter.readRemoteTips("up/stream")).length,
          (await adapter.readRemoteTips("none")).length,
        ],
        [2, 1, 0],
      );
    });
  });
});

suite("GitRepository: HEAD and revisions", (test) => {
  test("reads a branch, a detached and an unborn HEAD", async () => {
    await withRepository(async ({ repository, open }) => {
      assert.equal(await (await open()).readHead(), { oid: null, branch: "main" });
      const oid = oidOf(await repository.commit("first"));
      assert.equal(await (await open()).readHead(), { oid, branch: "main" });
      await repository.git(["checkout", "--quiet", "-b", "feature/ö"]);
      assert.equal(await (await open()).readHead(), { oid, branch: "feature/ö" });
      await repository.git(["checkout", "--quiet", "--detach"]);
      assert.equal(await (await open()).readHead(), { oid, branch: null });
    });
  });

  test("resolves what git resolves, and nothing else", async () => {
    await withRepository(async ({ repository, sandbox }) => {
      const first = oidOf(await repository.commit("first", { "a.txt": "a\n" }));
      const second = oidOf(await repository.commit("second"));
      await repository.git(["tag", "-a", "-m", "release", "v1", first]);
      for (const createRunner of [createProcessRunner, createSimpleGitRunner]) {
        const adapter = await GitRepository.open(
          createRunner(repository.directory, sandbox.environment),
          repository.directory,
          asksGit,
        );
        for (const [revision, oid] of [
          ["HEAD", second],
          ["HEAD~1", first],
          ["v1", first],
          ["main", second],
          [first.slice(0, 8), first],
          ["HEAD:a.txt", undefined],
          ["HEAD^{tree}", undefined],
          ["no-such", undefined],
          ["", undefined],
          ["a b", undefined],
          ["--upload-pack=x", undefined],
          ["--template=x", undefined],
          ["-", undefined],
          ["HEAD\0", undefined],
          ["HEAD\n", undefined],
        ] as const) {
          assert.is(await adapter.resolveCommit(revision), oid, JSON.stringify(revision));
        }
      }
    });
  });
});

suite("GitRepository: places", (test) => {
  test("are those of git, in the work tree, a subdirectory and a linked worktree", async () => {
    await withRepository(async ({ repository, sandbox, open }) => {
      await repository.commit("first", { "sub dir/a.txt": "a\n" });
      await repository.git(["worktree", "add", "--quiet", "-b", "linked", "../linked ö"]);
      const linked = join(sandbox.directory, "linked ö");
      for (const [directory, topLevel] of [
        [repository.directory, repository.directory],
        [join(repository.directory, "sub dir"), repository.directory],
        [linked, linked],
      ] as const) {
        const adapter = await open(directory);
        // `--path-format=absolute` is not known to git 2.30.
        const ask = async (name: string): Promise<string> =>
          resolve(directory, (await repository.run("git", ["rev-parse", name], { cwd: directory })).stdout.trim());
        assert.equal(
          [adapter.topLevel, adapter.gitDirectory, adapter.commonDirectory, adapter.isShallow],
          [topLevel, await ask("--git-dir"), await ask("--git-common-dir"), false],
        );
      }
    });
  });

  test("may hold blanks, newlines and other letters", async () => {
    await withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository("a b\nc ö\n");
      const adapter = await GitRepository.open(
        createProcessRunner(repository.directory, sandbox.environment),
        repository.directory,
        asksGit,
      );
      assert.is(adapter.topLevel, repository.directory);
    });
  });

  test("are refused outside a work tree", async () => {
    await withRepository(async ({ repository, sandbox, open }) => {
      const isNoRepository = (words: RegExp) => (error: unknown) =>
        error instanceof OperationalError && error.code === "no-repository" && words.test(error.message);
      await rejects(open(sandbox.directory), isNoRepository(/is not in a Git work tree/));
      const bare = await sandbox.createRepository("bare.git", { bare: true });
      await rejects(open(bare.directory), isNoRepository(/is a bare repository/));
      await rejects(open(join(repository.directory, ".git")), isNoRepository(/is not in a Git work tree/));
    });
  });
});

suite("GitRepository: incomplete and other repositories", (test) => {
  test("a shallow clone is incomplete, a whole one is not", async () => {
    await withRepository(async ({ repository, sandbox, open }) => {
      const first = oidOf(await repository.commit("first"));
      await repository.commit("second");
      const url = `file://${repository.directory}`;
      await repository.git(["clone", "--quiet", "--depth=1", url, "../shallow"]);
      await repository.git(["clone", "--quiet", url, "../whole"]);
      const shallow = await open(join(sandbox.directory, "shallow"));
      const whole = await open(join(sandbox.directory, "whole"));
      assert.equal(
        [shallow.isShallow, await shallow.readIsIncomplete(), whole.isShallow, await whole.readIsIncomplete()],
        [true, true, false, false],
      );
      assert.equal(await lookUp(shallow, first), [{ kind: "missing" }]);
      assert.is((await shallow.readCommits(oidOf(await repository.git(["rev-parse", "HEAD"])))).length, 1);
    });
  });

  test("a partial clone is incomplete, and nothing is fetched for it", async () => {
    await withRepository(async ({ repository, sandbox, open }) => {
      await repository.commit("first", { "a.txt": "a\n" });
      await repository.git(["config", "uploadpack.allowFilter", "true"]);
      const blob = oidOf(await repository.git(["rev-parse", "HEAD:a.txt"]));
      await repository.git([
        "clone",
        "--quiet",
        "--no-checkout",
        "--filter=blob:none",
        `file://${repository.directory}`,
        "../partial",
      ]);
      const adapter = await open(join(sandbox.directory, "partial"));
      assert.equal([adapter.isShallow, await adapter.readIsIncomplete()], [false, true]);
      const [lookup] = await lookUp(adapter, blob);
      const version = await repository.git(["--version"]);
      // GIT_NO_LAZY_FETCH came with git 2.45 and was backported to 2.39.4; older ones fetch.
      assert.ok(lookup?.kind === "missing" || lookup?.kind === "other", version);
    });
  });

  test("a SHA-256 repository works alike", async () => {
    await withRepository(
      async ({ repository, open }) => {
        const first = oidOf(await repository.commit("feat(01-01): first", { "a.txt": "a\n" }));
        const second = oidOf(await repository.commit("second"));
        assert.is(first.length, 64);
        const adapter = await open();
        assert.equal(await lookUp(adapter, first, first.slice(0, 9), first.slice(0, 40), "0".repeat(40)), [
          ...Array.from({ length: 3 }, () => ({ kind: "commit", oid: first })),
          { kind: "missing" },
        ]);
        assert.equal(
          (await adapter.readCommits(second)).map(({ oid, parents }) => [oid, parents]),
          [
            [second, [first]],
            [first, []],
          ],
        );
        assert.equal([...(await adapter.readChangedPaths([first]))], [[first, ["a.txt"]]]);
        assert.equal([...(await adapter.findUnreachable(first, [first, second]))], [second]);
      },
      ["--object-format=sha256"],
    );
  });
});

suite("git documents", (test) => {
  test("are those of a commit's tree, byte for byte", async () => {
    await withRepository(async ({ repository, runner }) => {
      const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x23, 0x0d, 0x0a, 0xff]);
      const files = {
        ".planning/STATE.md": bytes,
        ".planning/phases/01-ö/new\nline.md": "x\n",
        ".planning/empty.md": "",
        "src/a.ts": "a\n",
        ".planningX/no.md": "n\n",
      };
      const commit = oidOf(await repository.commit("first", files));
      await repository.commit("second", { ".planning/STATE.md": "changed\n" });
      const documents = createEntryDocuments(runner, await readTreeEntries(runner, commit, ".planning"));
      assert.equal(await documents.list(), [
        ".planning/STATE.md",
        ".planning/empty.md",
        ".planning/phases/01-ö/new\nline.md",
      ]);
      const contents = await documents.read([
        ".planning/STATE.md",
        ".planning/empty.md",
        ".planning/phases/01-ö/new\nline.md",
        ".planning/absent.md",
      ]);
      assert.ok(bytes.equals(Buffer.from(contents.get(".planning/STATE.md") ?? [])));
      assert.equal(
        [
          contents.size,
          contents.get(".planning/empty.md")?.length,
          Buffer.from(contents.get(".planning/phases/01-ö/new\nline.md") ?? []).toString(),
        ],
        [3, 0, "x\n"],
      );
    });
  });

  test("are those of the index that git is using, unmerged ones left out", async () => {
    await withRepository(async ({ repository, sandbox, runner }) => {
      await repository.commit("first", { ".planning/STATE.md": "base\n", ".planning/a.md": "a\n" });
      repository.write(".planning/STATE.md", "staged\n");
      await repository.git(["add", "--all"]);
      repository.write(".planning/STATE.md", "working\n");
      const read = async (given: GitRunner): Promise<string> => {
        const documents = createEntryDocuments(given, await readIndexEntries(given, repository.directory, ".planning"));
        return Buffer.from((await documents.read([".planning/STATE.md"])).get(".planning/STATE.md") ?? []).toString();
      };
      assert.is(await read(runner), "staged\n");
      const index = join(sandbox.directory, "index");
      await repository.git(["read-tree", "HEAD"], { env: { GIT_INDEX_FILE: index } });
      assert.is(
        await read(createProcessRunner(repository.directory, { ...sandbox.environment, GIT_INDEX_FILE: index })),
        "base\n",
      );
      await repository.git(["reset", "--quiet", "--hard"]);
      await repository.git(["checkout", "--quiet", "-b", "side"]);
      await repository.commit("side", { ".planning/STATE.md": "side\n" });
      await repository.git(["checkout", "--quiet", "main"]);
      await repository.commit("main", { ".planning/STATE.md": "main\n" });
      await repository.git(["merge", "--quiet", "side"], { expectExit: 1 });
      assert.equal(
        (await readIndexEntries(runner, repository.directory, ".planning")).map(({ path }) => path),
        [".planning/a.md"],
      );
    });
  });

  test("leave out links, and take a directory's name literally", async () => {
    await withRepository(async ({ repository, runner }) => {
      await repository.run("mkdir", ["-p", ".planning"]);
      await repository.run("ln", ["-s", "../secret", ".planning/STATE.md"]);
      const commit = oidOf(
        await repository.commit("first", { ".planning/a.md": "a\n", "[a]*/b.md": "b\n", "a/b.md": "c\n" }),
      );
      assert.equal(await createEntryDocuments(runner, await readTreeEntries(runner, commit, ".planning")).list(), [
        ".planning/a.md",
      ]);
      assert.equal(
        (await readTreeEntries(runner, commit, "[a]*")).map(({ path }) => path),
        ["[a]*/b.md"],
      );
      assert.equal(await readTreeEntries(runner, commit, ":(exclude)a"), []);
    });
  });
});

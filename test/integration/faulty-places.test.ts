import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import {
  initialize,
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import type { Completed } from "../support/run-program.ts";
import { suite } from "../support/suite.ts";
import { findLeftovers } from "./fault-scenarios.ts";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const program = join(dist, "state.js");

async function commitUnseen(repository: PlannedRepository): Promise<void> {
  repository.write("src/unseen.txt", "unseen\n");
  await repository.git(["add", "src/unseen.txt"]);
  await repository.git(["commit", "--quiet", "-m", "feat(01-02): unseen"], { env: { PLANLINK: "0" } });
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Why no file system can be mounted here, in a name space that ends with its program; `undefined` where one can. */
function whyNoMounts(): string | undefined {
  const { status } = spawnSync("unshare", ["--mount", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]);
  return status === 0 ? undefined : "nothing may be mounted here";
}

/** Why no other user's programs can be run here. */
function whyNoOtherUser(): string | undefined {
  const { status } = spawnSync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "true"]);
  return process.getuid?.() === 0 && status === 0 ? undefined : "programs of another user may not be started here";
}

suite("a disk that is full", (test) => {
  const sentence = "STATE.md stays as it was, nothing lies beside it, and with room again all is well";
  const reason = whyNoMounts();
  if (reason !== undefined) test.skip(sentence, reason);
  else
    test(sentence, () =>
      withPlannedRepository(async (repository) => {
        await initialize(repository);
        await commitUnseen(repository);
        const old = repository.readText(statePath);
        // In one script: the mount is gone with its end. The room that is left is what the file, its lock and caches want, or less.
        const script = `set -e
mount -t tmpfs -o size=6m none /mnt
cp -a . /mnt/work
cd /mnt/work
cp .planning/STATE.md /mnt/old
for blocks in 0 1 2 3 4; do
  rm -f /mnt/fill /mnt/room; cp /mnt/old .planning/STATE.md; git update-index -q --refresh || :
  [ $blocks = 0 ] || dd if=/dev/zero of=/mnt/room bs=4k count=$blocks 2>/dev/null
  dd if=/dev/zero of=/mnt/fill bs=4k 2>/dev/null || :
  rm -f /mnt/room
  for run in "commit-hook.cjs post-commit" "state.js sync"; do
    code=0; node ${quoted(dist)}/$run >/dev/null 2>/tmp/planlink-said-$$ || code=$?
    case $run.$code in *post-commit.0 | *sync.0 | *sync.2) ;; *) echo "$blocks: $run: exit $code"; cat /tmp/planlink-said-$$ ;; esac
    if grep -q defect /tmp/planlink-said-$$; then cat /tmp/planlink-said-$$; fi
    ls -A .planning | grep -E 'lock$|planlink-[0-9]' || :
    if ! cmp -s .planning/STATE.md /mnt/old; then echo "$blocks: written: $(cksum <.planning/STATE.md)"; cp /mnt/old .planning/STATE.md; fi
  done
done
rm -f /mnt/fill /tmp/planlink-said-$$
cp /mnt/old .planning/STATE.md
node ${quoted(dist)}/state.js sync >/dev/null
echo ---; cat .planning/STATE.md`;
        const { exitCode, stdout, stderr } = await repository.run("unshare", ["--mount", "sh", "-c", script]);
        assert.is(exitCode, 0, stderr + stdout);
        const end = stdout.indexOf("---\n");
        assert.is((await repository.state(["sync"])).exitCode, 0);
        assert.is.not(repository.readText(statePath), old);
        assert.is(stdout.slice(end + 4), repository.readText(statePath));
        // With some room the file may have been written, and is the right one then.
        const right = `written: ${(await repository.run("sh", ["-c", `cksum <${statePath}`])).stdout.trim()}`;
        const complaints = stdout.slice(0, end).split("\n");
        assert.equal(
          complaints.filter((line) => line !== "" && !/^[1-4]: written: /.test(line)),
          [],
        );
        for (const line of complaints) if (line !== "") assert.is(line.slice(3), right);
      }),
    );
});

suite("a work tree that is read-only", (test) => {
  const sentence = "questions are answered, what would write says why not, and hooks let git go on";
  const reason = whyNoMounts();
  if (reason !== undefined) test.skip(sentence, reason);
  else
    test(sentence, () =>
      withPlannedRepository(async (repository) => {
        await initialize(repository);
        await commitUnseen(repository);
        const run = (...args: readonly string[]): Promise<Completed> =>
          repository.run("unshare", [
            "--mount",
            "sh",
            "-c",
            `mount --bind . /mnt && mount -o remount,bind,ro /mnt && cd /mnt && node ${args.map(quoted).join(" ")}`,
          ]);
        for (const [args, wanted] of [
          [[program, "check"], 1],
          [[program, "verify-commits"], 0],
          [[program, "log"], 0],
          [[program, "sync"], 2],
          [[program, "init"], 2],
          [[join(dist, "commit-hook.cjs"), "post-commit"], 0],
          [[join(dist, "commit-hook.cjs"), "pre-commit"], 0],
        ] as const) {
          const { exitCode, stdout, stderr } = await run(...args);
          const what = `${args.slice(1).join(" ")}: exit ${exitCode}\n${stdout}${stderr}`;
          assert.not.match(stderr, "defect", what);
          if (args[1] === "check") assert.ok(exitCode <= 1, what);
          else if (args[1] !== "init") assert.is(exitCode, wanted, what);
          if (wanted === 2 && exitCode === 2) assert.match(stderr, /EROFS|read-only/i, what);
        }
        assert.equal(findLeftovers(repository.directory), []);
      }),
    );
});

suite("a STATE.md of another owner", (test) => {
  const sentence = "is read, and not replaced where it may not be written";
  const reason = whyNoOtherUser();
  if (reason !== undefined) test.skip(sentence, reason);
  else
    test(sentence, () =>
      withPlannedRepository(async (repository, { directory }) => {
        await initialize(repository);
        await commitUnseen(repository);
        await repository.run("chmod", ["755", directory]);
        await repository.run("chown", ["-R", "65534:65534", "."]);
        await repository.run("chown", ["0:0", statePath]);
        await repository.run("chmod", ["644", statePath]);
        const before = repository.readText(statePath);
        const asNobody = (...args: readonly string[]): Promise<Completed> =>
          repository.run("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", ...args]);
        const sync = await asNobody("node", program, "sync");
        assert.is(sync.exitCode, 2, sync.stdout + sync.stderr);
        assert.match(sync.stderr, `${statePath} cannot be written (EACCES)`);
        const commit = await asNobody("git", "commit", "-q", "--allow-empty", "-m", "feat(01-02): x");
        assert.is(commit.exitCode, 0, commit.stderr);
        assert.is((await asNobody("node", program, "verify-commits")).exitCode, 0);
        assert.is(repository.readText(statePath), before);
        // One that may not even be read is not absent.
        await repository.run("chmod", ["600", statePath]);
        const unread = await asNobody("node", program, "sync");
        assert.is(unread.exitCode, 2);
        assert.match(unread.stderr, `${statePath} cannot be read (EACCES)`);
        assert.is((await asNobody("git", "commit", "-q", "--allow-empty", "-m", "feat(01-02): y")).exitCode, 0);
        assert.is(repository.readText(statePath), before);
        assert.equal(findLeftovers(repository.directory), []);
      }),
    );
});

suite("a program of the hooks that is damaged", (test) => {
  test("lets git go on, and says so", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const copy = join(sandbox.directory, "dist");
      cpSync(dist, copy, { recursive: true, filter: (path) => !path.endsWith("/compiled") });
      assert.is((await repository.run("node", [join(copy, "state.js"), "init"])).exitCode, 0);
      const { stdout } = await repository.run("sh", ["-c", `ls ${quoted(copy)}/lazy/commit-hooks-*.cjs`]);
      const damages: Readonly<Record<string, (path: string) => void>> = {
        cut: (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
        empty: (path) => truncateSync(path, 0),
        garbage: (path) => writeFileSync(path, Buffer.alloc(5000, 0xe9)),
        gone: (path) => rmSync(path),
      };
      for (const path of [join(copy, "commit-hook.cjs"), stdout.trim()])
        for (const [what, damage] of Object.entries(damages)) {
          const whole = readFileSync(path);
          damage(path);
          rmSync(join(copy, "compiled"), { recursive: true, force: true });
          const { exitCode, stderr } = await repository.run("git", [
            "commit",
            "--quiet",
            "--allow-empty",
            "-m",
            "feat(01-99): of no plan",
          ]);
          // Where there is no starter for the hooks of commits, the one for all of them does their work.
          const isReplaced = path.endsWith("/commit-hook.cjs") && (what === "gone" || what === "empty");
          assert.is(exitCode, isReplaced ? 1 : 0, `${path} ${what}: ${stderr}`);
          if (!isReplaced) assert.match(stderr, "planlink: ", `${path} ${what}`);
          writeFileSync(path, whole);
        }
      const refused = await repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", "feat(01-99): x"]);
      assert.is(refused.exitCode, 1, "the whole program checks again");
    }));
});

suite("what never answers", (test) => {
  test("a FIFO in the place of git's rules: commands that would have git open it refuse", () =>
    withPlannedRepository(async (repository) => {
      await initialize(repository);
      rmSync(join(repository.directory, ".gitattributes"));
      await repository.run("mkfifo", [".gitattributes"]);
      for (const args of [["init"], ["uninstall"], ["doctor", "--no-trial"], ["resume"]]) {
        const { exitCode, stderr } = await repository.run("timeout", ["20", "node", program, ...args]);
        assert.is(exitCode, 2, `${args.join(" ")}: ${stderr}`);
        assert.match(stderr, ".gitattributes is a FIFO");
      }
      for (const args of [["check"], ["sync"], ["verify-commits"]])
        assert.ok((await repository.run("timeout", ["20", "node", program, ...args])).exitCode <= 1);
    }));

  test("a standard input that is never closed: what was told is recorded, what is to be judged is not", () =>
    withPlannedRepository(async (repository) => {
      await initialize(repository);
      const oid = await repository.workCommit("01-02", 1);
      await repository.git(["commit", "--quiet", "--amend", "-m", "feat(01-02): amended"], { env: { PLANLINK: "0" } });
      const next = await repository.git(["rev-parse", "HEAD"]);
      const held = (input: string, hook: string): Promise<Completed> =>
        repository.run("sh", [
          "-c",
          `mkfifo held; { printf '${input}'; exec sleep 20; } >held & timeout 15 node ${quoted(program)} hook ${hook} <held; code=$?; kill $!; rm held; exit $code`,
        ]);
      const [rewrite, push] = [
        await held(`${oid} ${next}\\n${next} half`, "post-rewrite amend"),
        await held(`refs/heads/main ${next} refs/heads/main ${"0".repeat(40)}\\n`, "pre-push origin nowhere"),
      ];
      assert.is(rewrite.exitCode, 0, rewrite.stderr);
      assert.match(repository.readText(".git/planlink/rewrites"), `${oid} ${next} amend`);
      assert.is(push.exitCode, 0, push.stderr);
      assert.match(push.stderr, "standard input is held open, and nothing comes; nothing was checked");
      await repository.git(["commit", "--quiet", "-am", "docs: state"]);
      await requireFixedPoint(repository);
    }));
});

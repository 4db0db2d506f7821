import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { createCommitCache, removeCaches, type CacheKind } from "../../../src/files/commit-cache.ts";
import { chooseSuperfluous } from "../../../src/files/cache-thinning.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { suite } from "../../support/suite.ts";

/** A process that is alone. */
const host = { processId: 1, isAlive: (): boolean => false };

const kind: CacheKind = { name: "history", dependsOn: ["one", ".planning"], mostFiles: 4 };

function oidOf(number: number): Oid {
  const oid = parseOid(number.toString(16).padStart(40, "0"));
  if (oid === undefined) throw new Error("no oid");
  return oid;
}

function withDirectory(body: (directory: string) => void): void {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "planlink-cache-")));
  try {
    body(join(directory, "planlink", "cache"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

suite("createCommitCache", (test) => {
  test("finds what was stored under a commit, and nothing else", () =>
    withDirectory((directory) => {
      const cache = createCommitCache(directory, kind, host);
      assert.equal([cache.find(oidOf(1)), cache.list()], [undefined, []]);
      cache.store(oidOf(1), "text\nwith 🔔\n", 7);
      assert.is(cache.find(oidOf(1)), "text\nwith 🔔\n");
      assert.is(cache.find(oidOf(2)), undefined);
      assert.equal(cache.list(), [{ oid: oidOf(1), weight: 7 }]);
      cache.store(oidOf(1), "", 8);
      assert.is(cache.find(oidOf(1)), "");
    }));

  test("keeps kinds apart that depend on something else", () =>
    withDirectory((directory) => {
      createCommitCache(directory, kind, host).store(oidOf(1), "text", 1);
      for (const dependsOn of [["two", ".planning"], ["one", "docs/.planning"], ["one"]]) {
        const other = createCommitCache(directory, { ...kind, dependsOn }, host);
        assert.equal([other.find(oidOf(1)), other.list()], [undefined, []]);
      }
    }));

  test("takes any damage for absence: each byte changed, each length cut, another commit's file", () =>
    withDirectory((directory) => {
      const cache = createCommitCache(directory, kind, host);
      cache.store(oidOf(1), "some text of some length", 3);
      const [name = ""] = readdirSync(directory);
      const path = join(directory, name);
      const whole = readFileSync(path);
      for (let index = 0; index < whole.length; index += 1) {
        const damaged = Buffer.from(whole);
        damaged[index] = (damaged[index] ?? 0) ^ 0x04;
        writeFileSync(path, damaged);
        assert.is(cache.find(oidOf(1)), undefined, `byte ${index}`);
        cache.list();
        writeFileSync(path, whole.subarray(0, index));
        assert.is(cache.find(oidOf(1)), undefined, `length ${index}`);
        cache.list();
      }
      writeFileSync(path, Buffer.concat([whole, Buffer.from("x")]));
      assert.is(cache.find(oidOf(1)), undefined);
      writeFileSync(join(directory, name.replace(/1$/, "2")), whole);
      assert.is(cache.find(oidOf(2)), undefined);
      writeFileSync(path, whole);
      assert.is(cache.find(oidOf(1)), "some text of some length");
    }));

  test("does without where something else stands in its place, and writes through no link", () =>
    withDirectory((directory) => {
      const cache = createCommitCache(directory, kind, host);
      cache.store(oidOf(1), "text", 1);
      const [name = ""] = readdirSync(directory);
      // A directory in the place of a file can be neither read nor replaced.
      rmSync(join(directory, name));
      mkdirSync(join(directory, name, "x"), { recursive: true });
      cache.store(oidOf(1), "text", 1);
      assert.equal([cache.find(oidOf(1)), cache.list()], [undefined, [{ oid: oidOf(1), weight: 0 }]]);
      assert.equal(readdirSync(directory), [name]);
      rmSync(join(directory, name), { recursive: true });

      const target = join(directory, "../target");
      writeFileSync(target, "somebody's");
      symlinkSync(target, join(directory, name));
      symlinkSync(target, join(directory, `${name}.1.tmp`));
      cache.store(oidOf(1), "text", 1);
      assert.equal([cache.find(oidOf(1)), readFileSync(target, "utf8")], ["text", "somebody's"]);

      rmSync(directory, { recursive: true });
      writeFileSync(directory, "a file where the directory belongs");
      cache.store(oidOf(1), "text", 1);
      assert.equal([cache.find(oidOf(1)), cache.list()], [undefined, []]);
      removeCaches(join(directory, "../.."));
      assert.is(readFileSync(directory, "utf8"), "a file where the directory belongs");
    }));

  test("keeps only so many, and clears away what crashes and other versions have left long ago", () =>
    withDirectory((directory) => {
      const old = createCommitCache(directory, { ...kind, dependsOn: ["old"] }, host);
      old.store(oidOf(1), "old", 1);
      const [left = ""] = readdirSync(directory);
      writeFileSync(join(directory, `${left}.99.tmp`), "half");
      writeFileSync(join(directory, "other-kind"), "not ours to clear");
      const cache = createCommitCache(directory, kind, host);
      for (let number = 1; number <= 9; number += 1) cache.store(oidOf(number), "text", number);
      assert.ok(cache.list().length >= 3 && cache.list().length <= 4);
      assert.ok(readdirSync(directory).includes(left), "a week has not passed");
      for (const name of readdirSync(directory)) utimesSync(join(directory, name), new Date(0), new Date(0));
      cache.store(oidOf(10), "text", 10);
      assert.equal(
        readdirSync(directory).filter((name) => !name.startsWith("history-") || name.endsWith(".tmp") || name === left),
        ["other-kind"],
      );
      assert.is(cache.list().length, 4);
      removeCaches(join(directory, "../.."));
      assert.is(existsSync(directory), false);
    }));
});

suite("chooseSuperfluous", (test) => {
  test("keeps the newest few and thins out what is further back", () => {
    let kept: readonly number[] = [];
    for (let weight = 1; weight <= 500; weight += 1) {
      const commits = [...kept, weight].map((number) => ({ oid: oidOf(number), weight: number }));
      const superfluous = new Set(chooseSuperfluous(commits, oidOf(weight), 12));
      kept = [...kept, weight].filter((number) => !superfluous.has(oidOf(number)));
    }
    assert.is(kept.length, 12);
    const back = kept.map((number) => 500 - number).toSorted((a, b) => a - b);
    assert.equal(back.slice(0, 3), [0, 1, 2]);
    for (let index = 3; index < back.length - 1; index += 1) {
      const [near = 0, far = 0] = [back[index], back[index + 1]];
      assert.ok(far <= near * 4, `nothing between ${near} and ${far} commits back`);
    }
  });

  test("never gives up the newest, however small, and first what has no weight", () => {
    const commits = [9, 8, 7, 0].map((weight, index) => ({ oid: oidOf(index), weight }));
    assert.equal(chooseSuperfluous(commits, oidOf(2), 3), [oidOf(3)]);
    assert.not(chooseSuperfluous(commits, oidOf(3), 1).includes(oidOf(3)));
  });
});

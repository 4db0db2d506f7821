import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as assert from "uvu/assert";
import { createBlobValues, createDerivedValues } from "../../../src/files/derived-values.ts";
import { suite } from "../../support/suite.ts";

interface Place {
  readonly workTree: string;
  readonly cache: string;
  /** What was worked out, and of which texts anew. */
  readonly derive: (dependsOn?: string) => Promise<{ readonly values: unknown; readonly read: readonly string[] }>;
}

/** A process that is alone. */
const host = { processId: 1, isAlive: (): boolean => false };

const paths = ["a.md", "b.md", "absent.md"];

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Two files, written long enough ago that a change shows. */
async function withPlace(body: (place: Place) => Promise<void>): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "planlink-derived-")));
  const [workTree, cache] = [join(root, "tree"), join(root, "cache")];
  try {
    mkdirSync(workTree);
    for (const name of paths.slice(0, 2)) writeFileSync(join(workTree, name), `text ${name}`);
    await setTimeout(150);
    await body({
      workTree,
      cache,
      derive: async (dependsOn = "one") => {
        const read: string[] = [];
        const work = (bytes: Uint8Array): string => {
          const text = Buffer.from(bytes).toString("utf8");
          read.push(text);
          return text.toUpperCase();
        };
        const values = await createDerivedValues(workTree, cache, [dependsOn], host)(paths, work, isText);
        return { values: Object.fromEntries(values), read };
      },
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const values = { "a.md": "TEXT A.MD", "b.md": "TEXT B.MD" };
const all = ["text a.md", "text b.md"];

suite("createDerivedValues", (test) => {
  test("reads each file once, as long as it stays", () =>
    withPlace(async ({ workTree, derive }) => {
      assert.equal(await derive(), { values, read: all });
      assert.equal(await derive(), { values, read: [] });
      rmSync(join(workTree, "b.md"));
      assert.equal(await derive(), { values: { "a.md": "TEXT A.MD" }, read: [] });
    }));

  test("reads what was written a moment ago again, and keeps nothing of it", () =>
    withPlace(async ({ workTree, derive }) => {
      for (const text of ["text 1.md", "text 2.md", "text 3.md"]) {
        writeFileSync(join(workTree, "a.md"), text);
        assert.equal((await derive()).values, { ...values, "a.md": text.toUpperCase() });
      }
      assert.equal((await derive()).read, ["text 3.md"]);
      await setTimeout(150);
      assert.equal((await derive()).read, ["text 3.md"]);
      assert.equal((await derive()).read, []);
    }));

  test("sees a change of the same size whose time was set back", () =>
    withPlace(async ({ workTree, derive }) => {
      const path = join(workTree, "a.md");
      utimesSync(path, 1_700_000_000, 1_700_000_000);
      await setTimeout(150);
      await derive();
      assert.equal((await derive()).read, []);
      writeFileSync(path, "text z.md");
      utimesSync(path, 1_700_000_000, 1_700_000_000);
      assert.equal(await derive(), { values: { ...values, "a.md": "TEXT Z.MD" }, read: ["text z.md"] });
    }));

  test("takes what is damaged, foreign or of another program as absent", () =>
    withPlace(async ({ cache, derive }) => {
      await derive();
      const path = join(cache, readdirSync(cache)[0] ?? "");
      const whole = readFileSync(path);
      const flipped = Buffer.from(whole);
      flipped[whole.length - 8] = 0x58;
      for (const bytes of [flipped, whole.subarray(0, 40), "", "00000000[[]]"]) {
        writeFileSync(path, bytes);
        assert.equal(await derive(), { values, read: all });
        assert.equal(await derive(), { values, read: [] });
      }
      assert.equal(await derive("two"), { values, read: all });
      assert.is(readdirSync(cache).length, 2);
      // The text of another program under our name.
      const other = readdirSync(cache).find((name) => join(cache, name) !== path) ?? "";
      writeFileSync(path, readFileSync(join(cache, other)));
      assert.equal(await derive(), { values, read: all });
    }));

  test("keeps no value that JSON would change, or that is not what is asked for", () =>
    withPlace(async ({ workTree, cache }) => {
      const derive = createDerivedValues(workTree, cache, ["one"], host);
      const isNumber = (value: unknown): value is number => typeof value === "number";
      for (let round = 0; round < 2; round += 1)
        assert.equal([...(await derive(["a.md"], () => Infinity, isNumber)).values()], [Infinity]);
      await derive(["a.md"], () => "text", isText);
      assert.equal([...(await derive(["a.md"], () => 7, isNumber)).values()], [7]);
    }));

  test("leaves files of few work trees, and does without where it cannot write", () =>
    withPlace(async ({ cache, derive }) => {
      for (let index = 0; index < 20; index += 1) await derive(`program ${index}`);
      assert.is(readdirSync(cache).length, 16);
      rmSync(cache, { recursive: true });
      writeFileSync(cache, "");
      assert.equal(await derive(), { values, read: all });
      assert.is(readFileSync(cache, "utf8"), "");
    }));

  test("of blobs reads each once, whatever file it is in, and a damaged file as none", () =>
    withPlace(async ({ workTree, cache }) => {
      const texts: Readonly<Record<string, string>> = { o1: "one", o2: "two", o3: "three" };
      const derive = async (oids: Readonly<Record<string, string>>): Promise<readonly [unknown, readonly string[]]> => {
        const read: string[] = [];
        const blobs = {
          topLevel: workTree,
          oids: new Map(Object.entries(oids)),
          read: async (names: readonly string[]) => {
            read.push(...names);
            return new Map(names.map((name) => [name, Buffer.from(texts[oids[name] ?? ""] ?? "")]));
          },
        };
        const work = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8").toUpperCase();
        const kept = await createBlobValues(blobs, cache, ["one"], host)(paths, work, isText);
        return [Object.fromEntries(kept), read];
      };
      const before = { "a.md": "o1", "b.md": "o2" };
      assert.equal(await derive(before), [{ "a.md": "ONE", "b.md": "TWO" }, ["a.md", "b.md"]]);
      assert.equal(await derive(before), [{ "a.md": "ONE", "b.md": "TWO" }, []]);
      assert.equal(await derive({ "a.md": "o3", "b.md": "o2" }), [{ "a.md": "THREE", "b.md": "TWO" }, ["a.md"]]);
      assert.equal(await derive({ "b.md": "o1" }), [{ "b.md": "ONE" }, ["b.md"]]);
      for (const name of readdirSync(cache)) {
        const bytes = readFileSync(join(cache, name));
        writeFileSync(join(cache, name), bytes.subarray(0, bytes.length - 2));
      }
      assert.equal(await derive(before), [{ "a.md": "ONE", "b.md": "TWO" }, ["a.md", "b.md"]]);
    }));
});

import * as fc from "fast-check";
import * as assert from "uvu/assert";
import {
  addPlaces,
  formatInstallRecord,
  parseInstallRecord,
  resolvePlace,
  toPlace,
  type InstallRecord,
} from "../../../src/install/install-record.ts";
import { suite } from "../../support/suite.ts";

const bases = { topLevel: "/work/repository", commonDirectory: "/work/repository/.git" };

suite("places", (test) => {
  test("are told from the git directory, else from the work tree, else as they are", () => {
    assert.equal(toPlace("/work/repository/.git/hooks", bases), { base: "git", path: "hooks" });
    assert.equal(toPlace("/work/repository/tools/hooks", bases), { base: "work-tree", path: "tools/hooks" });
    assert.equal(toPlace("/work/repository/..hooks", bases), { base: "work-tree", path: "..hooks" });
    assert.equal(toPlace("/work/repository-2/hooks", bases), { base: "absolute", path: "/work/repository-2/hooks" });
    assert.equal(toPlace("/work", bases), { base: "absolute", path: "/work" });
  });

  test("resolve to the path that they were made from", () => {
    for (const path of [
      "/work/repository/.git/hooks",
      "/work/repository/a b/c",
      "/elsewhere",
      "/work/repository",
      "/work/repository/.git",
    ]) {
      assert.is(resolvePlace(toPlace(path, bases), bases).replace(/\/$/, ""), path);
    }
  });

  test("follow a repository that was moved", () => {
    const moved = { topLevel: "/new", commonDirectory: "/new/.git" };
    assert.is(resolvePlace(toPlace("/work/repository/.git/hooks", bases), moved), "/new/.git/hooks");
  });

  test("are added once", () => {
    const place = { base: "git", path: "hooks" } as const;
    assert.equal(addPlaces([place], [{ base: "work-tree", path: "hooks" }, { ...place }]), [
      place,
      { base: "work-tree", path: "hooks" },
    ]);
  });
});

suite("the record of an installation", (test) => {
  const record: InstallRecord = {
    version: 1,
    manager: "native",
    hookDirectories: [{ base: "git", path: "hooks" }],
    huskyDirectories: [],
    createdDirectories: [{ base: "absolute", path: "/ü b" }],
    activatedHooks: [{ base: "git", path: "hooks/pre-push" }],
    emptyScripts: [{ base: "work-tree", path: ".husky/pre-push" }],
    attributes: { lines: [".planning/STATE.md merge=planlink"], isCreated: true },
  };

  test("is read back as it was written", () => {
    assert.equal(parseInstallRecord(formatInstallRecord(record)), record);
  });

  test("counts as lost when it is damaged, of another version, or leads out of its base", () => {
    const change = (changes: Readonly<Record<string, unknown>>): string => JSON.stringify({ ...record, ...changes });
    const bad = [
      "",
      "null",
      "[]",
      "{",
      "7",
      change({ version: 2 }),
      change({ manager: "x" }),
      change({ emptyScripts: undefined }),
      change({ hookDirectories: [null] }),
    ];
    bad.push(
      change({ createdDirectories: [{ base: "git", path: "../../home" }] }),
      change({ createdDirectories: [{ base: "git", path: "/home" }] }),
    );
    bad.push(change({ createdDirectories: [{ base: "root", path: "x" }] }), change({ createdDirectories: "x" }));
    for (const text of bad) assert.is(parseInstallRecord(text), undefined, text);
  });

  test("is parsed without a throw, whatever the text", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseInstallRecord(text)));
  });
});

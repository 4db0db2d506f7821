import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { nameRepositories, parseRepositoryList } from "../../../src/commands/repository-list.ts";
import { suite } from "../../support/suite.ts";

suite("a list of repositories", (test) => {
  test("has a path a line and a revision behind a tab; comments and blank lines are left out", () => {
    const text = "\uFEFF# all\n\n  a b/c.git \r\n../d\tmain\n\t\n /e#f\t\tv1 \r\n   # no\n\tg\n";
    assert.equal(parseRepositoryList(text), [
      { line: 3, path: "a b/c.git", ref: null },
      { line: 4, path: "../d", ref: "main" },
      { line: 6, path: "/e#f", ref: "v1" },
    ]);
    assert.equal(parseRepositoryList(""), []);
  });

  test("names each by as much of its path as it takes", () => {
    const name = (...items: readonly (string | readonly [string, string])[]): readonly string[] =>
      nameRepositories(
        items.map((item) =>
          typeof item === "string" ? { directory: item, ref: null } : { directory: item[0], ref: item[1] },
        ),
      );
    assert.equal(name("/srv/git/a.git", "/srv/git/b", "/srv/c/.git"), ["a", "b", "c"]);
    assert.equal(name("/srv/x/a.git", "/srv/y/a.git", "/srv/b"), ["x/a", "y/a", "b"]);
    assert.is(new Set(name("/a", "/x/a", "/y/x/a")).size, 3);
    assert.equal(name(["/a", "main"], ["/a", "v1"], "/a"), ["a@main", "a@v1", "a"]);
    assert.equal(name(["/a", "main"]), ["a"]);
    assert.equal(name("/x/.git", "/"), ["x", "/"]);
  });

  test("gives different names to different repositories, whatever their paths", () => {
    const part = fc.constantFrom("a", "b", "a@main", "a.git", "b.git", ".git", "c");
    const directory = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join("/")}`);
    const item = fc.record({ directory, ref: fc.constantFrom(null, "main") });
    fc.assert(
      fc.property(fc.uniqueArray(item, { selector: ({ directory: path, ref }) => `${path} ${ref ?? ""}` }), (items) => {
        const names = nameRepositories(items);
        assert.is(new Set(names).size, items.length, JSON.stringify([items, names]));
        assert.ok(names.every((text) => text !== ""));
      }),
    );
  });
});

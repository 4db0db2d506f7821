import { assert as holds, boolean, constantFrom, property, shuffledSubarray } from "fast-check";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import type { ConfigForm } from "../../../src/install/config-form.ts";
import { parseJsonText } from "../../../src/install/json-text.ts";
import { lefthookJsonForm } from "../../../src/install/lefthook-json.ts";
import { createPreCommitForm } from "../../../src/install/pre-commit-text.ts";
import { createSimpleGitHooksForm, restoreSimpleGitHook } from "../../../src/install/simple-git-hooks-text.ts";
import { suite } from "../../support/suite.ts";

/** Puts our hooks in, and sees that nothing else changed and that doing it again does nothing. */
function insert(form: ConfigForm, text: string): string {
  const result = form.insert(text);
  if (!("text" in result)) throw new Error(`no place: ${text}`);
  for (const { hook, kind } of form.find(result.text)) assert.is(kind, "present", `${hook.name} in ${result.text}`);
  assert.equal(form.insert(result.text), result);
  return result.text;
}

function returns(form: ConfigForm, text: string, edit: (text: string) => string = (same) => same): void {
  const inserted = insert(form, text);
  assert.is(form.remove(edit(inserted), form.isEmpty(text)), edit(text), text);
}

const jsonMembers: readonly string[] = [
  '"pre-commit": "npx lint-staged"',
  '"pre-push": "cat >\\"x\\" # all"',
  '"post-merge": "a\\nb"',
  '"preserveUnused": ["x"]',
];
const lefthookMembers: readonly string[] = [
  '"pre-commit": {"parallel": true, "jobs": [{"name": "a", "run": "x"}, {"run": "y"}]}',
  '"pre-push": {"commands": {"lint": {"run": "z"}}}',
  '"post-merge": {\n  "scripts": {"x.sh": {"runner": "sh"}}\n}',
  '"skip_output": ["meta"]',
];

/** Objects as people lay them out. */
function layOut(members: readonly string[], layout: number): string {
  const [open, between, close] = [
    ["{", ", ", "}"],
    ["{\n  ", ",\n  ", "\n}\n"],
    ["{\r\n\t", ",\r\n\t", "\r\n}"],
    ["{ ", " , ", " }\n"],
  ][layout] ?? ["{", ",", "}"];
  return members.length === 0 ? "{}" : `${open}${members.join(between)}${close}`;
}

suite("configurations of hook managers", (test) => {
  test("in JSON are the same to the last byte after insertion and removal, whatever their layout", () => {
    const forms = [
      [createSimpleGitHooksForm(null), jsonMembers],
      [lefthookJsonForm, lefthookMembers],
    ] as const;
    for (const [form, pieces] of forms)
      holds(
        property(shuffledSubarray([...pieces]), constantFrom(0, 1, 2, 3), (members, layout) => {
          const text = layOut(members, layout);
          JSON.parse(insert(form, text));
          returns(form, text);
        }),
        { numRuns: 100 },
      );
    for (const empty of ["{}", "{ }", "{\n}", "{\r\n\t}"]) returns(createSimpleGitHooksForm(null), empty);
  });

  test("in package.json keep the key that was there empty, and lose the one that was not", () => {
    const form = createSimpleGitHooksForm("simple-git-hooks");
    for (const text of [
      '{"name": "x"}',
      "{}",
      '{\n  "name": "x",\n  "simple-git-hooks": {}\n}\n',
      '{\n    "simple-git-hooks": {\n        "pre-commit": "x"\n    },\n    "name": "x"\n}',
    ])
      returns(form, text, (inserted) => inserted.replace('"name": "x"', '"name": "y"'));
    const text = insert(form, '{"name": "x"}').replace('"post-merge"', '"post-checkout": "mine", "post-merge"');
    assert.equal(JSON.parse(form.remove(text, false)), { name: "x", "simple-git-hooks": { "post-checkout": "mine" } });
  });

  test("in JSON with comments stay as they are laid out", () => {
    const text = '// ours\n{\n  /* all */ "pre-commit": {"jobs": [\n    {"run": "x"}, // first\n  ]},\n}\n';
    returns(lefthookJsonForm, text);
    assert.ok(insert(lefthookJsonForm, text).includes("// first"));
  });

  test("are left alone where ours were edited or have no place", () => {
    const form = createSimpleGitHooksForm(null);
    const edited = insert(form, "{}").replace("hook.sh pre-push", "hook.sh  pre-push");
    assert.ok(form.find(edited).some(({ hook, kind }) => hook.name === "pre-push" && kind === "edited"));
    assert.ok(form.remove(edited, true).includes("hook.sh  pre-push"));
    for (const text of ["", "[]", '{"a": 1, "a": 2}', '{"a": 1,}', "{", '{"pre-commit": 7}', '{"pre-commit": "x\\\\"}'])
      assert.ok("lacksPlace" in form.insert(text), text);
    for (const text of ['{"pre-commit": {}}', '{"pre-commit": {"jobs": []}}', '{"pre-commit": []}'])
      assert.ok("lacksPlace" in lefthookJsonForm.insert(text), text);
    assert.is(parseJsonText("[".repeat(1000)), undefined);
    assert.is(parseJsonText('/*"'), undefined);
    assert.is(parseJsonText('{"a": 1} x'), undefined);
  });

  test("of pre-commit are the same to the last byte after insertion and removal, whatever their form", () => {
    const types = "default_install_hook_types:";
    const lists = [
      "",
      `${types} [pre-commit]  # ours\n`,
      `${types} []\n`,
      `${types} [ pre-push , commit-msg ]\n`,
      `${types} [\n  pre-commit,\n  pre-push\n]\n`,
      `${types}\n  - pre-commit\n  - commit-msg # too\n`,
      `${types}\n- pre-push\n`,
    ];
    const repositories = [
      "",
      "repos:\n- repo: local\n  hooks:\n  - id: x\n    name: planlink\n",
      "repos:\n    -   repo: https://example.org/x   # here\n        rev: v1\n        hooks: [{id: x}]\n\n    # after\n",
    ];
    holds(
      property(
        constantFrom(...lists),
        constantFrom(...repositories),
        constantFrom("", "# end\nci: {a: 1}\n", "fail_fast: true"),
        boolean(),
        constantFrom("current", "before-3.2"),
        (list, items, rest, isCrLf, words) => {
          const unix = list + items + rest;
          const text = isCrLf ? unix.replaceAll("\n", "\r\n") : unix;
          const form = createPreCommitForm(words);
          returns(form, text, (inserted) => inserted.replace("# after", "# later").replace("id: x", "id: z"));
          // Whichever version wrote them, they are known.
          assert.is(createPreCommitForm("current").remove(insert(form, text), true), text);
          const meant = parse(insert(form, text)) as { repos: readonly { hooks: readonly { id: string }[] }[] };
          assert.ok(meant.repos.some(({ hooks }) => hooks[0]?.id === "planlink-commit-msg"));
        },
      ),
      { numRuns: 300 },
    );
    for (const text of ["repos: []\n", "repos:\n", "[]\n", "a: [\n", `${types} [a, # b\n c]\n`, "repos: *x\n"])
      assert.ok("lacksPlace" in createPreCommitForm("current").insert(text), text);
  });

  test("tell which hook files of simple-git-hooks were there without us", () => {
    const head = "#!/bin/sh\nSKIP_SIMPLE_GIT_HOOKS\nfi\n";
    const form = createSimpleGitHooksForm(null);
    const commands = JSON.parse(insert(form, '{"pre-push": "theirs", "commit-msg": "theirs"}')) as Record<
      string,
      string
    >;
    const restore = (name: string): string | null => restoreSimpleGitHook(name, head + (commands[name] ?? ""));
    assert.is(restore("pre-push"), `${head}theirs`);
    assert.is(restore("commit-msg"), `${head}theirs`);
    assert.is(restore("post-merge"), null);
    assert.is(restoreSimpleGitHook("post-merge", `${head}theirs`), `${head}theirs`);
    assert.is(restoreSimpleGitHook("post-checkout", head), head);
  });
});

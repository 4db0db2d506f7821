import { createConfigForm, createManualForm, type ConfigForm, type ConfigHookKind } from "./config-form.ts";
import { installedHooks, type HookKind } from "./hook-names.ts";
import { appendElement, appendMember, findMember, parseJsonText, removeItem, type JsonNode } from "./json-text.ts";
import type { JsonValue } from "./json-text.ts";
import { lefthookArguments, namesOfKeys, renderLefthookScript } from "./lefthook-text.ts";

function renderFields(hook: HookKind): { readonly [key: string]: JsonValue } {
  const run = renderLefthookScript(hook).join("\n");
  return { run, ...(hook.readsInput ? { use_stdin: true } : {}) };
}

/** Our part of one hook: a job of its list, or a command among its commands. */
interface OwnPart {
  readonly list: JsonNode;
  readonly index: number;
  readonly node: JsonNode;
}

function findOwnPart(hookValue: JsonNode | undefined): OwnPart | undefined {
  const jobs = findMember(hookValue, "jobs")?.value;
  if (jobs?.kind === "array") {
    const index = jobs.items.findIndex((item) => {
      const name = findMember(item, "name")?.value;
      return name?.kind === "string" && name.value === "planlink";
    });
    const node = jobs.items[index];
    if (node !== undefined) return { list: jobs, index, node };
  }
  const commands = findMember(hookValue, "commands")?.value;
  if (commands?.kind !== "object") return undefined;
  const index = commands.members.findIndex(({ key }) => key === "planlink");
  const node = commands.members[index]?.value;
  return node === undefined ? undefined : { list: commands, index, node };
}

/** Ours to the letter, but for the layout. */
function isAsWritten(hook: HookKind, { list, node }: OwnPart, text: string): boolean {
  const fields = renderFields(hook);
  const expected = list.kind === "array" ? { name: "planlink", ...fields } : fields;
  try {
    return JSON.stringify(JSON.parse(text.slice(node.start, node.end))) === JSON.stringify(expected);
  } catch {
    return false;
  }
}

function find(hook: HookKind, text: string): ConfigHookKind {
  const own = findOwnPart(findMember(parseJsonText(text), hook.name)?.value);
  if (own === undefined) return "absent";
  return isAsWritten(hook, own, text) ? "present" : "edited";
}

function insert(hook: HookKind, text: string): string | undefined {
  const root = parseJsonText(text);
  if (root?.kind !== "object") return undefined;
  const value = findMember(root, hook.name)?.value;
  const job = { name: "planlink", ...renderFields(hook) };
  if (value === undefined) return appendMember({ text, root, list: root }, hook.name, { jobs: [job] });
  // Where there is nothing, nobody could tell afterwards that there was an empty list.
  if (value.kind !== "object" || value.members.length === 0) return undefined;
  const jobs = findMember(value, "jobs")?.value;
  if (jobs !== undefined)
    return jobs.kind === "array" && jobs.items.length > 0 ? appendElement({ text, root, list: jobs }, job) : undefined;
  const commands = findMember(value, "commands")?.value;
  if (commands === undefined) return appendMember({ text, root, list: value }, "jobs", [job]);
  return commands.kind === "object" && commands.members.length > 0
    ? appendMember({ text, root, list: commands }, "planlink", renderFields(hook))
    : undefined;
}

function remove(hook: HookKind, text: string): string | undefined {
  const root = parseJsonText(text);
  const value = findMember(root, hook.name)?.value;
  const own = findOwnPart(value);
  if (root?.kind !== "object" || value?.kind !== "object" || own === undefined || !isAsWritten(hook, own, text))
    return undefined;
  const isOnlyJob = own.list.kind === "array" && own.list.items.length === 1;
  if (!isOnlyJob) return removeItem({ text, root, list: own.list }, own.index);
  // The list is ours as a whole, and so is the hook where it has nothing else.
  const [list, key] = value.members.length === 1 ? [root, hook.name] : [value, "jobs"];
  return removeItem(
    { text, root, list },
    list.members.findIndex((member) => member.key === key),
  );
}

/** lefthook's configuration in JSON, with or without comments. */
export const lefthookJsonForm: ConfigForm = createConfigForm({
  find,
  insert,
  remove,
  namesHooks: (text) => {
    const root = parseJsonText(text);
    return namesOfKeys(root?.kind === "object" ? root.members.map(({ key }) => key) : null);
  },
});

/** lefthook's configuration in TOML. */
export const lefthookTomlForm: ConfigForm = createManualForm(
  installedHooks.flatMap((hook) => [
    `[[${hook.name}.jobs]]`,
    'name = "planlink"',
    `run = ${JSON.stringify(`sh node_modules/planlink/dist/hook.sh ${hook.name}${lefthookArguments[hook.name] ?? ""}`)}`,
    ...(hook.readsInput ? ["use_stdin = true"] : []),
  ]),
);

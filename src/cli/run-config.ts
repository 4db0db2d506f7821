import { readSettings, type SettingSource } from "../commands/read-settings.ts";
import { configFileName } from "../config/config-model.ts";
import { decodeDocument } from "../files/decode-document.ts";
import { OperationalError } from "../model/operational-error.ts";
import { type Command, linkedStyle, toJsonText } from "./command.ts";
import { openPlanningRepository } from "../api/open-workspace.ts";

const sources: Readonly<Record<"found" | "setting" | "default", SettingSource>> = {
  found: { kind: "found" },
  setting: { kind: "git", name: "planlink.directory" },
  default: { kind: "default" },
};

/** Runs `state config`. Says all that is wrong with `planlink.yaml`, where other commands name the first of it. */
export const runConfig: Command = async (line, context) => {
  const { repository, planning, documents } = await openPlanningRepository(context.runner, context.directory);
  const ownPath = `${planning.path}/${configFileName}`;
  const gsdPath = `${planning.path}/config.json`;
  const contents = await documents.read([ownPath, gsdPath]);
  const own = contents.get(ownPath);
  const gsd = contents.get(gsdPath);
  const { readConfigText, formatConfigProblem } = await import("../config/config.ts");
  const parsed = own === undefined ? null : readConfigText(decodeDocument(own, ownPath));
  if (parsed !== null && parsed.problems.length > 0)
    throw new OperationalError(
      "config-invalid",
      parsed.problems.map((problem) => formatConfigProblem(ownPath, problem)).join("\n  "),
      { help: `correct ${ownPath}; docs/configuration.md describes its keys` },
    );
  const settings = readSettings({
    planningDirectory: planning.path,
    parsed,
    gsdText: gsd === undefined ? null : new TextDecoder().decode(gsd),
    directorySource: sources[planning.evidence],
  });
  const { formatSettings, settingsToJson } = await import("../report/settings.ts");
  return {
    output: line.flags.has("json")
      ? toJsonText(settingsToJson(settings))
      : formatSettings(settings, linkedStyle(context, repository.topLevel)),
    exitCode: 0,
  };
};

import { findingCatalogue, type FindingCode } from "../model/finding.ts";
import { configKeys, defaultValueOf, isFindingCode, severityChoices, type ConfigKey } from "./config-keys.ts";

function describe(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

function createSeverityProperties(meaningByCode: ReadonlyMap<string, string>): Record<string, unknown> {
  const codes: readonly FindingCode[] = Object.keys(findingCatalogue).filter(isFindingCode);
  return Object.fromEntries(
    codes.map((code) => {
      const meaning = meaningByCode.get(code);
      const description = meaning === undefined ? {} : { description: meaning };
      return [code, { ...description, enum: severityChoices, default: findingCatalogue[code].severity }];
    }),
  );
}

function createProperty(key: ConfigKey, meaningByCode: ReadonlyMap<string, string>): Record<string, unknown> {
  const description = describe(key.summary);
  switch (key.type.kind) {
    case "boolean":
      return { description, type: "boolean", default: defaultValueOf(key) };
    case "choice": {
      const lines = key.type.choices.map(({ value, summary }) => `${value}: ${summary}`);
      return {
        description: [description, ...lines].join("\n"),
        enum: key.type.choices.map(({ value }) => value),
        default: defaultValueOf(key),
      };
    }
    case "templates":
      return {
        description,
        type: "array",
        maxItems: 20,
        items: { type: "string", maxLength: 80, pattern: "\\{phase\\}.*\\{plan\\}|\\{plan\\}.*\\{phase\\}" },
        default: defaultValueOf(key),
      };
    case "severities":
      return {
        description,
        type: "object",
        additionalProperties: false,
        properties: createSeverityProperties(meaningByCode),
      };
  }
}

/** The JSON schema of `planlink.yaml` for editors, from the one table of keys. `meaningByCode` says what findings mean. */
export function createConfigSchema(meaningByCode: ReadonlyMap<string, string>): Record<string, unknown> {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "planlink.yaml",
    description: "How planlink works in a repository; docs/configuration.md of the package says more.",
    type: ["object", "null"],
    additionalProperties: false,
    properties: Object.fromEntries(configKeys.map((key) => [key.name, createProperty(key, meaningByCode)])),
  };
}

import { readFileSync } from "node:fs";
import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv, type ValidateFunction } from "ajv";
import Ajv4 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { validateXML } from "xmllint-wasm";
import gitlabSchema from "../schemas/gitlab-code-quality.json" with { type: "json" };

const junitSchema = readFileSync(new URL("../schemas/jenkins-junit.xsd", import.meta.url), "utf8");

function createSarifValidator(): ValidateFunction {
  // A pattern in the schema as published is no regular expression in unicode mode.
  const ajv = new Ajv4.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(sarifSchema);
}

const validateSarif = createSarifValidator();
const validateGitlab: ValidateFunction = new Ajv({ allErrors: true }).compile(gitlabSchema);

function complain(validate: ValidateFunction, text: string): readonly string[] {
  const value: unknown = JSON.parse(text);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What is wrong with a SARIF log by its schema, formats of addresses and dates included; empty when nothing is. */
export function findSarifErrors(text: string): readonly string[] {
  return complain(validateSarif, text);
}

/** What is wrong with a GitLab code quality report. */
export function findGitlabErrors(text: string): readonly string[] {
  return complain(validateGitlab, text);
}

/** What is wrong with JUnit reports by Jenkins' schema, by libxml2; all at once, since each call starts it anew. */
export async function findJunitErrors(...texts: readonly string[]): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: texts.map((contents, index) => ({ fileName: `report-${index}.xml`, contents })),
    schema: [junitSchema],
  });
  return errors.map(({ rawMessage }) => rawMessage);
}

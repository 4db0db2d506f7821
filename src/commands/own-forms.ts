import { parseTagTemplates, writePlanLine } from "../model/tag-template.ts";
import type { CommitFact, Repository } from "../model/ports.ts";
import { delegateTo } from "./delegate-repository.ts";

/** How messages of a project with forms of its own are read: with the plan in a line, where a form names one. */
export function createMessageReading(tags: readonly string[]): (message: string) => string {
  const templates = parseTagTemplates(tags);
  if (typeof templates === "string") throw new Error(`a config with wrong templates was let pass: ${templates}`);
  return (message) => writePlanLine(message, templates);
}

/** A repository whose commits are read in the project's own forms as well. */
export function readInOwnForms(repository: Repository, tags: readonly string[]): Repository {
  const read = createMessageReading(tags);
  // By name: of a commit in a long list the fields are worked out when they are asked for, and no copy has them.
  const translate = ({ oid, parents, authored, committed, message }: CommitFact): CommitFact => ({
    oid,
    parents,
    authored,
    committed,
    message: read(message),
  });
  return {
    ...delegateTo(repository),
    readCommits: async (tip, exclude) => (await repository.readCommits(tip, exclude)).map(translate),
    scanCommits: (tip, exclude, reader) =>
      repository.scanCommits(tip, exclude, { ...reader, readCommit: (commit) => reader.readCommit(translate(commit)) }),
    readSingleCommits: async (oids) => (await repository.readSingleCommits(oids)).map(translate),
    readReferences: async (tip, prefixes, doubtful, started) => {
      const answers = await repository.readReferences(tip, prefixes, doubtful, started);
      return { ...answers, messages: new Map([...answers.messages].map(([oid, message]) => [oid, read(message)])) };
    },
  };
}

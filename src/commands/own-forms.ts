import { parseTagTemplates, writePlanLine } from "../model/tag-template.ts";
import type { CommitFact, Repository } from "../model/ports.ts";

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
  const { topLevel, gitDirectory, commonDirectory, isShallow } = repository;
  return {
    topLevel,
    gitDirectory,
    commonDirectory,
    isShallow,
    readHead: () => repository.readHead(),
    readIsIncomplete: () => repository.readIsIncomplete(),
    resolveCommit: (revision) => repository.resolveCommit(revision),
    readCommits: async (tip, exclude) => (await repository.readCommits(tip, exclude)).map(translate),
    countCommits: (tip, exclude) => repository.countCommits(tip, exclude),
    scanCommits: (tip, exclude, reader) =>
      repository.scanCommits(tip, exclude, { ...reader, readCommit: (commit) => reader.readCommit(translate(commit)) }),
    findToldAncestor: (tip) => repository.findToldAncestor(tip),
    readSingleCommits: async (oids) => (await repository.readSingleCommits(oids)).map(translate),
    readChangedPaths: (oids) => repository.readChangedPaths(oids),
    readReferences: async (tip, prefixes, doubtful, started) => {
      const answers = await repository.readReferences(tip, prefixes, doubtful, started);
      return { ...answers, messages: new Map([...answers.messages].map(([oid, message]) => [oid, read(message)])) };
    },
    startReferences: (tip, names) => repository.startReferences(tip, names),
    lookUpObjects: (prefixes) => repository.lookUpObjects(prefixes),
    readRewrites: () => repository.readRewrites(),
    readUniqueLengths: (oids) => repository.readUniqueLengths(oids),
    findUnreachable: (tip, oids) => repository.findUnreachable(tip, oids),
    findMergeBase: (oid, others) => repository.findMergeBase(oid, others),
    readRemoteTips: (remote) => repository.readRemoteTips(remote),
  };
}

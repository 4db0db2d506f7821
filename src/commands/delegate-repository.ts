import type { Repository } from "../model/ports.ts";

/** A repository that answers as another one does, to be changed in some of its answers. */
export function delegateTo(repository: Repository): Repository {
  const { topLevel, gitDirectory, commonDirectory, isShallow } = repository;
  return {
    topLevel,
    gitDirectory,
    commonDirectory,
    isShallow,
    readHead: () => repository.readHead(),
    readIsIncomplete: () => repository.readIsIncomplete(),
    resolveCommit: (revision) => repository.resolveCommit(revision),
    readCommits: (tip, exclude) => repository.readCommits(tip, exclude),
    countCommits: (tip, exclude) => repository.countCommits(tip, exclude),
    scanCommits: (tip, exclude, reader) => repository.scanCommits(tip, exclude, reader),
    findToldAncestor: (tip) => repository.findToldAncestor(tip),
    readSingleCommits: (oids) => repository.readSingleCommits(oids),
    readChangedPaths: (oids) => repository.readChangedPaths(oids),
    readReferences: (tip, prefixes, doubtful, started) => repository.readReferences(tip, prefixes, doubtful, started),
    startReferences: (tip, names) => repository.startReferences(tip, names),
    lookUpObjects: (prefixes) => repository.lookUpObjects(prefixes),
    readRewrites: () => repository.readRewrites(),
    readUniqueLengths: (oids) => repository.readUniqueLengths(oids),
    findUnreachable: (tip, oids) => repository.findUnreachable(tip, oids),
    findMergeBase: (oid, others) => repository.findMergeBase(oid, others),
    readRemoteTips: (remote) => repository.readRemoteTips(remote),
  };
}

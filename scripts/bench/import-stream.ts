import { formatRevision, people, revisions, type Content, type GeneratedCommit } from "./generated-history.ts";

function toData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

/** The source texts, as blobs with the marks that follow those of the commits. */
export function toBlobs(firstMark: number): string {
  return Array.from(
    { length: revisions },
    (_, revision) => `blob\nmark :${firstMark + revision}\n${toData(formatRevision(revision))}`,
  ).join("");
}

function toChange(path: string, content: Content, firstBlobMark: number): string {
  return "revision" in content
    ? `M 100644 :${firstBlobMark + content.revision} ${path}\n`
    : `M 100644 inline ${path}\n${toData(content.text)}`;
}

/** One commit for `git fast-import`. Side branches need a ref of their own only while they grow. */
export function toImport(commit: GeneratedCommit, firstBlobMark: number): string {
  const [identity, zone] = people[commit.person] ?? ["", ""];
  const person = `${identity} ${commit.epochSeconds} ${zone}`;
  const [first, ...others] = commit.parents;
  return [
    `commit refs/heads/main\nmark :${commit.mark}\nauthor ${person}\ncommitter ${person}\n`,
    toData(commit.message),
    first === undefined ? "" : `from :${first}\n`,
    ...others.map((parent) => `merge :${parent}\n`),
    ...commit.changes.map(([path, content]) => toChange(path, content, firstBlobMark)),
    "\n",
  ].join("");
}

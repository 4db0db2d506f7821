import type { CommitMessage } from "./message.ts";

/** The header that `git merge --squash` prepares. */
const gitSquashHeader = "Squashed commit of the following:";
const pullRequestHeader = / \(#\d{1,9}\)$/;

/** The headers of the commits that a squash holds, by its message, and who wrote the list. */
export interface SquashBody {
  /** `git`: each commit stands there whole. `forge`: a list of bullets under the title of a pull request. */
  readonly kind: "git" | "forge";
  readonly headers: readonly string[];
}

/** Git's own list: `commit <oid>`, author and date, a blank line, and the message indented by four blanks. */
function parseGitList(lines: readonly string[]): readonly string[] {
  const headers: string[] = [];
  let isHeaderDue = false;
  for (const line of lines) {
    if (/^commit [0-9a-f]{40,64}$/.test(line)) isHeaderDue = true;
    else if (isHeaderDue && line.startsWith("    ")) {
      headers.push(line.slice(4));
      isHeaderDue = false;
    }
  }
  return headers;
}

/** Finds the list of squashed commits in a message; `undefined` where it is no squash. */
export function parseSquashBody({ header, body }: CommitMessage): SquashBody | undefined {
  // git joins the lines of the first paragraph, and a blank line follows this one.
  if (header === gitSquashHeader) return { kind: "git", headers: parseGitList(body.split("\n")) };
  if (!pullRequestHeader.test(header)) return undefined;
  const headers = body.split("\n").flatMap((line) => (line.startsWith("* ") ? [line.slice(2)] : []));
  return headers.length === 0 ? undefined : { kind: "forge", headers };
}

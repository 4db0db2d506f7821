import { endOfLastMatch } from "../model/text-matches.ts";

/**
 * What the words around a token call it.
 *
 * `commit` a commit; `other` something else that is written in hex or digits: a run, a session, a commit of `upstream`;
 * `digest` the digest of a file; `none` nothing.
 */
export type Cue = "commit" | "other" | "digest" | "none";

/** How two neighbouring tokens stand to each other: in one list, or not. */
export type ListLink = "tight" | "loose" | "none";

/** A pattern for text of ASCII alone, and one for any: V8 compiles the second three times as long. */
interface WordPattern {
  readonly ascii: RegExp;
  readonly any: RegExp;
}

function orElse(ascii: RegExp, others: string): WordPattern {
  return { ascii, any: new RegExp(`${ascii.source}|${others}`, "giu") };
}

const beyondAscii = /[^\t\r\n -~]/;
const commitWord = orElse(
  /(?:^|[^A-Za-z])(?:commit(?:s|ted|tet|ten|_sha|_hash|_id|_oid)?|shas?|oids?|cherry[- ]pick(?:ed)?|revert(?:ed|s)?|merged?|squash(?:ed)?|amend(?:ed|s)?|rebased?)(?![A-Za-z_]|-?\d)/gi,
  String.raw`提交|コミット|커밋|коммит\p{L}{0,4}`,
);
/** Git's HEAD and GSD's `state_head`; the `head` of a migration is another. */
const headWord = /(?:^|[^A-Za-z_])(?:HEAD|FOUND|state_head)(?![A-Za-z_])/g;
const otherWord = orElse(
  /(?:^|[^A-Za-z])(?:runs?|jobs?|builds?|sessions?|agents?|ids?|[a-z]+_id|uuids?|guids?|migrations?|revisions?|revises|down_revision|containers?|images?|bugs?|tickets?|traces?|spans?|tokens?|addresse?s?|serial|timestamps?|epoch|pid|seed|nonce|salt|fingerprint|signature|colou?rs?|hex|mac|version|account|upstream(?:[ \t]commits?)?|(?:audit|block|build|bundle|chain|content|file|regression|state|tx)[ -]hash(?:es)?)(?![A-Za-z])/gi,
  String.raw`运行|会话|迁移|颜色|构建|镜像|容器|セッション|ビルド|イメージ|세션|빌드|이미지|컨테이너|마이그레이션|сесси\p{L}{0,3}|сборк\p{L}{0,3}|миграци\p{L}{0,3}|sesi[oó]n|sess[aã]o`,
);
const digestWord =
  /(?:^|[^A-Za-z])(?:sha-?(?:1|224|256|384|512)(?:sum)?|md5(?:sum)?|digests?|checksums?|etag|blake\d?[a-z]?)(?![A-Za-z])/gi;
/**
 * What may stand between a word and the token that it calls by a name: `migration version <…`, `run_id: "…`.
 * No dash and no bracket: ``**Task 2: add the migration** - `abc1234` `` and `the migration (abc1234)` are commits.
 */
const directly =
  /^[\s:：*_`"'\]<#=]{0,8}(?:(?:ids?|is|version|file|of|no\.?|number|to|was|reference)[\s:：*_`"'\]<#=]{1,4}){0,3}$/i;
const commitTypes =
  "feat|fix|docs|test|tests|chore|refactor|style|perf|build|ci|revert|wip|security|deps|release|merge";
const headerAfter = new RegExp(String.raw`^[\x60*_"')\]\s:|—–-]{1,12}(?:${commitTypes})(?:\([^()\n]{1,80}\))?!?:`, "i");
const typeAfter = new RegExp(String.raw`^[\x60*_"']{0,4}[ ]?\((?:${commitTypes}|RED|GREEN|REFACTOR)(?![A-Za-z])`);
const boundary = /[;|。；\n]|[.!?][ \t]/g;

/** Reads the words before a token, nearest first; `before` is what stands between it and the token before. */
export function cueBefore(before: string): Cue {
  const tail = before.slice(-70);
  const clause = tail.slice(Math.max(0, endOfLastMatch(boundary, tail)));
  const form = beyondAscii.test(clause) ? "any" : "ascii";
  const commitEnd = Math.max(endOfLastMatch(commitWord[form], clause), endOfLastMatch(headWord, clause));
  const [otherEnd, digestEnd] = [endOfLastMatch(otherWord[form], clause), endOfLastMatch(digestWord, clause)];
  const nearest = Math.max(commitEnd, otherEnd, digestEnd);
  if (nearest < 0) return "none";
  const between = clause.slice(nearest);
  if (nearest === commitEnd && otherEnd < commitEnd) return countWords(between) <= 4 ? "commit" : "none";
  if (!directly.test(between)) return commitEnd >= 0 && countWords(clause.slice(commitEnd)) <= 4 ? "commit" : "none";
  return nearest === digestEnd ? "digest" : "other";
}

function countWords(text: string): number {
  return text.match(/[\p{L}\d]+/gu)?.length ?? 0;
}

/** Tells whether a commit's own header or type follows the token: `feat(67-04): add …`, ` (test: RED)`. */
export function hasCommitHeaderAfter(after: string): boolean {
  const near = after.slice(0, 120);
  return headerAfter.test(near) || typeAfter.test(near);
}

/** Tells whether a heading, a key or a sentence announces commits: `### Commits`, `commits:`, `5 atomic commits:`. */
export function announcesCommits(text: string): boolean {
  return /(?:^|[^A-Za-z])commit(?:s|ted)?(?![A-Za-z])|提交/i.test(text);
}

/** Tells whether a column of that title holds commits. */
export function isCommitColumn(title: string): boolean {
  return /(?:^|[^A-Za-z])(?:commits?|shas?|hash(?:es)?|git)(?![A-Za-z])|提交|コミット/i.test(title);
}

/** Judges what stands between two tokens: a separator (`, `), a separator with a remark (` Prettier + `), or more. */
export function linkBetween(between: string): ListLink {
  if (between.length > 200) return "none";
  // A remark in brackets belongs to the token before it; a bracket that only closes ends the list.
  const plain = between.replace(/\([^()]*\)|（[^（）]*）|\[[^[\]]*\]/g, " ").replace(/[`*_"'“”]/g, "");
  if (/[()（）[\]\n|;；。]|[.!?]\s/.test(plain)) return "none";
  if (/^\s*(?:(?:[,、，/+&→·~^]|->|\.{2,3}|and|und|et|y|or|和|与|及|–|-)\s*){1,3}$|^\s+$/i.test(plain)) return "tight";
  // A slash within a word (`husky/lint-staged`) separates nothing.
  const separators = plain.match(/[,、，](?!\d)|[ \t][/+&→][ \t]/g)?.length ?? 0;
  return separators === 1 && countWords(plain) <= 12 ? "loose" : "none";
}

/** Tells whether nothing after a number makes it a quantity: `40915227,` and `` `40915227` `` but not `40915227 rows`. */
export function endsLikeListMember(after: string): boolean {
  return /^(?:[`*_"'\])）]|\s*$|\s*[,;.:)\]|/+&→—–(、，。）；]|\s+(?:and|und|et|和|与)\s)/.test(after);
}

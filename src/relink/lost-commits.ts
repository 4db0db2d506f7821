import { appendTo } from "../model/append-to.ts";
import type { Oid, OidPrefix } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { Mention } from "./mentions.ts";
import { wordsOf } from "./words.ts";

/** A mention with its words taken apart. */
export interface DescribedMention extends Mention {
  readonly wordSet: ReadonlySet<string>;
  readonly headerWords: readonly ReadonlySet<string>[];
  /** The words in one line of lower case, to find a subject in. */
  readonly plainText: string;
}

/** Everything that documents say of one commit that is referred to. */
export interface CitedCommit {
  /** The longest of the abbreviations by which it is called. */
  readonly prefix: OidPrefix;
  /** The commit, where it is in the tip's history still; `null` for a lost one. */
  readonly known: Oid | null;
  /** Its own header, where the ledger or the old object still tells: then words of documents count for nothing. */
  readonly ownHeader: string | null;
  readonly mentions: readonly DescribedMention[];
  readonly planIds: ReadonlySet<PlanId>;
}

/** Text without the marks of Markdown, in lower case, blanks joined. */
export function toPlainText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[`*_"'|:]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Words are taken apart when somebody asks: of most mentions nobody does. */
function describe(mention: Mention): DescribedMention {
  let wordSet: DescribedMention["wordSet"] | undefined;
  let headerWords: DescribedMention["headerWords"] | undefined;
  let plainText: string | undefined;
  return {
    ...mention,
    get wordSet() {
      return (wordSet ??= wordsOf(mention.words));
    },
    // One without a scope is somebody's own words as often as a quotation.
    get headerWords() {
      return (headerWords ??= mention.headers.filter((header) => /^[a-z]+\(/i.test(header)).map(wordsOf));
    },
    get plainText() {
      return (plainText ??= toPlainText(mention.words));
    },
  };
}

/** Gathers the mentions of each commit. Abbreviations of which one begins the other call the same commit. */
export function groupMentions(
  mentions: readonly Mention[],
  findKnown: (prefix: OidPrefix) => Oid | undefined,
  findHeader: (prefix: OidPrefix) => string | undefined,
): readonly CitedCommit[] {
  const byPrefix = new Map<OidPrefix, Mention[]>();
  for (const mention of mentions) {
    const { prefix } = mention.reference;
    appendTo(byPrefix, prefix, mention);
  }
  const groups: { prefix: OidPrefix; mentions: Mention[] }[] = [];
  // In order of text, an abbreviation stands right before those that it begins.
  for (const [prefix, own] of [...byPrefix].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const last = groups.at(-1);
    if (last !== undefined && prefix.startsWith(last.prefix)) {
      last.prefix = prefix;
      last.mentions.push(...own);
    } else groups.push({ prefix, mentions: own });
  }
  return groups.map(({ prefix, mentions: own }) => ({
    prefix,
    known: findKnown(prefix) ?? null,
    ownHeader: findHeader(prefix) ?? null,
    mentions: own.map(describe),
    planIds: new Set(own.flatMap(({ planId }) => planId ?? [])),
  }));
}

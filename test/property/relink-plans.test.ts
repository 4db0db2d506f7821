import { createHash } from "node:crypto";
import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { relinkDocuments, type Relink, type RelinkOutcome } from "../../src/commands/relink-documents.ts";
import { readPlanTag } from "../../src/commit/plan-tag.ts";
import { parseCommitMessage } from "../../src/commit/message.ts";
import { emptyLedger, type LedgerEntry } from "../../src/ledger/ledger.ts";
import { formatShortOid, parseOid, type Oid, type OidPrefix } from "../../src/model/oid.ts";
import { formatPlanName, parsePlanId, type PlanId } from "../../src/model/plan-id.ts";
import type { CommitEvidence } from "../../src/model/ports.ts";
import type { MentionSource } from "../../src/relink/mentions.ts";
import { createFakeWorld, toZonedTime, type FakeCommit } from "../support/fake-project.ts";
import { lawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

/** A case takes some 6 ms: a history is read, tagged and searched. */
const run = lawRuns(20260222, 0.2);

const planIds: readonly PlanId[] = ["01-01", "01-02", "02-01"].map((text) => {
  const id = parsePlanId(text);
  if (id === undefined) throw new Error(text);
  return id;
});

/** What happened to one commit, and how documents speak of what it was called before everything was rewritten. */
interface Story {
  readonly plan: number;
  readonly type: string;
  readonly subject: string;
  /** The plan that documents take it for, and the words that they have for it. */
  readonly saidPlan: number;
  readonly words: string;
  readonly style: number;
  readonly place: "state" | "summary" | "both";
  readonly known: "" | "ledger" | "ledger name" | "record" | "patch";
}

const subjects: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("add", "rotate", "paint", "measure"),
    fc.constantFrom("the lamp of the harbour", "tide tables", "keeper.ts with a log", "foghornSignal for ships"),
    fc.constantFrom("", "", " (task 2)", " again"),
  )
  .map((parts) => `${parts[0]} ${parts[1]}${parts[2]}`);

const stories: fc.Arbitrary<readonly Story[]> = fc.array(
  fc
    .record({
      plan: fc.nat(2),
      type: fc.constantFrom("feat", "fix", "test", "docs"),
      subject: subjects,
      otherPlan: fc.nat(2),
      otherWords: subjects,
      isTrue: fc.constantFrom(true, true, false),
      hasTrueWords: fc.constantFrom(true, true, false),
      style: fc.nat(6),
      place: fc.constantFrom("state", "summary", "both"),
      known: fc.constantFrom("", "", "", "", "ledger", "ledger name", "record", "patch"),
    })
    .map(({ otherPlan, otherWords, isTrue, hasTrueWords, ...story }): Story => ({
      ...story,
      saidPlan: isTrue ? story.plan : otherPlan,
      words: hasTrueWords ? story.subject : otherWords,
    })),
  { minLength: 1, maxLength: 10 },
);

function oidOf(text: string): Oid {
  const oid = parseOid(createHash("sha1").update(text).digest("hex"));
  if (oid === undefined) throw new Error("a digest is no oid");
  return oid;
}

function nameOf(plan: number): string {
  const id = planIds[plan];
  if (id === undefined) throw new Error(`no plan ${plan}`);
  return formatPlanName(id);
}

function mention({ saidPlan, type, words, style }: Story, old: Oid): string {
  const token = `\`${old.slice(0, 7)}\``;
  const plan = nameOf(saidPlan);
  const styles = [
    `- ${token} ${type}(${plan}): ${words}`,
    `- **Task 1: ${words}** - ${token} (${type})`,
    `- ${plan}: ${words} (${token})`,
    `| Task | ${words} | ${token} |`,
    `Plan ${plan} was done in commit ${token}.`,
    `- ${token}: ${words}, src/keeper.ts`,
    `${token} — ${type}: ${words}`,
  ];
  return styles[style] ?? token;
}

interface World {
  readonly outcome: Promise<RelinkOutcome>;
  readonly plansOf: ReadonlyMap<Oid, readonly PlanId[]>;
}

/** Relinks documents after everything got another name: no old commit is left in git. */
function relinkAll(list: readonly Story[]): World {
  const oldOf = (index: number): Oid => oidOf(`old ${index}`);
  const start = Date.UTC(2026, 1, 1);
  const at = (index: number): string => new Date(start + index * 600_000).toISOString().replace(/\.000Z$/, "+00:00");
  const work = list.map(({ plan, type, subject }, index): FakeCommit => ({
    message: `${type}(${nameOf(plan)}): ${subject}`,
    at: at(index),
    paths: [`src/${subject.includes("keeper.ts") ? "keeper.ts" : `${plan}-${index}.ts`}`],
  }));
  const closing = planIds.map((id, plan): FakeCommit => ({
    message: `docs(${formatPlanName(id)}): complete plan`,
    at: at(list.length + plan),
    paths: [`.planning/phases/x/${formatPlanName(id)}-SUMMARY.md`, ".planning/STATE.md"],
  }));
  const { repository, tip } = createFakeWorld({ commits: [...work, ...closing], files: {} });
  const names = [...work, ...closing].map(({ message }, index) => oidOf(`${index} ${message}`));
  const state = list.flatMap((story, index) => (story.place === "summary" ? [] : [mention(story, oldOf(index))]));
  const summaries = planIds.map((planId, plan): MentionSource => ({
    path: `.planning/phases/x/${formatPlanName(planId)}-SUMMARY.md`,
    text: `# Plan ${formatPlanName(planId)}\n\n## Task Commits\n\n${list
      .flatMap((story, index) =>
        story.place !== "state" && story.saidPlan === plan ? [mention(story, oldOf(index))] : [],
      )
      .join("\n")}\n`,
    planId,
  }));
  const sources: readonly MentionSource[] = [
    { path: ".planning/STATE.md", text: `# State\n\n### Decisions\n\n${state.join("\n")}\n`, planId: null },
    ...summaries,
  ];
  const entries = list.flatMap((story, index): readonly LedgerEntry[] => {
    if (!story.known.startsWith("ledger") && story.known !== "patch") return [];
    const [old, now = old] = [oldOf(index), names[index]];
    const isNamed = story.known === "ledger name";
    return [
      {
        oid: isNamed ? now : old,
        planId: planIds[story.saidPlan] ?? null,
        authored: story.known === "patch" ? null : toZonedTime(at(index)),
        subject: story.known === "patch" ? null : `${story.type}(${nameOf(story.plan)}): ${story.subject}`,
        patchId: story.known === "patch" ? `patch of ${index}` : null,
        was: isNamed ? [old] : [],
      },
    ];
  });
  const evidence: CommitEvidence = {
    readPatchIds: async (oids) => new Map(oids.map((oid) => [oid, `patch of ${names.indexOf(oid)}`])),
    hasFewerCommits: async () => true,
    readChangedContents: async () => new Map(),
    readCitations: async (_tip, _directory, prefixes) => {
      const cited = new Map<OidPrefix, Oid>();
      list.forEach(({ saidPlan }, index) => {
        const citing = names[list.length + saidPlan];
        for (const prefix of prefixes)
          if (oldOf(index).startsWith(prefix) && citing !== undefined) cited.set(prefix, citing);
      });
      return cited;
    },
    readUnreachable: async () => [],
  };
  const pairs = list.flatMap(({ known }, index) => {
    const successor = names[index];
    return known === "record" && successor !== undefined ? [{ old: oldOf(index), successor }] : [];
  });
  return {
    plansOf: new Map(
      [...work, ...closing].map(({ message }, index) => {
        const tag = readPlanTag(parseCommitMessage(message));
        return [names[index] ?? oldOf(index), tag.kind === "plan" ? tag.planIds : []] as const;
      }),
    ),
    outcome: relinkDocuments({
      repository,
      evidence,
      tip,
      planningDirectory: ".planning",
      sources,
      readWitnesses: async () => [],
      ledger: { ...emptyLedger, entries },
      commitMap: { pairs, dropped: new Set(), damagedLines: [] },
      documents: new Set(sources.map(({ path }) => path)),
      leastConfidence: "low",
      only: null,
    }),
  };
}

suite("relinking and plans", (test) => {
  test("a reference never gets a commit of another plan unless its evidence names that plan and says why", async () => {
    let [found, crossing] = [0, 0];
    const requireSaid = ({ planId, to, evidence, confidence, text }: Relink, plans: readonly PlanId[]): void => {
      found += 1;
      if (planId === null || plans.length === 0 || plans.includes(planId)) return;
      crossing += 1;
      const said = evidence.join("; ");
      const what = `${text} of ${planId} → ${to} of ${plans.join()} (${confidence}: ${said})`;
      assert.ok(
        plans.every((each) => said.includes(`${formatShortOid(to)} carries ${formatPlanName(each)}`)),
        what,
      );
      assert.ok(said.includes(formatPlanName(planId)), what);
      // Why: it is known by a record or by what identifies it, documents quote it, or list it under its own plan.
      const isListed = plans
        .map(formatPlanName)
        .some(
          (name) => said.includes(`${name}-SUMMARY.md`) || new RegExp(`carr(?:y|ies) ${name}, \\d+ listed`).test(said),
        );
      if (confidence !== "low" && !isListed) assert.match(said, /on record|ledger|quotes/, what);
    };
    await fc.assert(
      fc.asyncProperty(stories, async (list) => {
        const { outcome, plansOf } = relinkAll(list);
        for (const relink of (await outcome).relinks) requireSaid(relink, plansOf.get(relink.to) ?? []);
      }),
      run,
    );
    assert.ok(found > run.numRuns && crossing > run.numRuns / 20, `${found} found, ${crossing} of another plan`);
  });
});

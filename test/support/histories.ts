import * as fc from "fast-check";
import type { FakeCommit, FakeFacts } from "./fake-project.ts";

/** What happened to one plan. */
interface PlanStory {
  /** Minutes from the commit before to each work commit. */
  readonly gaps: readonly number[];
  readonly isCompleted: boolean;
  readonly hasPlanFile: boolean;
  /** The lines of its SUMMARY that state figures. */
  readonly figures: string;
  readonly title: string;
  /** The work comes in one commit together with the SUMMARY. */
  readonly isOneCommit: boolean;
  readonly hasFollowUp: boolean;
  readonly tasks: number;
}

interface PhaseStory {
  readonly phase: string;
  readonly archive: string | null;
  readonly plans: readonly PlanStory[];
}

const planStory: fc.Arbitrary<PlanStory> = fc.record({
  gaps: fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 4 }),
  isCompleted: fc.boolean(),
  hasPlanFile: fc.boolean(),
  figures: fc.constantFrom(
    "duration: 12min",
    "**Duration:** ~8 minutes\n**Tasks:** 2/2 completed",
    "duration: 540",
    "duration: 31616115",
    "duration: 2m 19s\ntasks: 3\nfiles: 5",
    'duration: "1h 40min"',
    "duration: TBD",
    "completed: 2026-03-03",
    "- **Files modified:** 7",
    "",
  ),
  title: fc.constantFrom("Lamp Rotation", "Keeper's Log", "Moon | Phases", "", "Läuten 🔔", "“Horn”: loud"),
  isOneCommit: fc.boolean(),
  hasFollowUp: fc.boolean(),
  tasks: fc.integer({ min: 0, max: 4 }),
});

const phaseStories: fc.Arbitrary<readonly PhaseStory[]> = fc.array(
  fc.record({
    phase: fc.constantFrom("01", "02", "02.1", "03", "10", "12A"),
    archive: fc.constantFrom(null, null, null, "v0.9"),
    plans: fc.array(planStory, { minLength: 1, maxLength: 4 }),
  }),
  { maxLength: 5 },
);

function isoTime(epochMs: number, zone: string): string {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return `${new Date(epochMs + offset).toISOString().slice(0, 19)}${zone}`;
}

/** Tells the stories one after the other, as commits and as files. */
function tell(stories: readonly PhaseStory[], zones: readonly string[], startMs: number): FakeFacts {
  const commits: FakeCommit[] = [];
  const files: Record<string, string> = { ".planning/PROJECT.md": "# Project\n" };
  let now = startMs;
  const commit = (message: string, paths: readonly string[]): void => {
    const zone = zones[commits.length % zones.length] ?? "+00:00";
    commits.push({ message, at: isoTime(now, zone), paths });
  };
  for (const { phase, archive, plans } of stories) {
    const parent = archive === null ? ".planning/phases" : `.planning/milestones/${archive}-phases`;
    const directory = `${parent}/${phase}-phase`;
    commit(`docs(${phase}): create phase plans`, [`${directory}/${phase}-CONTEXT.md`]);
    plans.forEach((plan, index) => {
      const id = `${phase}-${String(index + 1).padStart(2, "0")}`;
      const summaryPath = `${directory}/${id}-SUMMARY.md`;
      const planPath = `${directory}/${id}-PLAN.md`;
      if (plan.hasPlanFile) files[planPath] = `# Plan\n${'<task type="auto">\n</task>\n'.repeat(plan.tasks)}`;
      plan.gaps.forEach((gap, step) => {
        now += gap * 60_000;
        const isLast = step === plan.gaps.length - 1;
        const record = plan.isOneCommit && plan.isCompleted && isLast ? [summaryPath] : [];
        commit(`feat(${id}): step ${step}`, [`src/${id}-${step % 2}.ts`, ...record]);
      });
      if (plan.isCompleted) {
        files[summaryPath] =
          `---\nphase: ${phase}\n${plan.figures}\n---\n\n# Phase ${phase} Plan ${index + 1}: ${plan.title} Summary\n`;
        now += 60_000;
        if (!plan.isOneCommit) commit(`docs(${id}): complete plan`, [summaryPath, ".planning/STATE.md"]);
        if (plan.hasFollowUp) {
          now += 3_600_000;
          commit(`fix(${id}): afterwards`, [`src/${id}-0.ts`]);
        }
      }
    });
  }
  return { commits, files };
}

/** Histories of up to five phases: planned, begun, completed, archived, inserted, with numbers that recur. */
export const histories: fc.Arbitrary<FakeFacts> = fc
  .tuple(
    phaseStories,
    fc.array(fc.constantFrom("+00:00", "+02:00", "-05:00", "+05:30"), { minLength: 1, maxLength: 3 }),
    fc.integer({ min: Date.UTC(2026, 1, 1), max: Date.UTC(2026, 2, 20) }),
  )
  .map(([stories, zones, startMs]) => tell(stories, zones, Math.floor(startMs / 1000) * 1000));

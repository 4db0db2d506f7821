import {
  findSamplePlan,
  formatPlanDocument,
  formatRoadmap,
  formatSummaryDocument,
  planStem,
  samplePhases,
  samplePlans,
  sampleZone,
  type SamplePlan,
} from "./sample-plans.ts";
import { formatDriftedState, initialState, type ShortOids } from "./sample-state.ts";

/** One commit of the sample: what `git fast-import` needs. */
export interface HistoryCommit {
  readonly header: string;
  /** Local time, `2025-03-03T09:05`, in the sample's zone. */
  readonly at: string;
  readonly files: ReadonlyMap<string, string>;
  /** The plan whose work it is; `null` for all others. */
  readonly workOf: string | null;
}

/** The plan in whose completion STATE.md was written last. */
const lastRecordedPlan = "12-01";

/** The sample's history in two parts: STATE.md of the second lists commits of the first. */
export interface SampleHistory {
  readonly first: readonly HistoryCommit[];
  /** The last commit of `first` as it was before it was amended. */
  readonly amended: HistoryCommit;
  readonly createSecond: (oids: ShortOids, amended: string) => readonly HistoryCommit[];
}

/** Adds minutes to a local time. */
function addMinutes(at: string, minutes: number): string {
  return new Date(Date.parse(`${at}:00Z`) + minutes * 60_000).toISOString().slice(0, 16);
}

/** A local time in the form that `GIT_AUTHOR_DATE` and `git fast-import` take. */
export function toGitDate(at: string): string {
  return `${Date.parse(`${at}:00${sampleZone.slice(0, 3)}:${sampleZone.slice(3)}`) / 1000} ${sampleZone}`;
}

function other(at: string, header: string, files: Readonly<Record<string, string>>): HistoryCommit {
  return { header, at, files: new Map(Object.entries(files)), workOf: null };
}

/** Grows the files of the work commits: each commit adds a line to each of its files. */
function createWorkTree(): (plan: SamplePlan) => readonly HistoryCommit[] {
  const contents = new Map<string, string>();
  return (plan) =>
    plan.commits.map(({ minute, header, files }) => {
      const remark = `// ${header.slice(header.indexOf(": ") + 2)}\n`;
      for (const path of files) {
        contents.set(path, path === "package.json" ? '{ "name": "tides" }\n' : (contents.get(path) ?? "") + remark);
      }
      const changed = new Map(files.map((path) => [path, contents.get(path) ?? ""]));
      return { header, at: addMinutes(plan.startedAt, minute), files: changed, workOf: plan.planId };
    });
}

function completion(plan: SamplePlan, extra: Readonly<Record<string, string>>): readonly HistoryCommit[] {
  if (plan.summary === null) throw new Error(`plan ${plan.planId} has no summary`);
  const header = `docs(${plan.planId}): complete ${plan.title.toLowerCase()} plan`;
  return [
    other(plan.summary.completedAt, header, {
      [`${planStem(plan)}-SUMMARY.md`]: formatSummaryDocument(plan),
      ...extra,
    }),
  ];
}

function planning(phaseDirectory: string, at: string): HistoryCommit {
  const plans = samplePlans.filter((plan) => plan.phaseDirectory === phaseDirectory);
  const files = Object.fromEntries(plans.map((plan) => [`${planStem(plan)}-PLAN.md`, formatPlanDocument(plan)]));
  return other(at, `docs(${phaseDirectory.slice(0, 2)}): plan the phase`, files);
}

const project = "# tides\n\nTide forecasts and alerts for small harbours.\n";

/** Makes the sample's history: about 40 commits of ten days, most of them tagged with their plan. */
export function createSampleHistory(): SampleHistory {
  const work = createWorkTree();
  const [tables = "", forecast = "", alerts = ""] = samplePhases;
  const done = (planId: string): readonly HistoryCommit[] => [
    ...work(findSamplePlan(planId)),
    ...completion(findSamplePlan(planId), {}),
  ];

  const first = [
    other("2025-03-02T18:00", "chore: import tides 1.0", { "README.md": project, ".gitignore": "node_modules/\n" }),
    other("2025-03-02T18:20", "docs: start milestone v1.1", {
      ".planning/PROJECT.md": project,
      ".planning/STATE.md": initialState,
    }),
    other("2025-03-02T18:40", "docs: create the roadmap (3 phases)", { ".planning/ROADMAP.md": formatRoadmap() }),
    planning(tables, "2025-03-03T08:50"),
    ...done("11-01"),
    other("2025-03-03T09:40", "ci: run the tests", { "ci.yaml": "node: 20\n" }),
    ...done("11-02"),
    ...done("11-03"),
    other("2025-03-03T14:30", "docs(phase-11): complete the phase", {
      ".planning/PROJECT.md": `${project}\nTables.\n`,
    }),
    planning(forecast, "2025-03-05T09:00"),
    ...work(findSamplePlan(lastRecordedPlan)),
  ];
  const last = first.at(-1);
  if (last === undefined) throw new Error("the sample has no commits");
  return {
    first,
    amended: { ...last, header: `${last.header}, first try` },
    createSecond: (oids, amended) => [
      ...completion(findSamplePlan(lastRecordedPlan), { ".planning/STATE.md": formatDriftedState(oids, amended) }),
      other("2025-03-05T15:00", "fix(ci): keep the tables between runs", { "ci.yaml": "node: 20\ncache: tables\n" }),
      ...done("12-02"),
      other("2025-03-06T11:40", "docs(phase-12): complete the phase", {
        ".planning/PROJECT.md": `${project}\nTables. Forecasts.\n`,
      }),
      other("2025-03-07T17:05", "docs: describe the HTTP API", {
        "README.md": `${project}\nGET /harbours/:name/tides\n`,
      }),
      planning(alerts, "2025-03-10T09:10"),
      ...done("13-01"),
      other("2025-03-10T11:15", "chore(deps): update the test runner", {
        "package.json": '{ "name": "tides", "private": true }\n',
      }),
      ...work(findSamplePlan("13-02")),
    ],
  };
}

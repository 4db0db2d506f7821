/** One commit of work as the sample's history has it. */
export interface SampleCommit {
  /** Minutes after the start of its plan. */
  readonly minute: number;
  readonly header: string;
  /** Each gets a line more. */
  readonly files: readonly string[];
}

/** One plan of the sample project. */
export interface SamplePlan {
  readonly planId: string;
  /** Name of the phase's directory. */
  readonly phaseDirectory: string;
  readonly title: string;
  /** Local time of the first commit. */
  readonly startedAt: string;
  readonly tasks: readonly string[];
  readonly commits: readonly SampleCommit[];
  /** What its SUMMARY says, once it is written; `null` for the plan that is left to the reader. */
  readonly summary: { readonly duration: string; readonly files: number; readonly completedAt: string } | null;
}

/** Every time of the sample is of this zone. */
export const sampleZone = "+0100";

/** The plans of the sample, in order. 13-02 and 13-03 are for the demonstration to complete. */
export const samplePlans: readonly SamplePlan[] = [
  {
    planId: "11-01",
    phaseDirectory: "11-tables",
    title: "Harbour List",
    startedAt: "2025-03-03T09:05",
    tasks: ["List", "Search", "Tests"],
    commits: [
      { minute: 0, header: "feat(11-01): list the harbours", files: ["package.json", "src/harbours.js"] },
      { minute: 5, header: "feat(11-01): find a harbour by its name", files: ["src/search.js"] },
      { minute: 11, header: "test(11-01): cover the harbours", files: ["test/harbours.test.js"] },
    ],
    summary: { duration: "12min", files: 4, completedAt: "2025-03-03T09:18" },
  },
  {
    planId: "11-02",
    phaseDirectory: "11-tables",
    title: "Tide Table Import",
    startedAt: "2025-03-03T10:20",
    tasks: ["Parser", "Import command", "Bad rows"],
    commits: [
      { minute: 0, header: "feat(11-02): parse the tide tables", files: ["src/tables.js"] },
      { minute: 4, header: "feat(11-02): import a table by its harbour", files: ["src/import.js"] },
      { minute: 8, header: "fix(11-02): skip rows without a height", files: ["src/tables.js", "test/tables.test.js"] },
    ],
    summary: { duration: "9min", files: 3, completedAt: "2025-03-03T10:31" },
  },
  {
    planId: "11-03",
    phaseDirectory: "11-tables",
    title: "Local Storage",
    startedAt: "2025-03-03T14:00",
    tasks: ["Store", "Expiry", "Store tests"],
    commits: [
      { minute: 0, header: "feat(11-03): keep imported tables on disk", files: ["src/store.js"] },
      { minute: 6, header: "feat(11-03): drop tables of past years", files: ["src/store.js", "src/import.js"] },
      { minute: 13, header: "test(11-03): cover the store", files: ["test/store.test.js"] },
    ],
    summary: { duration: "14min", files: 3, completedAt: "2025-03-03T14:16" },
  },
  {
    planId: "12-01",
    phaseDirectory: "12-forecast",
    title: "Harmonic Prediction",
    startedAt: "2025-03-05T09:30",
    tasks: ["Constituents", "Prediction", "Time zones", "Reference harbours"],
    commits: [
      { minute: 0, header: "feat(12-01): read harmonic constituents", files: ["src/constituents.js"] },
      { minute: 7, header: "feat(12-01): predict a day", files: ["src/predict.js"] },
      { minute: 12, header: "fix(12-01): predict across a change of clocks", files: ["src/predict.js"] },
      { minute: 21, header: "test(12-01): compare with reference harbours", files: ["test/predict.test.js"] },
    ],
    summary: { duration: "22min", files: 3, completedAt: "2025-03-05T09:55" },
  },
  {
    planId: "12-02",
    phaseDirectory: "12-forecast",
    title: "HTTP API",
    startedAt: "2025-03-06T11:00",
    tasks: ["Server", "Forecast route", "Errors", "API tests"],
    commits: [
      { minute: 0, header: "feat(12-02): serve over HTTP", files: ["src/server.js"] },
      { minute: 6, header: "feat(12-02): answer with the forecast of a day", files: ["src/routes.js"] },
      { minute: 10, header: "fix(12-02): name the unknown harbour in errors", files: ["src/routes.js"] },
      { minute: 16, header: "test(12-02): cover the routes", files: ["test/routes.test.js"] },
    ],
    summary: { duration: "17min", files: 3, completedAt: "2025-03-06T11:20" },
  },
  {
    planId: "13-01",
    phaseDirectory: "13-alerts",
    title: "Alert Rules",
    startedAt: "2025-03-10T09:40",
    tasks: ["Rule file", "Matching", "Rule tests"],
    commits: [
      { minute: 0, header: "feat(13-01): read alert rules", files: ["src/rules.js"] },
      { minute: 8, header: "feat(13-01): match rules with the forecast", files: ["src/match.js"] },
      { minute: 15, header: "test(13-01): cover the rules", files: ["test/rules.test.js"] },
    ],
    summary: { duration: "16min", files: 3, completedAt: "2025-03-10T09:58" },
  },
  {
    planId: "13-02",
    phaseDirectory: "13-alerts",
    title: "Mail Delivery",
    startedAt: "2025-03-11T10:05",
    tasks: ["Compose", "Send", "Tests"],
    commits: [{ minute: 0, header: "feat(13-02): compose the mail", files: ["src/mail.js"] }],
    summary: { duration: "19min", files: 2, completedAt: "2025-03-11T10:26" },
  },
  {
    planId: "13-03",
    phaseDirectory: "13-alerts",
    title: "Quiet Hours",
    startedAt: "2025-03-11T14:00",
    tasks: ["Hours", "Time zones"],
    commits: [],
    summary: { duration: "9min", files: 2, completedAt: "2025-03-11T14:12" },
  },
  {
    planId: "13-04",
    phaseDirectory: "13-alerts",
    title: "Weekly Digest",
    startedAt: "2025-03-12T09:00",
    tasks: ["Collect", "Send"],
    commits: [],
    summary: null,
  },
];

const phaseGoals: Readonly<Record<string, string>> = {
  "11-tables": "Tide tables can be imported and kept.",
  "12-forecast": "A day's tides can be predicted and asked for.",
  "13-alerts": "Skippers hear of a tide in time.",
};

/** The phases' directories, in order. */
export const samplePhases: readonly string[] = Object.keys(phaseGoals);

/** The plan of the sample that has this id. */
export function findSamplePlan(planId: string): SamplePlan {
  const plan = samplePlans.find((candidate) => candidate.planId === planId);
  if (plan === undefined) throw new Error(`the sample has no plan ${planId}`);
  return plan;
}

/** Path of a plan's document, without the `-PLAN.md` or `-SUMMARY.md`. */
export function planStem({ planId, phaseDirectory }: SamplePlan): string {
  return `.planning/phases/${phaseDirectory}/${planId}`;
}

/** The PLAN.md of a plan, in GSD's form. */
export function formatPlanDocument({ planId, phaseDirectory, title, tasks }: SamplePlan): string {
  const elements = tasks.map(
    (task, index) => `<task type="auto">\n  <name>Task ${index + 1}: ${task}</name>\n</task>\n`,
  );
  const frontMatter = `---\nphase: ${phaseDirectory}\nplan: ${planId.slice(-2)}\ntype: execute\n---\n`;
  return `${frontMatter}\n<objective>\n${title}\n</objective>\n\n<tasks>\n\n${elements.join("\n")}\n</tasks>\n`;
}

/** The SUMMARY.md of a plan, in GSD's form. */
export function formatSummaryDocument({ planId, phaseDirectory, title, tasks, summary }: SamplePlan): string {
  if (summary === null) throw new Error(`plan ${planId} has no summary`);
  const { duration, files, completedAt } = summary;
  const frontMatter = `---\nphase: ${phaseDirectory}\nplan: ${planId.slice(-2)}\nduration: ${duration}\ncompleted: ${completedAt.slice(0, 10)}\n---\n`;
  const figures = `- **Duration:** ${duration}\n- **Tasks:** ${tasks.length}\n- **Files modified:** ${files}\n`;
  const done = tasks.map((task, index) => `${index + 1}. ${task}\n`).join("");
  return `${frontMatter}\n# Phase ${planId.slice(0, 2)} Plan ${planId.slice(-2)}: ${title} Summary\n\n## Performance\n\n${figures}\n## Tasks\n\n${done}`;
}

/** ROADMAP.md: the phases and their plans. */
export function formatRoadmap(): string {
  const phases = samplePhases.map((directory) => {
    const plans = samplePlans.filter(({ phaseDirectory }) => phaseDirectory === directory);
    const lines = plans.map(({ planId, title }) => `- ${planId}: ${title}\n`).join("");
    return `## Phase ${directory.slice(0, 2)}: ${phaseName(directory)}\n\n**Goal:** ${phaseGoals[directory] ?? ""}\n\n${lines}`;
  });
  return `# Roadmap: tides\n\n${phases.join("\n")}`;
}

function phaseName(directory: string): string {
  const word = directory.slice(3);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

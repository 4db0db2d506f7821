import { chartWords } from "./chart.ts";
import { formatNumber, formatSection, isWithin } from "./format-results.ts";
import type { Machine } from "./machine.ts";
import type { SeriesResult } from "./measurement.ts";
import { median } from "./statistics.ts";

/** All that one run of the benchmark found. */
export interface BenchResults {
  /** `2026-03-01`. */
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  /** Load of the machine before the first series and after each, see `readLoad`. */
  readonly loads: readonly number[];
  readonly series: readonly SeriesResult[];
}

function formatMachine({ cores, processor, memoryGigabytes, platform, node, git }: Machine): string {
  return `${cores} cores (${processor}), ${memoryGigabytes} GB, ${platform}, Node ${node}, git ${git}`;
}

/** The benchmark alone makes for a load of about 1. */
const calmLoad = 1.5;

/** Says how calm the machine was: paired runs even out slow minutes, but not everything. */
function formatCalm(loads: readonly number[], cores: number): string {
  const middle = median(loads);
  const words = `load in the median ${formatNumber(middle)}`;
  if (middle <= calmLoad) return `The machine did nothing else (${words}).`;
  return `The machine was not calm (${words}, on ${cores} cores): other work took turns with the benchmark. Ratios are then too high for whatever waits for several processes, and spreads are wide.`;
}

/** What was missed, in a sentence or a list. */
function formatVerdict(series: readonly SeriesResult[]): string {
  const judged = series.flatMap(({ title, measurements }) =>
    measurements.filter(({ atMost }) => atMost !== null).map((measurement) => ({ title, measurement })),
  );
  const missed = judged.filter(({ measurement }) => isWithin(measurement) === false);
  if (missed.length === 0) return `All ${judged.length} limits that planlink sets itself are kept.\n`;
  const lines = missed.map(
    ({ title, measurement: { label, spread, atMost, unit } }) =>
      `- ${title}: ${label}: ${formatNumber(spread.median)}, at most ${formatNumber(atMost ?? 0)} (${unit})\n`,
  );
  return `Of the ${judged.length} limits that planlink sets itself these are missed:\n\n${lines.join("")}`;
}

/** Words a page for `docs/` from the results of all series. */
export function formatPage({ date, machine, rounds, loads, series }: BenchResults): string {
  return `# Performance

What planlink costs, beside git, Node and other tools.
\`npm run bench -- --write\` writes this page and its chart.

Measured on ${date}: ${formatMachine(machine)}.
${formatCalm(loads, machine.cores)}

![${chartWords}](performance.svg)

${formatVerdict(series)}
## How to read it

“× node” is a multiple of \`node -e 0\`, one start of Node that does nothing, measured in the same round as the median of three.
All runs of a series take turns in one go (A B C, B C A, …), and each round is compared within itself;
shown are the median and the quartiles of these ratios.
Milliseconds are for orientation: they hold for this machine alone.
Runs have a warm file cache, no configuration of a user's, and neither \`NODE_OPTIONS\` nor \`NODE_EXTRA_CA_CERTS\`
(with the latter, every start of Node 18 and 20 takes more than twice as long, and all ratios look better than they are).
A run that does not do what is measured, such as a hook that leaves STATE.md as it is, ends the benchmark.

The repositories are made by \`git fast-import\`, with the same oids everywhere; about a third of the commits carries a plan tag.
They are no real projects: directories are even, and a plan of the largest has hundreds of commits.
The starting of a process from Node is part of every time: 1 to 2 ms.

${series.map(formatSection).join("\n")}
## How to repeat it

\`\`\`sh
npm ci
npm run bench -- --rounds ${rounds}            # all series; the first time it generates repositories, 500 MB
npm run bench -- commit verify            # some of them
npm run bench -- --json results.json
npm run bench -- --clone million DIR      # a clone of a generated repository, to try something on it
\`\`\`

Repositories are kept in the user's cache directory, or where \`PLANLINK_BENCH_CACHE\` says.
Other tools are installed from npm into a temporary directory; what cannot be installed is left out, and said to be.
`;
}

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runForCpu } from "../environment.ts";
import { cloneForWork } from "../generated-repository.ts";
import { measure } from "../measurement.ts";
import { runPaired, type StepGroup } from "../paired-runs.ts";
import { titleOf } from "../planning-texts.ts";
import type { Series } from "../series.ts";
import { pairwiseRatios } from "../statistics.ts";

const megabytes = [1, 2, 4] as const;
const megabyte = 1_000_000;

/** Prose, lists, tables and code as people write them, of about the given length. */
function formatProse(length: number): string {
  const chunks: string[] = [];
  let written = 0;
  for (let index = 0; written < length; index += 1) {
    const title = titleOf(index);
    const chunk =
      index % 40 === 0
        ? `\n### Notes on the ${title}, part ${index}\n\n| Item | State | Since |\n|---|---|---|\n| ${title} | open | 2026-01-${String((index % 28) + 1).padStart(2, "0")} |\n\n\`\`\`sh\nrun --part ${index}\n\`\`\`\n\n`
        : `- [Phase ${index % 100}]: the **${title}** waits for the ${titleOf(index * 7 + 3)}, see \`src/${index}.ts\` (${index} of ${length}).\n`;
    chunks.push(chunk);
    written += chunk.length;
  }
  return chunks.join("");
}

/** `state sync` of large documents. */
export const syncSeries: Series = {
  name: "sync",
  summary: "state sync of a STATE.md of 1, 2 and 4 MB",
  async run(context) {
    const source = await context.openRepository("thousand");
    const directory = join(context.scratch, "clone");
    const { env } = context;
    cloneForWork(source, directory, env);
    const path = join(directory, ".planning", "STATE.md");
    const text = readFileSync(path, "utf8");
    const groups = megabytes.map((size): StepGroup => {
      const large = text.replace("### Decisions\n", () => `### Decisions\n\n${formatProse(size * megabyte)}`);
      return [
        {
          name: `${size}`,
          prepare: () => writeFileSync(path, large),
          run: () =>
            runForCpu(process.execPath, [join(context.dist, "state.js"), "sync"], { cwd: directory, env }) * 1000,
          verify: () => {
            if (readFileSync(path, "utf8") === large) throw new Error("STATE.md was not written");
          },
        },
      ];
    });
    const timings = runPaired(groups, { rounds: context.slowRounds });
    const cpu = (size: number): readonly number[] => timings.of(`${size}`);
    return {
      name: "sync",
      title: "state sync of a large STATE.md",
      words: "Processor time of planlink and of all that it starts; six values are stale, and the file is written.",
      rounds: context.slowRounds,
      measurements: [
        ...megabytes.map((size) =>
          measure(
            "planlink",
            `STATE.md of ${size} MB, processor time`,
            "s",
            cpu(size).map((each) => each / 1000),
            {
              atMost: size === 4 ? 1 : null,
            },
          ),
        ),
        measure("planlink", "2 MB against 1 MB", "×", pairwiseRatios(cpu(2), cpu(1)), { atMost: 2.2 }),
        measure("planlink", "4 MB against 2 MB", "×", pairwiseRatios(cpu(4), cpu(2)), { atMost: 2.2 }),
      ],
      notes: [],
    };
  },
};

import { Session, type Profiler } from "node:inspector/promises";

/** Tells what of one script has run since it was last asked, by V8's own counters; nothing is instrumented. */
export class CoverageGuide {
  readonly #session = new Session();
  readonly #url: string;
  /** For every character of the script 1 where some input has reached it, 2 where no single input accounts for it yet. */
  #reached = new Uint8Array(0);

  constructor(url: string) {
    this.#url = url;
  }

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post("Profiler.enable");
    await this.#session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
  }

  /** How much of the script has been reached, from 0 to 1. */
  get reachedPart(): number {
    return this.#reached.reduce((sum, mark) => sum + Math.min(mark, 1), 0) / Math.max(1, this.#reached.length);
  }

  /** Adds what has run since the last question, and tells whether any of it is new. */
  async takeNews(): Promise<boolean> {
    return this.#compare(await this.#takeRun(), 0, 2);
  }

  /** Tells whether what has run since the last question is part of the news that nothing else accounts for. */
  async takesPart(): Promise<boolean> {
    const run = await this.#takeRun();
    const isNew = this.#compare(run, 0, 1);
    return this.#compare(run, 2, 1) || isNew;
  }

  /** Leaves the rest of the news to nobody: it came of several inputs together. */
  forgetNews(): void {
    this.#reached.forEach((mark, index) => {
      if (mark === 2) this.#reached[index] = 1;
    });
  }

  /** Marks what has run and has one mark with another; tells whether there was any. */
  #compare(run: Uint8Array, from: number, to: number): boolean {
    let isFound = false;
    for (let index = 0; index < run.length; index += 1) {
      if (run[index] !== 1 || (this.#reached[index] ?? 0) !== from) continue;
      this.#reached[index] = to;
      isFound = true;
    }
    return isFound;
  }

  /** For every character of the script 1 where it has run. Later ranges lie within earlier ones, and hold for their part. */
  async #takeRun(): Promise<Uint8Array> {
    const { result } = await this.#session.post("Profiler.takePreciseCoverage");
    const script = result.find(({ url }) => url === this.#url);
    const ranges = script?.functions.flatMap((each): readonly Profiler.CoverageRange[] => each.ranges) ?? [];
    const length = ranges.reduce((most, { endOffset }) => Math.max(most, endOffset), this.#reached.length);
    if (length > this.#reached.length) {
      const longer = new Uint8Array(length);
      longer.set(this.#reached);
      this.#reached = longer;
    }
    const run = new Uint8Array(length);
    for (const { startOffset, endOffset, count } of ranges) run.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    return run;
  }
}

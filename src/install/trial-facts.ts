/** What a scratch commit showed of one hook. */
export interface TriedHook {
  readonly name: string;
  /** Git started a hook of this name. */
  readonly isStarted: boolean;
  /** planlink's own script, or its program, said that it ran. */
  readonly isFired: boolean;
  /** How long git waited for the hook, other programs in it included; `null` where git did not say. */
  readonly milliseconds: number | null;
  readonly exitCode: number | null;
}

/** What scratch commits, a merge and a push showed. */
export interface TrialFacts {
  readonly hooks: readonly TriedHook[];
  /** The first hook that had not ended when its time was up, and that time; `null` where all have ended. */
  readonly stuck: { readonly hook: string; readonly seconds: number } | null;
  /** Lines in which planlink said why it did not do its work. */
  readonly notices: readonly string[];
  /** Commands of git that a hook stopped, or that failed, with their last words. */
  readonly failures: readonly { readonly command: string; readonly words: string }[];
}

interface TraceStart {
  readonly name: string;
  milliseconds: number | null;
  exitCode: number | null;
}

function readFields(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    // A process that was killed leaves half a line.
    return {};
  }
}

/**
 * Reads which hooks git started, from its trace (`GIT_TRACE2_EVENT`). Git processes that the hooks start write into the
 * same file: those of ours alone have no `/` in their session.
 */
export function readTracedHooks(trace: string): readonly Omit<TriedHook, "isFired" | "isStarted">[] {
  const open = new Map<string, TraceStart>();
  const started: TraceStart[] = [];
  for (const line of trace.split("\n")) {
    if (!line.includes('"child_')) continue;
    const fields = readFields(line);
    const { event, sid } = fields;
    if (typeof sid !== "string" || sid.includes("/")) continue;
    const key = `${sid} ${String(fields["child_id"])}`;
    if (event === "child_start" && fields["child_class"] === "hook") {
      const start = { name: String(fields["hook_name"]), milliseconds: null, exitCode: null };
      open.set(key, start);
      started.push(start);
    }
    const start = event === "child_exit" ? open.get(key) : undefined;
    if (start === undefined) continue;
    const { t_rel: seconds, code } = fields;
    start.milliseconds = typeof seconds === "number" ? Math.round(seconds * 1000) : null;
    start.exitCode = typeof code === "number" ? code : null;
  }
  return started;
}

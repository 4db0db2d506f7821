import { openHistory, readGitSettings } from "../src/cli/open-history.ts";
import { checkReceived } from "../src/commands/check-received.ts";
import { parseServerSettings } from "../src/config/server-settings.ts";
import { decodeDocument } from "../src/files/decode-document.ts";
import { parseReceivedUpdate, parseReceivedUpdates, type ReceivedUpdate } from "../src/git/hook-input.ts";
import { OperationalError } from "../src/model/operational-error.ts";
import { formatReceived, isRefused, remoteWidth } from "../src/report/receive-text.ts";
import type { HookExitCode, HookInput } from "./hook-context.ts";

/**
 * Judges what is being pushed to this repository. Everything is only read: the objects may still be in quarantine, and
 * what is refused is to leave nothing.
 */
async function judge(input: HookInput, updates: readonly ReceivedUpdate[]): Promise<HookExitCode> {
  const { directory, environment } = input;
  const { settings, problems } = parseServerSettings(await readGitSettings(directory, environment));
  const failed = problems.map((message) => ({
    ref: "",
    error: new OperationalError("config-invalid", message, { help: "who keeps this server can correct it" }),
  }));
  const check = async (): ReturnType<typeof checkReceived> => {
    try {
      const received = await openHistory(directory, environment, settings.timeoutSeconds);
      return await checkReceived({ received, settings, decode: decodeDocument }, updates);
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      return { checked: [], failed: [{ ref: "", error }] };
    }
  };
  const checked = await check();
  const outcome = { ...checked, failed: [...failed, ...checked.failed] };
  const text = formatReceived(outcome, settings.strict, { color: input.color, width: remoteWidth });
  if (text !== "") input.say(text);
  return isRefused(outcome, settings.strict) ? 1 : 0;
}

/** Handles git's `pre-receive` hook: all refs of a push are taken, or none. */
export async function runPreReceive(input: HookInput): Promise<HookExitCode> {
  return judge(input, parseReceivedUpdates(await input.readStandardInput()));
}

/** Handles git's `update` hook: each ref is taken or refused alone. */
export async function runUpdate(input: HookInput): Promise<HookExitCode> {
  const [ref = "", old = "", next = ""] = input.arguments;
  const update = parseReceivedUpdate(`${old} ${next} ${ref}`);
  return update === undefined ? 0 : judge(input, [update]);
}

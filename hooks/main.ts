import { sayUnreadable } from "./say-unreadable.ts";

/** Loaded late, so that a part that cannot be loaded is said in our words. */
async function main(): Promise<void> {
  const [{ runHookProcess }, { allHooks }] = await Promise.all([import("./hook-process.ts"), import("./all-hooks.ts")]);
  await runHookProcess(allHooks);
}

main().catch(sayUnreadable);

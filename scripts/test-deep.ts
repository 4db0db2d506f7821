/** The nightly profile: the laws on 100,000 cases each, and all of the cost of hostile input. Takes hours. */
import { spawnSync } from "node:child_process";

const { status } = spawnSync(
  process.execPath,
  ["--import", "tsx", "scripts/test.ts", "test/property/", "integration/hostile-size"],
  {
    stdio: "inherit",
    env: { ...process.env, PLANLINK_DEEP: "1" },
  },
);
process.exitCode = status ?? 1;

import type { Series } from "../series.ts";
import { cacheSeries } from "./cache.ts";
import { commitSeries } from "./commit.ts";
import { memorySeries } from "./memory.ts";
import { postCommitSeries } from "./post-commit.ts";
import { replaysSeries } from "./replays.ts";
import { summariesSeries } from "./summaries.ts";
import { syncSeries } from "./sync.ts";
import { millionSeries, verifySeries } from "./verify.ts";

/** All series, in the order in which they run and stand on the page. */
export const allSeries: readonly Series[] = [
  commitSeries,
  verifySeries,
  millionSeries,
  postCommitSeries,
  cacheSeries,
  syncSeries,
  summariesSeries,
  memorySeries,
  replaysSeries,
];

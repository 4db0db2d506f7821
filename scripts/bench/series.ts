import type { Environment } from "./environment.ts";
import type { GeneratedRepository } from "./generated-repository.ts";
import type { SeriesResult } from "./measurement.ts";
import type { Peers } from "./peers.ts";
import type { RecipeName } from "./recipes.ts";

/** What all series work with. */
export interface SeriesContext {
  readonly env: Environment;
  /** An empty directory of the series' own. */
  readonly scratch: string;
  /** A copy of `dist/`, so that a build in the meantime changes nothing. */
  readonly dist: string;
  readonly rounds: number;
  /** For what takes seconds: fewer rounds. */
  readonly slowRounds: number;
  /** Real histories; `null` when they are not at hand. */
  readonly corpus: string | null;
  openRepository(name: RecipeName): Promise<GeneratedRepository>;
  /** Installs the peers, once for all series. */
  readPeers(): Promise<Peers>;
}

export interface Series {
  readonly name: string;
  readonly summary: string;
  run(context: SeriesContext): Promise<SeriesResult>;
}

/** What the starter has for the program that it starts, as its `planlinkStart`. */
export interface StartFacts {
  /** Names the programs by their bytes. */
  readonly programKey: string;
  /** What git told of the newest commits, where standard input has been read already. */
  readonly told?: string;
  /** Whether the code that this run has compiled is worth keeping. */
  isTypical?: boolean;
}

/** What it has for the quick program. */
export interface QuickStartFacts extends StartFacts {
  /** Starts the program that knows all of the hook. */
  readonly startWhole: (told: string) => void;
}

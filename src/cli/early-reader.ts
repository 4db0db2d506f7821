function refuseOthers(error: Error): void {
  if (!("code" in error && error.code === "EPIPE")) throw error;
}

/** Lets the reader of standard output go away early, as in `state log | head`: that is no failure. */
export function letReaderLeave(): void {
  // Said again, as by a report of a failure, it must not listen twice.
  process.stdout.off("error", refuseOthers).on("error", refuseOthers);
}

/** Lets the reader of standard output go away early, as in `state log | head`: that is no failure. To be said once. */
export function letReaderLeave(): void {
  process.stdout.on("error", (error: Error) => {
    if (!("code" in error && error.code === "EPIPE")) throw error;
  });
}

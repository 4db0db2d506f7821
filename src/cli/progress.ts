/** What is needed of standard error. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

/** Shorter work needs no word. */
const firstAfterMs = 1500;
const everyMs = 1000;
const clearLine = "\r\u001b[K";

/**
 * Says on a terminal that work goes on, in one line that counts the seconds; in a pipe nothing.
 *
 * Returns what ends it and takes the line away again. It keeps no process alive.
 */
export function startProgress(stream: ProgressStream, isPlain: boolean): () => void {
  if (stream.isTTY !== true || isPlain) return () => {};
  const startedAt = performance.now();
  let isShown = false;
  const show = (): void => {
    isShown = true;
    stream.write(`${clearLine}planlink: reading history … ${Math.floor((performance.now() - startedAt) / 1000)} s`);
  };
  let interval: NodeJS.Timeout | undefined;
  const timeout = setTimeout(() => {
    show();
    interval = setInterval(show, everyMs);
    interval.unref();
  }, firstAfterMs);
  timeout.unref();
  return () => {
    clearTimeout(timeout);
    clearInterval(interval);
    if (isShown) stream.write(clearLine);
    isShown = false;
  };
}

import { onLongHistory } from "../api/caches.ts";
import { isKnownV8 } from "./known-v8.ts";

const lateGarbageFlag = "--heap-growing-percent=10";

/**
 * Lets V8, in a process of our own, collect garbage before there is four times as much of it as of what is held, as it otherwise does while a long
 * history is read. A million commits then take 115 MB instead of 155, and a twentieth more of the processor's time.
 */
export function keepHeapSmall(): void {
  onLongHistory(() => {
    if (isKnownV8()) void import("node:v8").then(({ setFlagsFromString }) => setFlagsFromString(lateGarbageFlag));
  });
}

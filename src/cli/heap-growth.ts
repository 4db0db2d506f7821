import { setFlagsFromString } from "node:v8";
import { isKnownV8 } from "./compiled-program.ts";

/**
 * Lets V8 collect garbage before there is four times as much of it as of what is held, as it otherwise does while a long
 * history is read. A million commits then take 115 MB instead of 155, and a twentieth more of the processor's time.
 */
export function keepHeapSmall(): void {
  if (isKnownV8()) setFlagsFromString("--heap-growing-percent=10");
}

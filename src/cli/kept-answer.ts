import { writeSync } from "node:fs";
import { findAnswer } from "../files/kept-answers.ts";
import { findAnswerPlace } from "./answer-place.ts";

/** Answers the command line of this process with what was kept of an earlier run; `false` where there is nothing. */
export function giveKeptAnswer(): boolean {
  const place = findAnswerPlace(process.argv.slice(2), process.env);
  const answer = place === undefined ? undefined : findAnswer(place.directory, place.key);
  if (answer === undefined) return false;
  process.exitCode = answer.exitCode;
  write(answer.output);
  return true;
}

/** Loading the streams of `process` would take as long as all the rest. */
function write(bytes: Uint8Array): void {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    // A reader that goes away early is no failure; one that is slow is waited for.
    if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) process.stdout.write(rest);
  }
}

import { readFileSync } from "node:fs";

/**
 * A file as text; throws where it cannot be read. By way of its bytes: Node ends the whole process when a file that it was
 * asked for as text cannot be closed.
 */
export function readText(path: string | number): string {
  return readFileSync(path).toString();
}

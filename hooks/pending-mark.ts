import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * The file by which a hook leaves work for a later one; one for each work tree. While it is there, `hook.sh` starts Node
 * in every hook that may do the work.
 */
function pendingMarkPath(gitDirectory: string): string {
  return join(gitDirectory, "planlink", "pending");
}

/** Leaves word that a later hook has something to catch up with. */
export async function leavePendingMark(gitDirectory: string): Promise<void> {
  const path = pendingMarkPath(gitDirectory);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "");
}

/** Takes the mark away; answers whether it was there. */
export async function takePendingMark(gitDirectory: string): Promise<boolean> {
  return rm(pendingMarkPath(gitDirectory)).then(
    () => true,
    () => false,
  );
}

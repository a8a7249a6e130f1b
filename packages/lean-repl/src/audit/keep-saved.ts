import { constants } from "node:fs";
import { open, rm, writeFile } from "node:fs/promises";
import { reasonOf } from "../reason.ts";

/** More than any environment that a proof adds to its imports; a candidate's process may write what it likes. */
const maxBytes = 2 ** 30;

export type Kept =
  | { readonly kind: "kept" }
  /** What lies there is not what the REPL said it wrote. */
  | { readonly kind: "tampered"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Copies a saved environment out of the reach of the process that wrote it, which no move would do: whoever still holds the
 * file open could go on writing to it.
 *
 * @param to a path that no candidate's process sees.
 */
export async function keepSaved(from: string, to: string): Promise<Kept> {
  const tampered: Kept = { kind: "tampered", reason: "the saved environment is no longer the file that was written" };
  try {
    // No link to somewhere else, and no pipe that never ends.
    const file = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (!stat.isFile() || stat.size > maxBytes) return tampered;
      await writeFile(to, await file.readFile(), { flag: "wx", mode: 0o400 });
    } finally {
      await file.close();
    }
    await rm(from, { force: true });
    return { kind: "kept" };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ELOOP" || code === "ENXIO" || code === "EISDIR") return tampered;
    return { kind: "failed", reason: `the saved environment could not be kept: ${reasonOf(error)}` };
  }
}

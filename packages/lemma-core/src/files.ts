import { rename, writeFile } from "node:fs/promises";
import { InfrastructureError } from "@lemma/interfaces";

/** Writes a file that is there whole or not at all. @throws {InfrastructureError} when it cannot, such as on a full disk. */
export async function writeWhole(file: string, content: string): Promise<void> {
  await onDisk(file, async () => {
    await writeFile(`${file}.partial`, content, { flush: true });
    await rename(`${file}.partial`, file);
  });
}

/** What goes wrong while writing is told as what it is: a machine that failed, not a wrong input. */
export async function onDisk<R>(file: string, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (cause) {
    throw new InfrastructureError(`${file}: ${(cause as Error).message}`, { cause });
  }
}

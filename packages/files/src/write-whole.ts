import { open, rename, rm } from "node:fs/promises";
import { onDisk } from "./on-disk.ts";

/**
 * Writes a file that is there whole or not at all, whatever ends the process: its content is on the disk before the file gets its name.
 *
 * @throws {InfrastructureError} when it cannot, such as on a full disk; what stood there before stays.
 */
export async function writeWhole(file: string, content: string | Uint8Array | Iterable<string>): Promise<void> {
  const partial = `${file}.partial`;
  await onDisk(file, async () => {
    try {
      const output = await open(partial, "w");
      try {
        const pieces = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
        for (const piece of pieces) await output.appendFile(piece);
        await output.datasync();
      } finally {
        await output.close();
      }
      await rename(partial, file);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  });
}

import { chmod, readFile, realpath, stat } from "node:fs/promises";
import { writeWhole } from "@lemma/files";
import { InfrastructureError, InputError } from "@lemma/interfaces";

/** A Lean file's text, byte for byte. @throws {InputError} for one that is not UTF-8: written back it would be another. */
export async function readSource(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new InputError("cannot be read", { file }, { cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new InputError("not UTF-8", { file }, { cause });
  }
}

/**
 * Puts a text in a file's place, its mode kept, a link followed.
 *
 * @throws {InfrastructureError} where the file is no longer what was read: somebody else's work is not written over.
 */
export async function replaceSource(file: string, before: string, after: string): Promise<void> {
  if ((await readSource(file)) !== before)
    throw new InfrastructureError(`${file}: was changed meanwhile, and is left as it is`);
  const target = await realpath(file);
  const { mode } = await stat(target);
  await writeWhole(target, after);
  await chmod(target, mode);
}

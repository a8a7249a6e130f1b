import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Theorem } from "@lemma/interfaces";
import { type ReadOptions, readTheorems } from "./read.ts";
import { unreadable } from "./sources/jsonl.ts";

// Part of every key: raise it when reading or normalising changes what comes out.
const formatVersion = 1;
const chunkLength = 1 << 16;

/**
 * `readTheorems` through a cache of normalised JSONL: worth it for Parquet and for folders of many files. The key is made of
 * the files' names, sizes and times of change, so a changed source is read anew. A reader that stops early leaves no cache.
 *
 * @param directory made when absent; its files may be deleted at any time.
 */
export async function* readTheoremsCached(
  path: string,
  directory: string,
  options: Pick<ReadOptions, "split"> = {},
): AsyncGenerator<Theorem> {
  const file = join(directory, `${await fingerprint(path)}.jsonl`);
  if ((await stat(file).catch(() => undefined)) !== undefined) {
    yield* readTheorems(file, options);
    return;
  }
  await mkdir(directory, { recursive: true });
  const partial = `${file}.${randomUUID()}.partial`;
  const output = await open(partial, "w");
  try {
    let pending = "";
    for await (const theorem of readTheorems(path)) {
      pending += `${JSON.stringify(theorem)}\n`;
      if (pending.length > chunkLength) {
        await output.writeFile(pending);
        pending = "";
      }
      if (options.split === undefined || theorem.split === options.split) yield theorem;
    }
    await output.writeFile(pending);
    await output.close();
    await rename(partial, file);
  } finally {
    await output.close();
    await rm(partial, { force: true });
  }
}

async function fingerprint(path: string): Promise<string> {
  const hash = createHash("sha256").update(`${formatVersion}`);
  const visit = async (place: string): Promise<void> => {
    const info = await stat(place).catch((error: unknown) => {
      throw unreadable(place, error);
    });
    if (!info.isDirectory()) hash.update(`${place}\0${info.size}\0${info.mtimeMs}\0`);
    else for (const name of (await readdir(place)).sort()) await visit(join(place, name));
  };
  await visit(path);
  return hash.digest("hex").slice(0, 32);
}

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { InputError } from "@lemma/interfaces";
import { readRecordIfPresent, writeWhole } from "@lemma/files";
import { z } from "zod";

/**
 * Notes in `run.json` what a directory's results were made with, or checks that it is the same: results of two models, or
 * with other settings, would be compared as if they were of one.
 *
 * @throws {InputError} naming the fields that differ.
 */
export async function claimDirectory(directory: string, made: Readonly<Record<string, unknown>>): Promise<void> {
  const file = path.join(directory, "run.json");
  await mkdir(directory, { recursive: true });
  const before = await readRecordIfPresent(file, z.record(z.string(), z.unknown()));
  if (before === undefined) return writeWhole(file, `${JSON.stringify(made, null, 2)}\n`);
  const differing = Object.keys(made).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(made[name]));
  if (differing.length > 0)
    throw new InputError(`holds a run with another ${differing.join(", another ")}; choose another --out`, { file });
}

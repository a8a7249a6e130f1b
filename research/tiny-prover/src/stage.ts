import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { readRecordIfPresent, writeWhole } from "@lemma/files";
import { z } from "zod";

const hashes = z.record(z.string(), z.string());

/** What a stage was done with and what came of it: SHA-256 of each file, by the name that the stage gives it. */
export const stageRecord = z.object({ settings: z.unknown(), inputs: hashes, outputs: hashes });
export type StageRecord = Readonly<z.infer<typeof stageRecord>>;

/** `stages.json`: every stage's record, by its number and name. */
export const stagesSchema = z.record(z.string(), stageRecord);

export interface Stage {
  /** Its number and name, as its file has them. */
  readonly name: string;
  /** All that decides the outputs beside the inputs. */
  readonly settings: unknown;
  /** Files by name. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface StageOptions {
  /** The file of records, which grows by one with each stage. */
  readonly records: string;
  /** Leaves out what was done with the same inputs and settings, where its outputs are still what they were. */
  readonly resume: boolean;
  readonly log: (line: string) => void;
}

/** Does a stage and records what went in and what came out. */
export async function runStage(stage: Stage, work: () => Promise<void>, options: StageOptions): Promise<void> {
  const { name, settings } = stage;
  const { records, resume, log } = options;
  const inputs = await hashesOf(stage.inputs);
  const before = await readRecordIfPresent(records, stagesSchema);
  if (resume && (await isDone(stage, inputs, before?.[name]))) return log(`${name}: as recorded`);
  log(`${name}: begins`);
  await work();
  const record: StageRecord = { settings, inputs, outputs: await hashesOf(stage.outputs) };
  await writeWhole(records, `${JSON.stringify({ ...before, [name]: record }, null, 2)}\n`);
}

async function isDone(
  { settings, outputs }: Stage,
  inputs: Readonly<Record<string, string>>,
  record: StageRecord | undefined,
): Promise<boolean> {
  if (record === undefined || JSON.stringify(record.settings) !== JSON.stringify(settings)) return false;
  if (JSON.stringify(record.inputs) !== JSON.stringify(inputs)) return false;
  const now = await hashesOf(outputs).catch(() => undefined);
  return now !== undefined && JSON.stringify(now) === JSON.stringify(record.outputs);
}

/** SHA-256 of each file. */
export async function hashesOf(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const hashed = await Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      const hash = createHash("sha256");
      await pipeline(createReadStream(file), hash);
      return [name, hash.digest("hex")] as const;
    }),
  );
  return Object.fromEntries(hashed);
}

/** The files of a folder, by their names in it, or by these behind a prefix. */
export const filesIn = (folder: string, names: readonly string[], prefix = ""): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`${prefix}${name}`, path.join(folder, name)]));

import path from "node:path";
import type { ConjectureRecord } from "@lemma/evaluator";
import { RecordLog } from "@lemma/files";
import type { Adapter, Theorem } from "@lemma/interfaces";
import { type LemmaProver, beginRun, fateSchema, study } from "@lemma/loop";
import { z } from "zod";
import { claimDirectory } from "./run-file.ts";

const conjectureSchema: z.ZodType<ConjectureRecord> = z.object({
  id: z.string(),
  seed: z.number(),
  policy: z.enum(["before", "after"]),
  written: z.number(),
  accepted: z.number(),
  verified: z.number(),
  fates: z.array(fateSchema),
});

export interface ConjectureRateOptions {
  /** Statements outside the training set that the verifier can read. */
  readonly theorems: readonly Theorem[];
  /** The lasting adapter that meta-training made. */
  readonly policy: Adapter;
  readonly seeds: readonly number[];
  /** Gets `conjectures.jsonl`; what stands there already is not done again. */
  readonly directory: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, record: ConjectureRecord) => void;
}

/**
 * Conjectures on every statement from every seed, by the model with the policy and without, and counts those that are
 * verified. Both write the same number from the same seeds and are judged alike, so that they differ by the policy alone.
 *
 * @throws {InputError} when the directory holds a run of another model or with other settings.
 * @throws {AbortedError} when the signal fires.
 */
export async function conjectureRates(
  lemma: LemmaProver,
  options: ConjectureRateOptions,
): Promise<readonly ConjectureRecord[]> {
  const { theorems, policy, seeds, directory, signal, onProgress } = options;
  const { parts, settings } = lemma;
  await claimDirectory(directory, { model: parts.prover.model, policy: policy.id, settings });
  const keyOf = ({ id, seed, policy: when }: Pick<ConjectureRecord, "id" | "seed" | "policy">): string =>
    `${id} ${when} meta-training from seed ${seed}`;
  await using log = await RecordLog.open<ConjectureRecord>(path.join(directory, "conjectures.jsonl"), {
    keyOf,
    schema: conjectureSchema,
  });
  const wanted = (["before", "after"] as const).flatMap((when) =>
    seeds.flatMap((seed) => theorems.map((theorem) => ({ theorem, seed, when }))),
  );
  const records: ConjectureRecord[] = [];
  for (const { theorem, seed, when } of wanted) {
    const key = { id: theorem.id, seed, policy: when };
    let record = log.get(keyOf(key));
    if (record === undefined) {
      const run = beginRun(theorem, { ...parts, policy: when === "before" ? [] : [policy] }, settings, {
        seed,
        ...(signal === undefined ? {} : { signal }),
      });
      record = { ...key, ...(await study(run)).conjectures };
      await log.append(record);
    }
    records.push(record);
    onProgress?.(records.length, wanted.length, record);
  }
  return records;
}

import path from "node:path";
import { type ComputeUsage, noUsage } from "@lemma/evaluator";
import { RecordLog } from "@lemma/files";
import { Random } from "@lemma/interfaces";
import type { Study, StudyExample } from "@lemma/loop";
import type { Method } from "./methods.ts";

/** One theorem's verified lemmas from one seed: what several methods share. One line of `studies.jsonl`. */
export interface StudyRecord extends Study {
  readonly seed: number;
  readonly id: string;
  readonly policy: Method["policy"];
  readonly usage: ComputeUsage;
}

export type StudyLog = RecordLog<StudyRecord>;

export const studyKey = ({ seed, id, policy }: Pick<StudyRecord, "seed" | "id" | "policy">): string =>
  `${id} studied by the ${policy} model from seed ${seed}`;

/** Opens `studies.jsonl`; a theorem that the verifier failed on is studied again. */
export const openStudyLog = (directory: string): Promise<StudyLog> =>
  RecordLog.open<StudyRecord>(path.join(directory, "studies.jsonl"), {
    keyOf: studyKey,
    isRecord: (value) => Array.isArray((value as Partial<StudyRecord> | null)?.conjectures?.fates),
    expected: "seed, id, policy, conjectures with their fates, examples and usage",
    keep: ({ refused }) => refused !== "infrastructure",
  });

/**
 * What a method studies for the theorem of `own`, and what finding it cost.
 *
 * @param others studies of the other theorems, from the same seed and model.
 */
export function examplesFor(
  method: Method,
  own: StudyRecord,
  others: readonly StudyRecord[],
): { readonly examples: readonly StudyExample[]; readonly usage: ComputeUsage } {
  if (method.study === "none" || own.refused !== undefined) return { examples: [], usage: noUsage };
  if (method.study === "own") return { examples: own.examples, usage: own.usage };
  const fruitful = others.filter(({ id, examples }) => id !== own.id && examples.length > 0);
  if (fruitful.length === 0) return { examples: [], usage: own.usage };
  const random = new Random(own.seed).fork("control", method.study, own.id);
  if (method.study === "other") {
    const { examples, usage } = random.choice(fruitful);
    return { examples, usage };
  }
  // As many as the theorem's own, so that the control differs in what is studied and not in how much.
  const pool = fruitful.flatMap(({ examples }) => examples);
  return { examples: random.sample(pool, own.examples.length), usage: own.usage };
}

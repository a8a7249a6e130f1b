import path from "node:path";
import { type ComputeUsage, noUsage, usageSchema } from "@lemma/evaluator";
import { RecordLog } from "@lemma/files";
import { type Example, Random } from "@lemma/interfaces";
import { type Study, exampleSchema, fateSchema } from "@lemma/loop";
import { z } from "zod";
import type { Method } from "./methods.ts";

/** One theorem's verified lemmas from one seed: what several methods share. One line of `studies.jsonl`. */
export interface StudyRecord extends Study {
  readonly seed: number;
  readonly id: string;
  readonly policy: Method["policy"];
  readonly usage: ComputeUsage;
}

export const studySchema: z.ZodType<StudyRecord> = z.object({
  seed: z.number(),
  id: z.string(),
  policy: z.enum(["meta-trained", "base", "control"]),
  conjectures: z.object({
    written: z.number(),
    accepted: z.number(),
    verified: z.number(),
    fates: z.array(fateSchema),
  }),
  examples: z.array(exampleSchema.extend({ conjecture: z.number() })),
  refused: z.enum(["failed", "unsupported", "error", "infrastructure"]).exactOptional(),
  usage: usageSchema,
});

/** What of a study a method may use; where the method writes no lemmas of its own, there are none. */
export type Studied = Pick<StudyRecord, "seed" | "id" | "refused" | "examples" | "usage">;

/** What is known beside the theorems, by their ids. */
export interface Known {
  /** The nearest proofs to the theorem: so many, or as many as the settings say. */
  readonly beside: (id: string, count?: number) => readonly Example[];
  /** Whether the same is known beside both. */
  readonly areTogether: (one: string, other: string) => boolean;
}

export type StudyLog = RecordLog<StudyRecord>;

export const studyKey = ({ seed, id, policy }: Pick<StudyRecord, "seed" | "id" | "policy">): string =>
  `${id} studied by the ${policy} model from seed ${seed}`;

/** Opens `studies.jsonl`; a theorem that the verifier failed on is studied again. */
export const openStudyLog = (directory: string): Promise<StudyLog> =>
  RecordLog.open<StudyRecord>(path.join(directory, "studies.jsonl"), {
    keyOf: studyKey,
    schema: studySchema,
    keep: ({ refused }) => refused !== "infrastructure",
  });

/**
 * What a method studies for the theorem of `own`, and what finding it cost.
 *
 * @param others studies of the other theorems, from the same seed and model.
 * @param known what is known beside each theorem; it costs nothing.
 */
export function examplesFor(
  method: Method,
  own: Studied,
  others: readonly Studied[],
  known: Known,
): { readonly examples: readonly Example[]; readonly usage: ComputeUsage } {
  if (method.study === "none" || own.refused !== undefined) return { examples: [], usage: noUsage };
  if (method.study === "own") return { examples: own.examples, usage: own.usage };
  if (method.study === "context") return { examples: known.beside(own.id, method.nearest), usage: noUsage };
  if (method.study === "all") return { examples: [...known.beside(own.id), ...own.examples], usage: own.usage };
  if (method.study === "other-context") {
    const elsewhere = others.filter(({ id }) => !known.areTogether(id, own.id));
    const random = new Random(own.seed).fork("control", method.study, own.id);
    return { examples: elsewhere.length === 0 ? [] : known.beside(random.choice(elsewhere).id), usage: noUsage };
  }
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

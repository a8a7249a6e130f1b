import path from "node:path";
import { type ComputeUsage, type ConjectureFate, RecordLog, noUsage } from "@lemma/evaluator";
import { Random } from "@lemma/interfaces";
import { PromptTooLongError } from "@lemma/prover";
import { type Conjectures, type Run, type StudyExample, conjecture, drain, proveLemmas, refuse } from "../stages.ts";
import type { Method } from "./methods.ts";

/** One theorem's verified lemmas from one seed: what several methods share. One line of `studies.jsonl`. */
export interface StudyRecord {
  readonly seed: number;
  readonly id: string;
  readonly policy: Method["policy"];
  /** Why nothing can be done, where nothing can. */
  readonly refused?: "unsupported" | "error" | "infrastructure";
  /** Statements proposed, those that passed the filters, and those of which a proof was verified. */
  readonly conjectures: {
    readonly written: number;
    readonly accepted: number;
    readonly verified: number;
    /** One each, in the order written. */
    readonly fates: readonly ConjectureFate[];
  };
  readonly examples: readonly StudyExample[];
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

type Found = Pick<StudyRecord, "refused" | "conjectures" | "examples">;

const nothing: Found = { conjectures: { written: 0, accepted: 0, verified: 0, fates: [] }, examples: [] };

/** Looks whether the theorem can be worked on, and studies nothing. */
export async function onlyRefuse(run: Run): Promise<Found> {
  const refusal = await refuse(run);
  return refusal === undefined ? nothing : { ...nothing, refused: refusal.status };
}

/** Conjectures, proves and verifies, as the loop does before it adapts. */
export async function study(run: Run): Promise<Found> {
  const refused = await onlyRefuse(run);
  if (refused.refused !== undefined) return refused;
  const policy = run.parts.policy ?? [];
  try {
    const written = await drain(conjecture(run, policy));
    const examples = await drain(proveLemmas(run, written, policy));
    const conjectures = {
      written: written.lemmas.length,
      accepted: written.lemmas.filter((lemma) => lemma !== undefined).length,
      verified: new Set(examples.map((example) => example.conjecture)).size,
      fates: fatesOf(written, examples),
    };
    return { conjectures, examples };
  } catch (error) {
    // A statement that leaves the model no room is one it cannot prove; the next theorem may be shorter.
    if (!(error instanceof PromptTooLongError)) throw error;
    return { ...nothing, refused: "error" };
  }
}

/** What became of each conjecture. */
export function fatesOf(
  { written }: Conjectures,
  examples: readonly Pick<StudyExample, "conjecture">[],
): readonly ConjectureFate[] {
  const verified = new Set(examples.map((example) => example.conjecture));
  return written.map(({ drop, ...statement }, index) =>
    drop === undefined
      ? { ...statement, fate: verified.has(index) ? "verified" : "not proved" }
      : { ...statement, fate: drop.droppedBy, reason: drop.reason },
  );
}

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

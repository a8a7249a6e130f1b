import type { ConjectureFate } from "@lemma/interfaces";
import { type Refusal, type Run, drain, refuse } from "./run.ts";
import { type Conjectures, conjecture } from "./stages/conjecture.ts";
import { type StudyExample, proveLemmas } from "./stages/prove-lemmas.ts";

/** What studying for a theorem found. */
export interface Study {
  /** Why nothing can be done, where nothing can. */
  readonly refused?: Refusal;
  /** Statements proposed, those that passed the filters, and those of which a proof was verified. */
  readonly conjectures: {
    readonly written: number;
    readonly accepted: number;
    readonly verified: number;
    /** One each, in the order written. */
    readonly fates: readonly ConjectureFate[];
  };
  readonly examples: readonly StudyExample[];
}

const nothing: Study = { conjectures: { written: 0, accepted: 0, verified: 0, fates: [] }, examples: [] };

/** Looks whether the theorem can be worked on, and studies nothing. */
export async function onlyRefuse(run: Run): Promise<Study> {
  const refusal = await refuse(run);
  return refusal === undefined ? nothing : { ...nothing, refused: refusal.status };
}

/** Conjectures, proves and verifies, as the loop does before it adapts. */
export async function study(run: Run): Promise<Study> {
  const refused = await onlyRefuse(run);
  if (refused.refused !== undefined) return refused;
  const policy = run.parts.policy ?? [];
  const written = await drain(conjecture(run, policy));
  const examples = await drain(proveLemmas(run, written, policy));
  return {
    conjectures: {
      written: written.lemmas.length,
      accepted: written.lemmas.filter((lemma) => lemma !== undefined).length,
      verified: new Set(examples.map((example) => example.conjecture)).size,
      fates: fatesOf(written, examples),
    },
    examples,
  };
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

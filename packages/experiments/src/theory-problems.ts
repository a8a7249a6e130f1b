import { type Theorem, type Verifier, throwIfAborted } from "@lemma/interfaces";
import { ProofPool } from "@lemma/loop";
import { type Split, checkedTheory } from "@lemma/theories";

/** Generated theories as problems: their targets, what is known beside each, and the answers that were kept. */
export interface TheoryProblems {
  readonly theorems: readonly Theorem[];
  readonly known: (theorem: Theorem) => ProofPool;
  readonly answers: (theorem: Theorem) => readonly string[];
}

/**
 * The first `count` theories of a seed, each checked: some seconds of processor time a theory. Beside a target are its theory's facts and uses, and the
 * distractors.
 *
 * @throws {AbortedError} between theories, when the signal fires.
 */
export async function theoryProblems(
  count: number,
  {
    seed,
    split,
    distractors = 4,
    signal,
  }: { readonly seed: number; readonly split: Split; readonly distractors?: number; readonly signal?: AbortSignal },
  verifier: Verifier,
): Promise<TheoryProblems> {
  const theorems: Theorem[] = [];
  const pools = new Map<string, ProofPool>();
  const answers = new Map<string, string>();
  for (let i = 1; i <= count; i += 1) {
    throwIfAborted("theories", signal);
    const theory = await checkedTheory(seed, { id: `theory-${i}`, split, distractors }, verifier);
    const known = [...theory.theorems.filter(({ role }) => role !== "target"), ...theory.distractors];
    const pool = new ProofPool(known.map(({ theorem, proof }) => ({ theorem, proof, source: "context" })));
    for (const { theorem, proof, role } of theory.theorems) {
      if (role !== "target") continue;
      theorems.push(theorem);
      pools.set(theorem.id, pool);
      answers.set(theorem.id, proof);
    }
  }
  return {
    theorems,
    known: ({ id }) => pools.get(id)!,
    answers: ({ id }) => [answers.get(id)!],
  };
}

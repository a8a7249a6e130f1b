import type { Adapter, Example } from "@lemma/interfaces";
import { type Run, type Stage, judged, proofGeneration, proofIn } from "../run.ts";
import type { Conjectures } from "./conjecture.ts";

/** A verified lemma, and which conjecture it came from. */
export interface StudyExample extends Example {
  readonly conjecture: number;
}

/** Attempts every lemma and keeps the distinct verified proofs, at most `keptPerConjecture` of each. */
export async function* proveLemmas(
  run: Run,
  conjectures: Conjectures,
  adapters: readonly Adapter[],
): Stage<readonly StudyExample[]> {
  const { theorem, parts, settings } = run;
  const { format } = parts.prover;
  const lemmas = conjectures.lemmas.flatMap((lemma, index) =>
    lemma === undefined || parts.prover.room(format.prove(lemma)) < 1 ? [] : [{ lemma, index }],
  );
  if (lemmas.length === 0) return [];
  const options = proofGeneration(run, "prove-lemmas", adapters);
  const prompts = lemmas.map(({ lemma }) => format.prove(lemma));
  const completions = await parts.prover.generate(prompts, settings.attemptsPerConjecture, options);
  const written = lemmas.map(({ lemma }, position) =>
    completions[position]!.map((completion) => {
      const { proof, ...cut } = proofIn(format, completion);
      return { proof, cut, completion: completion.text, verdict: judged(run, lemma, proof) };
    }),
  );
  const examples: StudyExample[] = [];
  for (const [position, { lemma, index }] of lemmas.entries()) {
    const proofs = new Set<string>();
    for (const [attempt, { proof, cut, completion, verdict: pending }] of written[position]!.entries()) {
      const verdict = await pending;
      // Two samples of one proof are one example: a copy would only double its weight.
      const kept =
        verdict.status === "proved" &&
        !proofs.has(proof) &&
        proofs.size < settings.keptPerConjecture &&
        parts.trainer.fits({ theorem: lemma, proof, completion });
      if (kept) {
        proofs.add(proof);
        examples.push({ theorem: lemma, proof, completion, conjecture: index });
      }
      const { statement } = lemma;
      yield { id: theorem.id, type: "verified", index, attempt, statement, proof, verdict, kept, ...cut };
    }
  }
  return examples;
}

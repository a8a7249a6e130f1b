import type { Example } from "@lemma/interfaces";
import { type Run, type Stage, optionalSignal } from "../run.ts";

/** wᵢ of each example: the Weigher's softmax, or all alike. */
export async function* weigh(run: Run, examples: readonly Example[]): Stage<readonly number[]> {
  const { theorem, shown, parts, settings, signal } = run;
  const useWeigher = settings.weighting === "weigher" && parts.weigher !== undefined;
  const { scores, weights } = useWeigher
    ? await parts.weigher.weigh(shown, examples, optionalSignal(signal))
    : { scores: examples.map(() => 0), weights: examples.map(() => 1 / examples.length) };
  yield {
    id: theorem.id,
    type: "weighed",
    examples: examples.map((example, i) => ({
      statement: example.theorem.statement,
      proof: example.proof,
      score: scores[i]!,
      weight: weights[i]!,
    })),
  };
  return weights;
}

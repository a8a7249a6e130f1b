import { type AdaptationTrace, type Adapter, type Example, LemmaError } from "@lemma/interfaces";
import { type Run, type Stage, optionalSignal, seedOf } from "../run.ts";

/** A theorem's own adapter and what training it did; `skipped` says why there is none. */
export interface Adapted {
  readonly adapter?: Adapter;
  readonly trace: AdaptationTrace;
  readonly skipped?: string;
}

/**
 * Trains the theorem's own adapter on its examples. Where there is none to train on, or the loss stops being a number, the
 * theorem is attempted without one.
 */
export async function* adapt(
  run: Run,
  examples: readonly Example[],
  weights: readonly number[],
  adapters: readonly Adapter[],
): Stage<Adapted> {
  const { theorem } = run;
  const started = performance.now();
  const adapted = await train(run, examples, weights, adapters);
  const { trace, skipped } = adapted;
  const elapsedMs = performance.now() - started;
  yield { id: theorem.id, type: "adapted", trace, elapsedMs, ...(skipped === undefined ? {} : { skipped }) };
  return adapted;
}

async function train(
  run: Run,
  examples: readonly Example[],
  weights: readonly number[],
  base: readonly Adapter[],
): Promise<Adapted> {
  if (examples.length === 0) return { trace: emptyTrace, skipped: "no conjecture was proved" };
  try {
    return await run.parts.trainer.adapt(
      examples.map((example, i) => ({ ...example, weight: weights[i]! })),
      { ...run.settings.adaptation, seed: seedOf(run, "adapt") },
      { base, ...optionalSignal(run.signal) },
    );
  } catch (error) {
    if (!LemmaError.is(error, "non-finite-loss")) throw error;
    return { trace: emptyTrace, skipped: error.message };
  }
}

const emptyTrace: AdaptationTrace = { losses: [], gradientNorms: [], updateNorm: 0, trainedTokens: 0 };

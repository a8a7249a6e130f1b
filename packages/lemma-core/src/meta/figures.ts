import type { Story, TrainingStep } from "@lemma/evaluator";
import type { MetaStepReport } from "./trainer.ts";

/** A run's steps as Figure 3 and its table show them. */
export function trainingSteps(steps: readonly MetaStepReport[]): readonly TrainingStep[] {
  return steps.map(({ id, verifiedPairs, conjectures, skipped, meta, weightGradientNorm }) => ({
    theorem: id,
    verified: verifiedPairs,
    generated: conjectures,
    ...(skipped === undefined ? {} : { skipped }),
    ...(meta === undefined
      ? {}
      : { outerLoss: [meta.outerLossBefore, meta.outerLossAfter] as const, updateNorm: meta.updateNorm }),
    ...(weightGradientNorm === undefined ? {} : { weightGradientNorm }),
  }));
}

/** The step whose examples differed most in what they were worth, as Figure 4 tells one; undefined where none had any. */
export function trainingStory(steps: readonly MetaStepReport[]): Story | undefined {
  let told: MetaStepReport | undefined;
  for (const step of steps)
    if (step.meta !== undefined && spread(step) > (told === undefined ? -1 : spread(told))) told = step;
  if (told?.examples === undefined || told.target === undefined) return undefined;
  const { id, target, examples, weights, meta } = told;
  return {
    theorem: { id, statement: target.statement },
    examples: examples.map((example, i) => ({ ...example, weight: weights[i]!, gradient: meta!.gradient[i]! })),
    proof: target.proof,
  };
}

const spread = ({ meta }: MetaStepReport): number =>
  meta === undefined ? 0 : Math.max(...meta.gradient) - Math.min(...meta.gradient);

import { type FateTally, type Story, type TrainingStep, tallyFates } from "@lemma/evaluator";
import type { MetaStepReport } from "@lemma/meta";
import type { StudyRecord } from "./study.ts";

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

/** What became of a run's conjectures; empty where no step says. */
export function trainingFates(steps: readonly MetaStepReport[]): readonly FateTally[] {
  const told = steps.flatMap(({ fates }) => (fates === undefined ? [] : [fates]));
  return told.length === 0 ? [] : [tallyFates("while meta-training", told)];
}

/** What became of an evaluation's conjectures, by model; theorems that could not be worked on are left out. */
export function studyFates(studies: readonly StudyRecord[]): readonly FateTally[] {
  return (["base", "meta-trained"] as const).flatMap((model) => {
    const own = studies.filter(({ policy, refused }) => policy === model && refused === undefined);
    return own.length === 0
      ? []
      : [
          tallyFates(
            modelNames[model],
            own.map(({ conjectures }) => conjectures.fates),
          ),
        ];
  });
}

const modelNames = { base: "model as it is", "meta-trained": "meta-trained model" } as const;

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

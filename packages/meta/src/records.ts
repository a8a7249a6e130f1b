import { measured } from "@lemma/evaluator";
import { exampleSchema, fateSchema, theoremSchema } from "@lemma/loop";
import type { WeigherTask } from "@lemma/weigher";
import { z } from "zod";
import type { PolicyExample } from "./policy.ts";
import type { MetaStepReport } from "./trainer.ts";

const measuredList = z.array(measured);
const pair = z.object({ statement: z.string(), proof: z.string() });

/** One line of `steps.jsonl`. */
export const stepSchema: z.ZodType<MetaStepReport> = z.object({
  id: z.string(),
  skipped: z.string().exactOptional(),
  conjectures: z.number(),
  fates: z.array(fateSchema).exactOptional(),
  verifiedPairs: z.number(),
  weights: measuredList,
  examples: z.array(pair).exactOptional(),
  target: pair.exactOptional(),
  meta: z
    .object({
      outerLossBefore: measured,
      outerLossAfter: measured,
      gradient: measuredList,
      innerLosses: measuredList,
      gradientNorms: measuredList,
      updateNorm: measured,
    })
    .exactOptional(),
  weightGradientNorm: measured.exactOptional(),
  rewards: z.array(z.number().nullable()).exactOptional(),
  weigherSkipped: z.enum(["no-example", "one-example", "non-finite-gradient"]).exactOptional(),
  weigherLoss: measured.exactOptional(),
  policyLoss: measured.exactOptional(),
  policySkipped: z.string().exactOptional(),
  elapsedMs: z.number(),
});

/** `progress.json`: which checkpoint is whole, and what has been done up to it. */
export const progressSchema = z.object({
  seed: z.number(),
  theorems: z.array(z.string()).readonly(),
  checkpoint: z.string().exactOptional(),
  steps: z.array(stepSchema).readonly(),
});
export type Progress = Readonly<z.infer<typeof progressSchema>>;

/** What one theorem taught, until as many have as make a step. */
export interface Lesson {
  readonly weigher: WeigherTask;
  readonly policy: PolicyExample;
}

/** `lessons.json` of a checkpoint. What else an example or a completion says of itself stays with it. */
export const lessonsSchema: z.ZodType<readonly Lesson[]> = z.array(
  z.object({
    weigher: z.object({
      target: theoremSchema,
      examples: z.array(z.looseObject(exampleSchema.shape)),
      gradient: z.array(z.number()),
    }),
    policy: z.object({
      prompt: z.array(z.number()),
      group: z.object({
        completions: z.array(
          z.looseObject({
            tokens: z.array(z.number()),
            logprobs: z.array(z.number()),
            finishReason: z.enum(["stop", "length"]),
          }),
        ),
        // JSON has no undefined, which a reward is where the verifier failed.
        rewards: z.array(z.union([z.number(), z.null().transform(() => undefined)])),
      }),
      verified: z.array(
        z.object({ tokens: z.array(z.number()), promptLength: z.number(), weight: z.number().exactOptional() }),
      ),
    }),
  }),
);

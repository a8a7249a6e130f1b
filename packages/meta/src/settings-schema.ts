import { metaRewards } from "@lemma/grpo";
import { partly } from "@lemma/loop";
import { z } from "zod";
import type { MetaSettingsOverrides } from "./settings.ts";
import type { StudyingOverrides } from "./studying/settings.ts";

const count = z.int().nonnegative();
const size = z.int().positive();
const rate = z.number().nonnegative();
const rewards = Object.keys(metaRewards) as (keyof typeof metaRewards)[];

/** Settings of meta-training as a file changes them. */
export const metaOverridesSchema = z.strictObject(
  partly({
    attemptsPerConjecture: count,
    accumulation: size,
    inner: z.strictObject(
      partly({
        steps: count,
        optimizer: z.enum(["sgd", "adamw"]),
        learningRate: rate,
        epsRoot: rate,
        checkpoint: z.boolean(),
      }),
    ),
    weigher: z.strictObject(partly({ learningRate: rate })),
    policy: z.strictObject(
      partly({
        learningRate: rate,
        rank: size,
        alpha: z.number(),
        reward: z.enum(rewards),
        supervision: z.number(),
      }),
    ),
    proofAttempts: count,
  }),
) satisfies z.ZodType<MetaSettingsOverrides>;

/** Settings of learning to study as a file changes them. */
export const studyingOverridesSchema = z.strictObject(
  partly({
    fresh: z.strictObject(
      partly({ hiddenSize: size, intermediateSize: size, layers: count, heads: size, contextLength: size }),
    ),
    mode: z.enum(["mixed", "reverse", "first-order", "plain", "read", "weigh"]),
    steps: count,
    rank: size,
    innerRate: rate,
    modules: z.array(z.string()),
    start: z.enum(["drawn", "learnt"]),
    outerSteps: count,
    theoriesPerStep: size,
    outerRate: rate,
    warmupSteps: count,
    clipNorm: rate,
    lesson: z.strictObject(
      partly({ studied: count, asked: count, distractors: count, names: z.enum(["drawn", "fixed"]) }),
    ),
    every: size,
    measured: count,
    threads: size,
  }),
) satisfies z.ZodType<StudyingOverrides>;

import { z } from "zod";
import { type FilterName, conjectureFilters } from "./conjectures/table.ts";
import type { LemmaSettings, SettingsOverrides } from "./settings.ts";

const count = z.int().nonnegative();
const filterNames = Object.keys(conjectureFilters) as FilterName[];

const replay = { nearest: count, checks: count };
const sampling = {
  temperature: z.number().nonnegative(),
  topP: z.number().exactOptional(),
  topK: count.exactOptional(),
  maxTokens: z.int().positive(),
  stop: z.array(z.string()).exactOptional(),
};
const adaptation = {
  rank: z.int().positive(),
  alpha: z.number(),
  learningRate: z.number(),
  epochs: count,
  batchSize: z.int().positive().exactOptional(),
  optimizer: z.enum(["sgd", "adamw"]),
};
const fields = {
  conjectures: count,
  conjectureRedraws: count,
  conjectureFilters: z.array(z.enum(filterNames)),
  attemptsPerConjecture: count,
  keptPerConjecture: count,
  attempts: count,
  stopAtProof: z.boolean(),
  rounds: z.int().positive(),
  unadaptedAttempts: count,
  knownExamples: count,
  adapt: z.boolean(),
  weighting: z.enum(["weigher", "uniform"]),
  verifySteps: z.number().positive(),
  verifyWallMs: z.number().positive(),
};

/** Settings as a queue keeps them. A field that is not known here belongs to another version, which would compute something else. */
export const settingsSchema: z.ZodType<LemmaSettings> = z.strictObject({
  ...fields,
  replay: z.strictObject(replay),
  conjectureSampling: z.strictObject(sampling),
  proofSampling: z.strictObject(sampling),
  adaptation: z.strictObject(adaptation),
});

/** Fields any of which may be left out. */
export const partly = <S extends z.ZodRawShape>(shape: S) =>
  Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, z.exactOptional(field)])) as {
    [K in keyof S]: z.ZodExactOptional<S[K]>;
  };

/** Settings as a file changes them. */
export const settingsOverridesSchema = z.strictObject(
  partly({
    ...fields,
    replay: z.strictObject(partly(replay)),
    conjectureSampling: z.strictObject(partly(sampling)),
    proofSampling: z.strictObject(partly(sampling)),
    adaptation: z.strictObject(partly(adaptation)),
  }),
) satisfies z.ZodType<SettingsOverrides>;

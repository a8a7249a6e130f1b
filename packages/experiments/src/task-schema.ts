import { usageSchema } from "@lemma/evaluator";
import { exampleSchema, theoremSchema } from "@lemma/loop";
import { z } from "zod";
import { methodNames } from "./methods.ts";
import type { Task } from "./tasks.ts";

// What a theorem and an example bring beside what is read here stays with them.
const theorem = z.looseObject(theoremSchema.shape);
const example = z.looseObject(exampleSchema.shape);
const seed = z.number();
const count = z.int().nonnegative();
const method = z.enum(methodNames);

/** A task as it comes out of a queue. */
export const taskSchema: z.ZodType<Task> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("study"),
    theorem,
    seed,
    policy: z.enum(["meta-trained", "base", "control"]),
  }),
  z.strictObject({
    kind: z.literal("attempt"),
    theorem,
    seed,
    method,
    count,
    examples: z.array(example),
    studyUsage: usageSchema,
    refused: z.enum(["failed", "unsupported", "error", "infrastructure"]).exactOptional(),
    known: z
      .array(z.array(example.extend({ source: z.enum(["lemma", "variant", "context", "run", "corpus"]) })))
      .exactOptional(),
    isAttempted: z.boolean().exactOptional(),
    answers: z.array(z.string()).exactOptional(),
  }),
  z.strictObject({ kind: z.literal("spend"), theorem, seed, method, count }),
]);

import type { ConjectureFate, Example, Theorem } from "@lemma/interfaces";
import { z } from "zod";

// What logs, checkpoints and queues keep of a loop, as it must look when it is read again.

export const theoremSchema = z.object({
  id: z.string(),
  statement: z.string(),
  header: z.string().exactOptional(),
  informal: z.string().exactOptional(),
  split: z.string().exactOptional(),
}) satisfies z.ZodType<Theorem>;

export const exampleSchema = z.object({
  theorem: theoremSchema,
  proof: z.string(),
  completion: z.string().exactOptional(),
}) satisfies z.ZodType<Example>;

export const fateSchema: z.ZodType<ConjectureFate> = z.object({
  statement: z.string().exactOptional(),
  fate: z.string(),
  reason: z.string().exactOptional(),
});

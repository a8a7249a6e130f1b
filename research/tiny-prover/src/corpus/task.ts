import { z } from "zod";

/** One line of the training corpus: a proof to write, or a lemma to propose for a target. */
export const taskSchema = z.discriminatedUnion("task", [
  z.object({ task: z.literal("prove"), source: z.string(), statement: z.string(), proof: z.string() }),
  z.object({ task: z.literal("conjecture"), source: z.string(), target: z.string(), statement: z.string() }),
]);

export type Task = Readonly<z.infer<typeof taskSchema>>;

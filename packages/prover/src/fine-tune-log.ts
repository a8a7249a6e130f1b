import { z } from "zod";
import type { FineTuneLog } from "./fine-tune.ts";

/** A line of a fine-tuning's log. */
export const logSchema: z.ZodType<FineTuneLog> = z.union([
  z.object({ step: z.number(), epoch: z.number(), eval_loss: z.number() }),
  z.object({
    step: z.number(),
    epoch: z.number(),
    loss: z.number(),
    grad_norm: z.number(),
    learning_rate: z.number(),
    tokens_per_second: z.number(),
  }),
]);

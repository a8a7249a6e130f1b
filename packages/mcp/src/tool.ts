import type { LemmaParts, LemmaSettings } from "@lemma/loop";
import type { Verifier } from "@lemma/interfaces";
import type { z } from "zod";

/** What tools work with. The model is opened when a tool first needs it: checking needs none. */
export interface Workshop {
  readonly verifier: Verifier;
  readonly prover: () => Promise<{ readonly parts: LemmaParts; readonly settings: LemmaSettings }>;
}

/** A call under way. */
export interface Call {
  readonly signal: AbortSignal;
  /** Tells whoever asked for it how far the work is: so many done, of so many; one more than before, where nobody knows. */
  readonly progress: (message: string, done?: number, total?: number) => void;
}

/** One tool: what it takes, what it gives, how. Adding a tool is adding one to the table. */
export interface Tool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  readonly title: string;
  readonly description: string;
  readonly input: I;
  readonly output: O;
  /** @returns the structured result, and in words what a reader should know of it first. */
  readonly run: (
    given: z.infer<I>,
    workshop: Workshop,
    call: Call,
  ) => Promise<{ readonly result: z.infer<O>; readonly summary: string }>;
}

/** Keeps the types of input and output together while the table forgets which they are. */
export const tool = <I extends z.ZodObject, O extends z.ZodObject>(definition: Tool<I, O>): Tool =>
  definition as unknown as Tool;

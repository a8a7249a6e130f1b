import type { WorkerResult } from "../repl/worker.ts";

/** What is done with a job after an attempt at it. */
export type NextStep =
  | { readonly kind: "settle"; readonly condemn: boolean }
  /** On another process, as a rule: the one it was on may be gone. */
  | { readonly kind: "again"; readonly whole: boolean; readonly attempt: number };

const maxAttempts = 2;

/**
 * Tries once more what the machinery may have got wrong, and nothing else: what Lean says of a proof is said once.
 *
 * @param freshWorker nothing had been checked on that process before.
 */
export function nextStep(
  { whole, attempt }: { readonly whole: boolean; readonly attempt: number },
  { elaboration, blame }: WorkerResult,
  freshWorker: boolean,
): NextStep {
  const { kind } = elaboration;
  // The first commands have errors: their messages belong to the whole text's, so it is elaborated whole.
  if (!whole && kind === "infrastructure" && blame === "input") return { kind: "again", whole: true, attempt };
  if (kind === "crash" || kind === "infrastructure") {
    if (blame !== "none" && attempt < maxAttempts + (blame === "machinery" ? 1 : 0))
      return { kind: "again", whole, attempt: attempt + 1 };
    // Twice on two processes: it is the input, and it shall not kill a third.
    return { kind: "settle", condemn: kind === "crash" && blame === "input" };
  }
  // A process full of other checks' environments may have run out of memory for their sake.
  if (kind === "memory" && !freshWorker && attempt < maxAttempts) return { kind: "again", whole, attempt: attempt + 1 };
  return { kind: "settle", condemn: false };
}

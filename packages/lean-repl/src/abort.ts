import { setMaxListeners } from "node:events";
import { AbortedError } from "@lemma/interfaces";

/**
 * Calls `act` once when `signal` fires.
 *
 * @returns how to stop listening: a signal may outlive thousands of checks, and must not keep them alive.
 */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal === undefined) return () => {};
  // One signal for many checks at once is the ordinary case, not a leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", act, { once: true });
  return () => signal.removeEventListener("abort", act);
}

/** Waits for `work` or for the signal, whichever is first; `work` may go on after that, and nobody hears how it ended. */
export async function untilAbort<T>(operation: string, signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return await work;
  let stopListening = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stopListening = onAbort(signal, () => reject(new AbortedError(operation, signal)));
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stopListening();
  }
}

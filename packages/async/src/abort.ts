import { setMaxListeners } from "node:events";
import { AbortedError } from "@lemma/interfaces";

/**
 * Calls `act` once when `signal` fires.
 *
 * @returns how to stop listening: a signal may outlive thousands of calls, and must not keep them alive.
 */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal === undefined) return () => {};
  // One signal for many calls at once is the ordinary case, not a leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", act, { once: true });
  return () => signal.removeEventListener("abort", act);
}

/** What `work` comes to, unless the signal fires first; the work itself goes on. @throws {AbortedError} then. */
export async function untilAbort<T>(work: Promise<T>, operation: string, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
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

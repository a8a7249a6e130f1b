import { setMaxListeners } from "node:events";

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

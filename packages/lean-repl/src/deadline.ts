/** A timer that fires this much late was late because this process did not run: it was stopped, or busy with something else. */
const stallMs = 50;
const maxExtensions = 3;

/**
 * A timer for an answer that arrives through this process's own event loop. Time in which the loop did not turn is not the
 * answerer's: it is given once more, and what has arrived meanwhile is read before `expire` is called.
 *
 * @returns how to call it off.
 */
export function startDeadline(timeoutMs: number, expire: () => void): () => void {
  let timer: NodeJS.Timeout;
  let last: NodeJS.Immediate | undefined;
  let extensions = 0;
  const arm = (ms: number): void => {
    const due = performance.now() + ms;
    timer = setTimeout(() => {
      const lateMs = performance.now() - due;
      extensions += 1;
      if (lateMs > stallMs && extensions <= maxExtensions) arm(Math.min(lateMs, timeoutMs));
      // Pipes are read between timers and immediates.
      else last = setImmediate(expire);
    }, ms);
  };
  arm(Math.max(0, timeoutMs));
  return () => {
    clearTimeout(timer);
    if (last !== undefined) clearImmediate(last);
  };
}

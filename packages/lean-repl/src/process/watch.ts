import type { LimitMonitor, Watched } from "./monitor.ts";

/**
 * Work of a process while its limits are watched. What runs out of time is looked at once more: it may have run out of
 * something else before.
 *
 * @param line where the work's own deadline is told of.
 */
export async function underLimits<T>(
  monitor: LimitMonitor,
  limits: Omit<Watched, "since">,
  line: { onDeadline: (() => void) | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const watched: Watched = { ...limits, since: performance.now() };
  monitor.watch(watched);
  line.onDeadline = () => monitor.lastLook(watched);
  try {
    return await work();
  } finally {
    monitor.release(watched);
    line.onDeadline = undefined;
  }
}

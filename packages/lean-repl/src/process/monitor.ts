import type { Elaboration } from "../verdict.ts";
import { memoryLimit, type LimitPlan, type ProcessLimits } from "./limits.ts";
import { privateBytes, treeUsage, type ProcessUsage } from "./tree.ts";

/** A process at work on something that has limits. */
export interface Watched {
  /** The root of its process tree. */
  readonly pid: number;
  /** The one whose memory is looked at most often. */
  readonly innerPid?: number;
  /** For this work, where that is less than the process's own limit. */
  readonly memoryBytes?: number | undefined;
  readonly since: number;
  readonly cpuLimitMs: number | undefined;
  /** Ends the work with this outcome, and the process. */
  readonly stop: (outcome: Elaboration) => void;
}

/** Shortest time between two looks, and how long work goes on before it is looked at: most is done by then. */
const lookMs = 50;
const firstLookMs = 150;
/** Looking may take this share of the time: a look that took long is followed by a longer pause. */
const lookShare = 0.04;
const longestPauseMs = 300;

/**
 * Looks at what busy processes use: their own memory at every look, CPU time and count of their whole trees at every third.
 * Work that is done soon is never looked at, and costs nothing.
 */
export class LimitMonitor implements Disposable {
  readonly #limits: ProcessLimits;
  readonly #plan: LimitPlan;
  readonly #watched = new Map<Watched, number | undefined>();
  #timer: NodeJS.Timeout | undefined;
  #tick = 0;

  constructor(limits: ProcessLimits, plan: LimitPlan) {
    this.#limits = limits;
    this.#plan = plan;
  }

  watch(watched: Watched): void {
    this.#watched.set(watched, undefined);
    this.#schedule(lookMs);
  }

  release(watched: Watched): void {
    this.#watched.delete(watched);
  }

  /** Looks at the memory of one at once: it has run out of time, and should be told if that is not all. */
  lastLook(watched: Watched): void {
    // The whole tree: `pid` may be a wrapper, with the server and its workers below it.
    this.#checkMemory(watched, treeUsage([watched.pid]).get(watched.pid)?.privateBytes ?? 0);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(delayMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#watched.size === 0) return;
      const started = performance.now();
      this.#look();
      const pause = (performance.now() - started) / lookShare;
      this.#schedule(Math.min(longestPauseMs, Math.max(lookMs, pause)));
    }, delayMs);
  }

  #look(): void {
    this.#tick += 1;
    const now = performance.now();
    const slow = [...this.#watched.keys()].filter(({ since }) => now - since > firstLookMs);
    if (slow.length === 0) return;
    const { processes } = this.#limits;
    if (this.#tick % 3 !== 0) {
      for (const each of slow) this.#checkMemory(each, privateBytes(each.innerPid ?? each.pid));
      return;
    }
    const usage = treeUsage(slow.map(({ pid }) => pid));
    this.#checkTogether(slow, usage);
    for (const each of slow) {
      const used = usage.get(each.pid);
      if (used === undefined) continue;
      const before = this.#watched.get(each) ?? used.cpuMs;
      this.#watched.set(each, before);
      if (this.#checkMemory(each, used.privateBytes)) continue;
      if (used.processes > processes) each.stop({ kind: "crash", reason: `process limit of ${processes}` });
      else if (each.cpuLimitMs !== undefined && used.cpuMs - before > each.cpuLimitMs)
        each.stop({ kind: "timeout", limit: `cpu ${each.cpuLimitMs} ms` });
    }
  }

  /** Each within its limit, all of them too much: the largest goes, before the system chooses somebody. */
  #checkTogether(watched: readonly Watched[], usage: ReadonlyMap<number, ProcessUsage>): void {
    const bytesOf = ({ pid }: Watched): number => usage.get(pid)?.privateBytes ?? 0;
    const { togetherBytes } = this.#limits;
    if (watched.reduce((sum, each) => sum + bytesOf(each), 0) <= togetherBytes) return;
    const largest = watched.reduce((a, b) => (bytesOf(a) >= bytesOf(b) ? a : b));
    largest.stop({ kind: "memory", limit: `${memoryLimit(togetherBytes, "polling")} of all workers together` });
  }

  /** @returns whether the work was ended for what it uses. */
  #checkMemory(each: Watched, usedBytes: number): boolean {
    const limit = Math.min(each.memoryBytes ?? this.#limits.memoryBytes, this.#limits.memoryBytes);
    // The kernel knows the process's own limit, not one that is for this work alone.
    const byKernel = this.#plan.report.memory === "cgroup" && each.memoryBytes === undefined;
    if (usedBytes <= limit || byKernel) return false;
    each.stop({ kind: "memory", limit: memoryLimit(limit, "polling") });
    return true;
  }
}

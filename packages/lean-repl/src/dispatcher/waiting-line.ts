import { FairQueue, type Queued } from "./fair-queue.ts";

export interface LineSettings {
  /** How many may wait; more are turned away at once. */
  readonly maxQueued: number;
  /** Longest wait. */
  readonly queueTimeoutMs: number;
}

export interface Waiting extends Queued {
  /** By `performance.now()`; kept by one that comes back to the line. */
  readonly queuedAt: number;
}

/** A fair queue with back-pressure and deadlines: whoever would wait behind too many, or has waited too long, is told why. */
export class WaitingLine<T extends Waiting> {
  readonly #settings: LineSettings;
  readonly #refuse: (item: T, reason: string) => void;
  readonly #queue = new FairQueue<T>();
  readonly #timers = new Map<T, NodeJS.Timeout>();

  /** @param refuse called once for each item that is not given out. */
  constructor(settings: LineSettings, refuse: (item: T, reason: string) => void) {
    this.#settings = settings;
    this.#refuse = refuse;
  }

  get length(): number {
    return this.#queue.length;
  }

  /** Puts a newcomer in line, or refuses it where the line is full. */
  push(item: T): void {
    const { maxQueued } = this.#settings;
    if (this.#queue.length >= maxQueued) this.#refuse(item, `the queue is full (${maxQueued} jobs wait)`);
    else this.putBack(item);
  }

  /** For one that was given out and has to be given out again: there is always room for it. */
  putBack(item: T): void {
    this.#queue.push(item);
    const { queueTimeoutMs } = this.#settings;
    if (!Number.isFinite(queueTimeoutMs)) return;
    const waitedMs = performance.now() - item.queuedAt;
    const timer = setTimeout(() => {
      if (this.remove(item)) this.#refuse(item, `waited ${queueTimeoutMs} ms in the queue`);
    }, queueTimeoutMs - waitedMs);
    timer.unref();
    this.#timers.set(item, timer);
  }

  /** @see FairQueue.shift */
  shift(prefers?: (item: T) => boolean): T | undefined {
    const item = this.#queue.shift(prefers);
    if (item !== undefined) this.#forget(item);
    return item;
  }

  /** Takes one out that nobody waits for any more. @returns whether it was still there. */
  remove(item: T): boolean {
    this.#forget(item);
    return this.#queue.remove(item);
  }

  refuseAll(reason: string): void {
    for (const item of this.#queue.drain()) {
      this.#forget(item);
      this.#refuse(item, reason);
    }
  }

  #forget(item: T): void {
    clearTimeout(this.#timers.get(item));
    this.#timers.delete(item);
  }
}

import { setTimeout as pause } from "node:timers/promises";
import { type Adapter, AbortedError, type SamplingSettings } from "@lemma/interfaces";
import type { ArrivingCompletion, LocalProver } from "@lemma/prover";

/** How a row is drawn: rows that share it are computed together. */
export interface Drawing {
  readonly sampling: Omit<SamplingSettings, "maxTokens" | "stop">;
  readonly adapter: Adapter | undefined;
}

interface Waiting {
  readonly key: string;
  readonly drawing: Drawing;
  readonly row: ArrivingCompletion;
  readonly since: number;
}

/** Requests that come at once begin together, instead of the first alone: until none has come for so long, */
const gatherMs = 4;
/** and no longer than this, which is about what a step of a full batch takes a small model. */
const gatherAtMostMs = 24;
/** For so long at most do rows join a batch while others wait that cannot. */
const patienceMs = 2_000;

/**
 * Completes what waits: one batch at a time, which rows drawn alike join between two chunks for as long as there is room. Whoever waits
 * for another adapter or temperature has its turn when the batch ends, which nobody joins any more once such a one has waited for two
 * seconds.
 */
export class Batcher {
  readonly #prover: LocalProver;
  #waiting: Waiting[] = [];
  #running = 0;
  #loop: Promise<void> | undefined;

  constructor(prover: LocalProver) {
    this.#prover = prover;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves once nothing waits or is under way. */
  async idle(): Promise<void> {
    await this.#loop;
  }

  submit(drawing: Drawing, row: ArrivingCompletion): void {
    const { adapter, sampling } = drawing;
    const key = JSON.stringify([adapter?.id, sampling.temperature, sampling.topP, sampling.topK]);
    this.#waiting.push({ key, drawing, row, since: performance.now() });
    this.#loop ??= this.#run().finally(() => (this.#loop = undefined));
  }

  async #run(): Promise<void> {
    await this.#gather();
    for (;;) {
      this.#dropAborted();
      const [first] = this.#waiting;
      if (first === undefined) return;
      const { key, drawing } = first;
      try {
        await this.#prover.generateArriving((room) => this.#arrivals(key, room), {
          sampling: drawing.sampling,
          adapters: drawing.adapter === undefined ? [] : [drawing.adapter],
        });
        await this.#gather();
      } catch (error) {
        // Rows under way have heard of it; of those that wait, the ones drawn alike would fail alike.
        for (const { row } of this.#take((one) => one.key === key)) row.failed(error);
      }
    }
  }

  async #gather(): Promise<void> {
    const began = performance.now();
    for (let known = 0; known < this.#waiting.length && performance.now() - began < gatherAtMostMs;) {
      known = this.#waiting.length;
      await pause(gatherMs);
    }
  }

  #arrivals(key: string, room: number): readonly ArrivingCompletion[] {
    this.#dropAborted();
    const oldest = this.#waiting.find((one) => one.key !== key);
    if (oldest !== undefined && this.#running > 0 && performance.now() - oldest.since > patienceMs) return [];
    let left = room;
    const taken = this.#take((one) => one.key === key && left-- > 0);
    this.#running += taken.length;
    return taken.map(({ row }) => ({
      ...row,
      done: (completion) => {
        this.#running -= 1;
        row.done(completion);
      },
      failed: (error) => {
        this.#running -= 1;
        row.failed(error);
      },
    }));
  }

  #dropAborted(): void {
    for (const { row } of this.#take(({ row: { signal } }) => signal?.aborted === true))
      row.failed(new AbortedError("generate", row.signal));
  }

  #take(isWanted: (one: Waiting) => boolean): readonly Waiting[] {
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    for (const one of this.#waiting) (isWanted(one) ? taken : left).push(one);
    this.#waiting = left;
    return taken;
  }
}

import type { Metrics } from "../metrics.ts";
import type { Backend, Seat } from "./backend.ts";

export interface SeatSettings {
  /** Jobs that run at once. */
  readonly concurrency: number;
  /** Seats kept ready beyond those, so that a kill costs nobody an import. */
  readonly warmSpares: number;
  /** A seat is replaced after this many jobs, whatever its memory. */
  readonly maxChecksPerSeat: number;
  /** Memory that one seat may have; `Infinity` where nobody counts. */
  readonly seatMemoryBytes: number;
  /** Memory that all of them may have together. */
  readonly togetherBytes: number;
}

export interface SeatEvents {
  /** There may be something to do for an idle seat. */
  readonly ready: () => void;
  /** No seat starts any more, and none is left. */
  readonly hopeless: (reason: string) => void;
}

/** A seat, and what has been done on it. */
export interface Place<P> {
  readonly seat: Seat<P>;
  jobs: number;
  lastUsed: number;
}

const maxStartFailures = 5;
/** Of a seat's memory, and of all of them together: beyond it somebody goes. */
const memoryShare = 0.8;

/** The seats of a dispatcher: how many there are, which of them are at work, and when one has to go. */
export class Seats<P> {
  readonly #backend: Backend<P>;
  readonly #settings: SeatSettings;
  readonly #metrics: Metrics;
  readonly #events: SeatEvents;
  readonly #idle = new Set<Place<P>>();
  readonly #busy = new Set<Place<P>>();
  /** Started, and not yet ready for work. */
  readonly #warming = new Set<Place<P>>();
  readonly #retired = new WeakSet<Place<P>>();
  readonly #closing = new Set<Promise<void>>();
  #starting = 0;
  #startFailures = 0;
  #lastStartProblem = "";
  /** What a newcomer makes ready for before it is given work. */
  #inDemand: P | undefined;
  #closed = false;
  #warned = false;

  constructor(backend: Backend<P>, settings: SeatSettings, metrics: Metrics, events: SeatEvents) {
    this.#backend = backend;
    this.#settings = settings;
    this.#metrics = metrics;
    this.#events = events;
  }

  get idle(): number {
    return this.#idle.size;
  }

  get busy(): number {
    return this.#busy.size;
  }

  /** The idle seat that has most of what the job stands on; among equals the least recently used. */
  warmest(plan: P): { readonly place: Place<P>; readonly warmth: number } | undefined {
    let best: { place: Place<P>; warmth: number } | undefined;
    for (const place of this.#idle) {
      const warmth = place.seat.warmth(plan);
      if (best === undefined || warmth > best.warmth) best = { place, warmth };
    }
    return best;
  }

  /** Takes an idle seat for a job. */
  take(place: Place<P>, plan: P): void {
    this.#idle.delete(place);
    this.#busy.add(place);
    place.lastUsed = performance.now();
    place.jobs += 1;
    this.#inDemand = plan;
  }

  /** Gives it back; one that is broken, worn out or too large goes, and so does the oldest where all are too large together. */
  giveBack(place: Place<P>): void {
    this.#busy.delete(place);
    if (this.#closed || !place.seat.isUsable) {
      void this.retire(place);
      return;
    }
    const { seatMemoryBytes, togetherBytes, maxChecksPerSeat, concurrency } = this.#settings;
    const isTooLarge = place.seat.privateBytes > seatMemoryBytes * memoryShare;
    if (place.jobs >= maxChecksPerSeat || isTooLarge) {
      if (isTooLarge && place.jobs === 1) this.#warnOfLimit(place.seat.privateBytes);
      this.#recycle(place);
      return;
    }
    this.#idle.add(place);
    if (this.#idle.size <= 1 || this.#busy.size + this.#idle.size <= concurrency) return;
    const total = [...this.#idle, ...this.#busy].reduce((sum, { seat }) => sum + seat.privateBytes, 0);
    if (total > togetherBytes * memoryShare)
      this.#recycle([...this.#idle].reduce((a, b) => (a.lastUsed <= b.lastUsed ? a : b)));
  }

  /** Starts as many seats as the work in sight can use, plus the spares. */
  grow(waiting: number): void {
    if (this.#closed) return;
    const { concurrency, warmSpares } = this.#settings;
    const demand = Math.min(concurrency, this.#busy.size + waiting);
    // Spares only at full width: who serves one caller at a time needs none.
    const target = demand >= concurrency ? concurrency + warmSpares : demand;
    while (this.#idle.size + this.#busy.size + this.#starting < target) void this.#start();
  }

  /** A new seat, nobody's yet. */
  open(): Place<P> {
    const place = { seat: this.#backend.start(this.#metrics), jobs: 0, lastUsed: 0 };
    this.#warming.add(place);
    // An idle seat that ends must not be given work.
    void place.seat.ended.then(() => {
      if (this.#idle.delete(place)) void this.retire(place);
    });
    return place;
  }

  /** Lets one that was opened wait for work. */
  admit(place: Place<P>): void {
    this.#warming.delete(place);
    if (place.seat.isUsable && !this.#closed) this.#idle.add(place);
    else void this.retire(place);
  }

  /** Ends it, whatever it is doing; resolves when nothing of it is left. */
  async retire(place: Place<P>): Promise<void> {
    if (this.#retired.has(place)) return;
    this.#retired.add(place);
    this.#warming.delete(place);
    const gone = place.seat.stop("retired");
    this.#closing.add(gone);
    await gone;
    this.#closing.delete(gone);
  }

  /** Ends them all; resolves when none is left. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const place of [...this.#busy, ...this.#idle, ...this.#warming]) void this.retire(place);
    await Promise.all(this.#closing);
  }

  /** What one job leaves behind is too large for a second: every job pays for an import, and nothing but the clock tells. */
  #warnOfLimit(bytes: number): void {
    if (this.#warned) return;
    this.#warned = true;
    const [used, limit] = [bytes, this.#settings.seatMemoryBytes].map((each) => Math.round(each / 2 ** 20));
    process.emitWarning(
      `${this.#backend.name}: after one check a process has ${used} MB of its limit of ${limit}, and is replaced, imports and ` +
        "all; a higher limit on memory (`--memory-mb`) would keep it",
      { type: "LemmaWarning", code: "LEMMA_MEMORY_LIMIT" },
    );
  }

  #recycle(place: Place<P>): void {
    this.#idle.delete(place);
    this.#metrics.add("processesRecycled");
    void this.retire(place);
  }

  async #start(): Promise<void> {
    this.#starting += 1;
    // Growing pauses: what does not start now may start in a moment.
    if (this.#startFailures > 0)
      await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 50 * 2 ** this.#startFailures)));
    if (!this.#closed) await this.#warmUp();
    this.#starting -= 1;
    if (this.#startFailures >= maxStartFailures && this.#idle.size + this.#busy.size === 0) {
      this.#startFailures = 0;
      this.#events.hopeless(`${this.#backend.name}: nothing starts any more: ${this.#lastStartProblem}`);
    }
    this.#events.ready();
  }

  /** A newcomer brings what is in demand with it before it is given work. */
  async #warmUp(): Promise<void> {
    let problem: string | undefined;
    let place: Place<P> | undefined;
    try {
      place = this.open();
      problem = await place.seat.warmUp(this.#inDemand);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      void place?.seat.stop("it did not start");
    }
    if (place?.seat.isUsable === true) this.#startFailures = 0;
    else if (!this.#closed) {
      this.#startFailures += 1;
      this.#lastStartProblem = problem ?? "it ended at once";
    }
    if (place !== undefined) this.admit(place);
  }
}

/**
 * Seeded randomness, passed in wherever anything is drawn, so that a run repeats from its seed.
 *
 * The generator is sfc32 (Doty-Humphrey, PractRand), seeded through the 32-bit finaliser of MurmurHash3. `fork` derives
 * an independent stream from a label, so that work done in parallel, or resumed, draws what it would have drawn alone.
 */
export class Random {
  readonly #key: number;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spareNormal: number | undefined;

  /** @param seed any finite number; equal seeds give equal streams. */
  constructor(seed: number) {
    if (!Number.isFinite(seed)) throw new RangeError(`Random: expected a finite seed, received ${seed}`);
    const low = seed >>> 0;
    const high = Math.floor(seed / 2 ** 32) >>> 0;
    this.#key = mix(low ^ mix(high ^ 0x9e3779b9));
    this.#a = mix(this.#key ^ 0x243f6a88);
    this.#b = mix(this.#key ^ 0x85a308d3);
    this.#c = mix(this.#key ^ 0x13198a2e);
    for (let i = 0; i < 12; i += 1) this.uint32();
  }

  /** An independent stream named by `labels`. Depends on this stream's seed only, not on what was drawn from it. */
  fork(...labels: readonly (string | number)[]): Random {
    let key = this.#key;
    for (const label of labels) {
      for (const character of `${typeof label}:${label}`) key = mix(key ^ mix(character.codePointAt(0)!)) + 0x9e3779b9;
      key = mix(key ^ 0x7f4a7c15);
    }
    return new Random((key >>> 0) + 2 ** 32 * (mix(key ^ this.#key) & 0x1fffff));
  }

  /** Uniform in 0 … 2³²−1. */
  uint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 2 ** 26 + (this.uint32() >>> 6)) / 2 ** 53;
  }

  /** Uniform over 0 … `below` − 1. */
  integer(below: number): number {
    if (!Number.isSafeInteger(below) || below < 1)
      throw new RangeError(`Random.integer: expected a positive integer, received ${below}`);
    return Math.floor(this.uniform() * below);
  }

  /** Uniform over `low` … `high`, both included. */
  between(low: number, high: number): number {
    return low + this.integer(high - low + 1);
  }

  /** Standard normal (Box–Muller). */
  normal(): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return spare;
    }
    // 1 − u lies in (0, 1], so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** One of `items`, uniformly. @throws {RangeError} when there is none. */
  choice<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("Random.choice: no items to choose from");
    return items[this.integer(items.length)]!;
  }

  /** A shuffled copy (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i -= 1) {
      const j = this.integer(i + 1);
      [copy[i], copy[j]] = [copy[j]!, copy[i]!];
    }
    return copy;
  }

  /** `count` distinct items, in random order. */
  sample<T>(items: readonly T[], count: number): T[] {
    return this.shuffle(items).slice(0, count);
  }
}

/** MurmurHash3's 32-bit finaliser: every input bit reaches every output bit. */
function mix(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

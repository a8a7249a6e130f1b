/**
 * Remembers which beginnings of texts have come before, so that only those are elaborated apart that somebody shares: an
 * environment of its own costs memory for as long as its process lives.
 */
export class SharedPrefixes {
  readonly #seen = new Set<string>();
  readonly #maxEntries: number;

  constructor(maxEntries = 20_000) {
    this.#maxEntries = maxEntries;
  }

  /**
   * @param pieces a text cut into commands.
   * @returns how many pieces at its start were at the start of an earlier text under the same header, too; never all of
   *   them, since the last is what this text is about.
   */
  meet(header: string, pieces: readonly string[]): number {
    let key = header;
    let shared = 0;
    for (const [index, piece] of pieces.slice(0, -1).entries()) {
      key = `${key}\u0000${piece}`;
      if (this.#seen.has(key) && shared === index) shared = index + 1;
      else this.#seen.add(key);
    }
    if (this.#seen.size > this.#maxEntries) {
      for (const old of this.#seen) {
        if (this.#seen.size <= this.#maxEntries / 2) break;
        this.#seen.delete(old);
      }
    }
    return shared;
  }
}

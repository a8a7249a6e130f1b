import { Recent } from "./recent.ts";

export interface OnceEachOptions<T> {
  /** How many are remembered: those that were asked for last. All, unless told. */
  readonly most?: number;
  /** Whether a result is worth remembering; one that is not is looked for again. Every one is, unless told. */
  readonly keep?: (result: T) => boolean;
}

/** Work by key, begun once for each, however many ask and when. What failed is begun anew by whoever asks next. */
export class OnceEach<K, T> {
  readonly #begun: Recent<K, Promise<T>>;
  readonly #keep: (result: T) => boolean;

  constructor({ most = Number.POSITIVE_INFINITY, keep = () => true }: OnceEachOptions<T> = {}) {
    this.#begun = new Recent(most);
    this.#keep = keep;
  }

  /** What was begun for the key, or begins now. */
  of(key: K, begin: () => Promise<T>): Promise<T> {
    return this.#begun.of(key, () => {
      const work = begin();
      const forget = (): void => void (this.#begun.get(key) === work && this.#begun.delete(key));
      work.then((result) => this.#keep(result) || forget(), forget);
      return work;
    });
  }

  /** All that was begun and is remembered, under way or done. */
  begun(): Iterable<Promise<T>> {
    return this.#begun.values();
  }
}

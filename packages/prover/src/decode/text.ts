import type { Tokenizer } from "../tokenizer.ts";

/** Follows one row's text as tokens arrive: where it must stop, and what of it is certain enough to show. */
export class RowText {
  readonly #tokenizer: Tokenizer;
  readonly #stops: readonly string[];
  /** Special tokens, which no decoded text shows. */
  readonly #stopIds: ReadonlySet<number>;
  #shown = 0;
  /** So many tokens are as good as read: answers run to tens of thousands, and are looked at every chunk. */
  #settled = 0;
  #settledText = "";

  constructor(tokenizer: Tokenizer, stops: readonly string[]) {
    this.#tokenizer = tokenizer;
    const ids = stops.map((stop) => tokenizer.tokenId(stop));
    const isHidden = (id: number | undefined): id is number => id !== undefined && tokenizer.decode([id]) === "";
    this.#stopIds = new Set(ids.filter(isHidden));
    this.#stops = stops.filter((stop, i) => stop !== "" && !isHidden(ids[i]));
  }

  /** How many of `tokens` it takes for a stop string to appear; undefined when none does. The first `known` hold none. */
  stopAfter(tokens: readonly number[], known: number): number | undefined {
    const hidden = tokens.findIndex((token, i) => i >= known && this.#stopIds.has(token));
    if (hidden >= 0) return this.stopAfter(tokens.slice(0, hidden), known) ?? hidden + 1;
    if (this.#stops.length === 0 || !this.#hasStop(tokens)) return undefined;
    // A stop string that has appeared stays, so that the place can be found by halves.
    let [without, within] = [known, tokens.length];
    while (within - without > 1) {
      const middle = (without + within) >> 1;
      if (this.#hasStop(tokens.slice(0, middle))) within = middle;
      else without = middle;
    }
    return within;
  }

  /** The text, up to the first stop string. */
  text(tokens: readonly number[]): string {
    const text = this.#decode(tokens);
    const found = this.#stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
    return found.length === 0 ? text : text.slice(0, Math.min(...found));
  }

  /** What has become certain since the last call; all of it once the row has `ended`. */
  fresh(tokens: readonly number[], ended: boolean): string {
    const text = this.text(tokens);
    const end = ended ? text.length : certainLength(text, this.#stops);
    const piece = text.slice(this.#shown, Math.max(this.#shown, end));
    this.#shown += piece.length;
    return piece;
  }

  #hasStop(tokens: readonly number[]): boolean {
    const text = this.#decode(tokens);
    return this.#stops.some((stop) => text.includes(stop));
  }

  #decode(tokens: readonly number[]): string {
    if (tokens.length < this.#settled) return this.#tokenizer.decodeNext(tokens);
    // A chunk may still be cut off; what is long before it stays. Not within a character, whose bytes come as several tokens.
    if (tokens.length - this.#settled > 1024) {
      const piece = this.#tokenizer.decodeNext(tokens.slice(this.#settled, -512));
      if (!piece.endsWith("\uFFFD")) {
        this.#settledText += piece;
        this.#settled = tokens.length - 512;
      }
    }
    return this.#settledText + this.#tokenizer.decodeNext(tokens.slice(this.#settled));
  }
}

/** Without a character whose bytes have not all arrived, and without what may be the beginning of a stop string. */
function certainLength(text: string, stops: readonly string[]): number {
  let end = text.length;
  while (end > 0 && text[end - 1] === "\uFFFD") end -= 1;
  for (const stop of stops)
    for (let length = Math.min(stop.length - 1, text.length); length > 0; length -= 1)
      if (text.endsWith(stop.slice(0, length))) end = Math.min(end, text.length - length);
  return end;
}

/** When a completion counts as going round in circles. */
export interface RepetitionGuard {
  /** The longest cycle looked for, in tokens. */
  readonly longestPeriod: number;
  /** How many times in a row a cycle must come. */
  readonly repeats: number;
}

/** Whether `tokens` ends in a cycle of at most `longestPeriod` tokens that came `repeats` times. */
export function endsInCycle(tokens: readonly number[], { longestPeriod, repeats }: RepetitionGuard): boolean {
  for (let period = 1; period <= longestPeriod && period * repeats <= tokens.length; period += 1) {
    const start = tokens.length - period * repeats;
    let same = true;
    for (let i = tokens.length - 1; same && i >= start + period; i -= 1) same = tokens[i] === tokens[i - period];
    if (same) return true;
  }
  return false;
}

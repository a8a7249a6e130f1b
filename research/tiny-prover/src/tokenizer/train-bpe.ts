/**
 * Byte-level byte-pair encoding, trained from a corpus and written in Hugging Face's `tokenizer.json` layout.
 *
 * @see Sennrich et al. 2016, arXiv:1508.07909; byte-level alphabet as in GPT-2.
 */

/** Numbers digit by digit (a model that adds must see digits), names whole, runs of symbols together, each with its space. */
export const splitPattern = " ?\\p{N}| ?[\\p{L}_][\\p{L}_.'₀₁₂₃₄₅₆₇₈₉]*| ?[^\\s\\p{L}\\p{N}]+|\\n *|\\s+";

/** GPT-2's reversible map of bytes to printable characters: bytes that print stand for themselves, others move above 255. */
export const byteAlphabet: readonly string[] = (() => {
  const prints = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(prints(byte) ? byte : next++));
})();

export interface TrainedBpe {
  /** Special tokens first, then the 256 bytes, then one token per merge. */
  readonly vocabulary: readonly string[];
  readonly merges: readonly (readonly [string, string])[];
}

interface Word {
  readonly pieces: string[];
  readonly count: number;
}

/**
 * Learns merges until the vocabulary has `vocabularySize` entries or no pair occurs twice. Ties go to the pair that sorts
 * first, so the result depends on the corpus alone.
 */
export function trainBpe(
  corpus: Iterable<string>,
  options: { readonly vocabularySize: number; readonly specialTokens: readonly string[] },
): TrainedBpe {
  const words = countWords(corpus);
  const vocabulary = [...options.specialTokens, ...byteAlphabet];
  const merges: [string, string][] = [];
  const separator = "\u0000";
  // Pair counts are kept up to date merge by merge: only words that hold the merged pair change.
  const counts = new Map<string, number>();
  const where = new Map<string, Set<number>>();
  const add = (index: number, sign: 1 | -1): void => {
    const { pieces, count } = words[index]!;
    for (let i = 0; i + 1 < pieces.length; i += 1) {
      const pair = pieces[i]! + separator + pieces[i + 1]!;
      counts.set(pair, (counts.get(pair) ?? 0) + sign * count);
      if (sign > 0) {
        let indices = where.get(pair);
        if (indices === undefined) where.set(pair, (indices = new Set()));
        indices.add(index);
      }
    }
  };
  words.forEach((_, index) => add(index, 1));
  while (vocabulary.length < options.vocabularySize) {
    let best = "";
    let bestCount = 1;
    for (const [pair, count] of counts) {
      if (count > bestCount || (count === bestCount && best !== "" && pair < best)) [best, bestCount] = [pair, count];
    }
    if (best === "") break;
    const [left, right] = best.split(separator) as [string, string];
    merges.push([left, right]);
    vocabulary.push(left + right);
    for (const index of where.get(best) ?? []) {
      const { pieces } = words[index]!;
      add(index, -1);
      for (let i = 0; i + 1 < pieces.length; i += 1) {
        if (pieces[i] === left && pieces[i + 1] === right) pieces.splice(i, 2, left + right);
      }
      add(index, 1);
    }
    counts.delete(best);
    where.delete(best);
  }
  return { vocabulary, merges };
}

/** `tokenizer.json` as Hugging Face's libraries read it. */
export function tokenizerDefinition(trained: TrainedBpe, specialTokens: readonly string[]): object {
  const vocabulary = Object.fromEntries(trained.vocabulary.map((token, id) => [token, id]));
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: specialTokens.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: splitPattern }, behavior: "Isolated", invert: false },
        byteLevel,
      ],
    },
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: vocabulary,
      merges: trained.merges.map((pair) => [...pair]),
    },
  };
}

function countWords(corpus: Iterable<string>): Word[] {
  const split = new RegExp(splitPattern, "gu");
  const counts = new Map<string, number>();
  for (const text of corpus) {
    for (const [word] of text.matchAll(split)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => ({
    pieces: [...Buffer.from(word, "utf8")].map((byte) => byteAlphabet[byte]!),
    count,
  }));
}

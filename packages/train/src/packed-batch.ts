import { type TensorSpec, type TensorValue, spec } from "@lemma/autodiff";
import { InputError } from "@lemma/interfaces";
import type { BatchSettings, TokenBatch, TokenExample } from "./batch.ts";

// Texts to learn from begin alike: with a template's header, or with the whole prompt where one lemma has several proofs. A token that
// comes after the same tokens as another is the same computation, forward and backward; so a row here is a tree of tokens, and each of them
// is there once.

/**
 * Rows of texts that share what they begin with, `[batch, seq]`. The token at `places[i]` of all batch · seq predicts `labels[i]`, which counts
 * `mask[i]` times; these are `[1, scored]`.
 */
export interface PackedBatch<T> extends TokenBatch<T> {
  /** int64 `[batch, seq]`: how many tokens come before each in its texts. */
  readonly positions: T;
  /** bool `[batch, seq, seq]`: whether a token (second axis) is that of the third, or comes after it in a text. */
  readonly visible: T;
  /** int64 `[scored]` */
  readonly places: T;
}

export const packedBatchSpec = (): PackedBatch<TensorSpec> => ({
  tokens: spec("int64", ["batch", "seq"]),
  positions: spec("int64", ["batch", "seq"]),
  visible: spec("bool", ["batch", "seq", "seq"]),
  places: spec("int64", ["scored"]),
  labels: spec("int64", [1, "scored"]),
  mask: spec("float32", [1, "scored"]),
});

export interface PackSettings extends Pick<BatchSettings, "normalizer" | "contextLength"> {
  /** The most tokens of a batch, padding included. A longer text is alone. */
  readonly tokensPerBatch: number;
  /** The most tokens of a row, since attention is computed between all of them; a longer text is alone in it. Default 512. */
  readonly tokensPerRow?: number;
}

/** A batch, and where its examples' losses are. */
export interface Packed {
  readonly batch: PackedBatch<TensorValue>;
  /** Which of the examples are in it, and for each the first of its tokens among the `scored`; the others follow. */
  readonly examples: readonly { readonly index: number; readonly first: number; readonly count: number }[];
}

/** Sizes are rounded up to a multiple of this, so that batches of like sizes are of one size. */
const multiple = 16;
const rounded = (size: number): number => multiple * Math.ceil(size / multiple);

/**
 * Examples as batches whose losses are Σ mask·nll / Σ mask, as `completionBatch` has them.
 *
 * @throws {InputError} naming the example that has no token to learn, or exceeds the context.
 */
export function packExamples(examples: readonly TokenExample[], settings: PackSettings): readonly Packed[] {
  examples.forEach((example, index) => checkExample(example, index, settings));
  const { tokensPerBatch, tokensPerRow = 512 } = settings;
  // In the order of their tokens, neighbours share most.
  const order = examples.map((_, index) => index).sort((a, b) => compare(examples[a]!.tokens, examples[b]!.tokens));
  const limit = Math.min(tokensPerRow, tokensPerBatch);
  const trees: TokenTree[] = [];
  for (const index of order) {
    const { tokens } = examples[index]!;
    const current = trees.at(-1);
    const fits = current !== undefined && pays(current.size, current.fresh(tokens), tokens.length - 1, limit);
    const tree = fits ? current : new TokenTree();
    if (!fits) trees.push(tree);
    tree.add(tokens, index);
  }
  trees.sort((a, b) => a.size - b.size);
  const batches: TokenTree[][] = [];
  for (const tree of trees) {
    const current = batches.at(-1);
    // Sorted by size, so the newcomer sets the width.
    if (current !== undefined && (current.length + 1) * rounded(tree.size) <= tokensPerBatch) current.push(tree);
    else batches.push([tree]);
  }
  return batches.map((batch) => batchOf(batch, examples, settings));
}

function checkExample(
  { tokens, promptLength }: TokenExample,
  index: number,
  { contextLength = Infinity }: PackSettings,
): void {
  if (tokens.length <= Math.max(1, promptLength))
    throw new InputError(
      `example ${index}: expected a completion, received ${tokens.length} tokens of which ${promptLength} are prompt`,
    );
  if (tokens.length > contextLength)
    throw new InputError(`example ${index}: expected at most ${contextLength} tokens, received ${tokens.length}`);
}

/** To how many others a token's attention costs what its products with weights do: of the order of a model's width. */
const attendedAtWeights = 1024;

/**
 * Whether a text of `length` tokens is better added to a row of `size`, where `fresh` of them are new, than in a row of its own: products that
 * are shared are saved, and attention is computed between all of a row.
 */
const pays = (size: number, fresh: number, length: number, limit: number): boolean =>
  size + fresh <= limit && (length - fresh) * attendedAtWeights > (size + fresh) ** 2 - size ** 2 - length ** 2;

/** Lexicographic. */
function compare(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Texts as a tree: node n is token `tokens[n]` after the tokens on the way to its parent, an earlier node. */
class TokenTree {
  readonly tokens: number[] = [];
  readonly parents: number[] = [];
  readonly depths: number[] = [];
  /** Each text's nodes: its tokens but the last, which is only ever predicted. */
  readonly texts: { readonly index: number; readonly nodes: readonly number[] }[] = [];
  readonly #children = new Map<string, number>();

  get size(): number {
    return this.tokens.length;
  }

  /** How many nodes a text would add. */
  fresh(tokens: readonly number[]): number {
    let node = -1;
    for (let t = 0; t + 1 < tokens.length; t += 1) {
      const next = this.#children.get(`${node} ${tokens[t]!}`);
      if (next === undefined) return tokens.length - 1 - t;
      node = next;
    }
    return 0;
  }

  add(tokens: readonly number[], index: number): void {
    const nodes: number[] = [];
    let node = -1;
    for (let t = 0; t + 1 < tokens.length; t += 1) {
      const key = `${node} ${tokens[t]!}`;
      let next = this.#children.get(key);
      if (next === undefined) {
        next = this.tokens.push(tokens[t]!) - 1;
        this.parents.push(node);
        this.depths.push(t);
        this.#children.set(key, next);
      }
      nodes.push((node = next));
    }
    this.texts.push({ index, nodes });
  }
}

function batchOf(trees: readonly TokenTree[], examples: readonly TokenExample[], { normalizer }: PackSettings): Packed {
  const width = rounded(Math.max(...trees.map(({ size }) => size)));
  const dims = [trees.length, width];
  const tokens = new BigInt64Array(trees.length * width);
  const positions = new BigInt64Array(trees.length * width);
  const visible = new Uint8Array(trees.length * width * width);
  const [places, labels, mask]: [number[], number[], number[]] = [[], [], []];
  const found: { index: number; first: number; count: number }[] = [];
  for (const [row, tree] of trees.entries()) {
    for (let node = 0; node < width; node += 1) {
      const at = row * width + node;
      const parent = node < tree.size ? tree.parents[node]! : -1;
      if (parent >= 0)
        visible.copyWithin(at * width, (row * width + parent) * width, (row * width + parent + 1) * width);
      visible[at * width + node] = 1;
      tokens[at] = BigInt(tree.tokens[node] ?? 0);
      positions[at] = BigInt(tree.depths[node] ?? 0);
    }
    for (const { index, nodes } of tree.texts) {
      const example = examples[index]!;
      const start = Math.max(1, example.promptLength);
      const count = example.tokens.length - start;
      found.push({ index, first: places.length, count });
      const weight = (example.weight ?? 1) / (normalizer === "example" ? count : 1);
      for (let t = start; t < example.tokens.length; t += 1) {
        places.push(row * width + nodes[t - 1]!);
        labels.push(example.tokens[t]!);
        mask.push(weight);
      }
    }
  }
  const scored = rounded(places.length);
  const ints = (numbers: readonly number[]): BigInt64Array => {
    const padded = new BigInt64Array(scored);
    padded.set(numbers.map(BigInt));
    return padded;
  };
  const weights = new Float32Array(scored);
  weights.set(mask);
  return {
    batch: {
      tokens: { dtype: "int64", dims, data: tokens },
      positions: { dtype: "int64", dims, data: positions },
      visible: { dtype: "bool", dims: [...dims, width], data: visible },
      places: { dtype: "int64", dims: [scored], data: ints(places) },
      labels: { dtype: "int64", dims: [1, scored], data: ints(labels) },
      mask: { dtype: "float32", dims: [1, scored], data: weights },
    },
    examples: found,
  };
}

import {
  type CompileOptions,
  type Tensor,
  type TensorValue,
  constant,
  matmul,
  mean,
  mul,
  square,
  sub,
  sum,
  tanh,
  tensor,
  toNumbers,
  treeMap,
} from "@lemma/autodiff";
import { type LoraParameters } from "@lemma/lora";
import { tokenLosses } from "@lemma/train";
import { fill, llamaLogits } from "@lemma/lora/testing";
import type { BilevelProblem } from "../index.ts";

// The problems of tools/reference/meta_gradients.py, in float64, from the same numbers.

/** A problem with weighted examples, and where it starts. */
export interface ReferenceProblem<P> {
  readonly problem: BilevelProblem<P, Tensor>;
  /** P, as values. */
  readonly parameters: unknown;
  readonly weights: TensorValue;
}

export const f64 = (name: string, dims: readonly number[], size = 1): TensorValue => fill(name, dims, size, "float64");

/** Many steps unrolled are thousands of nodes, which ONNX Runtime optimises for longer than it runs them: it does so to few steps. */
export const openedFor = (steps: number): CompileOptions =>
  steps > 3 ? { sessionOptions: { graphOptimizationLevel: "disabled" } } : {};

/** Σ of g's elements, each with a weight of its own: the fingerprint that stands for a whole tensor in the fixture. */
export function probed(name: string, g: TensorValue): number {
  const probe = toNumbers(f64(name, g.dims));
  return toNumbers(g).reduce((total, x, i) => total + x * probe[i]!, 0);
}

/** The largest difference, over the largest number. */
export function apart(a: readonly number[], b: readonly number[]): number {
  const scale = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) / scale;
}

function softmaxWeights(count: number): TensorValue {
  const exponents = toNumbers(f64("scores", [count])).map(Math.exp);
  const total = exponents.reduce((a, b) => a + b, 0);
  return tensor(
    "float64",
    [count],
    exponents.map((x) => x / total),
  );
}

/** ½ Σ wᵢ aᵢ ‖θ − cᵢ‖², and ½ ‖θ' − y‖². */
export function quadratic(): ReferenceProblem<readonly [Tensor]> {
  const a = constant(tensor("float64", [3], [1, 0.5, 2]));
  const c = constant(tensor("float64", [3, 2], [1, 0, -1, 2, 0.5, -1]));
  const y = constant(tensor("float64", [2], [2, 1]));
  return {
    problem: {
      inner: ([theta], w) => mul(sum(mul(mul(w, a), sum(square(sub(theta, c)), { axis: 1 }))), 0.5),
      outer: ([theta]) => mul(sum(square(sub(theta, y))), 0.5),
    },
    parameters: [tensor("float64", [2], [0.3, -0.7])],
    weights: softmaxWeights(3),
  };
}

/** Two layers of tanh on weighted squares. */
export function network(): ReferenceProblem<readonly [Tensor, Tensor]> {
  const predict = ([first, second]: readonly [Tensor, Tensor], x: TensorValue): Tensor =>
    matmul(tanh(matmul(constant(x), first)), second);
  return {
    problem: {
      inner: (theta, w) =>
        sum(mul(w, sum(square(sub(predict(theta, f64("x", [5, 3])), constant(f64("y", [5, 2])))), { axis: 1 }))),
      outer: (theta) => mean(square(sub(predict(theta, f64("outer x", [4, 3])), constant(f64("outer y", [4, 2]))))),
    },
    parameters: [f64("first", [3, 4]), f64("second", [4, 2])],
    weights: softmaxWeights(5),
  };
}

export const llamaShape = { vocabulary: 23, width: 16, hidden: 24, layers: 2, heads: 2 };

/** A Llama with a LoRA adapter, each example a proof to learn. A cold adapter has B = 0, so this one is warm. */
export function llama(checkpointBlocks = false): ReferenceProblem<LoraParameters<Tensor>> {
  const { width, hidden, vocabulary } = llamaShape;
  const frozen: Record<string, TensorValue> = {};
  const parameters: Record<string, { a: TensorValue; b: TensorValue }> = {};
  const linear = (path: string, out: number, from: number, isAdapted = false): void => {
    frozen[`${path}.weight`] = f64(`${path}.weight`, [out, from], 0.3);
    if (!isAdapted) return;
    parameters[path] = {
      a: f64(`warm ${path}.lora_A.weight`, [4, from], 0.25),
      b: f64(`warm ${path}.lora_B.weight`, [out, 4], 0.25),
    };
  };
  const ones = (path: string): void => void (frozen[`${path}.weight`] = tensor("float64", [width], 1));
  linear("model.embed_tokens", vocabulary, width);
  linear("lm_head", vocabulary, width);
  ones("model.norm");
  for (const layer of ["model.layers.0", "model.layers.1"]) {
    for (const name of ["q", "k", "v", "o"])
      linear(`${layer}.self_attn.${name}_proj`, width, width, ["q", "v"].includes(name));
    for (const name of ["gate", "up"]) linear(`${layer}.mlp.${name}_proj`, hidden, width);
    linear(`${layer}.mlp.down_proj`, width, hidden, true);
    ones(`${layer}.input_layernorm`);
    ones(`${layer}.post_attention_layernorm`);
  }
  // The first two predictions of each row are prompt.
  const mask = constant(tensor("float64", [1, 7], [0, 0, 0.2, 0.2, 0.2, 0.2, 0.2]));
  const losses = (theta: LoraParameters<Tensor>, rows: number, token: (row: number, t: number) => number): Tensor => {
    const base = treeMap(frozen, (value: TensorValue) => constant(value)) as Record<string, Tensor>;
    const [tokens, labels] = [0, 1].map((from) => tokenRows(rows, 7, (row, t) => token(row, t + from)));
    const logits = llamaLogits(llamaShape, base, tokens!, {
      adapter: { parameters: theta, scale: 2 },
      checkpointBlocks,
    });
    return sum(mul(tokenLosses(logits, labels!), mask), { axis: 1 });
  };
  const studied = (row: number, t: number): number => (5 * row + 3 * t + t * t) % vocabulary;
  const target = (_: number, t: number): number => (11 + 2 * t * t) % vocabulary;
  return {
    problem: {
      inner: (theta, w) => sum(mul(w, losses(theta, 4, studied))),
      outer: (theta) => mean(losses(theta, 1, target)),
    },
    parameters,
    weights: softmaxWeights(4),
  };
}

/** int64 `[rows, length]`. */
export function tokenRows(rows: number, length: number, token: (row: number, t: number) => number): Tensor {
  const ids = Array.from({ length: rows * length }, (_, i) => token(Math.floor(i / length), i % length));
  return constant(tensor("int64", [rows, length], ids));
}

import {
  add,
  broadcastTo,
  compile,
  constant,
  expandDims,
  grad,
  mul,
  reshape,
  spec,
  square,
  sub,
  sum,
  tensor,
  type Tensor,
  valueAndGrad,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import {
  batchDefaults,
  conjectureRewards,
  lossDefaults,
  type LossSettings,
  metaRewards,
  microBatches,
  policyLoss,
  tokenLogprobs,
} from "./index.ts";

const seed = 7; // every draw below descends from it
const groupSize = 16; // completions per step; at least 2, one sample has no baseline
const learningRate = 0.1; // Adam's
const steps = 120;

/** A policy without a context: one row of logits per place, `[T, V]`, and one GRPO step on it. */
function makePolicy(tokens: number, vocabulary: number, settings: LossSettings) {
  const loss = (
    logits: Tensor,
    drawn: Tensor,
    old: Tensor,
    mask: Tensor,
    advantages: Tensor,
    denominator: Tensor,
  ): Tensor => {
    const all = broadcastTo(reshape(logits, [1, tokens, vocabulary]), ["batch", tokens, vocabulary]);
    const logprobs = tokenLogprobs(all, drawn, 1);
    // The reference is the policy before training: uniform.
    const referenceLogprobs = mul(0, old);
    const uniform = add(referenceLogprobs, -Math.log(vocabulary));
    const batch = { mask, advantages, denominator, oldLogprobs: old, referenceLogprobs: uniform };
    return policyLoss(logprobs, batch, settings).loss;
  };
  const rows = spec("float32", ["batch", tokens]);
  return compile(valueAndGrad(loss), [
    spec("float32", [tokens, vocabulary]),
    spec("int64", ["batch", tokens]),
    rows,
    rows,
    spec("float32", ["batch"]),
    spec("float32", []),
  ]);
}

class Adam {
  #m: number[] = [];
  #v: number[] = [];
  #count = 0;
  step(parameters: readonly number[], gradient: Float32Array): number[] {
    this.#count += 1;
    return parameters.map((value, i) => {
      this.#m[i] = 0.9 * (this.#m[i] ?? 0) + 0.1 * gradient[i]!;
      this.#v[i] = 0.99 * (this.#v[i] ?? 0) + 0.01 * gradient[i]! ** 2;
      const m = this.#m[i]! / (1 - 0.9 ** this.#count);
      const v = this.#v[i]! / (1 - 0.99 ** this.#count);
      return value - (learningRate * m) / (Math.sqrt(v) + 1e-8);
    });
  }
}

const probabilities = (logits: readonly number[]): number[] => {
  const largest = Math.max(...logits);
  const e = logits.map((logit) => Math.exp(logit - largest));
  const total = e.reduce((a, b) => a + b);
  return e.map((value) => value / total);
};

const rowsOf = (flat: readonly number[], width: number): number[][] =>
  Array.from({ length: flat.length / width }, (_, row) => flat.slice(row * width, (row + 1) * width));

/** Draws a completion from logits `[T][V]`. */
function draw(logits: readonly (readonly number[])[], random: Random) {
  const tokens: number[] = [];
  const logprobs: number[] = [];
  for (const row of logits) {
    const p = probabilities(row);
    let mark = random.uniform();
    const found = p.findIndex((value) => (mark -= value) < 0);
    const token = found === -1 ? p.length - 1 : found;
    tokens.push(token);
    logprobs.push(Math.log(p[token]!));
  }
  return { tokens, logprobs, finishReason: "stop" as const };
}

describe("on a bandit with a known best behaviour", () => {
  const best = [2, 0, 4];
  const vocabulary = 5;
  // The chance of the best token at each place, averaged: the expected reward.
  const expectedReward = (logits: readonly number[]): number =>
    rowsOf(logits, vocabulary).reduce((total, row, t) => total + probabilities(row)[best[t]!]!, 0) / best.length;

  test.for<readonly [string, Partial<LossSettings>]>([
    ["without KL", {}],
    ["with KL to the start", { klCoefficient: 0.01 }],
    [
      "grpo aggregation, asymmetric clip, k2",
      { aggregation: "grpo", kl: "k2", klCoefficient: 0.01, clip: { low: 0.2, high: 0.28 } },
    ],
    ["GSPO", { ratio: "sequence", aggregation: "grpo" }],
    ["CISPO", { surrogate: "cispo" }],
    ["Dr. GRPO", { aggregation: "dr_grpo" }],
  ])("GRPO reaches 95 percent of the maximal reward: %s", async ([, changed]) => {
    const settings = { ...lossDefaults, ...changed };
    await using step = makePolicy(best.length, vocabulary, settings);
    const random = new Random(seed);
    const adam = new Adam();
    let logits: number[] = Array.from({ length: best.length * vocabulary }, () => 0);
    expect(expectedReward(logits)).toBeCloseTo(0.2, 9);
    for (let t = 0; t < steps; t += 1) {
      const completions = Array.from({ length: groupSize }, () => draw(rowsOf(logits, vocabulary), random));
      const rewards = completions.map(
        ({ tokens }) => tokens.filter((token, at) => token === best[at]).length / best.length,
      );
      const batches = microBatches([{ completions, rewards }], {
        ...batchDefaults,
        aggregation: settings.aggregation,
        maxTokens: best.length,
      });
      const total = new Float32Array(logits.length);
      for (const { tokens, oldLogprobs, mask, advantages, denominator } of batches) {
        const parameters = tensor("float32", [best.length, vocabulary], logits);
        const [, gradient] = await step(parameters, tokens, oldLogprobs, mask, advantages, denominator);
        (gradient.data as Float32Array).forEach((value, i) => (total[i]! += value));
      }
      logits = adam.step(logits, total);
    }
    expect(expectedReward(logits)).toBeGreaterThan(0.95);
  });
});

describe("in the planted experiment", () => {
  // Kinds of conjecture pull the parameters in fixed directions; the target wants +x. Kinds 0–2 help, 3–5 do not.
  const kinds = [
    [1, 0],
    [0.8, 0.6],
    [0.6, -0.8],
    [-1, 0],
    [-0.8, 0.6],
    [-0.6, -0.8],
  ] as const;
  const useful = (kind: number): boolean => kinds[kind]![0] > 0;
  const innerRate = 5e-5;
  const conjectures = 8;

  const uses = (logits: readonly number[]): number =>
    probabilities(logits).reduce((total, p, kind) => total + (useful(kind) ? p : 0), 0);

  test.for(Object.keys(metaRewards) as (keyof typeof metaRewards)[])(
    "the meta-gradient as %s raises the share of useful conjectures from one half to over 90 percent",
    async (kind) => {
      const random = new Random(seed);
      // θ' = θ − α Σ wᵢ ∇ℓᵢ(θ) with ℓᵢ = ½‖θ − dᵢ‖² at θ = 0, and the outer loss ½‖θ' − (1, 0)‖².
      const target = tensor("float64", [2], [1, 0]);
      const outer = (weights: Tensor, directions: Tensor): Tensor => {
        const adapted = mul(innerRate, sum(mul(expandDims(weights, 1), directions), { axis: 0 }));
        return mul(0.5, sum(square(sub(adapted, constant(target)))));
      };
      await using gradient = compile(grad(outer), [spec("float64", ["pairs"]), spec("float64", ["pairs", 2])]);
      await using step = makePolicy(1, kinds.length, lossDefaults);
      const adam = new Adam();
      let logits: number[] = kinds.map(() => 0);
      for (let t = 0; t < steps; t += 1) {
        const completions = Array.from({ length: conjectures }, () => draw([logits], random));
        const verified = [...completions.keys()].filter(() => random.chance(0.7));
        const weights = verified.map(() => 1 / verified.length);
        const directions = verified.map((i) => kinds[completions[i]!.tokens[0]!]!);
        const slopes =
          verified.length === 0
            ? []
            : [
                ...((
                  await gradient(
                    tensor("float64", [verified.length], weights),
                    tensor("float64", [verified.length, 2], directions),
                  )
                ).data as Float64Array),
              ];
        const rewards = conjectureRewards(
          kind,
          conjectures,
          verified.map((conjecture, i) => ({ conjecture, weight: weights[i]!, gradient: slopes[i]! })),
        );
        const [batch] = microBatches([{ completions, rewards }], { ...batchDefaults, maxTokens: 1 });
        const [, slope] = await step(
          tensor("float32", [1, kinds.length], logits),
          batch!.tokens,
          batch!.oldLogprobs,
          batch!.mask,
          batch!.advantages,
          batch!.denominator,
        );
        logits = adam.step(logits, slope.data as Float32Array);
      }
      expect(uses(kinds.map(() => 0))).toBeCloseTo(0.5, 9);
      expect(uses(logits)).toBeGreaterThan(0.9);
    },
  );
});

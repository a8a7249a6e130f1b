import { cast, evaluate, spec, type TensorValue, toNumbers, trace } from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import {
  batchDefaults,
  type BatchSettings,
  type Group,
  informativeGroups,
  lossDefaults,
  microBatches,
  policyLoss,
} from "./index.ts";
import { aggregations } from "./tables.ts";

const random = new Random(3);
const completion = (length: number, finishReason: "stop" | "length" = "stop") => ({
  tokens: Array.from({ length }, () => random.integer(50)),
  logprobs: Array.from({ length }, () => -random.uniform()),
  finishReason,
});
const groups: readonly Group[] = [
  { completions: [5, 2, 7].map((length) => completion(length)), rewards: [1, 0, 0.5] },
  { completions: [completion(3), completion(6, "length"), completion(1)], rewards: [0, 1, undefined] },
];
const settings = (changed: Partial<BatchSettings>): BatchSettings => ({ ...batchDefaults, maxTokens: 8, ...changed });

/** The loss of micro-batches on a policy whose log-probabilities are a little off the sampler's. */
function lossOf(changed: Partial<BatchSettings>): number {
  const all = settings(changed);
  return microBatches(groups, all).reduce((sum, batch) => {
    const inputs = [batch.oldLogprobs, batch.mask, batch.advantages, batch.denominator];
    const graph = trace(
      (old, mask, advantages, denominator) =>
        policyLoss(
          cast(old, "float32"),
          { mask, advantages, denominator },
          { ...lossDefaults, aggregation: all.aggregation },
        ).loss,
      inputs.map(({ dtype, dims }) => spec(dtype, dims)) as [
        TensorValueSpec,
        TensorValueSpec,
        TensorValueSpec,
        TensorValueSpec,
      ],
    );
    return sum + toNumbers(evaluate(graph, inputs)[0]!)[0]!;
  }, 0);
}
type TensorValueSpec = ReturnType<typeof spec>;
const rowsOf = ({ dims, data }: TensorValue): number[][] =>
  Array.from({ length: dims[0]! }, (_, row) => Array.from(data.slice(row * dims[1]!, (row + 1) * dims[1]!), Number));

describe("micro-batches", () => {
  test.for(["grpo", "dapo", "dr_grpo"] as const)(
    "under %s their losses add up to the whole's, however it is cut",
    (aggregation) => {
      const whole = lossOf({ aggregation, microBatch: 100 });
      for (const microBatch of [1, 2, 4, 5]) expect(lossOf({ aggregation, microBatch })).toBeCloseTo(whole, 6);
    },
  );

  test("under bnpo the cut matters, which is what it says of itself", () => {
    expect(
      Math.abs(lossOf({ aggregation: "bnpo", microBatch: 2 }) - lossOf({ aggregation: "bnpo", microBatch: 100 })),
    ).toBeGreaterThan(1e-4);
  });

  test("padding, truncated and unjudged completions count for nothing, in numerator and denominator", () => {
    const [batch] = microBatches(groups, settings({ maskTruncated: true, microBatch: 100 }));
    expect(rowsOf(batch!.mask).map((row) => row.reduce((a, b) => a + b, 0))).toEqual([5, 2, 7, 3, 0, 0]);
    expect(batch!.denominator.data[0]).toBe(17);
    expect(batch!.tokens.dims).toEqual([6, 7]);
    expect(Number(batch!.advantages.data[5])).toBe(0);
    const [kept] = microBatches(groups, settings({ microBatch: 100 }));
    expect(kept!.denominator.data[0]).toBe(23);
    const [sequences] = microBatches(groups, settings({ aggregation: "grpo", microBatch: 100 }));
    expect(sequences!.denominator.data[0]).toBe(5);
    const [limit] = microBatches(groups, settings({ aggregation: "dr_grpo", microBatch: 100 }));
    expect(limit!.denominator.data[0]).toBe(5 * 8);
  });

  test("rewards and log-probabilities that do not pair up are refused", () => {
    expect(() => microBatches([{ completions: [completion(1)], rewards: [] }], settings({}))).toThrow(
      "1 completions but 0 rewards",
    );
    const torn = { ...completion(2), logprobs: [-1] };
    expect(() => microBatches([{ completions: [torn], rewards: [1] }], settings({}))).toThrow("2 tokens, 1 logprobs");
  });

  test("no completions give no micro-batches", () => {
    expect(microBatches([], settings({}))).toEqual([]);
    expect(Object.keys(aggregations)).toEqual(["grpo", "bnpo", "dapo", "dr_grpo"]);
  });
});

test("a group says something when its judged rewards differ", () => {
  expect(
    informativeGroups([
      [1, 0],
      [1, 1],
      [1, undefined],
      [undefined, 0, 1],
    ]),
  ).toEqual([true, false, false, true]);
});

import { evaluate, spec, tensor, toNumbers, trace } from "@lemma/autodiff";
import { expect, test } from "vitest";
import { tokenLogprobs } from "./index.ts";

const logits = tensor("float64", [1, 2, 3], [1, 2, 3, 0, 0, 5]);
const tokens = tensor("int64", [1, 2], [2, 0]);
const at = (temperature: number): number[] => {
  const graph = trace((x, t) => tokenLogprobs(x, t, temperature), [
    spec("float64", [1, 2, 3]),
    spec("int64", [1, 2]),
  ] as const);
  return toNumbers(evaluate(graph, [logits, tokens])[0]!);
};
const expected = (temperature: number): number[] =>
  (
    [
      [1, 2, 3, 2],
      [0, 0, 5, 0],
    ] as const
  ).map(([a, b, c, token]) => {
    const scaled = [a, b, c].map((logit) => logit / temperature);
    return scaled[token]! - Math.log(scaled.reduce((sum, logit) => sum + Math.exp(logit), 0));
  });

test.for([1, 0.7, 2])("log-probabilities are those of the distribution sampled from, temperature %d", (temperature) => {
  for (const [i, value] of at(temperature).entries()) expect(value).toBeCloseTo(expected(temperature)[i]!, 12);
});

test("greedy samples have no policy gradient", () => {
  expect(() => at(0)).toThrow("temperature above 0");
});

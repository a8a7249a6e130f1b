import { type Tensor, compile, mul, spec, square, sub, sum, tensor } from "@lemma/autodiff";
import { sgd } from "@lemma/train";
import { describe, expect, test } from "vitest";
import { metaGradient, outcomeOf } from "./index.ts";

describe("every meta-gradient has an outcome", () => {
  /** ℓᵢ = (θ − cᵢ)², three steps of SGD. */
  async function outcome(examples: readonly number[], { learningRate = 0.1, weight = 1 / examples.length } = {}) {
    const n = examples.length;
    await using program = compile(
      (theta, weights, centers, rate) =>
        metaGradient(
          {
            inner: (x: Tensor, w: Tensor) => sum(mul(w, square(sub(x, centers)))),
            outer: (x) => square(sub(x, 1)),
          },
          { parameters: theta, meta: weights, steps: 3, optimizer: sgd(), learningRate: rate },
        ),
      [spec("float64"), spec("float64", ["n"]), spec("float64", ["n"]), spec("float64")],
    );
    const fill = (value: number) =>
      tensor(
        "float64",
        [n],
        Array.from({ length: n }, () => value),
      );
    const result = await program(
      tensor("float64", [], 0),
      fill(weight),
      tensor("float64", [n], examples),
      tensor("float64", [], learningRate),
    );
    return outcomeOf(result);
  }

  test("ok", async () => expect(await outcome([1, 2, -3])).toEqual({ status: "ok" }));
  test("no example", async () => expect(await outcome([])).toEqual({ status: "no-example" }));
  test("one example", async () => expect(await outcome([2])).toEqual({ status: "one-example" }));
  test("a loss that is not a number", async () =>
    expect(await outcome([1, Number.NaN])).toEqual({ status: "diverged", step: 0, innerLoss: Number.NaN }));
  test("an inner step that explodes", async () =>
    expect(await outcome([1, 2], { learningRate: 50 })).toMatchObject({ status: "diverged", step: 1 }));
});

import { readFileSync } from "node:fs";
import {
  compile,
  evaluate,
  grad,
  spec,
  sub,
  sum,
  tensor,
  type Tensor,
  type TensorValue,
  toNumbers,
  trace,
  treeLeaves,
  valueAndGrad,
} from "@lemma/autodiff";
import { describe, expect, test } from "vitest";
import { groupAdvantages, policyLoss } from "./index.ts";
import type { AdvantageSettings, LossSettings } from "./index.ts";
import { advantageDefaults } from "./advantages.ts";
import { aggregations, klEstimators } from "./tables.ts";

type Rows = readonly (readonly number[])[];
interface LossCase {
  readonly name: string;
  readonly settings: LossSettings;
  readonly maxTokens: number;
  readonly cuts: readonly number[];
  readonly onPolicy: boolean;
  readonly policy: Rows;
  readonly old: Rows;
  readonly reference: Rows;
  readonly mask: Rows;
  readonly advantages: readonly number[];
  readonly losses: readonly number[];
  readonly gradient: Rows;
}
interface Fixture {
  readonly losses: readonly LossCase[];
  readonly kl: readonly {
    readonly name: keyof typeof klEstimators;
    readonly policy: readonly number[];
    readonly reference: readonly number[];
    readonly value: readonly number[];
    readonly gradient: readonly number[];
  }[];
  readonly advantages: readonly {
    readonly name: string;
    readonly scale: AdvantageSettings["scale"];
    readonly rewards: readonly (readonly (number | null)[])[];
    readonly advantages: Rows;
  }[];
}
// TRL's own loss function, and verl's formulas; written by tools/reference/grpo.py.
const reference = JSON.parse(readFileSync(new URL("../fixtures/losses.json", import.meta.url), "utf8")) as Fixture;

/** Runs a function on the host, in float64: kernels are tested in @lemma/autodiff, formulas here. */
function runHost(
  f: (...args: readonly Tensor[]) => readonly Tensor[],
  inputs: readonly (readonly number[] | Rows | number)[],
): number[][] {
  const values = inputs.map((input) => {
    const dims =
      typeof input === "number" ? [] : Array.isArray(input[0]) ? [input.length, input[0].length] : [input.length];
    return tensor("float64", dims, input as number);
  });
  const graph = trace(
    (...args: Tensor[]) => f(...args),
    values.map(({ dims }) => spec("float64", dims)),
  );
  return evaluate(graph, values).map(({ data }) => Array.from(data as Float64Array));
}

const maximumError = (a: readonly number[], b: readonly number[]): number =>
  a.length === b.length ? Math.max(0, ...a.map((value, i) => Math.abs(value - b[i]!))) : Infinity;

describe("losses and gradients agree with TRL and verl to 1e-9", () => {
  test.for(reference.losses)("$name", ({ settings, cuts, maxTokens, onPolicy, ...at }) => {
    const sizes = (mask: Rows): { readonly sequences: number; readonly tokens: number } => ({
      sequences: mask.length,
      tokens: mask.flat().reduce((total, value) => total + value, 0),
    });
    let start = 0;
    for (const [index, cut] of cuts.entries()) {
      const rows = <T>(all: readonly T[]): readonly T[] => all.slice(start, start + cut);
      const denominator = aggregations[settings.aggregation].denominator(
        sizes(rows(at.mask)),
        sizes(at.mask),
        cuts.length,
        maxTokens,
      );
      const [value, gradient] = runHost(
        (policy, old, fixed, mask, advantages, divisor) => {
          const batch = { mask: mask!, advantages: advantages!, denominator: divisor! };
          const referenced = settings.klCoefficient === 0 ? batch : { ...batch, referenceLogprobs: fixed! };
          const fed = onPolicy ? referenced : { ...referenced, oldLogprobs: old! };
          const loss = (logprobs: Tensor): Tensor => policyLoss(logprobs, fed, settings).loss;
          return treeLeaves<Tensor>(valueAndGrad(loss)(policy!));
        },
        [rows(at.policy), rows(at.old), rows(at.reference), rows(at.mask), rows(at.advantages), denominator],
      );
      expect(Math.abs(value![0]! - at.losses[index]!)).toBeLessThan(1e-9);
      expect(maximumError(gradient!, rows(at.gradient).flat())).toBeLessThan(1e-9);
      start += cut;
    }
  });
});

test.for(reference.losses.filter(({ cuts, onPolicy }) => cuts.length === 1 && !onPolicy))(
  "compiled to ONNX, in float64: $name",
  async ({ settings, maxTokens, ...at }) => {
    const tokens = at.mask.flat().reduce((total, value) => total + value, 0);
    const size = { sequences: at.mask.length, tokens };
    const denominator = aggregations[settings.aggregation].denominator(size, size, 1, maxTokens);
    const loss = (
      policy: Tensor,
      old: Tensor,
      fixed: Tensor,
      mask: Tensor,
      advantages: Tensor,
      divisor: Tensor,
    ): Tensor =>
      policyLoss(
        policy,
        { mask, advantages, denominator: divisor, oldLogprobs: old, referenceLogprobs: fixed },
        settings,
      ).loss;
    const rows = spec("float64", ["batch", "seq"]);
    const specs = [rows, rows, rows, rows, spec("float64", ["batch"]), spec("float64")] as const;
    await using step = compile(valueAndGrad(loss), specs);
    const dims = [at.mask.length, at.mask[0]!.length];
    const value = (data: Rows): TensorValue => tensor("float64", dims, data);
    const [total, gradient] = await step(
      value(at.policy),
      value(at.old),
      value(at.reference),
      value(at.mask),
      tensor("float64", [at.mask.length], at.advantages),
      tensor("float64", [], denominator),
    );
    expect(Math.abs(toNumbers(total)[0]! - at.losses[0]!)).toBeLessThan(1e-9);
    expect(maximumError(toNumbers(gradient), at.gradient.flat())).toBeLessThan(1e-9);
  },
);

test.for(reference.kl)(
  "KL estimator $name agrees in value and gradient",
  ({ name, policy, reference: fixed, value, gradient }) => {
    const [ours, slope] = runHost(
      (p, r) => [klEstimators[name](sub(r!, p!)), grad((x: Tensor) => sum(klEstimators[name](sub(r!, x))))(p!)],
      [policy, fixed],
    );
    expect(maximumError(ours!, value)).toBeLessThan(1e-12);
    expect(maximumError(slope!, gradient)).toBeLessThan(1e-12);
  },
);

describe("advantages", () => {
  test.for(reference.advantages)("agree with TRL: $name", ({ scale, rewards, advantages }) => {
    const ours = groupAdvantages(
      rewards.map((group) => group.map((reward) => reward ?? undefined)),
      {
        ...advantageDefaults,
        scale,
      },
    );
    expect(maximumError(ours.flat(), advantages.flat())).toBeLessThan(1e-9);
  });

  test("population deviation, verl's ε and its singletons", () => {
    const settings = { ...advantageDefaults, deviation: "population", epsilon: 1e-6, singleton: "reward" } as const;
    const [first, second] = groupAdvantages([[1, 0, 0, 1], [0.7]], settings);
    expect(
      maximumError(
        first!,
        [0.5, -0.5, -0.5, 0.5].map((value) => value / (0.5 + 1e-6)),
      ),
    ).toBeLessThan(1e-12);
    expect(second).toEqual([0.7]);
  });

  test("equal rewards give exact zeros; a reward that is not finite is refused", () => {
    expect(groupAdvantages([[0.1, 0.1, 0.1]])).toEqual([[0, 0, 0]]);
    expect(() => groupAdvantages([[Number.NaN]])).toThrow("finite");
  });
});

describe("what a mask hides cannot matter", () => {
  const lossAt = (policy: Rows, old: Rows): number[][] =>
    runHost(
      (p, o, mask, advantages, divisor) => {
        const batch = { mask: mask!, advantages: advantages!, denominator: divisor!, oldLogprobs: o! };
        return treeLeaves<Tensor>(valueAndGrad((x: Tensor) => policyLoss(x, batch).loss)(p!));
      },
      [policy, old, [[1, 1, 0]], [1], 2],
    );

  test("−∞ and NaN at masked places leave the loss and its gradient as they are", () => {
    const clean = lossAt([[-1, -2, -3]], [[-1, -1, -1]]);
    expect(lossAt([[-1, -2, -Infinity]], [[-1, -1, Number.NaN]])).toEqual(clean);
  });

  test("a ratio beyond every float is bounded, not infinite", () => {
    const [value, gradient] = lossAt([[-1, 0, 0]], [[-1, -1e4, 0]]);
    expect(Number.isFinite(value![0])).toBe(true);
    expect(gradient!.every(Number.isFinite)).toBe(true);
  });
});

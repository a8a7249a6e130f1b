import { type ScoredMethod, valuesAt } from "./scored.ts";
import { type PairedBootstrap, mean, pairedBootstrap } from "./statistics/bootstrap.ts";
import { holm, signFlipTest } from "./statistics/paired-tests.ts";
import type { MethodSummary, SummaryOptions } from "./method-summary.ts";

/** A method beside plain sampling, for the same operations a problem. */
export interface EqualFlops {
  readonly method: string;
  /** Attempts of plain sampling, and what they cost. */
  readonly plainK: number;
  readonly flops: number;
  /** Attempts that the method makes of it once it has studied. */
  readonly k: number;
  /** Unbiased pass@k, over the problems that both were scored on. */
  readonly value: number;
  readonly plainValue: number;
  /** Method − plain. */
  readonly difference: PairedBootstrap;
  /** Problem-level sign flips, by Holm's correction for all that stand here. */
  readonly adjustedPValue: number;
}

/**
 * Operations a problem of so many of a method's attempts: what studying takes, then attempts at what one costs on average. A method that spares
 * attempts, as replay does, is charged for them as if plain sampling had made them.
 */
export function flopsOf(method: MethodSummary, plain: MethodSummary): (k: number) => number {
  const { usage, studyFlops, k: all } = method;
  const attempt = Math.max(plain.usage.flops / plain.k, (usage.flops - studyFlops) / all);
  return (k) => studyFlops + k * attempt;
}

/** 1, 2, 5, 10 … up to `longest`, and that itself. */
export function budgets(longest: number): readonly number[] {
  const round = [0, 1, 2, 3, 4, 5].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));
  return [...round.filter((k) => k < longest), longest];
}

/** The other methods at the budgets of `baseline`, where they have an attempt left after studying and as many as the budget pays for. */
export function atEqualFlops(
  tables: readonly ScoredMethod[],
  methods: readonly MethodSummary[],
  options: SummaryOptions,
): readonly EqualFlops[] {
  const plain = methods.find(({ name }) => name === "baseline");
  const base = tables.find(({ method }) => method.name === "baseline");
  if (plain === undefined || base === undefined || plain.usage.flops === 0) return [];
  const cost = flopsOf(plain, plain);
  const found = methods.flatMap((method, i) => {
    const table = tables[i]!;
    if (method === plain || table.method.inTurn === true) return [];
    const flops = flopsOf(method, plain);
    const shared = [...table.scored.keys()].filter((problem) => base.scored.has(problem));
    return budgets(plain.curve.length).flatMap((plainK) => {
      const budget = cost(plainK);
      // Rounding must not take an attempt from who pays the same.
      const k = Math.floor((budget - flops(0)) / (flops(1) - flops(0)) + 1e-6);
      if (k < 1 || k > method.curve.length) return [];
      const [own, other] = [valuesAt(table, k, shared), valuesAt(base, plainK, shared)];
      return {
        method: method.name,
        plainK,
        flops: budget,
        k,
        value: mean(own.map(mean)),
        plainValue: mean(other.map(mean)),
        difference: pairedBootstrap(own, other, options),
        pValue: signFlipTest(own, other, { seed: options.seed }),
      };
    });
  });
  const adjusted = holm(found.map(({ pValue }) => pValue));
  return found.map(({ pValue: _raw, ...each }, i) => ({ ...each, adjustedPValue: adjusted[i]! }));
}

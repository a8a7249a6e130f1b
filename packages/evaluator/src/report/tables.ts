import type { FateTally } from "../conjecture-fates.ts";
import type { ConjectureRates } from "../conjecture-rates.ts";
import { type ResultRecord, attemptCount } from "../results.ts";
import { budgets, flopsOf } from "../equal-flops.ts";
import type { MethodSummary } from "../method-summary.ts";
import type { Summary } from "../summary.ts";
import type { TrainingStep } from "./content.ts";
import { duration, metric, percent, points, pValue, range } from "./format.ts";

/** A table as text, for Markdown and HTML alike. The first column names the row. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Table 1 of the paper, with intervals and what was left out. */
export function accuracyTable({ methods, level }: Summary): Table {
  return {
    caption: `Accuracy. Intervals: problem-level bootstrap, ${percent(level, 0)}.`,
    columns: [
      "Method",
      "Sample budget",
      "pass@k",
      "Interval",
      "At least",
      "First k attempts",
      "Problems",
      "Seeds",
      "Left out",
      "FLOPs",
    ],
    rows: methods.map((method) => [
      method.label,
      String(method.k),
      percent(method.passAtK.estimate),
      range(percent(method.passAtK.low), percent(method.passAtK.high)),
      percent(method.passAtKAtLeast),
      percent(method.prefixPassAtK),
      String(method.problems),
      String(method.seeds.length),
      leftOut(method),
      Number.isFinite(method.relativeFlops) ? `${method.relativeFlops.toFixed(2)}×` : "–",
    ]),
  };
}

/** What each method proves for how many operations a problem. Undefined without a method `baseline`. */
export function budgetTable({ methods }: Summary): Table | undefined {
  const plain = methods.find(({ name }) => name === "baseline");
  if (plain === undefined) return undefined;
  // What is known at one number of attempts only has a column for it.
  const single = methods.flatMap(({ curve }) => (curve.length === 1 ? [curve[0]!.k] : []));
  const even = budgets(Math.max(...methods.flatMap(({ curve }) => curve.map(({ k }) => k))));
  const shown = [...new Set([...even, ...single])].sort((a, b) => a - b);
  return {
    caption:
      "Proved by so many attempts, unbiased, and the operations a problem that they take with what is studied before.",
    columns: ["Method", ...shown.map((k) => `k = ${k}`)],
    rows: methods.map((method) => {
      const flops = flopsOf(method, plain);
      return [
        method.label,
        ...shown.map((k) => {
          const point = method.curve.find((each) => each.k === k);
          return point === undefined ? "" : `${percent(point.value)} (${metric(flops(k))})`;
        }),
      ];
    }),
  };
}

/** What methods prove for what so many attempts of plain sampling cost, less what those prove. Undefined where nothing is to be compared. */
export function equalFlopsTable({ methods, equalFlops, level }: Summary): Table | undefined {
  if (equalFlops.length === 0) return undefined;
  const columns = [...new Map(equalFlops.map(({ plainK, flops }) => [plainK, flops]))].sort(([a], [b]) => a - b);
  return {
    caption:
      "Percentage points over plain sampling for the same operations, which is what so many attempts of it cost: the method's attempts, " +
      `the difference with its paired bootstrap interval, ${percent(level, 0)}, and the sign-flip test, corrected by Holm for the whole table.`,
    columns: ["Method", ...columns.map(([k, flops]) => `k = ${k} (${metric(flops)})`)],
    rows: methods
      .filter(({ name }) => equalFlops.some(({ method }) => method === name))
      .map(({ name, label }) => [
        label,
        ...columns.map(([plainK]) => {
          const at = equalFlops.find((each) => each.method === name && each.plainK === plainK);
          if (at === undefined) return "–";
          const { difference } = at;
          const interval = range(points(difference.low), points(difference.high), "…");
          return `${points(difference.estimate)} (${interval}), ${pValue(at.adjustedPValue)}, k\u00A0=\u00A0${at.k}`;
        }),
      ]),
  };
}

export function comparisonTable({ comparisons, methods, level }: Summary): Table {
  const labels = new Map(methods.map(({ name, label, k }) => [name, `${label} (k\u00A0=\u00A0${k})`]));
  return {
    caption:
      `Differences of pass@k in percentage points, paired by problem. Intervals: paired bootstrap, ${percent(level, 0)}. ` +
      "Quote the sign-flip test; McNemar's exact test is on each seed's first k attempts.",
    columns: [
      "Comparison",
      "Problems",
      "Difference",
      "Interval",
      "Sign-flip test",
      "Corrected (Holm)",
      "McNemar by seed (only first : only second)",
    ],
    rows: comparisons.map(({ first, second, problems, difference, mcnemar, signFlipPValue, adjustedPValue }) => [
      `${labels.get(first)} − ${labels.get(second)}`,
      String(problems),
      points(difference.estimate),
      range(points(difference.low), points(difference.high), "…"),
      pValue(signFlipPValue),
      pValue(adjustedPValue),
      mcnemar.map((test) => `${test.onlyFirst} : ${test.onlySecond}, ${pValue(test.pValue)}`).join("; ") || "–",
    ]),
  };
}

/** The problems on which methods differ: attempts that were proved, of those made, over all seeds. */
export function differencesTable({ methods }: Summary, records: readonly ResultRecord[]): Table {
  const shown = new Map(methods.map(({ name, label, k }) => [name, `${label} (k\u00A0=\u00A0${k})`]));
  const tallies = new Map<string, Map<string, { proved: number; made: number }>>();
  for (const { problem, method, attempts } of records) {
    const row = tallies.get(problem) ?? new Map<string, { proved: number; made: number }>();
    tallies.set(problem, row);
    const tally = row.get(method) ?? { proved: 0, made: 0 };
    tally.proved += attemptCount(attempts.filter(({ status }) => status === "proved"));
    tally.made += attemptCount(attempts);
    row.set(method, tally);
  }
  const differing = [...tallies].filter(([, row]) => {
    const solved = [...row.values()].map(({ proved }) => proved > 0);
    return solved.includes(true) && solved.includes(false);
  });
  return {
    caption: `Problems that some methods proved and others did not: ${differing.length} of ${tallies.size}.`,
    columns: ["Problem", ...shown.values()],
    rows: differing
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([problem, row]) => [
        problem,
        ...[...shown.keys()].map((name) => {
          const tally = row.get(name);
          return tally === undefined ? "–" : `${tally.proved} of ${tally.made}`;
        }),
      ]),
  };
}

/** What studying did to proofs that are known to be right; undefined where nothing was measured. */
export function signalTable({ methods, level }: Summary): Table | undefined {
  const rows = methods.flatMap(({ label, signal }) =>
    signal === undefined
      ? []
      : [
          [
            label,
            String(signal.problems),
            signal.delta.estimate.toFixed(2),
            range(signal.delta.low.toFixed(2), signal.delta.high.toFixed(2), "…"),
            percent(signal.gaining),
          ],
        ],
  );
  return rows.length === 0
    ? undefined
    : {
        caption: `Δ log p of proofs known to be right, after studying, in nats a problem. Intervals: problem-level bootstrap, ${percent(level, 0)}.`,
        columns: ["Method", "Problems", "Δ log p", "Interval", "Problems that gain"],
        rows,
      };
}

export function computeTable({ methods }: Summary): Table {
  return {
    caption: "Compute per problem. FLOPs are counted from the graphs that ran.",
    columns: ["Method", "FLOPs", "Sampled tokens", "Trained tokens", "Wall-clock", "Verifications", "Verifier time"],
    rows: methods.map(({ label, k, usage }) => [
      `${label} (k\u00A0=\u00A0${k})`,
      metric(usage.flops),
      metric(Math.round(usage.sampledTokens)),
      metric(Math.round(usage.trainedTokens)),
      duration(usage.wallMs),
      metric(usage.verifications),
      duration(usage.verifierMs),
    ]),
  };
}

export function statusTable({ methods }: Summary): Table {
  const statuses = (Object.keys(methods[0]?.statuses ?? {}) as (keyof MethodSummary["statuses"])[]).filter((status) =>
    methods.some((method) => method.statuses[status] > 0),
  );
  return {
    caption:
      "Attempts by verdict. Left out of the scores are `infrastructure`, where the machinery failed, and, as undecided, `crash`, " +
      "`memory` and every `timeout` of a clock; a `timeout` of counted steps or heartbeats counts as not solved, like all else " +
      "that is not proved.",
    columns: ["Method", ...statuses],
    rows: methods.map(({ label, k, statuses: counts }) => [
      `${label} (k\u00A0=\u00A0${k})`,
      ...statuses.map((status) => String(counts[status])),
    ]),
  };
}

/** What each meta-training theorem taught. */
export function trainingTable(steps: readonly TrainingStep[]): Table {
  const number = (value: number | undefined): string => (value === undefined ? "–" : value.toExponential(2));
  return {
    caption: "Meta-training, theorem by theorem. Losses in nats per token of the target's proof.",
    columns: [
      "Theorem",
      "Verified pairs",
      "Conjectures",
      "L_outer",
      "after the inner steps",
      "‖Δθ‖",
      "‖∂L/∂w‖",
      "Skipped",
    ],
    rows: steps.map(({ theorem, verified, generated, outerLoss, updateNorm, weightGradientNorm, skipped }) => [
      theorem,
      String(verified),
      String(generated),
      outerLoss === undefined ? "–" : outerLoss[0].toFixed(4),
      outerLoss === undefined ? "–" : outerLoss[1].toFixed(4),
      number(updateNorm),
      number(weightGradientNorm),
      skipped ?? "",
    ]),
  };
}

/** Conjectures before and after meta-training. */
export function ratesTable({ statements, seeds, rows, difference, signFlipPValue, level }: ConjectureRates): Table {
  return {
    caption:
      `Conjectures on ${count(statements, "statement")} outside the training set, ${count(seeds.length, "seed")}. ` +
      `Intervals: problem-level bootstrap, ${percent(level, 0)}; the difference is paired by statement (sign-flip test: ${pValue(signFlipPValue)}).`,
    columns: ["", "Written", "Pass the filters", "Verified", "Rate of verified", "Interval", "Rate by seed"],
    rows: [
      ...rows.map((row) => [
        `${row.policy} meta-training`,
        String(row.written),
        String(row.accepted),
        String(row.verified),
        percent(row.rate.estimate),
        range(percent(row.rate.low), percent(row.rate.high)),
        row.bySeed.map((value) => percent(value)).join(", "),
      ]),
      [
        "difference, in points",
        "",
        "",
        "",
        points(difference.estimate),
        range(points(difference.low), points(difference.high), "…"),
        "",
      ],
    ],
  };
}

/** A filter is named for what passes it; what it drops is the contrary. */
const failing: Readonly<Record<string, string>> = {
  distinct: "said before",
  elaborates: "does not elaborate",
  plausible: "has a counterexample",
  consistent: "its hypotheses contradict one another",
  "no leak": "gives the target away",
  nontrivial: "one closing tactic proves it",
};

/** What became of the conjectures: which filter dropped how many. */
export function fatesTable(tallies: readonly FateTally[]): Table {
  const total = (fate: string): number => tallies.reduce((sum, { counts }) => sum + (counts[fate] ?? 0), 0);
  const ends = ["not proved", "verified"];
  const drops = [...new Set(tallies.flatMap(({ counts }) => Object.keys(counts)))]
    .filter((fate) => !ends.includes(fate))
    .sort((a, b) => total(b) - total(a) || (a < b ? -1 : 1));
  const share = (part: number, whole: number): string => (whole === 0 ? "–" : `${part} (${percent(part / whole, 0)})`);
  const row = (name: string, fate: string): string[] => [
    name,
    ...tallies.map(({ counts, written }) => share(counts[fate] ?? 0, written)),
  ];
  return {
    caption: "What became of the conjectures. The first filter that drops one settles it.",
    columns: ["", ...tallies.map(({ title }) => title)],
    rows: [
      ["written", ...tallies.map(({ written }) => String(written))],
      ...drops.map((fate) => row(`dropped: ${failing[fate] ?? fate}`, fate)),
      ...ends.map((fate) => row(fate, fate)),
      ["theorems (times seeds)", ...tallies.map(({ runs }) => String(runs))],
      ["of these, with something to study", ...tallies.map(({ fruitful, runs }) => share(fruitful, runs))],
    ],
  };
}

function leftOut({ excludedProblems, excludedAttempts, undecidedAttempts }: MethodSummary): string {
  const parts = [
    [excludedProblems.length, "problem"],
    [excludedAttempts, "failed check"],
    [undecidedAttempts, "undecided attempt"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun));
  return said.length === 0 ? "none" : said.join(", ");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

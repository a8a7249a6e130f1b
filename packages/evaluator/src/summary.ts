import { InputError, type VerdictStatus, verdictStatuses } from "@lemma/interfaces";
import { type ComputeUsage, meanUsage } from "./compute/usage.ts";
import { type Outcomes, type ResultRecord, outcomes } from "./results.ts";
import { bootstrapMean, mean, pairedBootstrap, type PairedBootstrap, type PerProblem } from "./statistics/bootstrap.ts";
import { type Interval, wilsonInterval } from "./statistics/interval.ts";
import { type McNemar, holm, mcnemarTest, signFlipTest } from "./statistics/paired-tests.ts";
import { passAtK, prefixPassAtK } from "./statistics/pass-at-k.ts";

export interface MethodSettings {
  readonly name: string;
  /** What tables call it; the name unless told. */
  readonly label?: string;
  /** The sample budget: attempts that count, and the k of its pass@k. */
  readonly k: number;
  /** Its attempts are not alike, such as those of further rounds: nothing is said of fewer than all of them. */
  readonly inTurn?: boolean;
}

export interface SummaryOptions {
  readonly methods: readonly MethodSettings[];
  /** Pairs to test, first against second; every method against the first of `methods` unless told. */
  readonly comparisons?: readonly (readonly [string, string])[];
  /** The method whose compute is 1 in `relativeFlops`; the first unless told. */
  readonly reference?: string;
  readonly level?: number;
  readonly resamples?: number;
  readonly seed: number;
}

export interface MethodSummary {
  readonly name: string;
  readonly label: string;
  readonly k: number;
  readonly seeds: readonly number[];
  /** Problems with at least k scored attempts in every seed: what the figures below are over. */
  readonly problems: number;
  /** Problems left out because too many verifications failed for reasons outside the proofs, or decided nothing. */
  readonly excludedProblems: readonly string[];
  /** Attempts at which the machinery failed. */
  readonly excludedAttempts: number;
  /** Attempts whose check ran out of time or memory, or whose process died. */
  readonly undecidedAttempts: number;
  /**
   * Unbiased pass@k with every undecided attempt taken for a failed one, over the problems that have k attempts then: what the
   * score is at least, whatever slow and dying proofs were worth.
   */
  readonly passAtKAtLeast: number;
  /** Unbiased pass@k, averaged over seeds and problems, with its problem-level bootstrap interval. */
  readonly passAtK: Interval;
  /** Share of problems with a success among the first k attempts, averaged over seeds. */
  readonly prefixPassAtK: number;
  /** Wilson's interval for the first seed's prefix pass@k. */
  readonly wilson: Interval;
  /** Unbiased pass@j for j = 1 … the fewest scored attempts of any problem; of attempts that are not alike, for all of them only. */
  readonly curve: readonly { readonly k: number; readonly value: number }[];
  readonly statuses: Readonly<Record<VerdictStatus, number>>;
  /** Mean per problem. */
  readonly usage: ComputeUsage;
  /** Mean per problem: operations before the first attempt. */
  readonly studyFlops: number;
  readonly relativeFlops: number;
  /** Δ log p of known right proofs by studying, where it was measured: nats a theorem, and the share of theorems that gain. */
  readonly signal?: { readonly problems: number; readonly delta: Interval; readonly gaining: number };
}

export interface ComparisonSummary {
  readonly first: string;
  readonly second: string;
  /** Problems both were scored on. */
  readonly problems: number;
  /** Difference of pass@k, first − second. */
  readonly difference: PairedBootstrap;
  /** McNemar's exact test on prefix pass@k, seed by seed, for the seeds that both have. */
  readonly mcnemar: readonly (McNemar & { readonly seed: number })[];
  /** The test to quote: problem-level sign flips over all seeds. Equals McNemar's p-value for one seed. */
  readonly signFlipPValue: number;
  /** The same by Holm's correction for the number of comparisons made together. */
  readonly adjustedPValue: number;
}

export interface Summary {
  readonly methods: readonly MethodSummary[];
  readonly comparisons: readonly ComparisonSummary[];
  readonly level: number;
}

/**
 * All statistics of an evaluation. Records may come in any order.
 *
 * @throws {InputError} for a method without records, or two records of one problem, method and seed.
 */
export function summarise(records: readonly ResultRecord[], options: SummaryOptions): Summary {
  const { level = 0.95 } = options;
  const tables = new Map(options.methods.map((method) => [method.name, tableOf(records, method)]));
  const reference = tables.get(options.reference ?? options.methods[0]?.name ?? "");
  const base = reference === undefined ? Number.NaN : meanUsage(reference.records.map(({ usage }) => usage)).flops;
  const methods = [...tables.values()].map((table) => methodSummary(table, base, options));
  const first = options.methods[0]?.name;
  const pairs =
    options.comparisons ?? options.methods.slice(1).map(({ name }): readonly [string, string] => [name, first!]);
  const compared = pairs.map(([a, b]) => comparison(find(tables, a), find(tables, b), options));
  const adjusted = holm(compared.map(({ signFlipPValue }) => signFlipPValue));
  const comparisons = compared.map((one, i) => ({ ...one, adjustedPValue: adjusted[i]! }));
  return { methods, comparisons, level };
}

interface Table {
  readonly method: MethodSettings;
  readonly records: readonly ResultRecord[];
  readonly seeds: readonly number[];
  /** Problems scored in every seed: their outcomes by seed, in the order of `seeds`. */
  readonly scored: ReadonlyMap<string, readonly (readonly boolean[])[]>;
  /** The same with undecided attempts taken for failed ones. */
  readonly atLeast: ReadonlyMap<string, readonly (readonly boolean[])[]>;
  readonly excludedProblems: readonly string[];
  readonly excludedAttempts: number;
  readonly undecidedAttempts: number;
}

function tableOf(all: readonly ResultRecord[], method: MethodSettings): Table {
  const records = all.filter((record) => record.method === method.name);
  if (records.length === 0) throw new InputError(`no results of method "${method.name}"`);
  const seeds = [...new Set(records.map(({ seed }) => seed))].sort((a, b) => a - b);
  const bySeed = new Map<string, Map<number, Outcomes>>();
  let excludedAttempts = 0;
  let undecidedAttempts = 0;
  for (const record of records) {
    const row = bySeed.get(record.problem) ?? new Map<number, Outcomes>();
    bySeed.set(record.problem, row);
    if (row.has(record.seed))
      throw new InputError(`two results of ${record.problem} by ${record.method} from seed ${record.seed}`);
    const found = outcomes(record);
    excludedAttempts += found.excluded;
    undecidedAttempts += found.undecided;
    row.set(record.seed, found);
  }
  const complete = (list: "scored" | "atLeast"): Map<string, readonly (readonly boolean[])[]> =>
    new Map(
      [...bySeed.keys()].sort().flatMap((problem) => {
        const tries = seeds.map((seed) => bySeed.get(problem)!.get(seed)?.[list] ?? []);
        return tries.every(({ length }) => length >= method.k) ? [[problem, tries] as const] : [];
      }),
    );
  const scored = complete("scored");
  const excludedProblems = [...bySeed.keys()].sort().filter((problem) => !scored.has(problem));
  return {
    method,
    records,
    seeds,
    scored,
    atLeast: complete("atLeast"),
    excludedProblems,
    excludedAttempts,
    undecidedAttempts,
  };
}

function find(tables: ReadonlyMap<string, Table>, name: string): Table {
  const table = tables.get(name);
  if (table === undefined) throw new InputError(`a comparison names the method "${name}", which is not in the list`);
  return table;
}

function methodSummary(table: Table, baseFlops: number, options: SummaryOptions): MethodSummary {
  const { method, records, seeds, scored } = table;
  const rows = [...scored.values()];
  const solved = rows.map((row) => row.map((tries) => prefixPassAtK(tries, method.k)));
  const usage = meanUsage(records.map((record) => record.usage));
  // Counted once: there are as many points as attempts.
  const tallies = rows.map((row) => row.map(tallyOf));
  const fewest = Math.min(...rows.flatMap((row) => row.map((tries) => tries.length)));
  const statuses = Object.fromEntries(verdictStatuses.map((status) => [status, 0])) as Record<VerdictStatus, number>;
  for (const { attempts } of records) for (const { status, at } of attempts) statuses[status] += at.length;
  return {
    name: method.name,
    label: method.label ?? method.name,
    k: method.k,
    seeds,
    problems: rows.length,
    excludedProblems: table.excludedProblems,
    excludedAttempts: table.excludedAttempts,
    undecidedAttempts: table.undecidedAttempts,
    passAtKAtLeast: mean(valuesOf(table.atLeast, method.k).map(mean)),
    passAtK: bootstrapMean(valuesAt(table, method.k), options),
    prefixPassAtK: mean(solved.map((row) => mean(row.map(Number)))),
    wilson: wilsonInterval(solved.filter((row) => row[0] === true).length, rows.length, options.level),
    curve: Array.from({ length: Number.isFinite(fewest) ? fewest : 0 }, (_, i) => i + 1)
      .filter((k) => method.inTurn !== true || k === fewest)
      .map((k) => ({ k, value: mean(tallies.map((row) => mean(row.map(({ n, c }) => passAtK(n, c, k))))) })),
    statuses,
    usage,
    studyFlops: mean(records.map(({ studyFlops = 0 }) => studyFlops)),
    relativeFlops: usage.flops / baseFlops,
    ...signalOf(records, options),
  };
}

function signalOf(records: readonly ResultRecord[], options: SummaryOptions): Pick<MethodSummary, "signal"> {
  const byProblem = new Map<string, number[]>();
  for (const { problem, signal } of records)
    if (signal !== undefined) byProblem.set(problem, [...(byProblem.get(problem) ?? []), signal.delta]);
  const rows = [...byProblem.values()];
  if (rows.length === 0) return {};
  const gaining = mean(rows.map((row) => Number(mean(row) > 0)));
  return { signal: { problems: rows.length, delta: bootstrapMean(rows, options), gaining } };
}

function comparison(first: Table, second: Table, options: SummaryOptions): Omit<ComparisonSummary, "adjustedPValue"> {
  const shared = [...first.scored.keys()].filter((problem) => second.scored.has(problem));
  const a = valuesAt(first, first.method.k, shared);
  const b = valuesAt(second, second.method.k, shared);
  const mcnemar = first.seeds
    .filter((seed) => second.seeds.includes(seed))
    .map((seed) => ({ seed, ...mcnemarTest(solvedBy(first, seed, shared), solvedBy(second, seed, shared)) }));
  return {
    first: first.method.name,
    second: second.method.name,
    problems: shared.length,
    difference: pairedBootstrap(a, b, options),
    mcnemar,
    signFlipPValue: signFlipTest(a, b, { seed: options.seed }),
  };
}

function valuesAt(table: Table, k: number, problems: Iterable<string> = table.scored.keys()): PerProblem {
  return valuesOf(new Map([...problems].map((problem) => [problem, table.scored.get(problem)!])), k);
}

const tallyOf = (tries: readonly boolean[]): { readonly n: number; readonly c: number } => ({
  n: tries.length,
  c: tries.filter(Boolean).length,
});

const valuesOf = (outcomesOf: Table["scored"], k: number): PerProblem =>
  [...outcomesOf.values()].map((row) => row.map(tallyOf).map(({ n, c }) => passAtK(n, c, k)));

function solvedBy(table: Table, seed: number, problems: readonly string[]): boolean[] {
  const column = table.seeds.indexOf(seed);
  return problems.map((problem) => prefixPassAtK(table.scored.get(problem)![column]!, table.method.k));
}

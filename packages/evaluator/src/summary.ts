import { InputError, type VerdictStatus, verdictStatuses } from "@lemma/interfaces";
import { meanUsage } from "./compute/usage.ts";
import { type EqualFlops, atEqualFlops } from "./equal-flops.ts";
import type { MethodSummary, SummaryOptions } from "./method-summary.ts";
import type { ResultRecord } from "./results.ts";
import { type ScoredMethod, scoredMethod, tallyOf, valuesAt, valuesOf } from "./scored.ts";
import { bootstrapMean, mean, pairedBootstrap, type PairedBootstrap } from "./statistics/bootstrap.ts";
import { wilsonInterval } from "./statistics/interval.ts";
import { type McNemar, holm, mcnemarTest, signFlipTest } from "./statistics/paired-tests.ts";
import { passAtK, prefixPassAtK } from "./statistics/pass-at-k.ts";

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
  /** What methods prove for the operations of so many attempts of plain sampling; empty without a method `baseline`. */
  readonly equalFlops: readonly EqualFlops[];
  readonly level: number;
}

/**
 * All statistics of an evaluation. Records may come in any order.
 *
 * @throws {InputError} for a method without records, or two records of one problem, method and seed.
 */
export function summarise(records: readonly ResultRecord[], options: SummaryOptions): Summary {
  const { level = 0.95 } = options;
  const tables = new Map(options.methods.map((method) => [method.name, scoredMethod(records, method)]));
  const reference = tables.get(options.reference ?? options.methods[0]?.name ?? "");
  const base = reference === undefined ? Number.NaN : meanUsage(reference.records.map(({ usage }) => usage)).flops;
  const methods = [...tables.values()].map((table) => methodSummary(table, base, options));
  const first = options.methods[0]?.name;
  const pairs =
    options.comparisons ?? options.methods.slice(1).map(({ name }): readonly [string, string] => [name, first!]);
  const compared = pairs.map(([a, b]) => comparison(find(tables, a), find(tables, b), options));
  const adjusted = holm(compared.map(({ signFlipPValue }) => signFlipPValue));
  const comparisons = compared.map((one, i) => ({ ...one, adjustedPValue: adjusted[i]! }));
  return { methods, comparisons, equalFlops: atEqualFlops([...tables.values()], methods, options), level };
}

function find(tables: ReadonlyMap<string, ScoredMethod>, name: string): ScoredMethod {
  const table = tables.get(name);
  if (table === undefined) throw new InputError(`a comparison names the method "${name}", which is not in the list`);
  return table;
}

function methodSummary(table: ScoredMethod, baseFlops: number, options: SummaryOptions): MethodSummary {
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

function comparison(
  first: ScoredMethod,
  second: ScoredMethod,
  options: SummaryOptions,
): Omit<ComparisonSummary, "adjustedPValue"> {
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

function solvedBy(table: ScoredMethod, seed: number, problems: readonly string[]): boolean[] {
  const column = table.seeds.indexOf(seed);
  return problems.map((problem) => prefixPassAtK(table.scored.get(problem)![column]!, table.method.k));
}

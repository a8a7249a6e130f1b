import { InputError } from "@lemma/interfaces";
import { type Outcomes, type ResultRecord, outcomes } from "./results.ts";
import type { PerProblem } from "./statistics/bootstrap.ts";
import { passAtK } from "./statistics/pass-at-k.ts";
import type { MethodSettings } from "./method-summary.ts";

/** A method's records, by problem and seed. */
export interface ScoredMethod {
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

/** @throws {InputError} for a method without records, or two records of one problem, method and seed. */
export function scoredMethod(all: readonly ResultRecord[], method: MethodSettings): ScoredMethod {
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

/** Unbiased pass@k, by problem and seed. */
export function valuesAt(table: ScoredMethod, k: number, problems: Iterable<string> = table.scored.keys()): PerProblem {
  return valuesOf(new Map([...problems].map((problem) => [problem, table.scored.get(problem)!])), k);
}

/** Attempts, and those of them that proved the theorem. */
export const tallyOf = (tries: readonly boolean[]): { readonly n: number; readonly c: number } => ({
  n: tries.length,
  c: tries.filter(Boolean).length,
});

export const valuesOf = (outcomesOf: ScoredMethod["scored"], k: number): PerProblem =>
  [...outcomesOf.values()].map((row) => row.map(tallyOf).map(({ n, c }) => passAtK(n, c, k)));

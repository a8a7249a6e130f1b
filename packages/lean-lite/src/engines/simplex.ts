import type { Budget } from "@lemma/lean-kernel/budget";
import type { Column, Comparison, FeasibilityProblem } from "./problem.ts";
import { exactSimplex } from "./simplex-exact.ts";
import { floatSimplex } from "./simplex-float.ts";
import { type Rational, sign } from "@lemma/lean-kernel/rational";
import { solveLinearSystem } from "./linear-system.ts";

/** Entries up to which the exact simplex is run at once; it is complete, the one over doubles is fast. */
const smallProblem = 1_200;

/**
 * Multipliers, one per hypothesis, that refute the hypotheses, or `undefined`.
 *
 * Unknowns: one multiplier per hypothesis and a slack for the constant. Rows: one per monomial, which must cancel; the
 * constants, which must add up to the slack; and the sum of the slack and the strict hypotheses' multipliers, which must
 * be 1 (any positive number would do: solutions scale).
 */
export function nonnegativeSolution(hypotheses: readonly Comparison[], budget: Budget): Rational[] | undefined {
  const columns = pruneColumns(hypotheses, budget);
  const problem = toProblem(hypotheses, columns);
  if (problem === undefined) return undefined;
  const solution = solve(problem, budget);
  if (solution === undefined) return undefined;
  const multipliers: Rational[] = hypotheses.map(() => 0);
  problem.columns.forEach((column, j) => {
    if (column.origin >= 0) multipliers[column.origin] = solution[j]!;
  });
  return multipliers;
}

function solve(problem: FeasibilityProblem, budget: Budget): Rational[] | undefined {
  if (problem.rows * problem.columns.length <= smallProblem) return exactSimplex(problem, budget);
  const vertex = floatSimplex(problem, budget);
  if (vertex === undefined) return undefined;
  // The doubles only name the columns of a vertex; its coordinates are solved for exactly.
  for (const threshold of [1e-7, -1]) {
    const support = vertex.filter(({ value, free }) => free || value > threshold).map(({ column }) => column);
    const values = solveLinearSystem(
      support.map((j) => problem.columns[j]!.entries),
      problem.rows - 1,
      budget,
    );
    if (values === undefined) continue;
    if (!support.every((j, k) => problem.columns[j]!.free || sign(values[k]!) >= 0)) continue;
    return spread(problem, support, values);
  }
  const support = vertex.map(({ column }) => column);
  const values = exactSimplex({ rows: problem.rows, columns: support.map((j) => problem.columns[j]!) }, budget);
  return values && spread(problem, support, values);
}

function spread(problem: FeasibilityProblem, support: readonly number[], values: readonly Rational[]): Rational[] {
  const all: Rational[] = problem.columns.map(() => 0);
  support.forEach((j, k) => {
    all[j] = values[k]!;
  });
  return all;
}

/**
 * Hypotheses that can take part: a monomial that occurs with one sign only, and in no equation, cannot cancel, so every
 * hypothesis with it drops out, until nothing more does.
 */
function pruneColumns(hypotheses: readonly Comparison[], budget: Budget): Set<number> {
  const live = new Set(hypotheses.keys());
  for (;;) {
    const signs = new Map<string, { positive: number; negative: number; free: number }>();
    for (const index of live) {
      const { polynomial, relation } = hypotheses[index]!;
      budget.spend(polynomial.size);
      for (const [key, term] of polynomial) {
        if (key === "") continue;
        let count = signs.get(key);
        if (count === undefined) signs.set(key, (count = { positive: 0, negative: 0, free: 0 }));
        if (relation === "eq") count.free += 1;
        else if (sign(term.coefficient) > 0) count.positive += 1;
        else count.negative += 1;
      }
    }
    const stuck = (key: string): boolean => {
      const { positive, negative, free } = signs.get(key)!;
      return free === 0 ? positive === 0 || negative === 0 : free === 1 && positive + negative === 0;
    };
    const before = live.size;
    for (const index of live) {
      for (const key of hypotheses[index]!.polynomial.keys()) {
        if (key !== "" && stuck(key)) {
          live.delete(index);
          break;
        }
      }
    }
    if (live.size === before) return live;
  }
}

function toProblem(hypotheses: readonly Comparison[], live: ReadonlySet<number>): FeasibilityProblem | undefined {
  const rowOf = new Map<string, number>([["", 0]]);
  for (const index of live)
    for (const key of hypotheses[index]!.polynomial.keys()) if (!rowOf.has(key)) rowOf.set(key, rowOf.size);
  const rows = rowOf.size + 1;
  const columns: Column[] = [];
  for (const index of live) {
    const { polynomial, relation } = hypotheses[index]!;
    const entries = new Map<number, Rational>();
    for (const [key, term] of polynomial) entries.set(rowOf.get(key)!, term.coefficient);
    if (relation === "lt") entries.set(rows - 1, 1);
    columns.push({ entries, free: relation === "eq", origin: index });
  }
  if (columns.length === 0) return undefined;
  const slack = new Map<number, Rational>([
    [0, -1],
    [rows - 1, 1],
  ]);
  columns.push({ entries: slack, free: false, origin: -1 });
  return { rows, columns };
}

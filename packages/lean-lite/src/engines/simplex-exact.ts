import type { Budget } from "@lemma/lean-kernel/budget";
import { compare, divide, multiply, negate, type Rational, sign, subtract } from "@lemma/lean-kernel/rational";
import type { FeasibilityProblem } from "./problem.ts";

type Row = Map<number, Rational>;

/** Column index under which a row keeps its right-hand side. */
const rhs = -1;

/**
 * First phase of the simplex method on exact rationals, with Bland's rule, which cannot cycle: complete.
 *
 * @returns one value per column, or `undefined` when the problem has no solution.
 */
export function exactSimplex(problem: FeasibilityProblem, budget: Budget): Rational[] | undefined {
  const rows: Row[] = Array.from({ length: problem.rows }, () => new Map());
  problem.columns.forEach((column, j) => {
    for (const [row, value] of column.entries) rows[row]!.set(j, value);
  });
  rows[problem.rows - 1]!.set(rhs, 1);
  // `undefined` stands for the row's artificial variable, which may leave the basis but never enters it.
  const basis: (number | undefined)[] = rows.map(() => undefined);

  const pivot = (r: number, j: number): void => {
    const row = rows[r]!;
    const head = row.get(j)!;
    for (const [k, value] of row) row.set(k, divide(value, head));
    for (const other of rows) {
      const factor = other === row ? undefined : other.get(j);
      if (factor === undefined) continue;
      budget.spend(row.size);
      for (const [k, value] of row) {
        const next = subtract(other.get(k) ?? 0, multiply(factor, value));
        if (sign(next) === 0) other.delete(k);
        else other.set(k, next);
      }
    }
    basis[r] = j;
  };

  // Free columns enter first, each on a row of its own; their rows then bound nothing.
  problem.columns.forEach((column, j) => {
    if (!column.free) return;
    const r = rows.findIndex((row, i) => basis[i] === undefined && row.has(j) && !row.has(rhs));
    const any = r >= 0 ? r : rows.findIndex((row, i) => basis[i] === undefined && row.has(j));
    if (any >= 0) pivot(any, j);
  });
  // Pivoting a free column on the last row spreads its right-hand side: make all of them nonnegative again.
  rows.forEach((row, i) => {
    if (basis[i] === undefined && sign(row.get(rhs) ?? 0) < 0) for (const [k, value] of row) row.set(k, negate(value));
  });

  const isFree = (j: number | undefined): boolean => j !== undefined && problem.columns[j]!.free;
  for (;;) {
    const gains = new Map<number, Rational>();
    let infeasibility: Rational = 0;
    rows.forEach((row, i) => {
      if (basis[i] !== undefined) return;
      budget.spend(row.size);
      for (const [k, value] of row) {
        if (k === rhs) infeasibility = subtract(infeasibility, negate(value));
        else gains.set(k, subtract(gains.get(k) ?? 0, negate(value)));
      }
    });
    if (sign(infeasibility) === 0) break;
    let entering = Number.POSITIVE_INFINITY;
    for (const [k, gain] of gains) if (k < entering && sign(gain) > 0 && !problem.columns[k]!.free) entering = k;
    if (entering === Number.POSITIVE_INFINITY) return undefined;
    let leaving = -1;
    let best: Rational = 0;
    rows.forEach((row, i) => {
      const entry = row.get(entering);
      if (entry === undefined || sign(entry) <= 0 || isFree(basis[i])) return;
      const ratio = divide(row.get(rhs) ?? 0, entry);
      const order = leaving < 0 ? -1 : compare(ratio, best);
      // Ties go to artificial variables, then to the smaller index.
      if (order < 0 || (order === 0 && (basis[i] ?? -1) < (basis[leaving] ?? -1))) {
        leaving = i;
        best = ratio;
      }
    });
    if (leaving < 0) return undefined;
    pivot(leaving, entering);
  }
  const values: Rational[] = problem.columns.map(() => 0);
  basis.forEach((j, i) => {
    if (j !== undefined) values[j] = rows[i]!.get(rhs) ?? 0;
  });
  return values;
}

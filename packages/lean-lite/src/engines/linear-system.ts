import type { Budget } from "@lemma/lean-kernel/budget";
import { divide, multiply, type Rational, sign, subtract } from "@lemma/lean-kernel/rational";

/** Under this index a row keeps its right-hand side. */
const rhs = -1;

/**
 * Solves `Σ xⱼ columnⱼ = e_target` exactly, by sparse elimination that prefers short rows.
 *
 * @returns one solution (unknowns that nothing determines are 0), or `undefined` when there is none.
 */
export function solveLinearSystem(
  columns: readonly ReadonlyMap<number, Rational>[],
  target: number,
  budget: Budget,
): Rational[] | undefined {
  const byRow = new Map<number, Map<number, Rational>>([[target, new Map([[rhs, 1 as Rational]])]]);
  columns.forEach((column, j) => {
    for (const [row, value] of column) {
      let entries = byRow.get(row);
      if (entries === undefined) byRow.set(row, (entries = new Map()));
      entries.set(j, value);
    }
  });
  let pending = [...byRow.values()];
  const solved: { unknown: number; row: Map<number, Rational> }[] = [];
  while (pending.length > 0) {
    // The shortest row makes the least fill-in; of its unknowns, the rarest.
    let row = pending[0]!;
    for (const candidate of pending) if (candidate.size < row.size) row = candidate;
    pending = pending.filter((other) => other !== row);
    const unknown = rarest(row, pending);
    if (unknown === undefined) {
      if (row.has(rhs)) return undefined;
      continue;
    }
    const head = row.get(unknown)!;
    for (const [k, value] of row) row.set(k, divide(value, head));
    for (const other of pending) {
      const factor = other.get(unknown);
      if (factor === undefined) continue;
      budget.spend(row.size);
      for (const [k, value] of row) {
        const next = subtract(other.get(k) ?? 0, multiply(factor, value));
        if (sign(next) === 0) other.delete(k);
        else other.set(k, next);
      }
    }
    solved.push({ unknown, row });
  }
  const values: Rational[] = columns.map(() => 0);
  for (const { unknown, row } of solved.reverse()) {
    let value = row.get(rhs) ?? 0;
    for (const [k, coefficient] of row)
      if (k !== rhs && k !== unknown) value = subtract(value, multiply(coefficient, values[k]!));
    values[unknown] = value;
  }
  return values;
}

function rarest(
  row: ReadonlyMap<number, Rational>,
  others: readonly ReadonlyMap<number, Rational>[],
): number | undefined {
  let best: number | undefined;
  let bestCount = Number.POSITIVE_INFINITY;
  for (const unknown of row.keys()) {
    if (unknown === rhs) continue;
    let count = 0;
    for (const other of others) if (other.has(unknown)) count += 1;
    if (count < bestCount) [best, bestCount] = [unknown, count];
  }
  return best;
}

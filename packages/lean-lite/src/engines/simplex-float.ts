import type { Budget } from "@lemma/lean-kernel/budget";
import type { Column, FeasibilityProblem } from "./problem.ts";
import { toNumber } from "./to-number.ts";

export interface VertexEntry {
  readonly column: number;
  readonly free: boolean;
  /** Approximate. */
  readonly value: number;
}

const tolerance = 1e-9;
/** Size of the perturbation that keeps the method off degenerate vertices; nearly every row's right-hand side is 0. */
const perturbation = 1e-6;

/**
 * First phase of the simplex method on doubles: fast, and right nearly always. Its answer only guides an exact solve.
 *
 * @returns the basic columns of a vertex that looks feasible, or `undefined`.
 */
export function floatSimplex(problem: FeasibilityProblem, budget: Budget): VertexEntry[] | undefined {
  const m = problem.rows;
  const n = problem.columns.length;
  const width = n + 2; // [columns, perturbed right-hand side, true right-hand side]
  const table = new Float64Array(m * width);
  problem.columns.forEach((column, j) => {
    for (const [row, value] of toDoubles(column).entries) table[row * width + j] = value;
  });
  let state = 12345;
  for (let i = 0; i < m; i += 1) {
    // Any fixed stream will do; equal inputs must search equally.
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    table[i * width + n] = perturbation * (1 + state / 2 ** 32);
  }
  table[(m - 1) * width + n]! += 1;
  table[(m - 1) * width + n + 1] = 1;
  const basis = new Int32Array(m).fill(-1);
  const gains = new Float64Array(width);
  const nonzero = new Int32Array(width);

  const pivot = (r: number, j: number): void => {
    const start = r * width;
    const head = 1 / table[start + j]!;
    let count = 0;
    for (let k = 0; k < width; k += 1) {
      const value = table[start + k]!;
      if (value === 0) continue;
      table[start + k] = Math.abs(value * head) < 1e-14 ? 0 : value * head;
      nonzero[count++] = k;
    }
    let rows = 0;
    for (let i = 0; i < m; i += 1) {
      if (i === r) continue;
      const factor = table[i * width + j]!;
      if (factor === 0) continue;
      rows += 1;
      for (let c = 0; c < count; c += 1) {
        const k = nonzero[c]!;
        const value = table[i * width + k]! - factor * table[start + k]!;
        table[i * width + k] = value < 1e-13 && value > -1e-13 ? 0 : value;
      }
      table[i * width + j] = 0;
    }
    budget.spend(1 + Math.ceil((rows * count) / 12));
    basis[r] = j;
  };

  for (let j = 0; j < n; j += 1) {
    if (!problem.columns[j]!.free) continue;
    let best = -1;
    for (let i = 0; i < m - 1; i += 1)
      if (
        basis[i] === -1 &&
        Math.abs(table[i * width + j]!) > (best < 0 ? tolerance : Math.abs(table[best * width + j]!))
      )
        best = i;
    if (best >= 0) pivot(best, j);
  }
  for (let i = 0; i < m; i += 1) {
    if (basis[i] !== -1 || table[i * width + n]! >= 0) continue;
    for (let k = 0; k < width; k += 1) table[i * width + k] = -table[i * width + k]!;
  }

  // Phase one: the gain of a column is how fast it lowers the sum of the artificial variables.
  const limit = 20 * (m + n);
  for (let iteration = 0; iteration < limit; iteration += 1) {
    gains.fill(0);
    let infeasibility = 0;
    let rows = 0;
    for (let i = 0; i < m; i += 1) {
      if (basis[i] !== -1) continue;
      rows += 1;
      for (let k = 0; k < n; k += 1) gains[k]! += table[i * width + k]!;
      infeasibility += Math.abs(table[i * width + n + 1]!);
    }
    budget.spend(1 + Math.ceil((rows * n) / 24));
    if (infeasibility < 1e-8) break;
    let entering = -1;
    for (let k = 0; k < n; k += 1)
      if (gains[k]! > (entering < 0 ? 1e-8 : gains[entering]!) && !problem.columns[k]!.free) entering = k;
    if (entering < 0) return undefined;
    let leaving = -1;
    let best = 0;
    for (let i = 0; i < m; i += 1) {
      const entry = table[i * width + entering]!;
      if (entry <= tolerance || (basis[i]! >= 0 && problem.columns[basis[i]!]!.free)) continue;
      const ratio = table[i * width + n]! / entry;
      if (leaving < 0 || ratio < best || (ratio === best && entry > table[leaving * width + entering]!)) {
        leaving = i;
        best = ratio;
      }
    }
    if (leaving < 0) return undefined;
    pivot(leaving, entering);
  }
  const vertex: VertexEntry[] = [];
  for (let i = 0; i < m; i += 1) {
    const column = basis[i]!;
    if (column < 0) continue;
    const { free } = problem.columns[column]!;
    const value = table[i * width + n + 1]!;
    if (!free || Math.abs(value) > 1e-7) vertex.push({ column, free, value });
  }
  return vertex;
}

/** Doubles of a column, scaled to a largest entry of 1. */
function toDoubles(column: Column): { entries: [row: number, value: number][]; scale: number } {
  const entries = [...column.entries].map(([row, value]) => [row, toNumber(value)] as [number, number]);
  let largest = 0;
  for (const [, value] of entries) largest = Math.max(largest, Math.abs(value));
  const scale = largest > 0 && Number.isFinite(largest) ? 1 / largest : 1;
  return { entries: entries.map(([row, value]) => [row, value * scale]), scale };
}

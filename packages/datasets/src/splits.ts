import { InputError, Random, type Theorem } from "@lemma/interfaces";
import { statementHash } from "@lemma/lean-text";

/**
 * `count` of the theorems, drawn from the seed, in their given order. The draw depends on the theorems' ids and the seed, not
 * on the order of the file. The paper's evaluation set is `sampleTheorems(miniF2FTest, 100, seed)`.
 *
 * @throws {InputError} when there are fewer than `count`.
 */
export function sampleTheorems(theorems: readonly Theorem[], count: number, seed: number): Theorem[] {
  if (theorems.length < count)
    throw new InputError(`a sample of ${count} was asked for, but there are only ${theorems.length} theorems`);
  const positions = theorems.map((theorem, position) => ({ id: theorem.id, position }));
  positions.sort((a, b) => (a.id === b.id ? a.position - b.position : a.id < b.id ? -1 : 1));
  const drawn = new Random(seed).fork("sample").sample(positions, count);
  return drawn.sort((a, b) => a.position - b.position).map(({ position }) => theorems[position]!);
}

/**
 * Assigns theorems to named parts by shares that sum to 1, from the seed. Copies of one statement land in the same part, and
 * a theorem keeps its part when others come or go, so that a part never leaks into another as a data set grows.
 *
 * @param shares such as `{ train: 0.9, valid: 0.05, test: 0.05 }`; parts have about, not exactly, these sizes.
 */
export function splitTheorems<Part extends string>(
  theorems: readonly Theorem[],
  shares: Readonly<Record<Part, number>>,
  seed: number,
): Record<Part, Theorem[]> {
  const parts = Object.keys(shares) as Part[];
  const total = parts.reduce((sum, part) => sum + shares[part], 0);
  if (parts.length === 0 || Math.abs(total - 1) > 1e-9 || parts.some((part) => shares[part] < 0))
    throw new InputError(`shares of a split must be ≥ 0 and sum to 1, received a sum of ${total}`);
  const random = new Random(seed);
  const result = Object.fromEntries(parts.map((part) => [part, []])) as unknown as Record<Part, Theorem[]>;
  for (const theorem of theorems) {
    // By the text alone: one text under two headers must not be learnt from and asked for.
    let mark = random.fork("split", statementHash(theorem.statement)).uniform();
    const part = parts.find((candidate) => (mark -= shares[candidate]) < 0) ?? parts.at(-1)!;
    result[part].push(theorem);
  }
  return result;
}

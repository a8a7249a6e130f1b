/**
 * The unbiased estimate of pass@k from `n` samples of which `c` are correct: the probability that a random k-subset holds a
 * correct one, 1 − C(n−c, k) / C(n, k), evaluated as 1 − Π_{i=n−c+1}^{n} (1 − k/i), which neither overflows nor cancels.
 *
 * @returns in [0, 1].
 * @throws {RangeError} unless 0 ≤ c ≤ n and 1 ≤ k ≤ n: with fewer than k samples there is no unbiased estimate.
 * @see Chen et al. 2021, "Evaluating Large Language Models Trained on Code", arXiv:2107.03374
 */
export function passAtK(n: number, c: number, k: number): number {
  if (![n, c, k].every(Number.isSafeInteger) || c < 0 || c > n || k < 1 || k > n)
    throw new RangeError(`passAtK: expected integers 0 ≤ c ≤ n and 1 ≤ k ≤ n, received n = ${n}, c = ${c}, k = ${k}`);
  if (n - c < k) return 1;
  let allWrong = 1;
  // What is lost below the smallest step from 1 changes nothing.
  for (let i = n - c + 1; i <= n && allWrong > Number.EPSILON / 4; i += 1) allWrong *= 1 - k / i;
  return 1 - allWrong;
}

/**
 * Prefix pass@k: whether one of the *first* k attempts succeeded. What "5 attempts, solved or not" measures; noisier than
 * `passAtK` when there are more than k attempts, and the same number when there are exactly k.
 *
 * @throws {RangeError} with fewer than k attempts.
 */
export function prefixPassAtK(outcomes: readonly boolean[], k: number): boolean {
  if (!Number.isSafeInteger(k) || k < 1 || k > outcomes.length)
    throw new RangeError(`prefixPassAtK: expected 1 ≤ k ≤ ${outcomes.length} attempts, received k = ${k}`);
  return outcomes.slice(0, k).includes(true);
}

import { type ComputeUsage, computeMeasures, matchBudget, sumUsage } from "@lemma/evaluator";
import type { Method } from "./methods.ts";

/**
 * The fewest attempts per theorem that cost at least `target` in all. Prompts are read once whatever the count, so the cost is
 * not proportional to it: it is measured, by attempting, until it suffices.
 *
 * @param reference what the method to be matched used, per theorem.
 * @param baseline what `attempts` attempts used, per theorem.
 * @param spend what so many attempts at every theorem use, per theorem.
 */
export async function matchedAttempts(
  measure: NonNullable<Method["matched"]>["measure"],
  reference: readonly ComputeUsage[],
  baseline: readonly ComputeUsage[],
  attempts: number,
  spend: (count: number) => Promise<readonly ComputeUsage[]>,
): Promise<number> {
  const { of } = computeMeasures[measure];
  const target = of(sumUsage(reference));
  // Nothing could be attempted, so that nothing can be matched.
  if (of(sumUsage(baseline)) === 0) return attempts;
  let { k } = matchBudget(measure, reference, baseline, attempts);
  for (;;) {
    const spent = of(sumUsage(await spend(k)));
    if (spent >= target) return k;
    k = Math.max(k + 1, Math.ceil((k * target) / spent));
  }
}

import type { MethodSummary } from "../method-summary.ts";
import type { ComparisonSummary, Summary } from "../summary.ts";
import { pValue, percent, points, range } from "./format.ts";

/** What an evaluation says, in a sentence for each comparison: what a reader wants first. */
export function conclusions({ methods, comparisons }: Summary): readonly string[] {
  const named = new Map(methods.map((method) => [method.name, method]));
  const sentences = comparisons.map((one) => sentence(one, named.get(one.first)!, named.get(one.second)!));
  if (sentences.length === 0) return methods.map((method) => `${proves(method)}.`);
  const many = `These are ${comparisons.length} comparisons, and their p-values are not corrected for that.`;
  return comparisons.length < 2 ? sentences : [...sentences, many];
}

const proves = ({ label, k, problems, passAtK }: MethodSummary): string =>
  problems === 0
    ? `${label} (k = ${k}) was scored on no problem`
    : `${label} (k = ${k}) proves ${percent(passAtK.estimate)} of ${problems} problems (${range(percent(passAtK.low), percent(passAtK.high))})`;

function sentence(
  { difference, signFlipPValue, problems }: ComparisonSummary,
  first: MethodSummary,
  second: MethodSummary,
): string {
  if (problems === 0) return `${first.label} and ${second.label} were scored on no problem in common.`;
  const margin = `${points(difference.estimate)} points (${range(points(difference.low), points(difference.high), "…")}, ${pValue(signFlipPValue)})`;
  const isAll = problems === first.problems && problems === second.problems;
  const where = isAll ? "" : `on the ${problems} that were scored for both, `;
  const verdict =
    signFlipPValue < 0.05
      ? difference.estimate > 0
        ? "more than chance explains"
        : "fewer, and more than chance explains"
      : `no difference that ${problems} problems can show`;
  return `${proves(first)}, ${second.label} (k = ${second.k}) ${percent(second.passAtK.estimate)}: ${where}${margin}, ${verdict}.`;
}

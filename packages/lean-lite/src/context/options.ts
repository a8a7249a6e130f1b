/**
 * Options that change neither what a statement means nor what a proof may do: how long Lean tries, what it warns of, what it
 * prints. A name that ends in a dot stands for all below it.
 */
const harmless = (
  "maxHeartbeats maxRecDepth maxSynthPendingDepth synthInstance.maxHeartbeats synthInstance.maxSize linter. " +
  "weak.linter. pp. trace. profiler profiler.threshold diagnostics diagnostics.threshold exponentiation.threshold " +
  "relaxedAutoImplicit"
).split(" ");

export const isHarmless = (option: string): boolean =>
  harmless.some((known) => (known.endsWith(".") ? option.startsWith(known) : option === known));

/** They switch off what a verdict stands on. */
export const isForbiddenOption = (option: string): boolean => option.startsWith("debug.");

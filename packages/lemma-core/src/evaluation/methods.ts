/** Where a method's examples come from, and how they are weighted. */
export interface Method {
  readonly label: string;
  /**
   * `none`: attempt at once. `own`: the theorem's own verified lemmas. `other`: those of another theorem, a control for
   * whatever adapting on any verified proof does. `random`: verified proofs drawn from all other theorems.
   */
  readonly study: "none" | "own" | "other" | "random";
  readonly weighting: "weigher" | "uniform";
  /** Attempts are raised until the compute equals that of this method. */
  readonly matched?: string;
}

/** One entry a method; the first is what the others are compared with. */
export const methods = {
  baseline: { label: "prover as it is", study: "none", weighting: "uniform" },
  matched: { label: "prover, equal FLOPs", study: "none", weighting: "uniform", matched: "lemma" },
  lemma: { label: "LeMMA", study: "own", weighting: "weigher" },
  unweighted: { label: "LeMMA, unweighted", study: "own", weighting: "uniform" },
  "random-examples": { label: "unrelated verified proofs", study: "random", weighting: "uniform" },
  shuffled: { label: "another theorem's adapter", study: "other", weighting: "weigher" },
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof methods;

export const methodNames = Object.keys(methods) as readonly MethodName[];

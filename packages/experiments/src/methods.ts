import type { ComputeMeasure } from "@lemma/evaluator";

/** How a theorem is attempted: what is studied first, with which model, and how the attempts are drawn. */
export interface Method {
  readonly label: string;
  /**
   * Whose verified lemmas are studied. `none`: attempt at once. `own`: the theorem's. `other`: all of another theorem's, a
   * control for whatever adapting on any verified proof does. `random`: as many as its own, drawn from all other theorems.
   */
  readonly study: "none" | "own" | "other" | "random";
  /** Examples train the theorem's adapter, or stand in its prompt. */
  readonly examplesIn: "adapter" | "prompt";
  readonly weighting: "weigher" | "uniform";
  /** The model with the lasting adapter that meta-training made, or as it was before. */
  readonly policy: "meta-trained" | "base";
  /** `repair`: half of the attempts at once; each of the others is shown a rejected one and what Lean said of it. */
  readonly attempts: "independent" | "repair";
  /** Attempts are raised until they cost as much, in this measure, as that method. */
  readonly matched?: { readonly method: string; readonly measure: Exclude<ComputeMeasure, "verifier"> };
}

const plain = {
  study: "none",
  examplesIn: "adapter",
  weighting: "uniform",
  policy: "base",
  attempts: "independent",
} as const satisfies Omit<Method, "label">;

const studied = { ...plain, study: "own", weighting: "weigher", policy: "meta-trained" } as const;

/** One entry a method; the first is what the others are compared with. */
export const methods = {
  baseline: { ...plain, label: "prover as it is" },
  matched: { ...plain, label: "prover, equal FLOPs", matched: { method: "lemma", measure: "flops" } },
  "matched-tokens": { ...plain, label: "prover, equal tokens", matched: { method: "lemma", measure: "tokens" } },
  /** Its number of attempts stands on measured times: it alone does not repeat from the seed. */
  "matched-wall": { ...plain, label: "prover, equal wall-clock", matched: { method: "lemma", measure: "wall" } },
  repair: { ...plain, label: "prover with error feedback", attempts: "repair" },
  lemma: { ...studied, label: "LeMMA" },
  unweighted: { ...studied, label: "LeMMA, unweighted", weighting: "uniform" },
  "no-meta": { ...studied, label: "LeMMA before meta-training", weighting: "uniform", policy: "base" },
  /** What meta-training did to the prover itself, apart from studying at test time. */
  policy: { ...plain, label: "meta-trained, no study", policy: "meta-trained" },
  "in-context": { ...studied, label: "lemmas in the prompt", examplesIn: "prompt" },
  "random-examples": { ...studied, label: "unrelated verified proofs", study: "random", weighting: "uniform" },
  shuffled: { ...studied, label: "another theorem's adapter", study: "other" },
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof methods;

export const methodNames = Object.keys(methods) as readonly MethodName[];

/** A method by name, with all its optional fields. */
export const methodOf = (name: MethodName): Method => methods[name];

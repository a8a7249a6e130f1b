import type { ComputeMeasure } from "@lemma/evaluator";

/** How a theorem is attempted: what is studied first, with which model, and how the attempts are drawn. */
export interface Method {
  readonly label: string;
  /**
   * Whose verified lemmas are studied. `none`: attempt at once. `own`: the theorem's. `other`: all of another theorem's, a
   * control for whatever adapting on any verified proof does. `random`: as many as its own, drawn from all other theorems.
   * `context`: the nearest of the proofs that are known beside the theorem (of its file, its theory, a corpus). `all`: these and its own
   * lemmas. `other-context`: what is known beside another theorem, nearest to that one.
   */
  readonly study: "none" | "own" | "other" | "random" | "context" | "all" | "other-context";
  /** Known proofs are tried before anything is trained or sampled: those beside the theorem, its lemmas', the baseline's of the others. */
  readonly replay: boolean;
  /** Examples train the theorem's adapter, or stand in its prompt. */
  readonly examplesIn: "adapter" | "prompt";
  readonly weighting: "weigher" | "uniform";
  /** The model with the lasting adapter that meta-training made, or as it was before, or the model it is compared with. */
  readonly policy: "meta-trained" | "base" | "control";
  /** `repair`: half of the attempts at once; each of the others is shown a rejected one and what Lean said of it. */
  readonly attempts: "independent" | "repair";
  /** Attempts are raised until they cost as much, in this measure, as that method. */
  readonly matched?: { readonly method: string; readonly measure: Exclude<ComputeMeasure, "verifier"> };
}

const plain = {
  study: "none",
  replay: false,
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
  replay: { ...plain, label: "replay, then prover", replay: true },
  "replay-lemma": { ...studied, label: "replay, then LeMMA", replay: true },
  context: { ...plain, label: "context studied", study: "context" },
  "context-weighed": { ...plain, label: "context studied, weighed", study: "context", weighting: "weigher" },
  "context-prompt": { ...plain, label: "context in the prompt", study: "context", examplesIn: "prompt" },
  "other-context": { ...plain, label: "another theorem's context studied", study: "other-context" },
  all: { ...plain, label: "context and lemmas studied", study: "all" },
  "replay-all": { ...plain, label: "replay, then all studied", study: "all", replay: true },
  control: { ...plain, label: "control model", policy: "control" },
  /** Sampling at the cost of studying the context, by each of the two models. */
  "context-matched": { ...plain, label: "prover, FLOPs of context", matched: { method: "context", measure: "flops" } },
  "control-matched": {
    ...plain,
    label: "control model, equal FLOPs",
    policy: "control",
    matched: { method: "context", measure: "flops" },
  },
  "control-prompt": {
    ...plain,
    label: "control model, context in the prompt",
    study: "context",
    examplesIn: "prompt",
    policy: "control",
  },
  "control-context": { ...plain, label: "control model, context studied", study: "context", policy: "control" },
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof methods;

export const methodNames = Object.keys(methods) as readonly MethodName[];

/** A method by name, with all its optional fields. */
export const methodOf = (name: MethodName): Method => methods[name];

/** Whether a method writes lemmas of its own. */
export const studiesItself = ({ study }: Method): boolean =>
  study === "own" || study === "other" || study === "random" || study === "all";

import type { ComputeMeasure } from "@lemma/evaluator";

/** How a theorem is attempted: what is studied first, with which model, and how the attempts are drawn. */
export interface Method {
  readonly label: string;
  /**
   * Whose verified lemmas are studied. `none`: attempt at once. `own`: the theorem's. `other`: all of another theorem's, a
   * control for whatever adapting on any verified proof does. `random`: as many as its own, drawn from all other theorems.
   * `context`: the nearest of the proofs that are known beside the theorem (of its file, its theory, a corpus). `all`: these and its own
   * lemmas. `other-context`: what is known beside another theorem, nearest to that one. `run`: the nearest of what is
   * known beside it and of what the method that this one comes `after` proved of the run's other theorems.
   */
  readonly study: "none" | "own" | "other" | "random" | "context" | "all" | "other-context" | "run";
  /** How many of the known proofs are studied, where that is not the settings' `replay.nearest`. */
  readonly nearest?: number;
  /**
   * Known proofs are tried before anything is trained or sampled: those beside the theorem, its lemmas', and those of the run's others that
   * the baseline found, or the method that this one comes `after`.
   */
  readonly replay: boolean;
  /** Examples train the theorem's adapter, or stand in its prompt. */
  readonly examplesIn: "adapter" | "prompt";
  readonly weighting: "weigher" | "uniform";
  /** The model with the lasting adapter that meta-training made, or as it was before, or the model it is compared with. */
  readonly policy: "meta-trained" | "base" | "control";
  /**
   * `repair`: half of the attempts at once; each of the others is shown a rejected one and what Lean said of it. `shared`: half by the adapted
   * model, half by the model as it is.
   */
  readonly attempts: "independent" | "repair" | "shared";
  /**
   * A further round after that method's: what that one proved is done with and costs nothing more, and its attempts and its cost count as
   * this one's first.
   */
  readonly after?: string;
  /**
   * That method, where nothing is found by replaying: its attempts of the same seed are this one's, with what they cost, and are not
   * made again.
   */
  readonly else?: string;
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

/** Tries and studies what the rounds before it proved of the run's other theorems. */
const round = { ...plain, study: "run", replay: true, attempts: "shared", nearest: 8 } as const;

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
  replay: { ...plain, label: "replay, then prover", replay: true, else: "baseline" },
  "replay-lemma": { ...studied, label: "replay, then LeMMA", replay: true, else: "lemma" },
  context: { ...plain, label: "context studied", study: "context" },
  "context-weighed": { ...plain, label: "context studied, weighed", study: "context", weighting: "weigher" },
  /** What takes no Weigher to choose: as many as a theory's model was taught on. */
  "context-nearest": { ...plain, label: "eight nearest studied", study: "context", nearest: 8 },
  "context-prompt": { ...plain, label: "context in the prompt", study: "context", examplesIn: "prompt" },
  "other-context": { ...plain, label: "another theorem's context studied", study: "other-context" },
  all: { ...plain, label: "context and lemmas studied", study: "all" },
  "replay-all": { ...plain, label: "replay, then all studied", study: "all", replay: true, else: "all" },
  "rounds-2": { ...round, label: "sampling, then a round of study", after: "baseline" },
  "rounds-3": { ...round, label: "then another round", after: "rounds-2" },
  "rounds-4": { ...round, label: "then a third round of study", after: "rounds-3" },
  "rounds-matched": { ...plain, label: "prover, FLOPs of rounds", matched: { method: "rounds-4", measure: "flops" } },
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

/**
 * The baseline first: what it proves of other theorems is tried by methods that replay, and measured by those that adapt. A round comes after
 * those before it, and what is matched to another method after that one: its budget is the other's cost.
 */
export const inTurn = (names: readonly MethodName[]): readonly MethodName[] =>
  [...names].sort((a, b) => turnOf(a) - turnOf(b));

/** Where a method stands in a run: after whatever it takes from another's records. */
function turnOf(name: string): number {
  const named: Readonly<Record<string, Method>> = methods;
  const before = named[name]?.after ?? named[name]?.matched?.method ?? named[name]?.else;
  if (before !== undefined) return 1 + turnOf(before);
  return name === "baseline" ? 0 : 1;
}

/** Whether a method writes lemmas of its own. */
export const studiesItself = ({ study }: Method): boolean =>
  study === "own" || study === "other" || study === "random" || study === "all";

import {
  type Tensor,
  add,
  exp,
  expandDims,
  mul,
  reshape,
  scalar,
  stopGradient,
  sub,
  sum,
  takeRows,
  treeLeaves,
  treeMap2,
} from "@lemma/autodiff";
import { type BilevelProblem, metaGradient } from "@lemma/bilevel-optimizer";
import { type LoraConfig, type LoraParameters, loraScale } from "@lemma/lora";
import { type LlamaConfig, type LlamaParameters, llamaHead, llamaHidden } from "@lemma/prover";
import { type SummedLoss, sgd, tokenLosses } from "@lemma/train";

/** How the outer loss is differentiated. */
export type StudyingMode =
  /** Through the inner steps, exactly, in mixed mode. */
  | "mixed"
  /** The same gradient, backwards through all of it: the faster where few modules adapt, near the end of the model. */
  | "reverse"
  /** At the adapted parameters, as if the adapter did not depend on what it was adapted from (FOMAML). */
  | "first-order"
  /** Not at all through an adaptation: examples and targets are learnt as they stand. The control. */
  | "plain"
  /** Nor so: targets are learnt with the examples in their prompt. What studying by gradients has to be held against. */
  | "read"
  /** The model stays as it is: a Weigher learns what of the theory, and of its distractors, to study for a target. */
  | "weigh";

/** What is learnt: the whole model, how its adapter moves, and, where that is learnt, what it starts from. */
export interface StudyingParameters<T> {
  readonly theta: Readonly<Record<string, T>>;
  /** log of the inner rate, over `logarithms`. */
  readonly rate: T;
  /**
   * By module, the `a` that every adapter starts with, over exp(`logarithms` · `scale`): since the update of a module's weights goes by
   * aᵀa, each has a rate of its own (Meta-SGD, Li et al. 2017, by module). Empty where each theory's `a` is drawn.
   */
  readonly start: Readonly<Record<string, { readonly a: T; readonly scale: T }>>;
}

/** Rows to learn from: what is read, and at which places something is to be said. */
export interface Completions<T> {
  /** int64 `[rows, length]`. */
  readonly tokens: T;
  /** int64 `[n]`: places among all tokens of all rows. */
  readonly places: T;
  /** int64 `[n]`: what follows each. */
  readonly labels: T;
  /** `[n]`: its share of the loss. */
  readonly mask: T;
}

/** One theory: what is studied, what is asked afterwards. Masks hold the examples' shares: each batch's loss is Σ mask · nll. */
export interface StudyingBatch<T> {
  readonly start: LoraParameters<T>;
  readonly studied: Completions<T>;
  readonly asked: Completions<T>;
}

/** Logarithms are learnt in this unit: one outer step moves every parameter about as far, and a rate should move by more. */
export const logarithms = 20;

export interface StudyingLossSettings {
  readonly config: LlamaConfig;
  readonly lora: LoraConfig;
  readonly steps: number;
  readonly mode: StudyingMode;
}

type Start = LoraParameters<Tensor>;

/** Σ mask · nll under an adapter. Scores are taken only where something is to be said: most of the arithmetic is spared. */
export function lossOf(
  { config, lora }: Pick<StudyingLossSettings, "config" | "lora">,
  theta: LlamaParameters,
  { tokens, places, labels, mask }: Completions<Tensor>,
  own?: Start,
): Tensor {
  const adapters = own === undefined ? [] : [{ parameters: own, scale: loraScale(lora) }];
  const hidden = llamaHidden(config, theta, tokens, { adapters, checkpoint: "nothing" });
  const said = takeRows(reshape(hidden, [-1, config.hiddenSize]), places); // [n, C]
  const logits = llamaHead(config, theta, expandDims(said, 0));
  return sum(mul(tokenLosses(logits, expandDims(labels, 0)), mask));
}

/**
 * The loss of what is asked after studying, as a `Trainer` takes it, of several theories at once: each has sizes of its own, and one run
 * of one graph costs less than several.
 */
export function studyingLoss(settings: StudyingLossSettings) {
  return (parameters: StudyingParameters<Tensor>, theories: readonly StudyingBatch<Tensor>[]): SummedLoss => ({
    total: theories.map((theory) => theoryLoss(settings, parameters, theory)).reduce((total, each) => add(total, each)),
    count: scalar(theories.length, "float32"),
  });
}

function theoryLoss(
  settings: StudyingLossSettings,
  parameters: StudyingParameters<Tensor>,
  batch: StudyingBatch<Tensor>,
): Tensor {
  const { theta } = parameters;
  if (settings.mode === "read") return lossOf(settings, theta, batch.asked);
  if (settings.mode === "plain") {
    const each = [batch.studied, batch.asked].map((rows) => lossOf(settings, theta, rows));
    return mul(add(each[0]!, each[1]!), 0.5);
  }
  const { started, rate } = startOf(parameters, batch.start);
  const { outerLoss, gradient } = metaGradient(
    problemOf(settings, batch),
    { parameters: started, meta: { theta }, steps: settings.steps, optimizer: sgd(), learningRate: rate },
    settings.mode === "reverse"
      ? { mode: "reverse" }
      : { mode: "mixed", ...(settings.mode === "first-order" ? { truncate: 0 } : {}) },
  );
  return withSlopes(outerLoss, [
    [theta, gradient.meta.theta],
    [started, gradient.parameters],
    [rate, gradient.learningRate],
  ]);
}

function problemOf(
  settings: StudyingLossSettings,
  { studied, asked }: StudyingBatch<Tensor>,
): BilevelProblem<Start, { readonly theta: LlamaParameters }> {
  return {
    inner: (own, { theta }) => lossOf(settings, theta, studied, own),
    outer: (own, { theta }) => lossOf(settings, theta, asked, own),
  };
}

/** The adapter as the inner steps find it, and their rate. @param drawn its `a` is used where none is learnt. */
function startOf(
  { rate, start }: StudyingParameters<Tensor>,
  drawn: Start,
): { readonly started: Start; readonly rate: Tensor } {
  const started = Object.entries(drawn).map(([path, { a, b }]) => {
    const learnt = start[path];
    return [path, { a: learnt === undefined ? a : mul(learnt.a, exp(mul(learnt.scale, logarithms))), b }] as const;
  });
  return { started: Object.fromEntries(started), rate: exp(mul(rate, logarithms)) };
}

/** A loss with this value whose gradient was taken already: by each tree, the tree beside it. */
export function withSlopes(value: Tensor, slopes: readonly (readonly [unknown, unknown])[]): Tensor {
  const terms = slopes.flatMap(([at, slope]) =>
    treeLeaves<Tensor>(
      treeMap2<unknown, Tensor, Tensor, Tensor>(at, slope, (x, g) =>
        sum(mul(sub(x, stopGradient(x)), stopGradient(g))),
      ),
    ),
  );
  return terms.reduce((total, term) => add(total, term), stopGradient(value));
}

/** The loss of what is asked, before and after studying: whose difference is Δ log p per token. */
export function studyingOutcome(settings: StudyingLossSettings) {
  return (parameters: StudyingParameters<Tensor>, batch: StudyingBatch<Tensor>) => {
    const { theta } = parameters;
    const { started, rate } = startOf(parameters, batch.start);
    const { adapted } = metaGradient(
      problemOf(settings, batch),
      { parameters: started, meta: { theta }, steps: settings.steps, optimizer: sgd(), learningRate: rate },
      { mode: "mixed", truncate: 0 },
    );
    return { before: lossOf(settings, theta, batch.asked), after: lossOf(settings, theta, batch.asked, adapted) };
  };
}

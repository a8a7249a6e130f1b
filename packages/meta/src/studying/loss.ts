import { type Tensor, add, exp, mul, scalar, stopGradient, sub, sum, treeLeaves, treeMap2 } from "@lemma/autodiff";
import { type BilevelProblem, metaGradient } from "@lemma/bilevel-optimizer";
import { type LoraConfig, type LoraParameters, loraScale } from "@lemma/lora";
import { type LlamaConfig, type LlamaParameters, llamaLogits } from "@lemma/prover";
import { type SummedLoss, type TokenBatch, sgd, tokenLosses } from "@lemma/train";

/** How the outer loss is differentiated. */
export type StudyingMode =
  /** Through the inner steps, exactly, in mixed mode. */
  | "mixed"
  /** At the adapted parameters, as if the adapter did not depend on what it was adapted from (FOMAML). */
  | "first-order"
  /** Not at all through an adaptation: examples and targets are learnt as they stand. The control. */
  | "plain";

/** What is learnt: the whole model, and how its adapter moves. */
export interface StudyingParameters<T> {
  readonly theta: Readonly<Record<string, T>>;
  /** log of the inner rate, over `logarithms`. */
  readonly rate: T;
  /**
   * By module, log of the scale that the adapter's `a` starts at, over `logarithms`: the update of its weights goes by the square, so
   * that each module has a rate of its own (Meta-SGD, Li et al. 2017, by module).
   */
  readonly scales: Readonly<Record<string, T>>;
}

/** One theory: what is studied, what is asked afterwards. Masks hold the examples' shares: each batch's loss is Σ mask · nll. */
export interface StudyingBatch<T> {
  readonly start: LoraParameters<T>;
  readonly studied: TokenBatch<T>;
  readonly asked: TokenBatch<T>;
}

/** Logarithms are learnt in this unit: one outer step moves every parameter about as far, and a rate should move by more. */
export const logarithms = 20;

export interface StudyingLossSettings {
  readonly config: LlamaConfig;
  readonly lora: LoraConfig;
  readonly steps: number;
  readonly mode: StudyingMode;
  /** Whether each module's scale is learnt. */
  readonly perModule: boolean;
}

type Start = LoraParameters<Tensor>;

/** Σ mask · nll under an adapter. */
function lossOf(
  { config, lora }: StudyingLossSettings,
  theta: LlamaParameters,
  rows: TokenBatch<Tensor>,
  own?: Start,
): Tensor {
  const adapters = own === undefined ? [] : [{ parameters: own, scale: loraScale(lora) }];
  const logits = llamaLogits(config, theta, rows.tokens, { adapters, checkpoint: "nothing" });
  return sum(mul(tokenLosses(logits, rows.labels), rows.mask));
}

/** The loss of what is asked after studying, as a `Trainer` takes it. */
export function studyingLoss(settings: StudyingLossSettings) {
  return (parameters: StudyingParameters<Tensor>, batch: StudyingBatch<Tensor>): SummedLoss => {
    const { theta } = parameters;
    // One theory counts as one.
    const count = scalar(1, "float32");
    if (settings.mode === "plain") {
      const each = [batch.studied, batch.asked].map((rows) => lossOf(settings, theta, rows));
      return { total: mul(add(each[0]!, each[1]!), 0.5), count };
    }
    const { started, rate } = startOf(settings, parameters, batch.start);
    const { outerLoss, gradient } = metaGradient(
      problemOf(settings, batch),
      {
        parameters: started,
        meta: { theta },
        steps: settings.steps,
        optimizer: sgd(),
        learningRate: rate,
      },
      { mode: "mixed", ...(settings.mode === "first-order" ? { truncate: 0 } : {}) },
    );
    return {
      total: withGradient(outerLoss, [
        [theta, gradient.meta.theta],
        [started, gradient.parameters],
        [rate, gradient.learningRate],
      ]),
      count,
    };
  };
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

/** The adapter as the inner steps find it, and their rate. */
function startOf(
  { perModule }: StudyingLossSettings,
  { rate, scales }: StudyingParameters<Tensor>,
  start: Start,
): { readonly started: Start; readonly rate: Tensor } {
  const started = perModule
    ? Object.fromEntries(
        Object.entries(start).map(([path, { a, b }]) => [path, { a: mul(a, exp(mul(scales[path]!, logarithms))), b }]),
      )
    : start;
  return { started, rate: exp(mul(rate, logarithms)) };
}

/** A loss with this value whose gradient was taken already: by each tree, the tree beside it. */
function withGradient(value: Tensor, slopes: readonly (readonly [unknown, unknown])[]): Tensor {
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
    const { started, rate } = startOf(settings, parameters, batch.start);
    const { adapted } = metaGradient(
      problemOf(settings, batch),
      { parameters: started, meta: { theta }, steps: settings.steps, optimizer: sgd(), learningRate: rate },
      { mode: "mixed", truncate: 0 },
    );
    return { before: lossOf(settings, theta, batch.asked), after: lossOf(settings, theta, batch.asked, adapted) };
  };
}

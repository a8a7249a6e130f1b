import {
  type Tensor,
  type TensorValue,
  add,
  constant,
  mul,
  scalar,
  stopGradient,
  take,
  treeMap,
} from "@lemma/autodiff";
import { type MetaGradient, type MetaGradientMode, metaGradient } from "@lemma/bilevel-optimizer";
import type { LoraConfig, LoraParameters } from "@lemma/lora";
import type { LlamaConfig, LlamaParameters } from "@lemma/prover";
import { type SummedLoss, sgd } from "@lemma/train";
import {
  type WeigherBatch,
  type WeigherConfig,
  type WeigherParameters,
  exampleWeights,
  weigherRegularizer,
  weigherScores,
} from "@lemma/weigher";
import { type Completions, lossOf, withSlopes } from "./loss.ts";

/** One target, and what is known beside it: studied by weight. */
export interface WeighedBatch<T> {
  /** What the Weigher reads. */
  readonly pairs: WeigherBatch<T>;
  readonly studied: Completions<T>;
  /** int64 `[n]`: the example that each of the studied places is in. */
  readonly rows: T;
  readonly asked: Completions<T>;
}

export interface WeighedLossSettings {
  readonly config: LlamaConfig;
  /** The model's, which stay as they are. */
  readonly theta: LlamaParameters<TensorValue>;
  readonly lora: LoraConfig;
  readonly start: LoraParameters<TensorValue>;
  readonly steps: number;
  readonly innerRate: number;
  readonly weigher: WeigherConfig;
  /** Parameters of the Weigher that stay as they are. */
  readonly held?: WeigherParameters<TensorValue>;
}

type Own = LoraParameters<Tensor>;

const held = <T>(tree: unknown): T => treeMap(tree, (value: TensorValue) => constant(value)) as T;

const scoresOf = (
  { weigher, held: rest = {} }: WeighedLossSettings,
  eta: WeigherParameters<Tensor>,
  { pairs }: WeighedBatch<Tensor>,
): Tensor => weigherScores(weigher, { ...held<WeigherParameters<Tensor>>(rest), ...eta }, pairs);

/** The outer loss after studying by these weights, and its derivative by each of them. @param w `[examples]` */
function studied(
  settings: WeighedLossSettings,
  { studied: examples, rows, asked }: WeighedBatch<Tensor>,
  w: Tensor,
  mode: MetaGradientMode,
): MetaGradient<Own, { readonly w: Tensor }> {
  const theta = held<LlamaParameters>(settings.theta);
  return metaGradient(
    {
      inner: (own: Own, { w: weights }: { readonly w: Tensor }) =>
        lossOf(settings, theta, { ...examples, mask: mul(examples.mask, take(weights, rows)) }, own),
      outer: (own: Own) => lossOf(settings, theta, asked, own),
    },
    {
      parameters: held<Own>(settings.start),
      meta: { w },
      steps: settings.steps,
      optimizer: sgd(),
      learningRate: scalar(settings.innerRate, w.dtype),
    },
    mode,
  );
}

/** A `Trainer`'s loss of a Weigher's parameters: that of the targets, after studying what is beside each by weight. */
export function weighedLoss(settings: WeighedLossSettings) {
  return (eta: WeigherParameters<Tensor>, targets: readonly WeighedBatch<Tensor>[]): SummedLoss => ({
    total: targets
      .map((batch) => {
        const scores = scoresOf(settings, eta, batch);
        const w = exampleWeights(settings.weigher, scores);
        const { outerLoss, gradient } = studied(settings, batch, stopGradient(w), { mode: "mixed" });
        return add(withSlopes(outerLoss, [[w, gradient.meta.w]]), weigherRegularizer(settings.weigher, scores));
      })
      .reduce((total, each) => add(total, each)),
    count: scalar(targets.length, "float32"),
  });
}

/** The loss of a target's answer after studying all alike, and by weight. */
export function weighedOutcome(settings: WeighedLossSettings) {
  return (eta: WeigherParameters<Tensor>, batch: WeighedBatch<Tensor>) => {
    const scores = scoresOf(settings, eta, batch);
    const after = (of: Tensor): Tensor =>
      studied(settings, batch, exampleWeights(settings.weigher, of), { mode: "mixed", truncate: 0 }).outerLoss;
    return { before: after(mul(scores, 0)), after: after(scores) };
  };
}

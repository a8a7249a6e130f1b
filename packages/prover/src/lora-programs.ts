import { type Tensor, type TensorSpec, type TensorValue, scalar } from "@lemma/autodiff";
import type { LoraAdapter, LoraParameters } from "@lemma/lora";
import { type PackedBatch, type StepRule, type SummedLoss, TrainingPrograms, packedBatchSpec } from "@lemma/train";
import type { CheckpointPolicy } from "./model/llama.ts";
import { llamaLoss } from "./model/losses.ts";
import { type RowPrograms, stackSpecs } from "./score.ts";

/** Rows to learn from, and the adapters beneath the one that is trained. */
export interface LoraBatch<T> {
  readonly rows: PackedBatch<T>;
  readonly stack: readonly LoraParameters<T>[];
}

export type LoraPrograms = TrainingPrograms<LoraParameters<TensorValue>, LoraBatch<TensorValue>>;

export interface LoraProgramSettings {
  /** s in y = W·x + s·B·A·x. */
  readonly scale: number;
  readonly rule: StepRule;
  readonly base: readonly LoraAdapter[];
  readonly initial: LoraParameters<TensorValue>;
  /** `mean`: Σ mask·nll / Σ mask over a step's rows. `sum`: Σ mask·nll as it is. */
  readonly reduction: "mean" | "sum";
  readonly name: string;
}

/** The graphs of a step that trains an adapter on completions, the model and the adapters beneath frozen. */
export function loraPrograms(
  { config, parameters: weights, compile, checkpointOf, tokensPerPass }: RowPrograms,
  { scale, rule, base, initial, reduction, name }: LoraProgramSettings,
): LoraPrograms {
  const lossWith =
    (checkpoint: CheckpointPolicy) =>
    (own: LoraParameters<Tensor>, { rows, stack }: LoraBatch<Tensor>): SummedLoss => {
      const adapters = [
        ...stack.map((parameters, i) => ({ parameters, scale: base[i]!.scale })),
        { parameters: own, scale },
      ];
      const loss = llamaLoss(config, weights, rows, { adapters, checkpoint, tokensPerBatch: tokensPerPass });
      return reduction === "mean" ? loss : { total: loss.total, count: scalar(0, loss.total.dtype) };
    };
  const [short, long] = [checkpointOf(0), checkpointOf(Infinity)];
  return new TrainingPrograms<LoraParameters<TensorValue>, LoraBatch<TensorValue>>({
    loss: lossWith(short),
    ...(short === long
      ? {}
      : {
          large: {
            loss: lossWith(long),
            isLarge: ({ rows }: LoraBatch<TensorValue>) => checkpointOf(rows.tokens.data.length) === long,
          },
        }),
    parameters: initial,
    batch: { rows: packedBatchSpec(), stack: stackSpecs(base) } satisfies LoraBatch<TensorSpec>,
    ...rule,
    compile: { ...compile, name },
  });
}

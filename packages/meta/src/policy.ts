import {
  type Tensor,
  type TensorSpec,
  type TensorValue,
  add,
  div,
  greater,
  mul,
  scalar,
  spec,
  tensor,
  where,
} from "@lemma/autodiff";
import { type Group, type MicroBatch, batchDefaults, microBatches, policyLoss, tokenLogprobs } from "@lemma/grpo";
import { LoraAdapter, type LoraConfig, type LoraParameters, loraScale } from "@lemma/lora";
import {
  type StepReport,
  type TokenBatch,
  type TokenExample,
  Trainer,
  adamw,
  completionBatch,
  constantSchedule,
  tokenBatchSpec,
  weightedTokenLoss,
} from "@lemma/train";
import { type LlamaConfig, type LlamaParameters, llamaLogits } from "@lemma/prover";

/** One group's completions behind their prompt: position t predicts token t + 1. */
interface PolicyRows<T> {
  readonly tokens: T;
  readonly labels: T;
  readonly mask: T;
  readonly oldLogprobs: T;
  readonly advantages: T;
  readonly denominator: T;
}

interface Batch<T> {
  readonly policy: PolicyRows<T>;
  readonly supervised: TokenBatch<T>;
}

/** A theorem's conjectures with what each earned, and its verified pairs. */
export interface PolicyExample {
  /** What the conjectures were asked for with. */
  readonly prompt: readonly number[];
  readonly group: Group;
  readonly verified: readonly TokenExample[];
}

const saysSomething = ({ group, verified }: PolicyExample): boolean =>
  verified.length > 0 || new Set(group.rewards.filter((reward) => reward !== undefined)).size > 1;

export interface PolicyTrainerSettings {
  readonly config: LlamaConfig;
  readonly weights: LlamaParameters;
  readonly lora: LoraConfig;
  readonly parameters: LoraParameters<TensorValue>;
  readonly learningRate: number;
  /** The sampler's: ratios compare distributions at one temperature. */
  readonly temperature: number;
  readonly maxTokens: number;
  readonly supervision: number;
  readonly baseModel: string;
}

/**
 * Trains the lasting policy adapter: a GRPO step on conjectures, rewarded by the meta-gradient, together with supervised
 * steps on the verified proofs (paper, section 4).
 */
export class PolicyTrainer implements AsyncDisposable {
  readonly #settings: PolicyTrainerSettings;
  readonly #trainer: Trainer<LoraParameters<TensorValue>, Batch<TensorValue>>;

  constructor(settings: PolicyTrainerSettings) {
    this.#settings = settings;
    const { config, weights, lora, temperature, supervision } = settings;
    this.#trainer = new Trainer<LoraParameters<TensorValue>, Batch<TensorValue>>({
      loss: (parameters: LoraParameters<Tensor>, { policy, supervised }: Batch<Tensor>) => {
        const adapters = [{ parameters, scale: loraScale(lora) }];
        const logits = (tokens: Tensor): Tensor => llamaLogits(config, weights, tokens, { adapters });
        const { loss } = policyLoss(tokenLogprobs(logits(policy.tokens), policy.labels, temperature), policy);
        const { total, count } = weightedTokenLoss(logits(supervised.tokens), supervised);
        const mean = div(total, where(greater(count, 0), count, 1));
        return { total: add(loss, mul(mean, supervision)), count: scalar(1, loss.dtype) };
      },
      parameters: settings.parameters,
      batch: batchSpec,
      optimizer: adamw(),
      schedule: constantSchedule(settings.learningRate),
      clipNorm: 1,
      compile: { name: "policyStep" },
    });
  }

  get parameters(): LoraParameters<TensorValue> {
    return this.#trainer.parameters;
  }

  /** The policy as it is now, for the sampler. */
  adapter(): LoraAdapter {
    return new LoraAdapter(this.#settings.lora, this.parameters, { baseModel: this.#settings.baseModel });
  }

  /**
   * One step on the mean over several theorems.
   *
   * @returns undefined when none of them says anything: every reward alike and nothing verified.
   */
  async step(theorems: readonly PolicyExample[], signal?: AbortSignal): Promise<StepReport | undefined> {
    const parts = theorems.filter(saysSomething).map(({ prompt, group, verified }) => {
      const [micro] = microBatches([group], {
        ...batchDefaults,
        microBatch: Math.max(1, group.completions.length),
        maxTokens: this.#settings.maxTokens,
      });
      const supervised = verified.length === 0 ? emptyBatch : completionBatch(verified);
      return { policy: behindPrompt(prompt, micro!), supervised };
    });
    return parts.length === 0 ? undefined : this.#trainer.trainStep(parts, signal);
  }

  save(file: string): Promise<void> {
    return this.#trainer.save(file);
  }

  restore(file: string): Promise<void> {
    return this.#trainer.restore(file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#trainer[Symbol.asyncDispose]();
  }
}

const rowsSpec = (dtype: "int64" | "float32"): TensorSpec => spec(dtype, ["samples", "length"]);

const batchSpec: Batch<TensorSpec> = {
  policy: {
    tokens: rowsSpec("int64"),
    labels: rowsSpec("int64"),
    mask: rowsSpec("float32"),
    oldLogprobs: rowsSpec("float32"),
    advantages: spec("float32", ["samples"]),
    denominator: spec("float32", []),
  },
  supervised: tokenBatchSpec(),
};

const emptyBatch: TokenBatch<TensorValue> = {
  tokens: tensor("int64", [1, 1], [0]),
  labels: tensor("int64", [1, 1], [0]),
  mask: tensor("float32", [1, 1], [0]),
};

/** `[B, T]` completions as `[B, P + T − 1]` rows that begin with the prompt; what is not completion is masked. */
function behindPrompt(prompt: readonly number[], micro: MicroBatch): PolicyRows<TensorValue> {
  const [rows, length] = micro.tokens.dims as [number, number];
  const width = prompt.length + length - 1;
  const tokens = new BigInt64Array(rows * width);
  const labels = new BigInt64Array(rows * width);
  const mask = new Float32Array(rows * width);
  const oldLogprobs = new Float32Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    const at = (t: number): bigint =>
      t < prompt.length ? BigInt(prompt[t]!) : (micro.tokens.data as BigInt64Array)[row * length + t - prompt.length]!;
    for (let t = 0; t < width; t += 1) {
      tokens[row * width + t] = at(t);
      labels[row * width + t] = at(t + 1);
      const completion = t + 1 - prompt.length;
      if (completion < 0) continue;
      mask[row * width + t] = Number(micro.mask.data[row * length + completion]);
      oldLogprobs[row * width + t] = Number(micro.oldLogprobs.data[row * length + completion]);
    }
  }
  const dims = [rows, width];
  return {
    tokens: { dtype: "int64", dims, data: tokens },
    labels: { dtype: "int64", dims, data: labels },
    mask: { dtype: "float32", dims, data: mask },
    oldLogprobs: { dtype: "float32", dims, data: oldLogprobs },
    advantages: micro.advantages,
    denominator: micro.denominator,
  };
}

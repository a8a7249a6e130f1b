import type { TensorValue } from "@lemma/autodiff";
import { type AdaptSettings, type AdaptationTrace, InputError, Random } from "@lemma/interfaces";
import { LoraAdapter, type LoraConfig, type LoraParameters, initLora, loraScale } from "@lemma/lora";
import {
  NonFiniteLossError,
  type Optimizer,
  type PackedBatch,
  type TokenExample,
  Trainer,
  adamw,
  constantSchedule,
  packExamples,
  sgd,
} from "@lemma/train";
import type { LlamaConfig } from "./config.ts";
import { NotFiniteError } from "./errors.ts";
import { type LoraPrograms, loraPrograms } from "./lora-programs.ts";
import { llamaModules } from "./model/shapes.ts";
import { type RowPrograms, type Scorer, rowDims, stackKey, stackValues } from "./score.ts";

export interface AdaptRequest {
  /** Weights wᵢ are the examples' own. */
  readonly examples: readonly TokenExample[];
  readonly settings: AdaptSettings;
  readonly targetModules: readonly string[];
  /** What the adapter starts as, its modules in place of the others. Absent: drawn from the seed. */
  readonly start: LoraAdapter | undefined;
  /** Applied beneath the new adapter, and left as they are. */
  readonly base: readonly LoraAdapter[];
  readonly baseModel: string;
  readonly signal: AbortSignal | undefined;
}

const optimizers: Readonly<Record<AdaptSettings["optimizer"], Optimizer>> = { sgd: sgd(), adamw: adamw() };

/**
 * Trains a fresh adapter on weighted examples: θ' = θ − α Σ wᵢ ∇ℓᵢ(θ), ℓᵢ the mean −log p of an example's completion
 * tokens, on all examples at once or on `batchSize` of them after another. The gradients of parts of a batch add up, so that any number
 * of examples fits in memory.
 */
export class AdaptPrograms {
  readonly #programs: RowPrograms;
  readonly #scorer: Scorer;
  readonly #compiled = new Map<string, LoraPrograms>();
  /** Adaptations under way. */
  #running = 0;

  constructor(programs: RowPrograms, scorer: Scorer) {
    this.#programs = programs;
    this.#scorer = scorer;
  }

  /** @throws {NonFiniteLossError} when a loss or gradient is not a number; no adapter comes of it. */
  async adapt(request: AdaptRequest): Promise<{ readonly adapter: LoraAdapter; readonly trace: AdaptationTrace }> {
    this.#running += 1;
    try {
      return await this.#adapt(request);
    } finally {
      this.#running -= 1;
    }
  }

  async #adapt(request: AdaptRequest): Promise<{ readonly adapter: LoraAdapter; readonly trace: AdaptationTrace }> {
    const { examples, settings, base, baseModel, signal } = request;
    const { config, meter, tokensPerPass } = this.#programs;
    const { lora, initial } = startOf(request, config);
    if (examples.length === 0) throw new InputError("adapt: expected at least one example, received none");
    const share = totalWeight(examples);
    if (!(share > 0)) throw new InputError(`adapt: expected weights whose sum is above 0, received ${share}`);
    const packed = (part: readonly TokenExample[]): readonly PackedBatch<TensorValue>[] =>
      packExamples(
        part.map((example) => ({ ...example, weight: (example.weight ?? 1) / share })),
        { normalizer: "example", tokensPerBatch: tokensPerPass, contextLength: config.contextLength },
      ).map(({ batch }) => batch);
    // All are checked before the first is trained on.
    packed(examples);
    const random = new Random(settings.seed).fork("order");
    const epochs = Array.from({ length: settings.epochs }, () =>
      groupsOf(examples, settings.batchSize ?? examples.length, random).map(packed),
    );
    const programs = this.#programsFor(lora, settings.optimizer, base, initial);
    const schedule = constantSchedule(settings.learningRate);
    await using trainer = new Trainer({ parameters: initial, schedule }, programs);
    const stack = stackValues(base);
    const losses: number[] = [];
    const gradientNorms: number[] = [];
    for (const steps of epochs) {
      let epochLoss = 0;
      for (const parts of steps) {
        const batches = parts.map((rows) => ({ rows, stack }));
        const report = await trainer.trainStep(batches, signal);
        for (const batch of batches) meter.ran(programs.gradientsOf(batch), rowDims(batch.rows));
        epochLoss += report.loss;
        gradientNorms.push(report.gradientNorm);
      }
      losses.push(epochLoss);
    }
    const { parameters } = trainer;
    const adapter = new LoraAdapter(lora, parameters, { baseModel });
    const last = await this.#weightedLoss(examples, [...base, adapter], signal).catch((error: unknown) => {
      // Scoring refuses what is not a number; here it is the steps that went too far.
      if (error instanceof NotFiniteError) throw new NonFiniteLossError(gradientNorms.length, Number.NaN, 0);
      throw error;
    });
    return {
      adapter,
      trace: {
        losses: [...losses, last],
        gradientNorms,
        updateNorm: distance(parameters, initial),
        trainedTokens: settings.epochs * examples.reduce((total, { tokens }) => total + tokens.length, 0),
      },
    };
  }

  async #weightedLoss(
    examples: readonly TokenExample[],
    adapters: readonly LoraAdapter[],
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const losses = await this.#scorer.tokenLosses(examples, adapters, signal);
    const share = totalWeight(examples);
    return losses.reduce((total, row, i) => {
      const mean = row.reduce((sum, loss) => sum + loss, 0) / row.length;
      return total + ((examples[i]!.weight ?? 1) / share) * mean;
    }, 0);
  }

  /** Gives back what the programs hold, unless they are in use; they are opened again when they are needed. */
  async release(): Promise<void> {
    if (this.#running === 0) await this.dispose();
  }

  async dispose(): Promise<void> {
    const programs = [...this.#compiled.values()];
    this.#compiled.clear();
    await Promise.all(programs.map((each) => each[Symbol.asyncDispose]()));
  }

  #programsFor(
    lora: LoraConfig,
    optimizer: AdaptSettings["optimizer"],
    base: readonly LoraAdapter[],
    initial: LoraParameters<TensorValue>,
  ): LoraPrograms {
    const key = JSON.stringify([lora, optimizer, stackKey(base)]);
    let programs = this.#compiled.get(key);
    if (programs === undefined) {
      programs = loraPrograms(this.#programs, {
        scale: loraScale(lora),
        rule: { optimizer: optimizers[optimizer] },
        base,
        initial,
        // The rows' weights are shares of all that is studied, and sum to what they should.
        reduction: "sum",
        name: "adaptation",
      });
      this.#compiled.set(key, programs);
    }
    return programs;
  }
}

/** @throws {InputError} where the settings speak of another rank or α than the model's own start. */
function startOf(
  { settings: { rank, alpha, seed }, targetModules, start }: AdaptRequest,
  config: LlamaConfig,
): { readonly lora: LoraConfig; readonly initial: LoraParameters<TensorValue> } {
  if (start === undefined) {
    const lora = { rank, alpha, targetModules };
    return { lora, initial: initLora(lora, llamaModules(config), new Random(seed).fork("adapt")) };
  }
  const { config: lora, parameters: initial } = start;
  if (rank !== lora.rank || alpha !== lora.alpha)
    throw new InputError(
      `adapt: expected rank ${lora.rank} and α ${lora.alpha}, at which this model learnt where its adapters start, received ${rank} and ${alpha}`,
    );
  return { lora, initial };
}

/** The examples `size` at a time, in an order of their own each time; all at once in the order given. */
function groupsOf(examples: readonly TokenExample[], size: number, random: Random): readonly TokenExample[][] {
  if (!Number.isInteger(size) || size < 1)
    throw new InputError(`adapt: expected a whole batchSize of at least 1, received ${size}`);
  if (size >= examples.length) return [[...examples]];
  const order = random.shuffle(examples);
  return Array.from({ length: Math.ceil(order.length / size) }, (_, i) => order.slice(i * size, (i + 1) * size));
}

const totalWeight = (examples: readonly TokenExample[]): number =>
  examples.reduce((total, { weight }) => total + (weight ?? 1), 0);

/** ‖x − y‖₂ over all leaves. */
function distance(x: LoraParameters<TensorValue>, y: LoraParameters<TensorValue>): number {
  let total = 0;
  for (const [path, { a, b }] of Object.entries(x))
    for (const [p, q] of [
      [a, y[path]!.a],
      [b, y[path]!.b],
    ] as const)
      for (let i = 0; i < p.data.length; i += 1) total += (Number(p.data[i]) - Number(q.data[i])) ** 2;
  return Math.sqrt(total);
}

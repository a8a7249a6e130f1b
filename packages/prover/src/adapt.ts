import {
  type Compiled,
  type Tensor,
  type TensorSpec,
  type TensorValue,
  compile,
  concat,
  productOf,
  reshape,
  slice,
  spec,
  tensor,
  treeLeaves,
  treeMap,
  valueAndGrad,
} from "@lemma/autodiff";
import { type AdaptSettings, type AdaptationTrace, InputError, Random, throwIfAborted } from "@lemma/interfaces";
import { LoraAdapter, type LoraConfig, type LoraParameters, initLora, loraScale } from "@lemma/lora";
import {
  NonFiniteLossError,
  type Optimizer,
  type OptimizerState,
  type TokenBatch,
  type TokenExample,
  adamw,
  completionBatch,
  globalNorm,
  sgd,
  tokenBatchSpec,
} from "@lemma/train";
import { NotFiniteError } from "./errors.ts";
import { llamaLoss } from "./model/losses.ts";
import { llamaModules } from "./model/shapes.ts";
import { type RowPrograms, type Scorer, inPasses, rowDims, stackKey, stackSpecs, stackValues } from "./score.ts";

export interface AdaptRequest {
  /** Weights wᵢ are the examples' own. */
  readonly examples: readonly TokenExample[];
  readonly settings: AdaptSettings;
  readonly targetModules: readonly string[];
  /** Applied beneath the new adapter, and left as they are. */
  readonly base: readonly LoraAdapter[];
  readonly baseModel: string;
  readonly signal: AbortSignal | undefined;
}

type Parameters = LoraParameters<TensorValue>;
type State = OptimizerState<TensorValue>;
type Stack = readonly LoraParameters<TensorValue>[];

interface Gradients {
  /** Σ mask · nll of a part of the examples. */
  readonly total: TensorValue;
  /** Its gradient by all parameters, `[n]`. */
  readonly gradient: TensorValue;
}

interface StepResult {
  /** ‖∇‖₂. */
  readonly norm: TensorValue;
  readonly parameters: Parameters;
  readonly state: State;
}

interface Programs {
  readonly gradients: Compiled<[Parameters, TokenBatch<TensorValue>, Stack], Gradients>;
  readonly step: Compiled<[Parameters, State, TensorValue, TensorValue], StepResult>;
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
  readonly #compiled = new Map<string, Programs>();

  constructor(programs: RowPrograms, scorer: Scorer) {
    this.#programs = programs;
    this.#scorer = scorer;
  }

  /** @throws {NonFiniteLossError} when a loss or gradient is not a number; no adapter comes of it. */
  async adapt(request: AdaptRequest): Promise<{ readonly adapter: LoraAdapter; readonly trace: AdaptationTrace }> {
    const { examples, settings, targetModules, base, baseModel, signal } = request;
    const { config, meter, tokensPerPass } = this.#programs;
    const lora: LoraConfig = { rank: settings.rank, alpha: settings.alpha, targetModules };
    const initial = initLora(lora, llamaModules(config), new Random(settings.seed).fork("adapt"));
    if (examples.length === 0) throw new InputError("adapt: expected at least one example, received none");
    const share = totalWeight(examples);
    if (!(share > 0)) throw new InputError(`adapt: expected weights whose sum is above 0, received ${share}`);
    const batchOf = (part: readonly TokenExample[]): TokenBatch<TensorValue> =>
      completionBatch(
        part.map((example) => ({ ...example, weight: (example.weight ?? 1) / share })),
        { normalizer: "example", padToMultipleOf: 16, contextLength: config.contextLength },
      );
    // All are checked before the first is trained on.
    for (const example of examples) batchOf([example]);
    const random = new Random(settings.seed).fork("order");
    const epochs = Array.from({ length: settings.epochs }, () =>
      groupsOf(examples, settings.batchSize ?? examples.length, random).map((group) =>
        inPasses(group, tokensPerPass).map((part) => batchOf(part.map(({ example }) => example))),
      ),
    );
    const programs = this.#programsFor(lora, settings.optimizer, base, initial);
    const rate = tensor("float32", [], settings.learningRate);
    const stack = stackValues(base);
    let parameters = initial;
    let state: State = optimizers[settings.optimizer].init<TensorValue>(flatZeros(initial));
    const losses: number[] = [];
    const gradientNorms: number[] = [];
    for (const steps of epochs) {
      let epochLoss = 0;
      for (const parts of steps) {
        let loss = 0;
        let gradient: TensorValue | undefined;
        for (const batch of parts) {
          throwIfAborted("adapt", signal);
          const part = await programs.gradients.run([parameters, batch, stack], { signal });
          meter.ran(programs.gradients, rowDims(batch.tokens));
          loss += Number(part.total.data[0]);
          gradient = gradient === undefined ? part.gradient : sumOf(gradient, part.gradient);
        }
        const next = await programs.step.run([parameters, state, gradient!, rate], { signal });
        const norm = Number(next.norm.data[0]);
        if (!Number.isFinite(loss) || !Number.isFinite(norm))
          throw new NonFiniteLossError(gradientNorms.length, loss, norm);
        epochLoss += loss;
        gradientNorms.push(norm);
        ({ parameters, state } = next);
      }
      losses.push(epochLoss);
    }
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

  async dispose(): Promise<void> {
    const programs = [...this.#compiled.values()];
    this.#compiled.clear();
    await Promise.all(programs.flatMap(({ gradients, step }) => [gradients.dispose(), step.dispose()]));
  }

  #programsFor(
    lora: LoraConfig,
    optimizer: AdaptSettings["optimizer"],
    base: readonly LoraAdapter[],
    initial: Parameters,
  ): Programs {
    const key = JSON.stringify([lora, optimizer, stackKey(base)]);
    let programs = this.#compiled.get(key);
    if (programs === undefined) {
      programs = compilePrograms(this.#programs, loraScale(lora), optimizers[optimizer], base, initial);
      this.#compiled.set(key, programs);
    }
    return programs;
  }
}

function compilePrograms(
  { config, parameters: weights, compile: options, checkpoint, tokensPerPass }: RowPrograms,
  scale: number,
  optimizer: Optimizer,
  base: readonly LoraAdapter[],
  initial: Parameters,
): Programs {
  const specsOf = <T>(tree: unknown): T =>
    treeMap<unknown, TensorValue, TensorSpec>(tree, ({ dtype, dims }) => spec(dtype, dims)) as T;
  const theta = specsOf<LoraParameters<TensorSpec>>(initial);
  const state = specsOf<OptimizerState<TensorSpec>>(optimizer.init<TensorValue>(flatZeros(initial)));
  type Adapted = LoraParameters<Tensor>;
  const gradients = (own: Adapted, rows: TokenBatch<Tensor>, frozen: readonly Adapted[]) => {
    const loss = (x: Adapted): Tensor => {
      const adapters = [
        ...frozen.map((parameters, i) => ({ parameters, scale: base[i]!.scale })),
        { parameters: x, scale },
      ];
      return llamaLoss(config, weights, rows, { adapters, checkpoint, tokensPerBatch: tokensPerPass }).total;
    };
    const [total, gradient] = valueAndGrad(loss)(own);
    return { total, gradient: flatten(gradient) };
  };
  const step = (own: Adapted, before: OptimizerState<Tensor>, gradient: Tensor, rate: Tensor) => {
    const next = optimizer.update(gradient, before, flatten(own), rate);
    return { norm: globalNorm(gradient), parameters: unflatten(next.parameters, own), state: next.state };
  };
  const size = flatZeros(initial).dims;
  // The optimizer's state is a tree of any depth, whose symbolic twin TypeScript would unfold for ever: stated by hand.
  const program = <P>(name: string, f: (...args: never[]) => unknown, specs: readonly unknown[]): P =>
    compile(f as (...args: unknown[]) => unknown, specs as unknown[], { ...options, name }) as unknown as P;
  return {
    gradients: program("adaptation gradient", gradients, [theta, tokenBatchSpec(), stackSpecs(base)]),
    step: program("adaptation step", step, [theta, state, spec("float32", size), spec("float32")]),
  };
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

const sumOf = (x: TensorValue, y: TensorValue): TensorValue => ({
  ...x,
  data: (x.data as Float32Array).map((value, i) => value + Number(y.data[i])),
});

// The optimizer's rule is elementwise: on one vector of all parameters it takes a dozen operations, on each of a hundred
// matrices a thousand, and opening the program would take longer than running it.

/** All leaves one after the other, `[n]`. */
const flatten = (parameters: LoraParameters<Tensor>): Tensor =>
  concat(
    treeLeaves<Tensor>(parameters).map((leaf) => reshape(leaf, [-1])),
    0,
  );

/** A vector cut back into leaves like these. */
function unflatten(vector: Tensor, like: LoraParameters<Tensor>): LoraParameters<Tensor> {
  let start = 0;
  return treeMap<LoraParameters<Tensor>, Tensor, Tensor>(like, (leaf) => {
    const from = start;
    start += productOf(leaf.shape) as number;
    return reshape(slice(vector, 0, from, start), leaf.shape);
  }) as LoraParameters<Tensor>;
}

function flatZeros(parameters: Parameters): TensorValue {
  const size = treeLeaves<TensorValue>(parameters).reduce((total, { data }) => total + data.length, 0);
  return tensor("float32", [size], new Float32Array(size));
}

/** ‖x − y‖₂ over all leaves. */
function distance(x: Parameters, y: Parameters): number {
  let total = 0;
  for (const [path, { a, b }] of Object.entries(x))
    for (const [p, q] of [
      [a, y[path]!.a],
      [b, y[path]!.b],
    ] as const)
      for (let i = 0; i < p.data.length; i += 1) total += (Number(p.data[i]) - Number(q.data[i])) ** 2;
  return Math.sqrt(total);
}

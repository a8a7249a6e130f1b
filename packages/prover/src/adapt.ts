import {
  type Compiled,
  type Tensor,
  type TensorSpec,
  type TensorValue,
  compile,
  concat,
  div,
  productOf,
  reshape,
  slice,
  spec,
  tensor,
  treeLeaves,
  treeMap,
  valueAndGrad,
} from "@lemma/autodiff";
import { type AdaptSettings, type AdaptationTrace, Random, throwIfAborted } from "@lemma/interfaces";
import {
  LoraAdapter,
  type LoraConfig,
  type LoraParameters,
  NonFiniteLossError,
  type Optimizer,
  type OptimizerState,
  type TokenBatch,
  type TokenExample,
  adamw,
  completionBatch,
  globalNorm,
  initLora,
  loraScale,
  sgd,
  tokenBatchSpec,
  weightedTokenLoss,
} from "@lemma/lora";
import { llamaLogits } from "./model/llama.ts";
import { llamaModules } from "./model/shapes.ts";
import { type RowPrograms, rowDims, stackKey, stackSpecs, stackValues } from "./score.ts";

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

interface StepResult {
  /** Before the step. */
  readonly loss: TensorValue;
  /** ‖∇‖₂. */
  readonly norm: TensorValue;
  readonly parameters: Parameters;
  readonly state: State;
}

interface Programs {
  readonly step: Compiled<[Parameters, State, TokenBatch<TensorValue>, Stack, TensorValue], StepResult>;
  readonly loss: Compiled<[Parameters, TokenBatch<TensorValue>, Stack], TensorValue>;
}

const optimizers: Readonly<Record<AdaptSettings["optimizer"], Optimizer>> = { sgd: sgd(), adamw: adamw() };

/**
 * Trains a fresh adapter on weighted examples: θ' = θ − α Σ wᵢ ∇ℓᵢ(θ), ℓᵢ the mean −log p of an example's completion
 * tokens. Each step is one graph run: forward, backward and optimizer.
 */
export class AdaptPrograms {
  readonly #programs: RowPrograms;
  readonly #compiled = new Map<string, Programs>();

  constructor(programs: RowPrograms) {
    this.#programs = programs;
  }

  /** @throws {NonFiniteLossError} when a loss or gradient is not a number; no adapter comes of it. */
  async adapt(request: AdaptRequest): Promise<{ readonly adapter: LoraAdapter; readonly trace: AdaptationTrace }> {
    const { examples, settings, targetModules, base, baseModel, signal } = request;
    const { config, meter } = this.#programs;
    const lora: LoraConfig = { rank: settings.rank, alpha: settings.alpha, targetModules };
    const initial = initLora(lora, llamaModules(config), new Random(settings.seed).fork("adapt"));
    const batch = completionBatch(examples, {
      normalizer: "example",
      padToMultipleOf: 16,
      contextLength: config.contextLength,
    });
    const dims = rowDims(batch.tokens);
    const program = this.#programsFor(lora, settings.optimizer, base, initial);
    const rate = tensor("float32", [], settings.learningRate);
    const stack = stackValues(base);
    let parameters = initial;
    let state: State = optimizers[settings.optimizer].init<TensorValue>(flatZeros(initial));
    const losses: number[] = [];
    const gradientNorms: number[] = [];
    for (let step = 0; step < settings.steps; step += 1) {
      throwIfAborted("adapt", signal);
      const next = await program.step.run([parameters, state, batch, stack, rate], { signal });
      meter.ran(program.step, dims);
      const [loss, norm] = [Number(next.loss.data[0]), Number(next.norm.data[0])];
      if (!Number.isFinite(loss) || !Number.isFinite(norm)) throw new NonFiniteLossError(step, loss, norm);
      losses.push(loss);
      gradientNorms.push(norm);
      ({ parameters, state } = next);
    }
    const last = Number((await program.loss.run([parameters, batch, stack], { signal })).data[0]);
    meter.ran(program.loss, dims);
    if (!Number.isFinite(last)) throw new NonFiniteLossError(settings.steps, last, 0);
    return {
      adapter: new LoraAdapter(lora, parameters, { baseModel }),
      trace: {
        losses: [...losses, last],
        gradientNorms,
        updateNorm: distance(parameters, initial),
        trainedTokens: settings.steps * examples.reduce((total, { tokens }) => total + tokens.length, 0),
      },
    };
  }

  async dispose(): Promise<void> {
    const programs = [...this.#compiled.values()];
    this.#compiled.clear();
    await Promise.all(programs.flatMap(({ step, loss }) => [step.dispose(), loss.dispose()]));
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
  { config, parameters: weights, compile: options, checkpoint }: RowPrograms,
  scale: number,
  optimizer: Optimizer,
  base: readonly LoraAdapter[],
  initial: Parameters,
): Programs {
  const specsOf = <T>(tree: unknown): T =>
    treeMap<unknown, TensorValue, TensorSpec>(tree, ({ dtype, dims }) => spec(dtype, dims)) as T;
  const theta = specsOf<LoraParameters<TensorSpec>>(initial);
  const state = specsOf<OptimizerState<TensorSpec>>(optimizer.init<TensorValue>(flatZeros(initial)));
  const batch = tokenBatchSpec();
  const stack = stackSpecs(base);
  type Adapted = LoraParameters<Tensor>;
  const loss = (own: Adapted, rows: TokenBatch<Tensor>, frozen: readonly Adapted[]): Tensor => {
    const adapters = [
      ...frozen.map((parameters, i) => ({ parameters, scale: base[i]!.scale })),
      { parameters: own, scale },
    ];
    const { total, count } = weightedTokenLoss(
      llamaLogits(config, weights, rows.tokens, { adapters, checkpoint }),
      rows,
    );
    return div(total, count);
  };
  const step = (
    own: Adapted,
    before: OptimizerState<Tensor>,
    rows: TokenBatch<Tensor>,
    frozen: readonly Adapted[],
    rate: Tensor,
  ) => {
    const [value, gradients] = valueAndGrad((x: Adapted) => loss(x, rows, frozen))(own);
    const g = flatten(gradients);
    const next = optimizer.update(g, before, flatten(own), rate);
    return { loss: value, norm: globalNorm(g), parameters: unflatten(next.parameters, own), state: next.state };
  };
  // The optimizer's state is a tree of any depth, whose symbolic twin TypeScript would unfold for ever: stated by hand.
  const program = <P>(name: string, f: (...args: never[]) => unknown, specs: readonly unknown[]): P =>
    compile(f as (...args: unknown[]) => unknown, specs as unknown[], { ...options, name }) as unknown as P;
  return {
    step: program("adapt", step, [theta, state, batch, stack, spec("float32")]),
    loss: program("adaptation loss", loss, [theta, batch, stack]),
  };
}

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

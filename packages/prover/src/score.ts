import {
  type Bindings,
  type CompileOptions,
  type Tensor,
  type TensorSpec,
  type TensorValue,
  compile,
  spec,
  treeMap,
} from "@lemma/autodiff";
import { InputError } from "@lemma/interfaces";
import { type LoraAdapter, type LoraParameters } from "@lemma/lora";
import { type PackedBatch, type TokenExample, packExamples, packedBatchSpec, vocabularyLosses } from "@lemma/train";
import type { LlamaConfig } from "./config.ts";
import { NotFiniteError } from "./errors.ts";
import type { ExecutionPolicy } from "./execution-policy.ts";
import type { UsageMeter } from "./usage-meter.ts";
import { type AppliedAdapter, type LlamaParameters, headWeight } from "./model/llama.ts";
import { placedHidden } from "./model/losses.ts";

// Programs over whole rows of tokens: scoring here, adapting in adapt.ts. Adapters are inputs, so that one program serves
// all that have the same modules and ranks.

export interface RowPrograms {
  readonly config: LlamaConfig;
  /** Constants in files, or constants in the program. */
  readonly parameters: LlamaParameters;
  readonly compile: CompileOptions;
  readonly meter: UsageMeter;
  readonly checkpointOf: ExecutionPolicy["checkpointOf"];
  /** Rows are cut into passes of at most this many tokens, padding included; a longer row is alone. */
  readonly tokensPerPass: number;
}

/** The numbers of an adapter stack, as inputs. */
export const stackValues = (adapters: readonly LoraAdapter[]): readonly LoraParameters<TensorValue>[] =>
  adapters.map(({ parameters }) => parameters);

/** The same as specs. */
export const stackSpecs = (adapters: readonly LoraAdapter[]): readonly LoraParameters<TensorSpec>[] =>
  stackValues(adapters).map((parameters) =>
    treeMap<LoraParameters<TensorValue>, TensorValue, TensorSpec>(parameters, ({ dtype, dims }) => spec(dtype, dims)),
  ) as readonly LoraParameters<TensorSpec>[];

/** What two stacks share when one program serves both. */
export const stackKey = (adapters: readonly LoraAdapter[]): string =>
  JSON.stringify(
    adapters.map(({ scale, parameters }) => [
      scale,
      Object.entries(parameters).map(([path, { a, b }]) => [path, a.dims, b.dims]),
    ]),
  );

/** Negative log-probabilities of completions under an adapter stack. */
export class Scorer {
  readonly #programs: RowPrograms;
  readonly #compiled = new Map<string, ReturnType<Scorer["compile"]>>();
  /** Calls under way. */
  #running = 0;

  constructor(programs: RowPrograms) {
    this.#programs = programs;
  }

  /**
   * −log p of every completion token, one array per example; `signal` is heard between batches.
   *
   * @throws {NotFiniteError} where the model's weights, or an adapter's, give no number.
   */
  async tokenLosses(
    examples: readonly TokenExample[],
    adapters: readonly LoraAdapter[],
    signal?: AbortSignal,
  ): Promise<readonly Float32Array[]> {
    this.#running += 1;
    try {
      return await this.#tokenLosses(examples, adapters, signal);
    } finally {
      this.#running -= 1;
    }
  }

  async #tokenLosses(
    examples: readonly TokenExample[],
    adapters: readonly LoraAdapter[],
    signal: AbortSignal | undefined,
  ): Promise<readonly Float32Array[]> {
    const key = stackKey(adapters);
    let program = this.#compiled.get(key);
    if (program === undefined) this.#compiled.set(key, (program = this.compile(adapters)));
    const { contextLength } = this.#programs.config;
    examples.forEach(({ tokens }, i) => checkTokens(`score: example ${i}`, tokens, this.#programs.config));
    const results: Float32Array[] = [];
    const settings = { tokensPerBatch: this.#programs.tokensPerPass, contextLength };
    for (const { batch, examples: own } of packExamples(examples, settings)) {
      const { mask: _, ...rows } = batch;
      const { data } = await program.run([stackValues(adapters), rows], { signal });
      this.#programs.meter.ran(program, rowDims(batch));
      for (const { index, first, count } of own) {
        const losses = (data as Float32Array).slice(first, first + count);
        // Weights that stay in their file are not searched for NaN: it shows here.
        const bad = losses.find((loss) => !Number.isFinite(loss));
        if (bad !== undefined) throw new NotFiniteError(`score: example ${index}`, `a loss of ${bad}`);
        results[index] = losses;
      }
    }
    return results;
  }

  /** Gives back what the programs hold, unless they are in use; they are opened again when they are needed. */
  async release(): Promise<void> {
    if (this.#running === 0) await this.dispose();
  }

  async dispose(): Promise<void> {
    const programs = [...this.#compiled.values()];
    this.#compiled.clear();
    await Promise.all(programs.map((program) => program.dispose()));
  }

  // oxlint-disable-next-line typescript/explicit-function-return-type -- the program's type follows from the function
  private compile(adapters: readonly LoraAdapter[]) {
    const { config, parameters, compile: options, tokensPerPass } = this.#programs;
    const scales = adapters.map(({ scale }) => scale);
    return compile(
      (stack, given) =>
        scoreRows(
          { config, parameters, tokensPerPass },
          stack.map((own, i) => ({ parameters: own, scale: scales[i]! })),
          given,
        ),
      [stackSpecs(adapters), scoredSpec()],
      { ...options, name: "score" },
    );
  }
}

/** Rows that are scored: nothing weighs them. */
export function scoredSpec(): ScoredRows<TensorSpec> {
  const { mask: _, ...rows } = packedBatchSpec();
  return rows;
}

type ScoredRows<T> = Omit<PackedBatch<T>, "mask">;

/** −log p of what each place predicts, `[1, scored]`. */
export function scoreRows(
  { config, parameters, tokensPerPass }: Pick<RowPrograms, "config" | "parameters" | "tokensPerPass">,
  adapters: readonly AppliedAdapter[],
  rows: ScoredRows<Tensor>,
): Tensor {
  const hidden = placedHidden(config, parameters, rows, { adapters });
  return vocabularyLosses(hidden, headWeight(config, parameters), rows.labels, tokensPerPass);
}

/** @throws {InputError} for an id that the model has no embedding of: a negative one would be counted from the end. */
export function checkTokens(place: string, tokens: readonly number[], { vocabularySize }: LlamaConfig): void {
  const bad = tokens.find((token) => !(Number.isSafeInteger(token) && token >= 0 && token < vocabularySize));
  if (bad !== undefined) throw new InputError(`${place}: expected token ids below ${vocabularySize}, received ${bad}`);
}

export const rowDims = ({ tokens, labels }: PackedBatch<TensorValue>): Bindings => ({
  batch: tokens.dims[0]!,
  seq: tokens.dims[1]!,
  scored: labels.dims[1]!,
});

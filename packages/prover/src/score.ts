import {
  type Bindings,
  type CompileOptions,
  type TensorSpec,
  type TensorValue,
  compile,
  slice,
  spec,
  subDims,
  tensor,
  treeMap,
} from "@lemma/autodiff";
import { InputError } from "@lemma/interfaces";
import { type LoraAdapter, type LoraParameters } from "@lemma/lora";
import { type TokenExample, chunkedTokenLosses, completionBatch, tokenBatchSpec } from "@lemma/train";
import type { LlamaConfig } from "./config.ts";
import { NotFiniteError } from "./errors.ts";
import type { UsageMeter } from "./usage-meter.ts";
import { type CheckpointPolicy, type LlamaParameters, headAfter, llamaHidden } from "./model/llama.ts";
import { logitParts } from "./model/losses.ts";

// Programs over whole rows of tokens: scoring here, adapting in adapt.ts. Adapters are inputs, so that one program serves
// all that have the same modules and ranks.

export interface RowPrograms {
  readonly config: LlamaConfig;
  /** Constants in files, or constants in the program. */
  readonly parameters: LlamaParameters;
  readonly compile: CompileOptions;
  readonly meter: UsageMeter;
  readonly checkpoint: CheckpointPolicy;
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
    const key = stackKey(adapters);
    let program = this.#compiled.get(key);
    if (program === undefined) this.#compiled.set(key, (program = this.compile(adapters)));
    const { contextLength } = this.#programs.config;
    examples.forEach(({ tokens }, i) => checkTokens(`score: example ${i}`, tokens, this.#programs.config));
    const results: Float32Array[] = [];
    for (const part of inPasses(examples, this.#programs.tokensPerPass)) {
      const rows = part.map(({ example }) => example);
      const batch = completionBatch(rows, { padToMultipleOf: 16, contextLength });
      const firstOf = ({ promptLength }: TokenExample): number => Math.max(1, promptLength) - 1;
      const skipped = Math.min(...rows.map(firstOf));
      const labels = withoutFirst(batch.labels, skipped);
      const losses = await program.run([stackValues(adapters), batch.tokens, labels], { signal });
      const scored = labels.dims[1]!;
      this.#programs.meter.ran(program, { ...rowDims(batch.tokens), scored });
      for (const [row, { example, index }] of part.entries()) {
        const start = row * scored - skipped;
        const own = (losses.data as Float32Array).slice(start + firstOf(example), start + example.tokens.length - 1);
        // Weights that stay in their file are not searched for NaN: it shows here.
        const bad = own.find((loss) => !Number.isFinite(loss));
        if (bad !== undefined) throw new NotFiniteError(`score: example ${index}`, `a loss of ${bad}`);
        results[index] = own;
      }
    }
    return results;
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
    const { tokens } = tokenBatchSpec();
    return compile(
      (stack, rows, next) => {
        const applied = stack.map((own, i) => ({ parameters: own, scale: scales[i]! }));
        // Nothing is differentiated: block by block for the sake of narrow weights, which are widened as each is reached.
        const hidden = llamaHidden(config, parameters, rows, { adapters: applied, checkpoint: "blocks" });
        // What every row has before its completion needs no scores: logits of it would be a large part of a long prompt's work.
        const needed = slice(hidden, 1, subDims("seq", "scored"));
        const head = headAfter(config, parameters, needed);
        return chunkedTokenLosses(needed, head, next, logitParts(config, tokensPerPass));
      },
      [stackSpecs(adapters), tokens, spec("int64", ["batch", "scored"])],
      { ...options, name: "score" },
    );
  }
}

/** `[batch, seq]` without its first columns. */
function withoutFirst({ dims, data }: TensorValue, columns: number): TensorValue {
  const [rows, width] = dims as readonly [number, number];
  const kept = width - columns;
  const result = new BigInt64Array(rows * kept);
  for (let row = 0; row < rows; row += 1)
    result.set((data as BigInt64Array).subarray(row * width + columns, (row + 1) * width), row * kept);
  return tensor("int64", [rows, kept], result);
}

/** @throws {InputError} for an id that the model has no embedding of: a negative one would be counted from the end. */
export function checkTokens(place: string, tokens: readonly number[], { vocabularySize }: LlamaConfig): void {
  const bad = tokens.find((token) => !(Number.isSafeInteger(token) && token >= 0 && token < vocabularySize));
  if (bad !== undefined) throw new InputError(`${place}: expected token ids below ${vocabularySize}, received ${bad}`);
}

export const rowDims = ({ dims }: TensorValue): Bindings => ({ batch: dims[0]!, seq: dims[1]! });

/** Examples of similar length together, in passes of at most so many tokens with their padding. */
export function inPasses(
  examples: readonly TokenExample[],
  tokensPerPass: number,
): { readonly example: TokenExample; readonly index: number }[][] {
  const sorted = examples
    .map((example, index) => ({ example, index }))
    .sort((a, b) => a.example.tokens.length - b.example.tokens.length);
  const passes: (typeof sorted)[] = [];
  let pass: typeof sorted = [];
  for (const entry of sorted) {
    // Sorted, so the newcomer is the longest and sets the width.
    if (pass.length > 0 && (pass.length + 1) * entry.example.tokens.length > tokensPerPass) {
      passes.push(pass);
      pass = [];
    }
    pass.push(entry);
  }
  if (pass.length > 0) passes.push(pass);
  return passes;
}

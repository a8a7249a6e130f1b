import { createHash } from "node:crypto";
import { type Compiled, type TensorValue, compile, hold, spec, toNumbers, treeMap } from "@lemma/autodiff";
import type { Example, Theorem, Weigher } from "@lemma/interfaces";
import type { Tokenizer } from "@lemma/prover";
import { type WeigherConfig, checkWeigherConfig } from "./config.ts";
import { type WeigherBatch, type WeigherPair, encodePairs, weigherBatchSpec } from "./encode.ts";
import type { WeigherParameters } from "./parameters.ts";
import { exampleWeights, weigherScores } from "./scores.ts";

type Parameters = WeigherParameters<TensorValue>;
interface Weighed<T> {
  readonly scores: T;
  readonly weights: T;
}

/** A Weigher that runs in this process. Its parameters are a value: training makes another one. */
export class LlamaWeigher implements Weigher {
  readonly config: WeigherConfig;
  readonly parameters: Parameters;
  readonly tokenizer: Pick<Tokenizer, "encode">;
  #id: string | undefined;
  readonly #program: Compiled<[Parameters, WeigherBatch<TensorValue>], Weighed<TensorValue>>;

  constructor(config: WeigherConfig, parameters: Parameters, tokenizer: Pick<Tokenizer, "encode">) {
    checkWeigherConfig(config);
    this.config = config;
    this.parameters = treeMap(parameters, (value: TensorValue) => hold(value)) as Parameters;
    this.tokenizer = tokenizer;
    const specs = Object.fromEntries(
      Object.entries(parameters).map(([name, { dtype, dims }]) => [name, spec(dtype, dims)]),
    );
    this.#program = compile(
      (theta, batch) => {
        const scores = weigherScores(config, theta, batch);
        return { scores, weights: exampleWeights(config, scores) };
      },
      [specs, weigherBatchSpec],
      { name: "weigher" },
    );
  }

  get id(): string {
    return (this.#id ??= contentId(this));
  }

  /** No example gives empty arrays; one gives weight 1 whatever its score. */
  async weigh(
    target: Theorem,
    examples: readonly Example[],
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Weighed<readonly number[]>> {
    return this.weighPairs(
      examples.map((example) => ({ target, example })),
      options,
    );
  }

  /**
   * One softmax over a batch of examples, whatever theorems they are for, as in DataRater (Calian et al. 2025,
   * arXiv:2505.17895): a theorem whose examples are all poor then gets little weight in all.
   */
  async weighPairs(
    pairs: readonly WeigherPair[],
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Weighed<readonly number[]>> {
    if (pairs.length === 0) return { scores: [], weights: [] };
    const batch = encodePairs(this.tokenizer, pairs, this.config.maxTokens);
    const { scores, weights } = await this.#program.run([this.parameters, batch], options);
    return { scores: toNumbers(scores), weights: toNumbers(weights) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program.dispose();
  }
}

function contentId({ config, parameters }: LlamaWeigher): string {
  const hash = createHash("sha256").update(JSON.stringify(config));
  const named: Readonly<Record<string, TensorValue>> = parameters;
  for (const name of Object.keys(named).sort()) {
    const { dtype, dims, data } = named[name]!;
    hash
      .update(JSON.stringify([name, dtype, dims]))
      .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return `weigher-${hash.digest("hex").slice(0, 16)}`;
}

import {
  type Bindings,
  type CompileOptions,
  type Graph,
  type TensorValue,
  compile,
  hold,
  tensor,
} from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import type { UsageMeter } from "../usage-meter.ts";
import type { PlacedWeights, ProgramWeights } from "../weights.ts";
import type { DecodeWeights } from "./fused-weights.ts";
import { type ChunkInputs, type ChunkOutputs, chunkSpecs, decodeChunk, loopSizes } from "./chunk.ts";
import type { Site } from "./layout.ts";
import { type PrefillInputs, type PrefixCache, prefill, prefillSpecs } from "./prefill.ts";
import type { SamplingMode } from "./sampling.ts";
import type { SharedCache } from "./shared.ts";

export interface EngineSettings {
  readonly config: LlamaConfig;
  readonly placed: Pick<PlacedWeights, "prefill" | "decode" | "isPacked">;
  /** A row ends at any of these. */
  readonly endTokens: readonly number[];
  readonly compile: CompileOptions;
  readonly meter: UsageMeter;
}

interface Program {
  readonly graph: Graph;
  dispose(): Promise<void>;
}

/** The compiled programs of one model's decoding, made when first needed. Of those that hold a packed copy there is one at a time. */
export class DecodeEngine {
  readonly settings: EngineSettings;
  readonly #programs = new Map<string, Program>();
  readonly #packed = new Set<string>();

  constructor(settings: EngineSettings) {
    this.settings = settings;
  }

  /** Whether the decoding program reads prompts as well: another program would hold another copy of the weights. */
  get readsWithChunks(): boolean {
    return this.settings.placed.isPacked;
  }

  async prefill(
    adapted: readonly Site[],
    inputs: PrefillInputs<TensorValue>,
    signal?: AbortSignal,
  ): Promise<PrefixCache<TensorValue>> {
    const { config, placed } = this.settings;
    const isShared = inputs.shared.length > 0;
    const name = [
      "prefill",
      ...(isShared ? ["after a shared part"] : []),
      ...(adapted.length > 0 ? [adapted.join()] : []),
    ].join(" ");
    const program = this.#program(name, placed.prefill, (options, weights) =>
      compile((given) => prefill(config, weights, given), [prefillSpecs(config, adapted, isShared)], options),
    );
    const [prompts, prefix] = inputs.tokens.dims as readonly [number, number];
    const result = await program.run([inputs], { signal });
    this.settings.meter.ran(program, { prompts, prefix, ...sharedOf(inputs.shared), ...ranksOf(inputs.adapters) });
    return result;
  }

  async chunk(
    adapted: readonly Site[],
    mode: SamplingMode,
    inputs: ChunkInputs<TensorValue>,
    signal?: AbortSignal,
  ): Promise<ChunkOutputs<TensorValue>> {
    const { config, placed, endTokens } = this.settings;
    // Where one program must do for all, it has a shared part, which may be empty.
    const isShared = inputs.shared.length > 0 || placed.isPacked;
    const name = `decode ${mode} ${isShared ? "shared " : ""}${adapted.join()}`;
    if (placed.isPacked) await this.#keepOnly(name);
    const shared = isShared && inputs.shared.length === 0 ? nothingShared(config) : inputs.shared;
    const program = this.#program(name, placed.decode, (options, weights) =>
      compile(
        (given) => decodeChunk(config, weights, mode, endTokens, given),
        [chunkSpecs(config, adapted, isShared, placed.isPacked ? "width" : 1)],
        options,
      ),
    );
    // Caches are the largest that is there, and go from one chunk to the next.
    const lent = [...shared, ...inputs.prefix, ...inputs.grown].flatMap(({ k, v }) => [k, v]);
    const grown = inputs.grown[0]!.v.dims[3]!;
    const prefix = inputs.prefixMask.dims[1]!;
    const result = await program.run([{ ...inputs, shared }], { signal, lent });
    const [prompts, samples, width] = inputs.tokens.dims as readonly [number, number, number];
    const steps = result.tokens.dims[1]!;
    this.settings.meter.ran(program, {
      prompts,
      samples,
      width,
      ...sharedOf(shared),
      prefix,
      grown,
      steps,
      ranks: inputs.sampling.ranks.dims[0]!,
      "<while>": steps,
      // On average: costs are linear in these sizes, so that their sum comes out exact.
      ...loopSizes(program.graph, (steps - 1) / 2, width),
      ...ranksOf(inputs.adapters),
    });
    return result;
  }

  async dispose(): Promise<void> {
    const programs = [...this.#programs.values()];
    this.#programs.clear();
    await Promise.all(programs.map((program) => program.dispose()));
  }

  /** Makes room for a program with a packed copy: the others' are given back first. */
  async #keepOnly(name: string): Promise<void> {
    const others = [...this.#packed].filter((other) => other !== name);
    this.#packed.clear();
    this.#packed.add(name);
    const programs = others.flatMap((other) => this.#programs.get(other) ?? []);
    for (const other of others) this.#programs.delete(other);
    await Promise.all(programs.map((program) => program.dispose()));
  }

  #program<C extends Program>(
    name: string,
    { weights, compile: own }: ProgramWeights,
    make: (options: CompileOptions, weights: DecodeWeights) => C,
  ): C {
    let program = this.#programs.get(name) as C | undefined;
    if (program === undefined) {
      program = make({ ...this.settings.compile, ...own, name }, weights);
      this.#programs.set(name, program);
    }
    return program;
  }
}

const sharedOf = ([first]: SharedCache<TensorValue>): Bindings =>
  first === undefined ? {} : { shared: first.v.dims[1]! };

const ranksOf = (adapters: PrefillInputs<TensorValue>["adapters"]): Bindings =>
  Object.fromEntries(Object.entries(adapters).map(([key, { a }]) => [`rank_${key.split(".")[0]!}`, a.dims[1]!]));

const nothingShared = ({ keyValueHeads: K, headDim: D, layers }: LlamaConfig): SharedCache<TensorValue> =>
  Array.from({ length: layers }, () => ({
    k: hold(tensor("float32", [K, D, 0], new Float32Array(0))),
    v: hold(tensor("float32", [K, 0, D], new Float32Array(0))),
  }));

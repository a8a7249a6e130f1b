import { type Bindings, type CompileOptions, type Graph, type TensorValue, compile } from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import type { UsageMeter } from "../usage-meter.ts";
import type { PlacedWeights, ProgramWeights } from "../weights.ts";
import type { DecodeWeights } from "./fused-weights.ts";
import { type ChunkInputs, type ChunkOutputs, chunkSpecs, decodeChunk } from "./chunk.ts";
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

  async prefill(
    adapted: readonly Site[],
    inputs: PrefillInputs<TensorValue>,
    signal?: AbortSignal,
  ): Promise<PrefixCache<TensorValue>> {
    const { config, placed } = this.settings;
    const isShared = inputs.shared.length > 0;
    const name = `prefill ${isShared ? "after a shared part " : ""}${adapted.join()}`;
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
    const isShared = inputs.shared.length > 0;
    const name = `decode ${mode} ${isShared ? "shared " : ""}${adapted.join()}`;
    if (placed.isPacked) await this.#keepOnly(name);
    const program = this.#program(name, placed.decode, (options, weights) =>
      compile(
        (given) => decodeChunk(config, weights, mode, endTokens, given),
        [chunkSpecs(config, adapted, isShared)],
        options,
      ),
    );
    const result = await program.run([inputs], { signal });
    const [prompts, samples] = inputs.tokens.dims as readonly [number, number];
    const steps = result.tokens.dims[1]!;
    this.settings.meter.ran(program, {
      prompts,
      samples,
      ...sharedOf(inputs.shared),
      prefix: inputs.prefixMask.dims[1]!,
      grown: inputs.grown[0]!.k.dims[3]!,
      steps,
      ranks: inputs.sampling.ranks.dims[0]!,
      "<while>": steps,
      // The tail's length before a step, on average: costs are linear in it, so that their sum comes out exact.
      ...Object.fromEntries(tailSymbols(program.graph).map((symbol) => [symbol, (steps - 1) / 2])),
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

/** What the loop's growing axis is called after it. */
const tailSymbols = (graph: Graph): readonly string[] =>
  graph.outputs.flatMap(({ shape }) =>
    shape.filter((dim): dim is string => typeof dim === "string" && /^tail\.\d+$/.test(dim)),
  );

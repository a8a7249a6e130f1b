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
import type { SiteAdapters } from "./adapters.ts";
import type { DecodeWeights } from "./fused-weights.ts";
import { type ChunkInputs, type ChunkOutputs, chunkSpecs, decodeChunk, loopSizes } from "./chunk.ts";
import type { Site } from "./layout.ts";
import { type PrefillInputs, type PrefixCache, prefill, prefillSpecs } from "./prefill.ts";
import type { RowContext } from "./read-rows.ts";
import type { DrawingMode, SamplingMode } from "./sampling.ts";
import type { SharedCache } from "./shared.ts";
import { type TreeStepInputs, type TreeStepOutputs, treeStep, treeStepSpecs } from "./tree-step.ts";

export interface EngineSettings {
  readonly config: LlamaConfig;
  readonly placed: Pick<PlacedWeights, "prefill" | "decode" | "isPacked" | "takesTurns">;
  /** A row ends at any of these. */
  readonly endTokens: readonly number[];
  readonly compile: CompileOptions;
  readonly meter: Pick<UsageMeter, "ran">;
  /** Gives back what programs that learn hold, where the two kinds take turns. */
  readonly makeRoom: () => Promise<void>;
}

/** A chunk's rows, and what they have behind them. */
export interface ChunkSizes extends Bindings {
  readonly prompts: number;
  readonly samples: number;
  readonly width: number;
  readonly prefix: number;
  readonly grown: number;
  readonly steps: number;
  readonly ranks: number;
}

interface Program {
  readonly graph: Graph;
  dispose(): Promise<void>;
}

/** The compiled programs of one model's decoding, made when first needed. Of those that hold a packed copy there is one at a time. */
export class DecodeEngine {
  readonly settings: EngineSettings;
  readonly #programs: Map<string, Program>;
  readonly #packed = new Set<string>();

  constructor(settings: EngineSettings, programs = new Map<string, Program>()) {
    this.settings = settings;
    this.#programs = programs;
  }

  /** The same programs, of whose runs no meter hears. */
  uncounted(): DecodeEngine {
    return new DecodeEngine({ ...this.settings, meter: { ran: () => undefined } }, this.#programs);
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
    const program = await this.#prefillProgram(adapted, inputs.shared.length > 0);
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
    const { config, placed } = this.settings;
    // Where one program must do for all, it has a shared part, which may be empty.
    const isShared = inputs.shared.length > 0 || placed.isPacked;
    const weights = await this.#weights("decode");
    if (placed.isPacked) {
      const name = chunkName(adapted, mode, isShared);
      await this.#unpackAllBut(name);
      this.#packed.add(name);
    }
    const program = this.#chunkProgram(weights, adapted, mode, isShared);
    const shared = isShared && inputs.shared.length === 0 ? nothingShared(config) : inputs.shared;
    const given = { ...inputs, shared };
    const result = await program.run([given], { signal, lent: cachesOf(given) });
    const [prompts, samples, width] = inputs.tokens.dims as readonly [number, number, number];
    this.#count(program, inputs.adapters, {
      prompts,
      samples,
      width,
      ...sharedOf(shared),
      prefix: inputs.prefixMask.dims[1]!,
      grown: inputs.grown[0]!.v.dims[3]!,
      steps: result.tokens.dims[1]!,
      ranks: inputs.sampling.ranks.dims[0]!,
    });
    return result;
  }

  /** What each row draws its next token from. No meter hears of it: `countOneByOne` tells what the samples cost. */
  async treeStep(
    adapted: readonly Site[],
    mode: DrawingMode,
    inputs: TreeStepInputs<TensorValue>,
    signal?: AbortSignal,
  ): Promise<TreeStepOutputs<TensorValue>> {
    const { config } = this.settings;
    const given = await this.#weights("decode");
    const program = this.#program(`tree ${mode} ${adapted.join()}`, given, (options, weights) =>
      compile((row) => treeStep(config, weights, mode, row), [treeStepSpecs(config, adapted)], options),
    );
    return program.run([inputs], { signal, lent: cachesOf(inputs) });
  }

  /** Tells the meter of a prompt's reading that did not happen. */
  async countPrefill(adapted: readonly Site[], adapters: SiteAdapters<TensorValue>, prefix: number): Promise<void> {
    const program = await this.#prefillProgram(adapted, false);
    this.settings.meter.ran(program, { prompts: 1, prefix, ...ranksOf(adapters) });
  }

  /** Tells the meter of a chunk that did not run. */
  async countChunk(
    adapted: readonly Site[],
    mode: SamplingMode,
    adapters: SiteAdapters<TensorValue>,
    sizes: ChunkSizes,
  ): Promise<void> {
    this.#count(this.#chunkProgram(await this.#weights("decode"), adapted, mode, false), adapters, sizes);
  }

  /** Makes room for what learns: gives back the packed copy of the weights, where there is one, or all programs, where they take turns. */
  async release(): Promise<void> {
    await (this.settings.placed.takesTurns ? this.dispose() : this.#unpackAllBut(undefined));
  }

  async dispose(): Promise<void> {
    const programs = [...this.#programs.values()];
    this.#programs.clear();
    await Promise.all(programs.map((program) => program.dispose()));
  }

  async #weights(of: "prefill" | "decode"): Promise<ProgramWeights> {
    const { placed, makeRoom } = this.settings;
    if (placed.takesTurns && this.#programs.size === 0) await makeRoom();
    return placed[of]();
  }

  async #prefillProgram(adapted: readonly Site[], isShared: boolean) {
    const { config } = this.settings;
    const given = await this.#weights("prefill");
    const name = [
      "prefill",
      ...(isShared ? ["after a shared part"] : []),
      ...(adapted.length > 0 ? [adapted.join()] : []),
    ].join(" ");
    return this.#program(name, given, (options, weights) =>
      compile((inputs) => prefill(config, weights, inputs), [prefillSpecs(config, adapted, isShared)], options),
    );
  }

  #chunkProgram(given: ProgramWeights, adapted: readonly Site[], mode: SamplingMode, isShared: boolean) {
    const { config, placed, endTokens } = this.settings;
    return this.#program(chunkName(adapted, mode, isShared), given, (options, weights) =>
      compile(
        (inputs) => decodeChunk(config, weights, mode, endTokens, inputs),
        [chunkSpecs(config, adapted, isShared, placed.isPacked ? "width" : 1)],
        options,
      ),
    );
  }

  #count(program: Program, adapters: SiteAdapters<TensorValue>, sizes: ChunkSizes): void {
    const { steps, width } = sizes;
    this.settings.meter.ran(program, {
      ...sizes,
      "<while>": steps,
      // On average: costs are linear in these sizes, so that their sum comes out exact.
      ...loopSizes(program.graph, (steps - 1) / 2, width),
      ...ranksOf(adapters),
    });
  }

  /** Makes room for a program with a packed copy: the others' are given back first. */
  async #unpackAllBut(name: string | undefined): Promise<void> {
    const others = [...this.#packed].filter((other) => other !== name);
    for (const other of others) this.#packed.delete(other);
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

const chunkName = (adapted: readonly Site[], mode: SamplingMode, isShared: boolean): string =>
  `decode ${mode} ${isShared ? "shared " : ""}${adapted.join()}`;

/** Caches are the largest that is there, and go from one run to the next. */
const cachesOf = ({ shared, prefix, grown }: RowContext<TensorValue>): readonly TensorValue[] =>
  [...shared, ...prefix, ...grown].flatMap(({ k, v }) => [k, v]);

const ranksOf = (adapters: PrefillInputs<TensorValue>["adapters"]): Bindings =>
  Object.fromEntries(Object.entries(adapters).map(([key, { a }]) => [`rank_${key.split(".")[0]!}`, a.dims[1]!]));

const nothingShared = ({ keyValueHeads: K, headDim: D, layers }: LlamaConfig): SharedCache<TensorValue> =>
  Array.from({ length: layers }, () => ({
    k: hold(tensor("float32", [K, D, 0], new Float32Array(0))),
    v: hold(tensor("float32", [K, 0, D], new Float32Array(0))),
  }));

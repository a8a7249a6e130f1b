import { type Cost, cost } from "@lemma/autodiff";
import { Random, type Theorem } from "@lemma/interfaces";
import { type LoraConfig, initLora } from "@lemma/lora";
import {
  type LlamaModel,
  type ChatFormatOptions,
  type FormatChoice,
  adaptationCost,
  executionPolicy,
  formatFor,
  isQuantized,
  llamaModules,
  parameterCount,
  perLayer,
  promptFormat,
  promptTokens,
  samplingCost,
  scoringCost,
} from "@lemma/prover";
import type { LemmaSettings } from "@lemma/loop";
import { MetaGradientProgram, type MetaSettings } from "@lemma/meta";
import { type MethodName, methodOf, studiesItself } from "./methods.ts";

/** One program and how often it would run. */
export interface PlannedGraph {
  readonly name: string;
  readonly runs: number;
  readonly flopsPerRun: number;
  /** The most bytes that are there at once, the weights' file apart. */
  readonly peakBytes: number;
  /** Of these, what is given back after a run. */
  readonly cacheBytes: number;
  /** The program that runs, which keeps the rest while it is open. */
  readonly program: string;
  /** A mapped copy that it reads in place of the checkpoint, in bytes: such programs are closed while others run. Absent: it reads the checkpoint. */
  readonly copyBytes?: number;
}

/**
 * What a piece of work would take at most: every conjecture is written, proved and kept, and every sample is as long as it
 * may be. FLOPs and bytes are counted from the graphs that would run. The verifier's time is not in it.
 */
export interface Plan {
  readonly parameters: number;
  /** Of the checkpoint's tensors, as they are stored. */
  readonly weightBytes: number;
  readonly theorems: number;
  readonly graphs: readonly PlannedGraph[];
  readonly flops: number;
  /** Of the weights' file, all programs that are open at once, and the largest caches. */
  readonly peakBytes: number;
  /** Tokens that a proof may have by the settings, and after a prompt of the mean length, where the context or the cache ends. */
  readonly answer: { readonly asked: number; readonly room: number };
}

export interface PlanInput {
  readonly model: LlamaModel;
  readonly format: FormatChoice;
  readonly chat?: Omit<ChatFormatOptions, "template">;
  readonly settings: LemmaSettings;
  readonly theorems: readonly Theorem[];
}

/** The plan of `lemma prove`. */
export function planProve(input: PlanInput): Plan {
  const { settings, theorems } = input;
  const parts = partsOf(input);
  const studying = settings.adapt ? [...parts.study(settings.attemptsPerConjecture), ...parts.adapt()] : [];
  return planOf(input, parts, theorems.length, [
    ...studying,
    ...parts.attempt(settings.attempts + settings.unadaptedAttempts),
  ]);
}

/** The plan of `lemma eval`: studies are shared by the methods of one model; a matched method takes what the one it is matched to takes. */
export function planEvaluation(
  input: PlanInput & { readonly methods: readonly MethodName[]; readonly seeds: number; readonly k: number },
): Plan {
  const { methods, settings, theorems, seeds, k } = input;
  const parts = partsOf(input);
  const models = new Set(methods.filter((name) => studiesItself(methodOf(name))).map((name) => methodOf(name).policy));
  const study = parts.study(settings.attemptsPerConjecture);
  const lemma = [...study, ...parts.adapt(), ...parts.attempt(k)];
  const graphs = [...models].flatMap(() => study);
  for (const name of methods) {
    const { matched, study: studied, examplesIn } = methodOf(name);
    if (matched !== undefined) {
      const flops = total(matched.method === "lemma" ? lemma : [...parts.adapt(), ...parts.attempt(k)]);
      graphs.push({ ...nothing, name: `attempt (${name})`, flopsPerRun: flops });
      continue;
    }
    if (studied !== "none" && examplesIn === "adapter") graphs.push(...parts.adapt());
    graphs.push(...parts.attempt(k));
  }
  return planOf(input, parts, theorems.length * seeds, graphs);
}

/** The plan of `lemma meta-train`. */
export function planMetaTraining(input: PlanInput & { readonly meta: MetaSettings }): Plan {
  const { meta, theorems } = input;
  const parts = partsOf(input);
  return planOf(input, parts, theorems.length, [
    ...parts.attempt(meta.proofAttempts),
    ...parts.study(meta.attemptsPerConjecture, 0),
    parts.metaGradient(meta),
    // GRPO and the supervised loss: a gradient of the policy's adapter over the conjectures, and one over the examples.
    ...parts.adapt("policy step", 2),
  ]);
}

const total = (graphs: readonly PlannedGraph[]): number =>
  graphs.reduce((sum, { runs, flopsPerRun }) => sum + runs * flopsPerRun, 0);

/** Per theorem → all, equal programs together. */
function planOf(
  { model, settings }: PlanInput,
  { room }: Parts,
  times: number,
  perTheorem: readonly PlannedGraph[],
): Plan {
  const merged = new Map<string, PlannedGraph>();
  for (const graph of perTheorem) {
    const key = JSON.stringify([graph.name, graph.flopsPerRun]);
    const known = merged.get(key);
    merged.set(key, { ...graph, runs: (known?.runs ?? 0) + graph.runs * times });
  }
  const graphs = [...merged.values()];
  const weightBytes = Object.values(model.places).reduce((sum, { byteLength }) => sum + byteLength, 0);
  return {
    parameters: parameterCount(model.config),
    weightBytes,
    theorems: times,
    graphs,
    flops: total(graphs),
    peakBytes: atMost(weightBytes, graphs),
    answer: { asked: settings.proofSampling.maxTokens, room },
  };
}

/** Programs that read a mapped copy of the weights, and those that read the checkpoint, take turns where there are both. */
function atMost(weightBytes: number, graphs: readonly PlannedGraph[]): number {
  const copies = graphs.filter(({ copyBytes }) => copyBytes !== undefined);
  const copyBytes = Math.max(0, ...copies.map((graph) => graph.copyBytes ?? 0));
  const others = graphs.filter((graph) => graph.copyBytes === undefined);
  return Math.max(weightBytes + besideWeights(others), copyBytes + besideWeights(copies));
}

/** What programs keep adds up, of each the most that it took; caches come and go. */
function besideWeights(graphs: readonly PlannedGraph[]): number {
  const kept = new Map<string, number>();
  for (const { program, peakBytes, cacheBytes } of graphs)
    kept.set(program, Math.max(kept.get(program) ?? 0, peakBytes - cacheBytes));
  const caches = Math.max(0, ...graphs.map(({ cacheBytes }) => cacheBytes));
  return [...kept.values()].reduce((sum, bytes) => sum + bytes, caches);
}

interface Parts {
  readonly study: (attemptsPerConjecture: number, redraws?: number) => readonly PlannedGraph[];
  readonly adapt: (name?: string, runs?: number) => readonly PlannedGraph[];
  readonly attempt: (count: number) => readonly PlannedGraph[];
  readonly metaGradient: (meta: MetaSettings) => PlannedGraph;
  readonly room: number;
}

function partsOf({ model, format: formatName, chat, settings, theorems }: PlanInput): Parts {
  const { conjectures, conjectureRedraws, keptPerConjecture, attemptsPerConjecture, adaptation } = settings;
  const format = promptFormat(formatFor(formatName, model), { ...chat, template: model.chatTemplate });
  const mean = (prompt: (theorem: Theorem) => string): number =>
    Math.ceil(
      theorems.reduce((sum, theorem) => sum + promptTokens(model.tokenizer, format, prompt(theorem)).length, 0) /
        theorems.length,
    );
  const [provePrompt, conjecturePrompt] = [
    mean((theorem) => format.prove(theorem)),
    mean((theorem) => format.conjecture(theorem)),
  ];
  const examples = conjectures * Math.min(keptPerConjecture, attemptsPerConjecture);
  const length = provePrompt + settings.proofSampling.maxTokens;
  const { checkpointOf, tokensPerPass, targetModules, rowsOf, longest } = executionPolicy(
    model.config,
    {},
    isQuantized(model.parameters),
  );
  const { rank, alpha, epochs, batchSize = examples } = adaptation;
  const stepRows = Math.min(examples, batchSize);
  const rows = Math.min(stepRows, Math.max(1, Math.floor(tokensPerPass / length)));
  const [scored, checkpoint] = [rows * settings.proofSampling.maxTokens, checkpointOf(rows * length)];
  const passes = Math.ceil(examples / stepRows) * Math.ceil(stepRows / rows);
  const lora: LoraConfig = { rank, alpha, targetModules };
  const sampled = (
    name: string,
    prompts: number,
    promptTokens: number,
    samples: number,
    tokens: number,
    adapted = "",
  ): readonly PlannedGraph[] => {
    // What does not fit beside one another is sampled in turns, as `LocalProver` does.
    const limit = rowsOf(promptTokens + tokens);
    const samplesAtOnce = Math.min(samples, limit);
    const promptsAtOnce = Math.min(prompts, Math.max(1, Math.floor(limit / samplesAtOnce)));
    const runs = Math.ceil(prompts / promptsAtOnce) * Math.ceil(samples / samplesAtOnce);
    const shape = { prompts: promptsAtOnce, promptTokens, samples: samplesAtOnce, tokens };
    const { prefill, decode, isOneProgram, copyBytes } = samplingCost(model, shape);
    const copy = copyBytes === 0 ? {} : { copyBytes };
    const [reads, samplesWith] = isOneProgram ? ["sample", "sample"] : [`read${adapted}`, `sample${adapted}`];
    return [
      { ...planned(`${name}: read prompts`, prefill, reads), runs, cacheBytes: prefill.cacheBytes, ...copy },
      { ...planned(`${name}: sample`, decode, samplesWith), runs, cacheBytes: decode.cacheBytes, ...copy },
    ];
  };
  const gradient = once(() => adaptationCost(model, lora, { rows, length, scored, checkpoint }));
  const score = once(() => scoringCost(model, lora, { rows, length, scored }));
  return {
    room: longest - provePrompt,
    study: (attempts, redraws = conjectureRedraws) => [
      ...sampled("conjecture", 1, conjecturePrompt, conjectures, settings.conjectureSampling.maxTokens).map(
        (graph) => ({ ...graph, runs: graph.runs * (1 + redraws) }),
      ),
      ...sampled("prove lemmas", conjectures, provePrompt, attempts, settings.proofSampling.maxTokens),
    ],
    adapt: (name = "adaptation gradient", runs = epochs) => [
      { ...planned(name, gradient()), runs: runs * passes },
      { ...planned("score the adapter", score()), runs: passes },
    ],
    attempt: (count) =>
      count === 0
        ? []
        : sampled("attempt", 1, provePrompt, count, settings.proofSampling.maxTokens, " with the adapter"),
    metaGradient: ({ inner, policy }) => {
      const policyLora = { ...lora, rank: policy.rank, alpha: policy.alpha };
      const counted = perLayer(model.config, (config) => {
        const weights = model.parameters;
        const program = new MetaGradientProgram({ config, weights, lora, policy: policyLora, settings: inner });
        const adapter = (of: LoraConfig) => initLora(of, llamaModules(config), new Random(0));
        return cost(program.graph(adapter(lora), adapter(policyLora)), {
          batch: examples,
          seq: length,
          target: length,
        });
      });
      return planned(`meta-gradient through ${inner.steps} steps`, counted);
    },
  };
}

const planned = (name: string, { flops, peakBytes }: Cost, program = name): PlannedGraph => ({
  name,
  runs: 1,
  flopsPerRun: flops,
  peakBytes,
  cacheBytes: 0,
  program,
});

const nothing = planned("", { flops: 0, bytes: 0, peakBytes: 0 });

/** Tracing derivatives takes a while: done when first asked for, and not again. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

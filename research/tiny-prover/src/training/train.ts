import { existsSync } from "node:fs";
import { type Tensor } from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import {
  type StepReport,
  type TokenBatch,
  type TokenExample,
  Trainer,
  adamw,
  completionBatch,
  cosineSchedule,
  lengthBuckets,
  tokenBatchSpec,
  weightedTokenLoss,
} from "@lemma/train";
import {
  type LlamaConfig,
  type LlamaParameters,
  createTokenizer,
  initLlama,
  llamaLogits,
  tinyMarks,
} from "@lemma/prover";
import type { TensorValue } from "@lemma/autodiff";
import { renamed } from "../corpus/rename.ts";
import type { Task } from "../corpus/task.ts";
import { tokenizerDefinition, trainBpe } from "../tokenizer/train-bpe.ts";
import { taskExample, taskTexts } from "./examples.ts";
import type { TrainingSettings } from "./settings.ts";

/** Ends an answer, and opens a prompt for a conjecture. Their ids are 0 and 1. */
export const specialTokens = ["<|end|>", tinyMarks.conjecture] as const;

/** The tokenizer's two files, as Hugging Face has them. */
export function trainTokenizer(
  tasks: readonly Task[],
  vocabularySize: number,
): { readonly definition: object; readonly config: object } {
  const texts = function* (): Generator<string> {
    for (const task of tasks) {
      const { prompt, answer } = taskTexts(task);
      yield task.task === "prove" ? prompt + answer : answer;
    }
  };
  const trained = trainBpe(texts(), { vocabularySize, specialTokens });
  return {
    definition: tokenizerDefinition(trained, specialTokens),
    config: {
      tokenizer_class: "PreTrainedTokenizerFast",
      eos_token: specialTokens[0],
      clean_up_tokenization_spaces: false,
    },
  };
}

export function configOf(settings: TrainingSettings, contextLength: number): LlamaConfig {
  const { model, vocabularySize } = settings;
  return {
    ...model,
    family: "llama",
    vocabularySize,
    headDim: model.hiddenSize / model.heads,
    rmsNormEps: 1e-6,
    contextLength,
    tiedEmbeddings: true,
    attentionBias: false,
    mlpBias: false,
    rope: { kind: "plain", theta: 10_000 },
    initializerRange: 0.02,
    bosTokenId: undefined,
    eosTokenIds: [0],
    padTokenId: undefined,
  };
}

/** What a checkpoint holds. */
export interface TinyModel {
  readonly config: LlamaConfig;
  readonly tokenizerFiles: { readonly definition: object; readonly config: object };
  readonly parameters: LlamaParameters<TensorValue>;
}

export interface TrainedModel extends TinyModel {
  readonly report: {
    readonly examples: number;
    readonly tooLong: number;
    readonly steps: number;
    /** Answer tokens over all steps, and prompt tokens where those are learnt too. */
    readonly tokens: number;
    /** Mean loss per answer token over held-out examples, in nats. */
    readonly heldOutLoss: number;
  };
}

/**
 * Trains the tiny prover from scratch on `tasks`: first on proofs alone, then the cold start, proofs and conjectures mixed, and at
 * the end without what is merely plausible. Each epoch shows most tasks in other names.
 * `checkpointFile` lets an interrupted run go on where it stopped.
 */
export async function trainTinyProver(
  tasks: readonly Task[],
  settings: TrainingSettings,
  options: {
    readonly checkpointFile: string;
    readonly resume: boolean;
    /** Hears of the end of a phase that this run trained, with the model as it is then. */
    readonly onPhase: (phase: "prove" | "cold start" | "provable", model: TinyModel) => Promise<void>;
    readonly onStep: (report: StepReport, totalSteps: number) => void;
    readonly signal?: AbortSignal;
  },
): Promise<TrainedModel> {
  const random = new Random(settings.seed);
  // Over both kinds of names, so that each has a token of its own.
  const named = tasks.flatMap((task, i) => [task, renamed(task, random.fork("tokenizer", i))]);
  const tokenizerFiles = trainTokenizer(named, settings.vocabularySize);
  const tokenizer = createTokenizer(tokenizerFiles.definition, tokenizerFiles.config as Record<string, unknown>);
  const fits = ({ tokens }: TokenExample): boolean => tokens.length <= settings.maxTokens;
  const usable = random.fork("split").shuffle(tasks.filter((task) => fits(taskExample(task, tokenizer))));
  const heldOut = usable.slice(0, 512).map((task) => taskExample(task, tokenizer));
  const taught = usable.slice(512);
  const config = configOf(settings, settings.maxTokens);
  const epochsOf = (phase: string, count: number, of: readonly Task[], readPrompts: boolean): TokenExample[][] =>
    Array.from({ length: count }, (_, epoch) => {
      const draws = random.fork(phase, epoch);
      const examples = of
        .map((task, i) => {
          const names = draws.fork("names", i);
          const example = taskExample(names.chance(settings.ownNames) ? task : renamed(task, names), tokenizer);
          return readPrompts ? { ...example, promptLength: 1 } : example;
        })
        .filter(fits);
      return lengthBuckets(examples, { tokensPerBatch: settings.tokensPerBatch, random: draws });
    }).flat();
  const proofs = taught.filter(({ task }) => task === "prove");
  const provable = taught.filter(({ source }) => source !== "plausible");
  const phases = [
    { name: "prove", batches: epochsOf("prove", settings.proveEpochs, proofs, true) },
    { name: "cold start", batches: epochsOf("cold start", settings.coldStartEpochs, taught, true) },
    { name: "provable", batches: epochsOf("provable", settings.provableEpochs, provable, false) },
  ] as const;
  const batches = phases.flatMap((phase) => phase.batches);
  const steps = batches.length;

  await using trainer = new Trainer<LlamaParameters<TensorValue>, TokenBatch<TensorValue>>({
    loss: tinyLoss(config),
    parameters: initLlama(config, random.fork("init")),
    batch: tokenBatchSpec(),
    optimizer: adamw({ beta2: 0.95, weightDecay: settings.weightDecay }),
    schedule: cosineSchedule({
      peak: settings.learningRate,
      warmupSteps: settings.warmupSteps,
      totalSteps: steps,
      final: settings.learningRate / 20,
    }),
    clipNorm: settings.clipNorm,
  });
  if (options.resume && existsSync(options.checkpointFile)) await trainer.restore(options.checkpointFile);
  let end = 0;
  for (const phase of phases) {
    end += phase.batches.length;
    if (trainer.step >= end) continue;
    await trainer.train({
      steps: end,
      batches: (step) => [completionBatch(batches[step]!)],
      onStep: (report) => options.onStep(report, steps),
      checkpoint: { file: options.checkpointFile, every: 200 },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    await options.onPhase(phase.name, { config, tokenizerFiles, parameters: trainer.parameters });
  }
  const tokens = batches.flat().reduce((sum, example) => sum + example.tokens.length - example.promptLength, 0);
  const parameters = trainer.parameters;
  const heldOutLoss = await meanLoss(config, parameters, heldOut);
  return {
    config,
    tokenizerFiles,
    parameters,
    report: { examples: taught.length, tooLong: tasks.length - usable.length, steps, tokens, heldOutLoss },
  };
}

/** What training minimises: the summed −log p of the tokens asked for. */
export const tinyLoss =
  (config: LlamaConfig) =>
  (parameters: LlamaParameters<Tensor>, batch: TokenBatch<Tensor>): ReturnType<typeof weightedTokenLoss> =>
    weightedTokenLoss(llamaLogits(config, parameters, batch.tokens), batch);

/** Mean loss per answer token, in nats. */
async function meanLoss(
  config: LlamaConfig,
  parameters: LlamaParameters<TensorValue>,
  examples: readonly TokenExample[],
): Promise<number> {
  const { compile, spec, treeMap } = await import("@lemma/autodiff");
  await using program = compile(
    tinyLoss(config),
    [treeMap(parameters, ({ dtype, dims }: TensorValue) => spec(dtype, dims)) as never, tokenBatchSpec() as never],
    { name: "heldOutLoss" },
  );
  let total = 0;
  let count = 0;
  for (let at = 0; at < examples.length; at += 64) {
    const result = (await program(parameters as never, completionBatch(examples.slice(at, at + 64)) as never)) as {
      total: TensorValue;
      count: TensorValue;
    };
    total += Number(result.total.data[0]);
    count += Number(result.count.data[0]);
  }
  return total / count;
}

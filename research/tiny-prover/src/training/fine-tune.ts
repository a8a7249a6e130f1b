import type { TensorValue } from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import {
  type StepReport,
  type TokenBatch,
  Trainer,
  adamw,
  completionBatch,
  cosineSchedule,
  lengthBuckets,
  tokenBatchSpec,
} from "@lemma/train";
import { type LlamaParameters, createTokenizer } from "@lemma/prover";
import type { Task } from "../corpus/task.ts";
import { taskExample } from "./examples.ts";
import type { TrainingSettings } from "./settings.ts";
import { type TinyModel, tinyLoss } from "./train.ts";

/** One epoch over what self-play found, `repeats` times each conjecture, among as many tasks of the corpus as `replay` says. */
export async function fineTune(
  model: TinyModel,
  found: readonly Task[],
  corpus: readonly Task[],
  settings: TrainingSettings,
  round: number,
  onStep: (report: StepReport, totalSteps: number) => void,
): Promise<TinyModel> {
  const { config, tokenizerFiles, parameters } = model;
  const tokenizer = createTokenizer(tokenizerFiles.definition, tokenizerFiles.config as Record<string, unknown>);
  const { repeats, replay, learningRate } = settings.selfPlay;
  const random = new Random(settings.seed).fork("fine-tune", round);
  const provable = corpus.filter(({ source }) => source !== "plausible");
  const examples = [
    ...found.flatMap((task) => Array.from({ length: task.task === "conjecture" ? repeats : 1 }, () => task)),
    ...random.sample(provable, Math.min(replay, provable.length)),
  ]
    .map((task) => taskExample(task, tokenizer))
    .filter(({ tokens }) => tokens.length <= settings.maxTokens);
  const batches = lengthBuckets(examples, { tokensPerBatch: settings.tokensPerBatch, random });
  await using trainer = new Trainer<LlamaParameters<TensorValue>, TokenBatch<TensorValue>>({
    loss: tinyLoss(config),
    parameters,
    batch: tokenBatchSpec(),
    optimizer: adamw({ beta2: 0.95, weightDecay: settings.weightDecay }),
    schedule: cosineSchedule({
      peak: learningRate,
      warmupSteps: Math.min(20, batches.length),
      totalSteps: batches.length,
      final: learningRate / 10,
    }),
    clipNorm: settings.clipNorm,
  });
  await trainer.train({
    steps: batches.length,
    batches: (step) => [completionBatch(batches[step]!)],
    onStep: (report) => onStep(report, batches.length),
  });
  return { config, tokenizerFiles, parameters: trainer.parameters };
}

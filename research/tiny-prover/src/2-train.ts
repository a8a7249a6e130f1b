import { readRecords, writeWhole } from "@lemma/files";
import { taskSchema } from "./corpus/task.ts";
import { inWork, modelFiles, type Place, saveTinyModel } from "./place.ts";
import { type StageOptions, runStage } from "./stage.ts";
import { trainingSettings } from "./training/settings.ts";
import { trainTinyProver } from "./training/train.ts";

/** Tokenizer and model from scratch: proofs alone, the cold start, and then without what is merely plausible. */
export async function train(place: Place, options: StageOptions): Promise<void> {
  const at = inWork(place);
  const stage = {
    name: "2-train",
    settings: trainingSettings,
    inputs: { "corpus.jsonl": at("corpus.jsonl") },
    outputs: {
      ...modelFiles(at("before-self-play"), "before-self-play"),
      "training-report.json": at("training-report.json"),
    },
  };
  await runStage(
    stage,
    async () => {
      const tasks = await readRecords(at("corpus.jsonl"), taskSchema);
      const trained = await trainTinyProver(tasks, trainingSettings, {
        checkpointFile: at("state.safetensors"),
        resume: options.resume,
        onPhase: async (phase, model) => {
          if (phase === "prove") await saveTinyModel(at("before-cold-start"), model);
        },
        onStep: ({ step, loss, gradientNorm, tokensPerSecond }, total) => {
          if (step % 20 !== 0) return;
          const pace = `${Math.round(tokensPerSecond)} tokens/s`;
          options.log(`step ${step}/${total}  loss ${loss.toFixed(3)}  ‖∇‖ ${gradientNorm.toFixed(2)}  ${pace}`);
        },
      });
      await saveTinyModel(at("before-self-play"), trained);
      await writeWhole(at("training-report.json"), `${JSON.stringify(trained.report)}\n`);
      options.log(`held-out loss ${trained.report.heldOutLoss.toFixed(4)} nats per answer token`);
    },
    options,
  );
}

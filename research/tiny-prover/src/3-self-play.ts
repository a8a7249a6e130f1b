import { readRecords, writeWhole } from "@lemma/files";
import { ContaminationGuard } from "./corpus/guard.ts";
import { type Task, taskSchema } from "./corpus/task.ts";
import { inWork, lines, modelFiles, openTinyModel, type Place, saveTinyModel, testStatements } from "./place.ts";
import { type StageOptions, runStage } from "./stage.ts";
import { fineTune } from "./training/fine-tune.ts";
import { selfPlayTasks } from "./training/self-play.ts";
import { trainingSettings } from "./training/settings.ts";

/** The model learns from its own conjectures that it proved; what comes out is the checkpoint. */
export async function selfPlayRounds(place: Place, options: StageOptions): Promise<void> {
  const at = inWork(place);
  const stage = {
    name: "3-self-play",
    settings: trainingSettings,
    inputs: {
      "corpus.jsonl": at("corpus.jsonl"),
      "held-out.jsonl": at("held-out.jsonl"),
      ...modelFiles(at("before-self-play"), "before-self-play"),
    },
    outputs: { "self-play.jsonl": at("self-play.jsonl"), ...modelFiles(place.checkpoint, "checkpoint") },
  };
  await runStage(
    stage,
    async () => {
      const tasks = await readRecords(at("corpus.jsonl"), taskSchema);
      const { published, heldOut } = await testStatements(place);
      const guard = new ContaminationGuard([...published.flat(), ...heldOut]);
      const refuses = (statement: string): boolean => guard.refuses(statement);
      const found: Task[] = [];
      let model = await openTinyModel(at("before-self-play"));
      for (let round = 1; round <= trainingSettings.selfPlay.rounds; round += 1) {
        const all = [...tasks, ...found];
        const fresh = await selfPlayTasks(model, all, trainingSettings, round, { refuses, log: options.log });
        model = await fineTune(model, fresh, all, trainingSettings, round, ({ step, loss }, total) => {
          if (step % 20 === 0) options.log(`self-play ${round}: step ${step}/${total}  loss ${loss.toFixed(3)}`);
        });
        found.push(...fresh);
      }
      await writeWhole(at("self-play.jsonl"), lines(found));
      await saveTinyModel(place.checkpoint, model);
    },
    options,
  );
}

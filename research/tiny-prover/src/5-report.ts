import { writeFile } from "node:fs/promises";
import path from "node:path";
import { contamination } from "@lemma/datasets";
import { readRecord, readRecords } from "@lemma/files";
import { z } from "zod";
import { taskSchema } from "./corpus/task.ts";
import { inWork, miniF2FFiles, type Place, testStatements } from "./place.ts";
import { type StageOptions, filesIn, runStage } from "./stage.ts";
import { trainingSettings } from "./training/settings.ts";

const numbers = z.record(z.string(), z.number());

/** What went in, and proof that no test statement did. */
export async function report(place: Place, options: StageOptions): Promise<void> {
  const at = inWork(place);
  const inputs = ["corpus.jsonl", "self-play.jsonl", "held-out.jsonl", "counts.json", "training-report.json"];
  const outputs = ["training.json", "held-out.json", "contamination.json"];
  const stage = {
    name: "5-report",
    settings: trainingSettings,
    inputs: filesIn(place.work, inputs),
    outputs: filesIn(place.checkpoint, outputs, "checkpoint/"),
  };
  const write = (name: string, content: object): Promise<void> =>
    writeFile(path.join(place.checkpoint, name), `${JSON.stringify(content, null, 2)}\n`);
  await runStage(
    stage,
    async () => {
      const tasks = [
        ...(await readRecords(at("corpus.jsonl"), taskSchema)),
        ...(await readRecords(at("self-play.jsonl"), taskSchema)),
      ];
      const sources: Record<string, number> = {};
      for (const { task, source } of tasks) {
        const kind = `${task} ${source.split("/")[0]}`;
        sources[kind] = (sources[kind] ?? 0) + 1;
      }
      await write("training.json", {
        settings: trainingSettings,
        ...(await readRecord(at("training-report.json"), numbers)),
        tasks: sources,
        counts: await readRecord(at("counts.json"), numbers),
      });
      const { published, heldOut } = await testStatements(place);
      await write("held-out.json", { source: "lean-workbook/statements.jsonl", ids: heldOut.map(({ id }) => id) });
      const statements = tasks.flatMap((task, i) => [
        { id: `${task.source}/${i}`, statement: task.statement },
        ...(task.task === "prove" ? [] : [{ id: `${task.source}/${i}/target`, statement: task.target }]),
      ]);
      const miniF2F: Record<string, object> = {};
      for (const [i, copy] of miniF2FFiles.entries()) {
        const found = await contamination(statements, published[i]!);
        const { trainCount, testCount, exact, near, threshold, gramSize } = found;
        miniF2F[copy] = {
          trainStatements: trainCount,
          testStatements: testCount,
          exact: exact.length,
          near: near.length,
          threshold,
          gramSize,
        };
      }
      await write("contamination.json", {
        method: "equal normal forms, and token-trigram Jaccard similarity at or above the threshold",
        miniF2F,
      });
    },
    options,
  );
}

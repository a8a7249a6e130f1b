import { writeFile } from "node:fs/promises";
import { writeWhole } from "@lemma/files";
import { buildCorpus } from "./corpus/build.ts";
import type { Task } from "./corpus/task.ts";
import { dataFiles, inWork, lines, type Place } from "./place.ts";
import { type StageOptions, runStage } from "./stage.ts";
import { trainingSettings } from "./training/settings.ts";

/** How much is drawn and searched. */
export interface CorpusSizes {
  readonly groups: number;
  readonly workbook: number;
  readonly heldOut: number;
}

/** The corpus, what is held out of it, and the theorems that the Weigher is meta-trained on. */
export async function corpus(place: Place, sizes: CorpusSizes, workers: number, options: StageOptions): Promise<void> {
  const at = inWork(place);
  const stage = {
    name: "1-corpus",
    settings: { ...sizes, seed: trainingSettings.seed },
    inputs: dataFiles(place),
    outputs: Object.fromEntries(
      ["corpus.jsonl", "held-out.jsonl", "proved-workbook.jsonl", "counts.json"].map((name) => [name, at(name)]),
    ),
  };
  await runStage(
    stage,
    async () => {
      const { tasks, heldOut, counts } = await buildCorpus({
        data: place.data,
        ...sizes,
        seed: trainingSettings.seed,
        cacheFile: at("workbook.jsonl"),
        workers,
        log: options.log,
      });
      await writeFile(at("held-out.jsonl"), lines(heldOut));
      await writeFile(at("proved-workbook.jsonl"), lines(provedStatements(tasks)));
      await writeFile(at("counts.json"), `${JSON.stringify(counts, null, 2)}\n`);
      await writeWhole(at("corpus.jsonl"), lines(tasks));
    },
    options,
  );
}

/** Each Lean Workbook statement of the corpus with its first proof. */
function provedStatements(of: readonly Task[]): { id: string; statement: string; proof: string }[] {
  const first = new Map<string, { id: string; statement: string; proof: string }>();
  for (const task of of) {
    if (task.task !== "prove" || task.source !== "lean-workbook" || first.has(task.statement)) continue;
    first.set(task.statement, { id: task.statement.split(" ")[1]!, statement: task.statement, proof: task.proof });
  }
  return [...first.values()];
}

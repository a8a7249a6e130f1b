// Builds the corpus and trains the checkpoint that this package ships:
//
//     pnpm --filter @lemma/tiny-prover train --data DIR [--resume]
//
// DIR holds `minif2f-lean4/` (only to keep its statements out) and `lean-workbook/`. Work in progress is kept in `runs/`.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { contamination, loadTheorems } from "@lemma/datasets";
import { InputError } from "@lemma/interfaces";
import { saveModel } from "@lemma/prover";
import { buildCorpus } from "./corpus/build.ts";
import { ContaminationGuard } from "./corpus/guard.ts";
import type { Task } from "./corpus/task.ts";
import { tinyProverDirectory, tinyWeigherDirectory } from "./paths.ts";
import { fineTune } from "./training/fine-tune.ts";
import { selfPlayTasks } from "./training/self-play.ts";
import { trainingSettings } from "./training/settings.ts";
import { type TinyModel, trainTinyProver } from "./training/train.ts";
import { saveFreshWeigher } from "./training/weigher.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    work: { type: "string", default: path.join(import.meta.dirname, "../../../runs/tiny-prover") },
    out: { type: "string", default: tinyProverDirectory },
    weigher: { type: "string", default: tinyWeigherDirectory },
    groups: { type: "string", default: "7000" },
    workbook: { type: "string", default: "8417" },
    "held-out": { type: "string", default: "600" },
    workers: { type: "string", default: `${availableParallelism()}` },
    resume: { type: "boolean", default: false },
    "corpus-only": { type: "boolean", default: false },
  },
});
if (values.data === undefined) throw new InputError("train: give --data DIR");
await mkdir(values.work, { recursive: true });
const log = (line: string): void => void process.stderr.write(`${line}\n`);

const corpusFile = path.join(values.work, "corpus.jsonl");
const built = values.resume ? await readFile(corpusFile, "utf8").catch(() => undefined) : undefined;
let tasks: readonly Task[];
if (built === undefined) {
  const corpus = await buildCorpus({
    data: values.data,
    groups: Number(values.groups),
    seed: trainingSettings.seed,
    workbook: Number(values.workbook),
    heldOut: Number(values["held-out"]),
    cacheFile: path.join(values.work, "workbook.jsonl"),
    workers: Number(values.workers),
    log,
  });
  tasks = corpus.tasks;
  log(JSON.stringify(corpus.counts));
  await writeFile(`${corpusFile}.partial`, tasks.map((task) => `${JSON.stringify(task)}\n`).join(""));
  await rename(`${corpusFile}.partial`, corpusFile);
  const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  await writeFile(path.join(values.work, "held-out.jsonl"), lines(corpus.heldOut));
  await writeFile(path.join(values.work, "proved-workbook.jsonl"), lines(provedStatements(tasks)));
  await writeFile(path.join(values.work, "counts.json"), `${JSON.stringify(corpus.counts, null, 2)}\n`);
} else {
  tasks = built
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Task);
}
if (values["corpus-only"]) process.exit(0);

/** Each Lean Workbook statement of the corpus with its first proof: what the Weigher is meta-trained on. */
function provedStatements(of: readonly Task[]): { id: string; statement: string; proof: string }[] {
  const first = new Map<string, { id: string; statement: string; proof: string }>();
  for (const task of of) {
    if (task.task !== "prove" || task.source !== "lean-workbook" || first.has(task.statement)) continue;
    first.set(task.statement, { id: task.statement.split(" ")[1]!, statement: task.statement, proof: task.proof });
  }
  return [...first.values()];
}

const save = (directory: string, { config, parameters, tokenizerFiles }: TinyModel): Promise<void> =>
  saveModel(directory, { config, parameters, tokenizer: tokenizerFiles });
const trained = await trainTinyProver(tasks, trainingSettings, {
  checkpointFile: path.join(values.work, "state.safetensors"),
  resume: values.resume,
  onPhase: async (phase, model) => {
    if (phase === "prove") await save(path.join(values.work, "before-cold-start"), model);
  },
  onStep: ({ step, loss, gradientNorm, tokensPerSecond }, total) => {
    if (step % 20 === 0)
      log(
        `step ${step}/${total}  loss ${loss.toFixed(3)}  ‖∇‖ ${gradientNorm.toFixed(2)}  ${Math.round(tokensPerSecond)} tokens/s`,
      );
  },
});
await save(path.join(values.work, "before-self-play"), trained);
const copies = ["minif2f_v15.jsonl", "minif2f_v2.jsonl", "minif2f_yangky11.jsonl"];
const published = await Promise.all(copies.map((copy) => loadTheorems(path.join(values.data!, "minif2f-lean4", copy))));
const heldOut = await loadTheorems(path.join(values.work, "held-out.jsonl"));
const guard = new ContaminationGuard([...published.flat(), ...heldOut]);
const refuses = (statement: string): boolean => guard.refuses(statement);
const found: Task[] = [];
let final: TinyModel = trained;
for (let round = 1; round <= trainingSettings.selfPlay.rounds; round += 1) {
  const fresh = await selfPlayTasks(final, [...tasks, ...found], trainingSettings, round, { refuses, log });
  final = await fineTune(final, fresh, [...tasks, ...found], trainingSettings, round, ({ step, loss }, total) => {
    if (step % 20 === 0) log(`self-play ${round}: step ${step}/${total}  loss ${loss.toFixed(3)}`);
  });
  found.push(...fresh);
}
await writeFile(path.join(values.work, "self-play.jsonl"), found.map((task) => `${JSON.stringify(task)}\n`).join(""));
await save(values.out, final);

await saveFreshWeigher(values.weigher, trained.config, values.out, trainingSettings.seed);

// What went in, and proof that no test statement did.
const statements = [...tasks, ...found].flatMap((task, i) =>
  task.task === "prove"
    ? [{ id: `${task.source}/${i}`, statement: task.statement }]
    : [
        { id: `${task.source}/${i}`, statement: task.statement },
        { id: `${task.source}/${i}/target`, statement: task.target },
      ],
);
const reports: Record<string, unknown> = {};
for (const [i, copy] of copies.entries()) {
  const { trainCount, testCount, exact, near, threshold, gramSize } = await contamination(statements, published[i]!);
  reports[copy] = {
    trainStatements: trainCount,
    testStatements: testCount,
    exact: exact.length,
    near: near.length,
    threshold,
    gramSize,
  };
}
const sources: Record<string, number> = {};
for (const { task, source } of [...tasks, ...found])
  sources[`${task} ${source.split("/")[0]}`] = (sources[`${task} ${source.split("/")[0]}`] ?? 0) + 1;
const write = (name: string, content: object): Promise<void> =>
  writeFile(path.join(values.out, name), `${JSON.stringify(content, null, 2)}\n`);
await write("training.json", {
  settings: trainingSettings,
  ...trained.report,
  tasks: sources,
  counts: JSON.parse(await readFile(path.join(values.work, "counts.json"), "utf8")) as object,
});
await write("held-out.json", { source: "lean-workbook/statements.jsonl", ids: heldOut.map(({ id }) => id) });
await write("contamination.json", {
  method: "equal normal forms, and token-trigram Jaccard similarity at or above the threshold",
  miniF2F: reports,
});
log(
  `held-out loss ${trained.report.heldOutLoss.toFixed(4)} nats per answer token; checkpoint in ${path.relative(process.cwd(), values.out)}`,
);

// Prints what a model's conjectures are worth, for several models side by side:
//
//     pnpm --filter @lemma/research-tiny-prover conjectures --theorems FILE [--model NAME=DIR ...] [--count 40] [--seed 1] [--corpus FILE,FILE]
//
// FILE holds theorems that no model was trained on; without --model, the shipped checkpoint is asked.
import { parseArgs } from "node:util";
import { loadTheorems, sampleTheorems } from "@lemma/datasets";
import { readRecords } from "@lemma/files";
import { statementHash } from "@lemma/lean-text";
import { InputError } from "@lemma/interfaces";
import { elaborateStatement } from "@lemma/lean-lite";
import { LeanLitePool } from "@lemma/lean-lite/pool";
import { LocalProver } from "@lemma/prover";
import { taskSchema } from "./corpus/task.ts";
import { tinyProverDirectory } from "@lemma/tiny-prover";
import { type ConjectureCounts, conjectureTable, measureConjectures } from "./measure.ts";

const { values } = parseArgs({
  options: {
    theorems: { type: "string" },
    model: { type: "string", multiple: true, default: [`after=${tinyProverDirectory}`] },
    corpus: { type: "string" },
    count: { type: "string", default: "40" },
    conjectures: { type: "string", default: "8" },
    attempts: { type: "string", default: "5" },
    temperature: { type: "string", default: "0.7" },
    redraws: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
  },
});
if (values.theorems === undefined) throw new InputError("conjectures: give --theorems FILE");
const readable = (await loadTheorems(values.theorems)).filter(
  ({ statement }) => elaborateStatement(statement).status === "elaborated",
);
const seed = Number(values.seed);
const theorems = sampleTheorems(readable, Math.min(Number(values.count), readable.length), seed);

const known = new Map<string, string>();
if (values.corpus !== undefined) {
  for (const file of values.corpus.split(",")) {
    for (const { statement } of await readRecords(file, taskSchema)) known.set(statementHash(statement), "the corpus");
  }
}

const columns: Record<string, ConjectureCounts> = {};
for (const model of values.model) {
  const [name, directory] = model.split("=");
  if (name === undefined || directory === undefined)
    throw new InputError(`conjectures: --model: expected NAME=DIR, received ${JSON.stringify(model)}`);
  await using prover = await LocalProver.open(directory, { format: "tiny" });
  await using verifier = new LeanLitePool();
  columns[name] = await measureConjectures(prover, verifier, theorems, {
    conjectures: Number(values.conjectures),
    attempts: Number(values.attempts),
    temperature: Number(values.temperature),
    redraws: Number(values.redraws),
    seed,
    known,
  });
}
process.stdout.write(`${conjectureTable(columns)}\n`);

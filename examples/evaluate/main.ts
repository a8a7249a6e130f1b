// Compares LeMMA with its own prover on a few problems and writes a report: `pnpm example evaluate [FILE.jsonl] [OUT]`.
import { basename } from "node:path";
import { type MethodName, evaluate, methods, openLemma } from "@lemma/core";
import { loadTheorems } from "@lemma/datasets";
import { summarise } from "@lemma/evaluator";
import { aboutMachine, writeReport } from "@lemma/evaluator/report";

const file = process.argv[2] ?? `${import.meta.dirname}/../../evaluate/problems.jsonl`;
const directory = process.argv[3] ?? `${import.meta.dirname}/report`;
const names: readonly MethodName[] = ["baseline", "lemma"];
const k = 3;

const theorems = await loadTheorems(file);
await using lemma = await openLemma();
// Records grow in the folder as they come: run again after a stop, and it goes on where it was.
const { records } = await evaluate(lemma, {
  theorems,
  methods: names,
  seeds: [1],
  k,
  directory,
  onProgress: (done, total, { method, problem }) => console.log(`${done}/${total} ${method} ${problem}`),
});

const summary = summarise(records, {
  methods: names.map((name) => ({ name, label: methods[name].label, k })),
  seed: 1,
});
for (const { label, passAtK, relativeFlops } of summary.methods) {
  const percent = (value: number): string => `${(100 * value).toFixed(0)}%`;
  const interval = `[${percent(passAtK.low)}, ${percent(passAtK.high)}]`;
  console.log(`${label}: pass@${k} ${percent(passAtK.estimate)} ${interval}, ${relativeFlops.toFixed(1)} × the FLOPs`);
}
const { html } = await writeReport(directory, {
  title: "A first evaluation",
  summary,
  records,
  problems: theorems,
  facts: { model: basename(lemma.parts.prover.model), verifier: lemma.parts.verifier.name, problems: basename(file) },
  about: aboutMachine(),
  settings: { ...lemma.settings },
});
console.log(`open ${html}`);

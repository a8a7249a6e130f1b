import { stat } from "node:fs/promises";
import path from "node:path";
import { type MethodName, evaluate, methodNames, methods } from "@lemma/core";
import { loadTheorems, sampleTheorems } from "@lemma/datasets";
import { summarise, writeReport } from "@lemma/evaluator";
import { InputError } from "@lemma/interfaces";
import { type Command, printJson } from "../command.ts";
import { type Arguments, commonFlags } from "../flags.ts";
import { defined, openFromFlags } from "../opening.ts";
import { Progress } from "../render/progress.ts";

export const evalCommand: Command = {
  name: "eval",
  summary: "compare methods over a set of problems, with intervals and paired tests",
  usage: "--problems FILE --out DIR [flags]",
  flags: {
    problems: { value: "FILE", summary: "the theorems" },
    split: { value: "S", summary: "only those of this split" },
    methods: { value: "M,…", summary: `of ${methodNames.join(", ")} (baseline,lemma)` },
    k: { value: "K", summary: "attempts per theorem (5)" },
    seeds: { value: "N", summary: "how many seeds, counted from --seed (1)" },
    preset: { value: "P", summary: "quick: 40 problems, one seed" },
    sample: { value: "N", summary: "a seeded sample of the problems" },
    out: { value: "DIR", summary: "results.jsonl, summary.json, summary.md, report.html" },
    resume: { summary: "go on with what stands in --out" },
    "dry-run": { summary: "say what would be run, and stop" },
    ...commonFlags,
  },
  examples: [
    "lemma eval --problems minif2f.jsonl --split test --methods baseline,matched,lemma --k 5 --out runs/test",
    "lemma eval --problems minif2f.jsonl --split test --preset quick --out runs/quick --resume",
  ],
  async run(given, terminal) {
    const [file, out] = [required(given, "problems"), required(given, "out")];
    const chosen = methodsFrom(given);
    const seed = given.integer("seed") ?? 1;
    const quick = given.choice("preset", ["quick", "full"]) === "quick";
    const seeds = Array.from({ length: quick ? 1 : (given.integer("seeds") ?? 1) }, (_, i) => seed + i);
    const all = await loadTheorems(file, defined({ split: given.text("split") }));
    const count = given.integer("sample") ?? (quick ? 40 : all.length);
    const theorems = count >= all.length ? all : sampleTheorems(all, count, seed);
    if (theorems.length === 0) throw new InputError("holds no theorem to evaluate on", { file });
    const k = given.integer("k") ?? 5;
    const plan = { problems: theorems.length, methods: chosen, seeds, k, out };
    if (given.has("dry-run")) {
      printJson(terminal, plan);
      return 0;
    }
    if (!given.has("resume")) await refuseUsed(out);
    await using lemma = await openFromFlags(given, {});
    const progress = new Progress(terminal, theorems.length * chosen.length * seeds.length);
    const records = await evaluate(lemma, {
      theorems,
      methods: chosen,
      seeds,
      k,
      directory: out,
      signal: terminal.signal,
      onProgress: (_done, _total, record) => {
        progress.advance(`${record.method} ${record.problem}`);
        if (given.has("json")) printJson(terminal, record);
      },
    });
    progress.clear();
    const budgets = (name: MethodName): number =>
      Math.min(...records.filter(({ method }) => method === name).map(({ attempts }) => attempts.length));
    const summary = summarise(records, {
      methods: chosen.map((name) => ({ name, label: methods[name].label, k: budgets(name) })),
      reference: "lemma" in methods && chosen.includes("lemma") ? "lemma" : chosen[0]!,
      seed,
    });
    const facts = {
      model: lemma.parts.prover.model,
      verifier: lemma.parts.verifier.name,
      problems: `${path.basename(file)}${given.text("split") === undefined ? "" : `, split ${given.text("split")}`}`,
      seeds: seeds.join(", "),
    };
    const files = await writeReport(out, { title: "LeMMA evaluation", summary, records, problems: theorems, facts });
    for (const { label, k: budget, passAtK, relativeFlops } of summary.methods) {
      const line = `${label.padEnd(28)} pass@${budget} ${percent(passAtK.estimate)} [${percent(passAtK.low)}, ${percent(passAtK.high)}]  FLOPs × ${relativeFlops.toFixed(2)}\n`;
      if (given.has("json")) terminal.progress(line);
      else terminal.out(line);
    }
    terminal.progress(`report: ${files.html}\n`);
    return 0;
  },
};

function methodsFrom(given: Arguments): readonly MethodName[] {
  const names = (given.text("methods") ?? "baseline,lemma").split(",").map((name) => {
    const found = methodNames.find((known) => known === name.trim());
    if (found === undefined) throw new InputError(`--methods: expected ${methodNames.join(", ")}, received "${name}"`);
    return found;
  });
  if (names.includes("matched") && !(names.includes("baseline") && names.includes("lemma")))
    throw new InputError("--methods: `matched` is measured against `baseline` and `lemma`; name both");
  return [...new Set(names)];
}

function required(given: Arguments, name: string): string {
  const value = given.text(name);
  if (value === undefined) throw new InputError(`--${name}: needed`);
  return value;
}

/** Results of an earlier run are not mixed with this one's by accident. */
async function refuseUsed(out: string): Promise<void> {
  if ((await stat(path.join(out, "results.jsonl")).catch(() => undefined)) !== undefined)
    throw new InputError("holds results already: --resume goes on with them", { file: out });
}

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;

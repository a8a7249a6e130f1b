import path from "node:path";
import { conjectureRates, readMetaSteps, trainingSteps, trainingStory } from "@lemma/core";
import { loadTheorems, sampleTheorems } from "@lemma/datasets";
import { statementHash } from "@lemma/lean-text";
import { summariseConjectures, tallyFates } from "@lemma/evaluator";
import { writeTrainingReport } from "@lemma/evaluator/report";
import { InputError, type Theorem } from "@lemma/interfaces";
import { LoraAdapter } from "@lemma/lora";
import { aboutRun } from "../about.ts";
import { type Command, printJson } from "../command.ts";
import { commonFlags } from "../flags.ts";
import { defined, openFromFlags } from "../opening.ts";
import { readableTheorems, refuseUsed } from "../problems.ts";
import { Progress } from "../render/progress.ts";

// The statements are the same whatever the seed of the run, so that runs can be compared.
const sampleSeed = 1;

export const metaReportCommand: Command = {
  usage: "--training DIR --problems FILE --out DIR [flags]",
  flags: {
    training: { value: "DIR", summary: "the --out of `lemma meta-train`: its policy/ and steps.jsonl" },
    problems: { value: "FILE", summary: "statements to conjecture on; those meta-trained on are left out" },
    split: { value: "S", summary: "only those of this split" },
    count: { value: "N", summary: "a fixed sample of so many that the verifier can read (40)" },
    seeds: { value: "N", summary: "how many seeds, counted from --seed (3)" },
    out: { value: "DIR", summary: "conjectures.jsonl, training.json, training.md, training.html" },
    resume: { summary: "go on with what stands in --out" },
    ...commonFlags,
    adapter: { value: "DIR", summary: "the policy to compare with the model without it (policy/ of --training)" },
  },
  examples: ["lemma meta-report --training runs/meta --problems minif2f.jsonl --split test --out runs/meta-report"],
  async run(given, terminal) {
    const started = performance.now();
    const [training, file, out] = [given.text("training"), given.text("problems"), given.text("out")];
    if (training === undefined || file === undefined || out === undefined)
      throw new InputError("meta-report: give --training DIR, --problems FILE and --out DIR");
    const steps = await readMetaSteps(training);
    const policy = await LoraAdapter.load(given.text("adapter") ?? path.join(training, "policy"));
    if (!given.has("resume")) await refuseUsed(out, "conjectures.jsonl");
    const seed = given.integer("seed") ?? 1;
    const seeds = Array.from({ length: given.integer("seeds") ?? 3 }, (_, i) => seed + i);
    await using lemma = await openFromFlags(given, {});
    const all = await loadTheorems(file, defined({ split: given.text("split") }));
    const unseen = withoutTraining(all, steps);
    const readable = await readableTheorems(unseen, lemma.parts.verifier);
    const theorems = sampleTheorems(readable, Math.min(given.integer("count") ?? 40, readable.length), sampleSeed);
    if (theorems.length === 0) throw new InputError("holds no statement outside the training set", { file });
    const progress = new Progress(terminal, 2 * theorems.length * seeds.length);
    const records = await conjectureRates(lemma, {
      theorems,
      policy,
      seeds,
      directory: out,
      signal: terminal.signal,
      onProgress: (_done, _total, record) => progress.advance(`${record.policy} ${record.id}`),
    });
    progress.clear();
    const rates = summariseConjectures(records, { seed });
    const report = await writeTrainingReport(out, {
      title: "Conjectures before and after meta-training",
      steps: trainingSteps(steps),
      rates,
      fates: (["before", "after"] as const).map((when) =>
        tallyFates(
          `${when} meta-training`,
          records.filter((record) => record.policy === when).map(({ fates }) => fates),
        ),
      ),
      ...defined({ story: trainingStory(steps) }),
      about: aboutRun(started),
      facts: {
        model: lemma.parts.prover.model,
        verifier: lemma.parts.verifier.name,
        statements: `${theorems.length} of ${readable.length} that the verifier reads, of ${all.length} in ${path.basename(file)}`,
        "conjectures each": `${lemma.settings.conjectures}, ${lemma.settings.attemptsPerConjecture} attempts at each`,
        seeds: seeds.join(", "),
      },
    });
    if (given.has("json")) printJson(terminal, rates);
    else
      for (const { policy: when, rate, verified, written } of rates.rows)
        terminal.out(
          `${when.padEnd(6)} ${percent(rate.estimate)} [${percent(rate.low)}, ${percent(rate.high)}]  ${verified} of ${written} conjectures verified\n`,
        );
    terminal.progress(`report: ${report}\n`);
    return 0;
  },
};

/** Those not meta-trained on, under this name or another. */
function withoutTraining(
  theorems: readonly Theorem[],
  steps: Awaited<ReturnType<typeof readMetaSteps>>,
): readonly Theorem[] {
  const ids = new Set(steps.map(({ id }) => id));
  const trained = new Set(theorems.filter(({ id }) => ids.has(id)).map(({ statement }) => statementHash(statement)));
  for (const { target } of steps) if (target !== undefined) trained.add(statementHash(target.statement));
  return theorems.filter(({ id, statement }) => !ids.has(id) && !trained.has(statementHash(statement)));
}

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;

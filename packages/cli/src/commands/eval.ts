import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import {
  type Evaluation,
  type Executor,
  type LemmaParts,
  type LemmaProver,
  type MethodName,
  evaluate,
  evaluationStory,
  methodNames,
  methods,
  planEvaluation,
  profileOf,
  queueExecutor,
  readMetaSteps,
  studyFates,
  theoryProblems,
  type TheoryProblems,
  trainingSteps,
} from "@lemma/core";
import { loadTheorems, sampleTheorems } from "@lemma/datasets";
import { type ResultRecord, type Summary, attemptCount, summarise } from "@lemma/evaluator";
import { writeReport } from "@lemma/evaluator/report";
import { readRecordIfPresent, writeWhole } from "@lemma/files";
import { z } from "zod";
import { InputError, type Theorem } from "@lemma/interfaces";
import { aboutRun } from "../about.ts";
import { LeanLite } from "@lemma/lean-lite";
import { type Command, type Terminal, printJson } from "../command.ts";
import { type Arguments, commonFlags, recordFlags } from "../flags.ts";
import { defined, openControl, openFromFlags } from "../opening.ts";
import { planInput, printPlan } from "../plan.ts";
import { readOptions, refuseUsed } from "../problems.ts";
import { knownProofs } from "../known-proofs.ts";
import { Progress } from "../render/progress.ts";

export const evalCommand: Command = {
  usage: "--problems FILE | --benchmark theories --out DIR [flags]",
  flags: {
    problems: { value: "FILE", summary: "the theorems" },
    benchmark: { value: "theories", summary: "generated theories in place of a file: kinds that training never meets" },
    theories: { value: "N", summary: "how many of them (90; quick: 12)" },
    distractors: { value: "N", summary: "known proofs of other worlds beside each theory's own (4)" },
    corpus: {
      value: "FILE",
      summary: "verified proofs known beside the problems: what `context` studies and `replay` tries",
    },
    control: { value: "DIR", summary: "the model of `control` and `control-context`" },
    ...recordFlags,
    also: { value: "FILE,…", summary: "further theorems, reported with the others and alone" },
    "also-count": { value: "N", summary: "a fixed sample of so many of each of those files" },
    methods: { value: "M,…", summary: `of ${methodNames.join(", ")} (baseline,lemma)` },
    k: { value: "K", summary: "attempts per theorem (5)" },
    seeds: { value: "N", summary: "how many seeds, counted from --seed (1)" },
    preset: { value: "P", summary: "quick: 40 problems, one seed" },
    sample: { value: "N", summary: "a seeded sample of the problems" },
    training: { value: "DIR", summary: "the --out of `lemma meta-train`: shows its Figure 3 in the report" },
    out: { value: "DIR", summary: "results.jsonl, summary.json, summary.md, report.html" },
    parallel: { value: "N", summary: "theorems at once in this process (1)" },
    queue: { value: "URL", summary: "a Redis by which `lemma worker`s do the work, on any machine" },
    "queue-name": { value: "NAME", summary: "the queue's name there (lemma)" },
    tries: { value: "N", summary: "with --queue: how often a task is begun before it is set aside (3)" },
    resume: { summary: "go on with what stands in --out" },
    "dry-run": { summary: "print the plan: graphs, memory, FLOPs, time, what is missing here" },
    ...commonFlags,
  },
  examples: [
    "lemma eval --problems minif2f.jsonl --split test --methods baseline,matched,lemma --k 5 --out runs/test",
    "lemma eval --benchmark theories --preset quick --methods baseline,replay,context,context-prompt --out runs/theories",
    "lemma eval --problems minif2f.jsonl --split test --preset quick --out runs/quick --resume",
    "lemma eval --problems minif2f.jsonl --split test --queue redis://queue:6379 --out runs/test",
    "lemma eval --problems minif2f.jsonl --split test --also workbook.jsonl --also-count 500 --seeds 3 --out runs/both",
  ],
  async run(given, terminal) {
    const started = performance.now();
    const out = given.text("out");
    const isStated = given.text("problems") !== undefined || given.text("benchmark") !== undefined;
    if (out === undefined || !isStated)
      throw new InputError("eval: give --problems FILE, or --benchmark NAME, and --out DIR");
    checkQueueFlags(given);
    const chosen = methodsFrom(given);
    const seed = given.integer("seed") ?? 1;
    const k = given.integer("k") ?? 5;
    const quick = given.choice("preset", ["quick", "full"]) === "quick";
    const seeds = Array.from({ length: quick ? 1 : (given.integer("seeds") ?? 1) }, (_, i) => seed + i);
    const benchmark = given.choice("benchmark", ["theories"]);
    const made =
      benchmark === undefined ? undefined : await madeTheories(given, quick ? 12 : 90, seed, terminal.signal);
    const sets =
      made === undefined
        ? await problemSets(given, terminal, quick ? 40 : undefined, seed)
        : [{ title: "generated theories", theorems: made.theorems }];
    const theorems = sets.flatMap((set) => set.theorems);
    if (given.has("dry-run")) {
      const input = await planInput(given, theorems);
      return printPlan(given, terminal, planEvaluation({ ...input, methods: chosen, seeds: seeds.length, k }));
    }
    const training = given.text("training");
    const steps = training === undefined ? [] : await readMetaSteps(training);
    if (!given.has("resume")) await refuseUsed(out, "results.jsonl");
    await using lemma = await openFromFlags(given, {});
    const corpus = given.text("corpus");
    const pool = corpus === undefined ? undefined : await knownProofs(corpus, "corpus");
    await using control = await openControl(given);
    const beside = {
      ...(made === undefined ? {} : { known: made.known, answers: made.answers }),
      ...(pool === undefined ? {} : { known: () => pool }),
      ...(control === undefined ? {} : { control: control.parts }),
    };
    const work = { theorems, methods: chosen, seeds, k, out, ...beside };
    const evaluation = await runWithProgress(lemma, given, terminal, work);
    const { records } = evaluation;
    const inner = profileOf(given.text("model")).meta.inner;
    const story = await evaluationStory(lemma, evaluation, theorems, inner, terminal.signal);
    const summary = summaryOf(records, chosen, seed);
    const { html } = await writeReport(out, {
      title: "LeMMA evaluation",
      summary,
      records,
      problems: theorems,
      parts: sets.length < 2 ? [] : sets.map((set) => partOf(set, records, chosen, seed)),
      training: trainingSteps(steps),
      fates: studyFates(evaluation.studies),
      ...defined({ story }),
      facts: {
        model: path.basename(lemma.parts.prover.model),
        ...defined({ adapter: given.text("adapter"), control: given.text("control") }),
        verifier: lemma.parts.verifier.name,
        problems: sets.map((set) => `${set.theorems.length} of ${set.title}`).join("; "),
        seeds: seeds.join(", "),
      },
      about: aboutRun(started),
      settings: { ...lemma.settings },
    });
    for (const { label, k: budget, passAtK, relativeFlops, signal } of summary.methods) {
      const delta = signal === undefined ? "" : `  Δ log p ${signal.delta.estimate.toFixed(2)}`;
      const line = `${label.padEnd(28)} pass@${budget} ${percent(passAtK.estimate)} [${percent(passAtK.low)}, ${percent(passAtK.high)}]  FLOPs × ${relativeFlops.toFixed(2)}${delta}\n`;
      if (given.has("json")) terminal.progress(line);
      else terminal.out(line);
    }
    terminal.progress(`report: ${html}\n`);
    return 0;
  },
};

async function runWithProgress(
  lemma: LemmaProver,
  given: Arguments,
  terminal: Terminal,
  { out, ...work }: Omit<Parameters<typeof evaluate>[1], "directory" | "signal" | "onProgress"> & { out: string },
): Promise<Evaluation> {
  const progress = new Progress(terminal, work.theorems.length * work.methods.length * work.seeds.length);
  const evaluation = await evaluate(lemma, {
    ...work,
    directory: out,
    ...defined({
      parallel: given.integer("parallel"),
      executor: await executorFrom(given, terminal, lemma, work.control, out),
    }),
    signal: terminal.signal,
    onProgress: (_done, _total, record) => {
      progress.advance(`${record.method} ${record.problem}`);
      if (given.has("json")) printJson(terminal, record);
    },
  });
  progress.clear();
  return evaluation;
}

/** @throws {InputError} for a flag that would change nothing. */
function checkQueueFlags(given: Arguments): void {
  const isQueued = given.text("queue") !== undefined;
  if (isQueued && given.text("parallel") !== undefined)
    throw new InputError("--parallel: with --queue it is the workers' flag");
  for (const flag of ["queue-name", "tries"])
    if (!isQueued && given.text(flag) !== undefined) throw new InputError(`--${flag}: needs --queue`);
}

/** The workers of a queue, where one is named. A run keeps its name there, so that going on with it finds what was done. */
async function executorFrom(
  given: Arguments,
  terminal: Terminal,
  lemma: LemmaProver,
  control: LemmaParts | undefined,
  out: string,
): Promise<Executor | undefined> {
  const url = given.text("queue");
  if (url === undefined) return undefined;
  const file = path.join(out, "queue.json");
  await mkdir(out, { recursive: true });
  const known = await readRecordIfPresent(file, z.object({ run: z.string() }));
  const { run } = known ?? { run: randomUUID() };
  if (known === undefined) await writeWhole(file, `${JSON.stringify({ run })}\n`);
  return queueExecutor(lemma, {
    url,
    run,
    control,
    name: given.text("queue-name"),
    tries: given.integer("tries"),
    onTrouble: (problem) => terminal.progress(`queue: ${problem}\n`),
  });
}

/** Theories of kinds that training never meets, checked by lean-lite. */
async function madeTheories(
  given: Arguments,
  count: number,
  seed: number,
  signal: AbortSignal,
): Promise<TheoryProblems> {
  await using verifier = new LeanLite();
  const distractors = given.integer("distractors");
  return theoryProblems(
    given.integer("theories") ?? count,
    { seed, split: "test", signal, ...defined({ distractors }) },
    verifier,
  );
}

interface ProblemSet {
  readonly title: string;
  readonly theorems: readonly Theorem[];
}

/** `--problems`, then each file of `--also`. @throws {InputError} for none, or two of one id. */
async function problemSets(
  given: Arguments,
  terminal: Terminal,
  preset: number | undefined,
  seed: number,
): Promise<readonly ProblemSet[]> {
  const file = given.text("problems")!;
  const { split, ...reading } = { ...readOptions(given, terminal), distinct: true };
  const all = await loadTheorems(file, { ...reading, ...defined({ split }) });
  const title = `${path.basename(file)}${split === undefined ? "" : `, split ${split}`}`;
  const sets = [{ title, theorems: sampleOf(all, given.integer("sample") ?? preset, seed) }];
  const also = given.text("also")?.split(",") ?? [];
  for (const other of also) {
    const others = await loadTheorems(other, reading);
    const theorems = sampleOf(others, given.integer("also-count") ?? preset, seed);
    sets.push({ title: path.basename(other), theorems });
  }
  const ids = new Set<string>();
  for (const { theorems } of sets)
    for (const { id } of theorems) {
      if (ids.has(id)) throw new InputError(`two problems are called "${id}"`, { file: [file, ...also].join(", ") });
      ids.add(id);
    }
  if (ids.size === 0) throw new InputError("holds no theorem to evaluate on", { file });
  return sets;
}

const sampleOf = (theorems: readonly Theorem[], count: number | undefined, seed: number): readonly Theorem[] =>
  count === undefined || count >= theorems.length ? theorems : sampleTheorems(theorems, count, seed);

function summaryOf(records: readonly ResultRecord[], chosen: readonly MethodName[], seed: number): Summary {
  // A matched method's budget may differ from seed to seed: the smallest is what all of them have.
  const budget = (name: MethodName): number =>
    Math.min(...records.filter(({ method }) => method === name).map(({ attempts }) => attemptCount(attempts)));
  return summarise(records, {
    methods: chosen.map((name) => ({
      name,
      label: methods[name].label,
      k: budget(name),
      inTurn: methods[name].attempts !== "independent",
    })),
    comparisons: comparisonsOf(chosen),
    reference: subjectOf(chosen) ?? chosen[0]!,
    seed,
  });
}

/** What studies as it should is the question: LeMMA, or studying the context, by weight where it is done so. Undefined where neither is among them. */
const subjectOf = (chosen: readonly MethodName[]): MethodName | undefined =>
  (["lemma", "context-weighed", "context"] as const).find((name) => chosen.includes(name));

/** The subject is compared with each of the others; where there is none, all with the first. */
function comparisonsOf(chosen: readonly MethodName[]): readonly (readonly [string, string])[] {
  const subject = subjectOf(chosen);
  return subject === undefined
    ? chosen.slice(1).map((name) => [name, chosen[0]!])
    : chosen.filter((name) => name !== subject).map((name) => [subject, name]);
}

function partOf(
  { title, theorems }: ProblemSet,
  records: readonly ResultRecord[],
  chosen: readonly MethodName[],
  seed: number,
): { readonly title: string; readonly summary: Summary } {
  const ids = new Set(theorems.map(({ id }) => id));
  const own = records.filter(({ problem }) => ids.has(problem));
  return { title, summary: summaryOf(own, chosen, seed) };
}

function methodsFrom(given: Arguments): readonly MethodName[] {
  const names = (given.text("methods") ?? "baseline,lemma").split(",").map((name) => {
    const found = methodNames.find((known) => known === name.trim());
    if (found === undefined) throw new InputError(`--methods: expected ${methodNames.join(", ")}, received "${name}"`);
    return found;
  });
  return [...new Set(names)];
}

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;

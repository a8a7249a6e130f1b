import { type LemmaProver, ProofPool, type SettingsOverrides, planProve } from "@lemma/core";
import { type ReadOptions, collect, readCorpus } from "@lemma/datasets";
import { InputError, type LemmaEvent, Random, type Theorem } from "@lemma/interfaces";
import { isLeanFile, normaliseStatement } from "@lemma/lean-text";
import type { Tracer } from "@opentelemetry/api";
import { type Command, type ExitStatus, type Terminal, printJson } from "../command.ts";
import { type Arguments, commonFlags, recordFlags, traceFlag } from "../flags.ts";
import { defined, openFromFlags } from "../opening.ts";
import { asPool, knownProofs, mentionsSorry } from "../known-proofs.ts";
import { planInput, printPlan } from "../plan.ts";
import { describeEvent } from "../render/events.ts";
import { readOptions } from "../problems.ts";
import { type Proved, asLean, proofWriter } from "../proofs-out.ts";
import { palette } from "../render/palette.ts";
import { Progress } from "../render/progress.ts";
import { tracingFrom } from "../tracing.ts";

export const proveCommand: Command = {
  positionals: 1,
  usage: "[FILE.jsonl | FILE.lean | - | --statement TEXT] [flags]",
  flags: {
    statement: { value: "TEXT", summary: "one theorem, in place of a file" },
    ...recordFlags,
    conjectures: { value: "M", summary: "lemmas to propose per theorem", least: 0 },
    attempts: { value: "K", summary: "attempts at each theorem" },
    "all-attempts": { summary: "judge every attempt, instead of stopping at the first proof" },
    rounds: { value: "N", summary: "rounds of attempts, each shown what was rejected before it (1)" },
    "no-adapt": { summary: "attempt without studying first" },
    out: { value: "FILE", summary: "gets the proofs found: FILE.lean, or FILE.jsonl as `lemma check` takes it" },
    corpus: {
      value: "FILE",
      summary: "verified proofs: the nearest are tried on each theorem before anything is sampled",
    },
    control: { summary: "afterwards the same with each prompt's statement swapped for another theorem's" },
    "dry-run": { summary: "print the plan: graphs, memory, FLOPs, time, what is missing here" },
    ...traceFlag,
    ...commonFlags,
  },
  examples: [
    'lemma prove --statement "theorem t (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by"',
    "lemma prove Basic.lean --out proofs.lean",
    "lemma prove problems.jsonl --split valid --attempts 5 --json > events.jsonl",
  ],
  async run(given, terminal) {
    const { theorems, context } = await taskFrom(given, terminal);
    const out = given.text("out");
    const write = out === undefined ? undefined : proofWriter(out, theorems);
    const overrides: SettingsOverrides = {
      ...defined({
        conjectures: given.integer("conjectures"),
        attempts: given.integer("attempts"),
        rounds: given.integer("rounds"),
      }),
      ...(given.has("no-adapt") ? { adapt: false } : {}),
      ...(given.has("all-attempts") ? { stopAtProof: false } : {}),
    };
    if (given.has("dry-run")) return printPlan(given, terminal, planProve(await planInput(given, theorems, overrides)));
    const seed = given.integer("seed") ?? 1;
    const corpus = given.text("corpus");
    const known = [context, ...(corpus === undefined ? [] : [await knownProofs(corpus, "corpus")])];
    await using tracing = await tracingFrom(given, "lemma prove");
    const { tracer } = tracing;
    await using lemma = await openFromFlags(given, overrides);
    const proved: Proved[] = [];
    let counts: Counts;
    try {
      counts = await proveAll(lemma, theorems, { seed, json: given.has("json"), terminal, proved, known, tracer });
    } finally {
      // What was found before a Ctrl-C is found.
      await write?.(proved);
    }
    report(terminal, given, given.has("control") ? "real prompts: " : "", counts);
    if (given.has("control")) {
      const control = await proveAll(lemma, theorems, {
        seed,
        json: given.has("json"),
        terminal,
        shown: derange(theorems, seed),
        tracer,
      });
      report(terminal, given, "swapped prompts: ", control);
    }
    return exitStatusOf(counts);
  },
};

/** How many runs ended in each status. */
type Counts = Readonly<Record<Extract<LemmaEvent, { type: "finished" }>["status"], number>>;

interface Run {
  readonly seed: number;
  readonly json: boolean;
  readonly terminal: Terminal;
  /** Proofs to try on each theorem first; what is proved on the way is tried on those that follow. */
  readonly known?: readonly ProofPool[];
  /** Gets what is proved. */
  readonly proved?: Proved[];
  /** The theorem shown to the model in place of the i-th: the control. */
  readonly shown?: readonly Theorem[];
  readonly tracer: Tracer | undefined;
}

async function proveAll(
  lemma: LemmaProver,
  theorems: readonly Theorem[],
  { seed, json, terminal, proved, shown, known, tracer }: Run,
): Promise<Counts> {
  const counts = { proved: 0, failed: 0, unsupported: 0, error: 0, infrastructure: 0 };
  const color = palette(terminal.hasColor);
  const progress = new Progress(terminal, theorems.length);
  const ofThisRun = new ProofPool();
  for (const [i, theorem] of theorems.entries()) {
    const promptAs = shown?.[i];
    for await (const event of lemma.prove(theorem, {
      seed,
      signal: terminal.signal,
      ...(tracer === undefined ? {} : { tracer }),
      ...(promptAs === undefined ? {} : { promptAs }),
      ...(known === undefined ? {} : { known: [...known, ofThisRun] }),
    })) {
      if (json) printJson(terminal, promptAs === undefined ? event : { ...event, promptAs: promptAs.id });
      else {
        progress.clear();
        for (const line of describeEvent(event, color)) terminal.out(`${line}\n`);
      }
      if (event.type !== "finished") continue;
      counts[event.status] += 1;
      if (event.proof === undefined) continue;
      proved?.push({ theorem, proof: event.proof });
      if (!isLeanFile(event.proof)) ofThisRun.add({ theorem, proof: event.proof, source: "run" });
      if (!json) terminal.out(`\n${asLean({ theorem, proof: event.proof })}\n`);
    }
    if (theorems.length > 1) progress.advance(`${counts.proved} proved`);
  }
  progress.clear();
  return counts;
}

/** Each theorem's stand-in: another one, by a seeded cycle through a random order, so that none stands for itself. */
function derange(theorems: readonly Theorem[], seed: number): readonly Theorem[] {
  if (theorems.length < 2) throw new InputError("--control: needs at least two theorems");
  const order = new Random(seed).fork("control").shuffle(theorems.map((_, i) => i));
  const shown: Theorem[] = [];
  order.forEach((from, position) => (shown[from] = theorems[order[(position + 1) % order.length]!]!));
  return shown;
}

function report(terminal: Terminal, given: Arguments, label: string, counts: Counts): void {
  const total = Object.values(counts).reduce((a, b) => a + b, 0);
  const parts = Object.entries(counts).filter(([status, count]) => count > 0 || status === "proved");
  const line = `${label}${total} ${total === 1 ? "theorem" : "theorems"}, ${parts.map(([status, count]) => `${count} ${status}`).join(", ")}\n`;
  // With --json the results are the events; the summary is for whoever watches.
  if (given.has("json")) terminal.progress(line);
  else terminal.out(`\n${line}`);
}

function exitStatusOf(counts: Counts): ExitStatus {
  if (counts.infrastructure > 0) return 3;
  return counts.failed + counts.unsupported + counts.error > 0 ? 1 : 0;
}

/** What is to be proved, and the proofs that stand beside it. */
interface Task {
  readonly theorems: readonly Theorem[];
  readonly context: ProofPool;
}

/** A file's theorems; of a Lean file those that it leaves open, or all of them where it leaves none. */
async function unproved(file: string, options: ReadOptions): Promise<Task> {
  const records = await collect(readCorpus(file, options));
  const isOpen = ({ origin, proofs }: (typeof records)[number]): boolean =>
    origin.place === undefined || proofs.every(({ proof }) => mentionsSorry(proof));
  const open = records.filter(isOpen);
  return {
    theorems: (open.length === 0 ? records : open).map(({ theorem }) => theorem),
    context: asPool(
      records.flatMap(({ proofs }) => proofs),
      "context",
    ),
  };
}

async function taskFrom(given: Arguments, terminal: Terminal): Promise<Task> {
  const statement = given.text("statement");
  const [file, extra] = given.positionals;
  if (extra !== undefined) throw new InputError(`unexpected argument "${extra}"`);
  if ((statement === undefined) === (file === undefined))
    throw new InputError("prove: give either a file or --statement");
  if (statement !== undefined) {
    const read = normaliseStatement(statement, "statement");
    if (read === undefined)
      throw new InputError("--statement: expected Lean text such as `theorem t : 1 + 1 = 2 := by`");
    const { header, name = "statement" } = read;
    const theorem = { id: name, statement: read.statement, ...(header.trim() === "" ? {} : { header }) };
    return { theorems: [theorem], context: new ProofPool() };
  }
  const task = await unproved(file!, readOptions(given, terminal));
  if (task.theorems.length === 0)
    throw new InputError(
      given.text("split") === undefined ? "holds no theorem" : `holds no theorem of split "${given.text("split")}"`,
      { file: file! },
    );
  return task;
}

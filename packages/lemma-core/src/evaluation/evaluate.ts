import { mkdir } from "node:fs/promises";
import path from "node:path";
import {
  type AttemptResult,
  type ComputeUsage,
  type ResultRecord,
  ResultsLog,
  matchBudget,
  noUsage,
  sumUsage,
} from "@lemma/evaluator";
import { type LemmaEvent, Random, type Theorem } from "@lemma/interfaces";
import { PromptTooLongError } from "@lemma/prover";
import type { LemmaProver } from "../lemma.ts";
import { computeOf, usageSince } from "../prove.ts";
import {
  type Run,
  type Stage,
  type StudyExample,
  adapt,
  attempt,
  beginRun,
  conjecture,
  proveLemmas,
  refuse,
  sampleProofs,
  weigh,
} from "../stages.ts";
import { Journal } from "./journal.ts";
import { type Method, type MethodName, methods } from "./methods.ts";

export interface EvaluateOptions {
  readonly theorems: readonly Theorem[];
  readonly methods: readonly MethodName[];
  readonly seeds: readonly number[];
  /** Attempts per theorem, and the k of pass@k. */
  readonly k: number;
  /** Where `results.jsonl` and `studies.jsonl` grow; what stands there already is not computed again. */
  readonly directory: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, record: ResultRecord) => void;
}

/** One theorem's verified lemmas from one seed: what several methods share. */
interface StudyRecord {
  readonly seed: number;
  readonly id: string;
  /** Why nothing can be done, where nothing can. */
  readonly refused?: "unsupported" | "error" | "infrastructure";
  readonly examples: readonly StudyExample[];
  readonly usage: ComputeUsage;
}

/**
 * Runs every method on every theorem from every seed. Records are written as they come, so that a run that was stopped, or
 * killed, goes on where it was and ends with the same records.
 *
 * @throws {AbortedError} when the signal fires.
 */
export async function evaluate(lemma: LemmaProver, options: EvaluateOptions): Promise<readonly ResultRecord[]> {
  await mkdir(options.directory, { recursive: true });
  await using results = await ResultsLog.open(path.join(options.directory, "results.jsonl"));
  const studies = await Journal.open<StudyRecord>(path.join(options.directory, "studies.jsonl"));
  const session = new Session(lemma, options, results, studies);
  for (const seed of options.seeds) await session.runSeed(seed);
  return results.records;
}

class Session {
  readonly #lemma: LemmaProver;
  readonly #options: EvaluateOptions;
  readonly #results: ResultsLog;
  readonly #studies: Journal<StudyRecord>;
  readonly #total: number;

  constructor(lemma: LemmaProver, options: EvaluateOptions, results: ResultsLog, studies: Journal<StudyRecord>) {
    this.#lemma = lemma;
    this.#options = options;
    this.#results = results;
    this.#studies = studies;
    this.#total = options.theorems.length * options.methods.length * options.seeds.length;
  }

  async runSeed(seed: number): Promise<void> {
    const { theorems, methods: names, k } = this.#options;
    const studies: StudyRecord[] = [];
    for (const theorem of theorems) studies.push(await this.#study(theorem, seed));
    // Those matched to another method come after it: their budget is its cost.
    const order = [...names].sort(
      (a, b) => Number(methodOf(a).matched !== undefined) - Number(methodOf(b).matched !== undefined),
    );
    for (const name of order) {
      const { matched } = methodOf(name);
      const attempts = matched === undefined ? k : await this.#attemptsOf(name, seed, matched, studies);
      for (const [i, theorem] of theorems.entries()) await this.#attempt(name, theorem, i, studies, seed, attempts);
    }
  }

  /** Conjectures and verified lemmas of one theorem, from the journal where they stand there. */
  async #study(theorem: Theorem, seed: number): Promise<StudyRecord> {
    const known = this.#studies.records.find((record) => record.seed === seed && record.id === theorem.id);
    if (known !== undefined) return known;
    const record = await this.#measure(theorem, seed, "uniform", async (run) => {
      const refusal = await refuse(run);
      if (refusal !== undefined)
        return { refused: refusal.status as NonNullable<StudyRecord["refused"]>, examples: [] };
      const { parts } = this.#lemma;
      try {
        const conjectures = await drain(conjecture(run, parts.policy ?? []));
        return { examples: await drain(proveLemmas(run, conjectures, parts.policy ?? [])) };
      } catch (error) {
        if (!(error instanceof PromptTooLongError)) throw error;
        return { refused: "error" as const, examples: [] };
      }
    });
    const study = { seed, id: theorem.id, ...record.result, usage: record.usage };
    await this.#studies.append(study);
    return study;
  }

  async #attempt(
    name: MethodName,
    theorem: Theorem,
    index: number,
    studies: readonly StudyRecord[],
    seed: number,
    count: number,
  ): Promise<void> {
    const { onProgress } = this.#options;
    if (this.#results.has(theorem.id, name, seed)) return;
    const method = methodOf(name);
    const own = studies[index]!;
    const { examples, usage: studyUsage } = this.#examplesFor(method, index, studies, seed);
    const { result, usage } = await this.#measure(
      theorem,
      seed,
      method.weighting,
      async (run): Promise<readonly AttemptResult[]> => {
        if (own.refused !== undefined)
          return Array.from({ length: count }, (_, i) => ({ attempt: i, status: own.refused! }));
        const policy = this.#lemma.parts.policy ?? [];
        const weights = examples.length === 0 ? [] : await drain(weigh(run, examples));
        const adapter = examples.length === 0 ? undefined : await drain(adapt(run, examples, weights, policy));
        const adapters = adapter === undefined ? policy : [...policy, adapter];
        const attempts = await drain(attempt(run, adapters, count, adapter !== undefined));
        return attempts.map(({ proof, verdict }, i) => {
          const message = verdict.messages.find(({ severity }) => severity === "error")?.text;
          return { attempt: i, status: verdict.status, proof, ...(message === undefined ? {} : { message }) };
        });
      },
    );
    const record: ResultRecord = {
      problem: theorem.id,
      method: name,
      seed,
      attempts: result,
      usage: sumUsage([studyUsage, usage]),
      examples: examples.length,
    };
    await this.#results.append(record);
    onProgress?.(this.#results.records.length, this.#total, record);
  }

  #examplesFor(
    method: Method,
    index: number,
    studies: readonly StudyRecord[],
    seed: number,
  ): { readonly examples: readonly StudyExample[]; readonly usage: ComputeUsage } {
    const own = studies[index]!;
    if (method.study === "none" || own.refused !== undefined) return { examples: [], usage: noUsage };
    if (method.study === "own") return { examples: own.examples, usage: own.usage };
    const others = studies.filter((study, i) => i !== index && study.examples.length > 0);
    if (others.length === 0) return { examples: [], usage: noUsage };
    const random = new Random(seed).fork("control", method.study, own.id);
    if (method.study === "other") {
      const { examples, usage } = random.choice(others);
      return { examples, usage };
    }
    // As many as the theorem's own, so that the controls differ in what is studied and not in how much.
    const pool = others.flatMap(({ examples }) => examples);
    return { examples: random.sample(pool, own.examples.length), usage: own.usage };
  }

  /** Once a run has begun with a budget, its later slices keep it. */
  async #attemptsOf(name: string, seed: number, reference: string, studies: readonly StudyRecord[]): Promise<number> {
    const begun = this.#results.records.find((record) => record.method === name && record.seed === seed);
    return begun?.attempts.length ?? (await this.#matchedAttempts(seed, reference, studies));
  }

  /**
   * The fewest attempts per theorem that cost at least what the reference method cost. Prompts are read once whatever the
   * count, so the cost is not proportional to it: it is measured, by sampling, until it suffices.
   */
  async #matchedAttempts(seed: number, reference: string, studies: readonly StudyRecord[]): Promise<number> {
    const { theorems, k } = this.#options;
    const usageOf = (name: string): ComputeUsage[] => {
      const ids = new Set(theorems.map(({ id }) => id));
      return this.#results.records
        .filter((record) => record.method === name && record.seed === seed && ids.has(record.problem))
        .map(({ usage }) => usage);
    };
    const target = sumUsage(usageOf(reference)).flops;
    let count = matchBudget("flops", usageOf(reference), usageOf("baseline"), k).k;
    for (;;) {
      let flops = 0;
      for (const [i, theorem] of theorems.entries()) {
        if (studies[i]!.refused !== undefined) continue;
        const sampled = await this.#measure(theorem, seed, "uniform", (run) =>
          sampleProofs(run, this.#lemma.parts.policy ?? [], count),
        );
        flops += sampled.usage.flops;
      }
      if (flops >= target || flops === 0) return count;
      count = Math.max(count + 1, Math.ceil((count * target) / flops));
    }
  }

  async #measure<T>(
    theorem: Theorem,
    seed: number,
    weighting: Method["weighting"],
    work: (run: Run) => Promise<T>,
  ): Promise<{ readonly result: T; readonly usage: ComputeUsage }> {
    const { parts, settings } = this.#lemma;
    const { signal } = this.#options;
    const started = performance.now();
    const before = computeOf(parts);
    const run = beginRun(
      theorem,
      parts,
      { ...settings, weighting },
      { seed, ...(signal === undefined ? {} : { signal }) },
    );
    const result = await work(run);
    return { result, usage: { ...usageSince(before, run), wallMs: performance.now() - started } };
  }
}

const methodOf = (name: MethodName): Method => methods[name];

/** A stage's result, its events unheard. */
async function drain<T>(stage: Stage<T>): Promise<T> {
  for (;;) {
    const next: IteratorResult<LemmaEvent, T> = await stage.next();
    if (next.done === true) return next.value;
  }
}

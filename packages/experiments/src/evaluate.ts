import path from "node:path";
import {
  type ComputeUsage,
  type ResultRecord,
  type ResultsLog,
  type Signal,
  openResultsLog,
  resultKey,
  sumUsage,
} from "@lemma/evaluator";
import { type Adapter, InfrastructureError, InputError, type Theorem } from "@lemma/interfaces";
import { isLeanFile } from "@lemma/lean-text";
import {
  type LemmaParts,
  type LemmaProver,
  ProofPool,
  type Run,
  type SharedVerdicts,
  beginRun,
  computeOf,
  drain,
  judge,
  onlyRefuse,
  sampleProofs,
  study,
  usageSince,
} from "@lemma/loop";
import { type MethodAttempts, attemptWith } from "./attempts.ts";
import { matchedAttempts } from "./budget.ts";
import { type Method, type MethodName, methodOf, studiesItself } from "./methods.ts";
import { claimDirectory } from "./run-file.ts";
import { type Known, type StudyLog, type StudyRecord, examplesFor, openStudyLog, studyKey } from "./study.ts";

export interface EvaluateOptions {
  readonly theorems: readonly Theorem[];
  readonly methods: readonly MethodName[];
  readonly seeds: readonly number[];
  /** Attempts per theorem, and the k of pass@k. */
  readonly k: number;
  /** Proofs that are known beside a theorem: they are studied, shown, or tried on it, as a method says. */
  readonly known?: (theorem: Theorem) => ProofPool;
  /** Proofs of a theorem that are known to be right: methods that adapt are measured by what they do to them. */
  readonly answers?: (theorem: Theorem) => readonly string[];
  /** The parts of the control model, where a method asks for it. */
  readonly control?: LemmaParts;
  /** Where `run.json`, `results.jsonl` and `studies.jsonl` grow; what stands there already is not computed again. */
  readonly directory: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, record: ResultRecord) => void;
}

export interface Evaluation {
  /** Of every seed, method and theorem asked for, in that order. */
  readonly records: readonly ResultRecord[];
  /** What was studied, the theorems of one seed and model after those of another. */
  readonly studies: readonly StudyRecord[];
}

/**
 * Runs every method on every theorem from every seed. Records are written as they come, so that a run that was stopped, or
 * killed, goes on where it was and ends with the same records, but for fields that end in `Ms`. Theorems on which the verifier
 * itself failed are done again.
 *
 * @throws {InputError} when the directory holds a run of another model or with other settings, or a matched method is without
 *   what it is matched to.
 * @throws {InfrastructureError} when the verifier fails again and again, or nothing can be written.
 * @throws {AbortedError} when the signal fires.
 */
export async function evaluate(lemma: LemmaProver, options: EvaluateOptions): Promise<Evaluation> {
  const { directory, methods, seeds, theorems, k } = options;
  checkMethods(methods, options);
  await claimDirectory(directory, {
    k,
    model: lemma.parts.prover.model,
    policy: (lemma.parts.policy ?? []).map(({ id }) => id),
    verifier: lemma.parts.verifier.name,
    settings: lemma.settings,
  });
  await using results = await openResultsLog(path.join(directory, "results.jsonl"), { retry: true });
  await using studies = await openStudyLog(directory);
  const session = new Session(lemma, options, results, studies);
  for (const seed of seeds) await session.runSeed(seed);
  const records = seeds.flatMap((seed) =>
    methods.flatMap((method) => theorems.map(({ id }) => results.get(resultKey({ problem: id, method, seed }))!)),
  );
  return { records, studies: studies.records };
}

function checkMethods(names: readonly MethodName[], { control, known }: EvaluateOptions): void {
  for (const name of names) {
    const { matched, policy, study: studied } = methodOf(name);
    if (policy === "control" && control === undefined) throw new InputError(`methods: "${name}" needs a control model`);
    if ((studied === "context" || studied === "all" || studied === "other-context") && known === undefined)
      throw new InputError(`methods: "${name}" needs proofs that are known beside the theorems`);
    const needed = matched === undefined ? [] : (["baseline", matched.method] as const);
    const missing = needed.filter((other) => !names.some((known) => known === other));
    if (missing.length > 0) throw new InputError(`methods: "${name}" needs ${missing.join(" and ")} beside it`);
  }
}

/** After so many theorems in a row on which the verifier failed, it is broken, and the rest would fail as well. */
const failuresInARow = 5;

const refusedAttempts = (status: NonNullable<StudyRecord["refused"]>, count: number): MethodAttempts => ({
  // What leaves the model no room cannot be attempted: that is no better than a wrong attempt.
  attempts: Array.from({ length: count }, (_, attempt) => ({
    attempt,
    status: status === "failed" ? "error" : status,
  })),
});

class Session {
  readonly #lemma: LemmaProver;
  readonly #options: EvaluateOptions;
  readonly #results: ResultsLog;
  readonly #studies: StudyLog;
  /** Of one seed's methods: the same proof of the same theorem is judged once. */
  readonly #verdicts: SharedVerdicts = new Map();
  readonly #known: Known;
  readonly #total: number;
  #done = 0;
  #failures = 0;

  constructor(lemma: LemmaProver, options: EvaluateOptions, results: ResultsLog, studies: StudyLog) {
    this.#lemma = lemma;
    this.#options = options;
    this.#results = results;
    this.#studies = studies;
    const { theorems, known } = options;
    const byId = new Map(theorems.map((theorem) => [theorem.id, theorem]));
    const poolOfId = (id: string): ProofPool => known!(byId.get(id)!);
    this.#known = {
      beside: (id) => poolOfId(id).nearest(byId.get(id)!, lemma.settings.replay.nearest),
      areTogether: (one, other) => poolOfId(one) === poolOfId(other),
    };
    this.#total = options.theorems.length * options.methods.length * options.seeds.length;
  }

  async runSeed(seed: number): Promise<void> {
    const { theorems, methods, k } = this.#options;
    // Few proofs come from two seeds, and all of them would be kept in memory.
    this.#verdicts.clear();
    // Those matched to another method come after it: their budget is its cost.
    const isMatched = (name: MethodName): boolean => methodOf(name).matched !== undefined;
    // What the baseline proves of other theorems is tried by those that replay.
    const turn = (name: MethodName): number => (name === "baseline" ? 0 : isMatched(name) ? 2 : 1);
    const order = [...methods].sort((a, b) => turn(a) - turn(b));
    for (const name of order) {
      const studies = await this.#studiesFor(methodOf(name), seed);
      const count = isMatched(name) ? await this.#matchedAttempts(name, seed) : k;
      for (const [i, theorem] of theorems.entries()) await this.#attempt(name, theorem, studies[i]!, studies, count);
    }
  }

  /** One a theorem. A method that studies nothing hears here of theorems that cannot be worked on. */
  async #studiesFor(method: Method, seed: number): Promise<readonly StudyRecord[]> {
    const studies: StudyRecord[] = [];
    for (const theorem of this.#options.theorems) studies.push(await this.#study(theorem, seed, method));
    return studies;
  }

  /** Conjectures and verified lemmas of one theorem, from the log where they stand there. */
  async #study(theorem: Theorem, seed: number, method: Method): Promise<StudyRecord> {
    // Without a lasting adapter the two models are one.
    const isBase = method.policy !== "control" && (this.#lemma.parts.policy ?? []).length === 0;
    const policy = isBase ? "base" : method.policy;
    const known = this.#studies.get(studyKey({ seed, id: theorem.id, policy }));
    if (known !== undefined) return known;
    const work = studiesItself(method) ? study : onlyRefuse;
    const { result, usage } = await this.#measure(theorem, seed, { ...method, policy }, work);
    const record: StudyRecord = { seed, id: theorem.id, policy, ...result, usage };
    if (work === study) await this.#studies.append(record);
    return record;
  }

  async #attempt(
    name: MethodName,
    theorem: Theorem,
    own: StudyRecord,
    studies: readonly StudyRecord[],
    count: number,
  ): Promise<void> {
    const { seed, refused } = own;
    const key = { problem: theorem.id, method: name, seed };
    this.#done += 1;
    if (this.#results.get(resultKey(key)) !== undefined) return;
    const method = methodOf(name);
    const { examples, usage: studyUsage } = examplesFor(method, own, studies, this.#known);
    let adapter: Adapter | undefined;
    const { result, usage } = await this.#measure(theorem, seed, method, async (run) =>
      refused === undefined
        ? attemptWith(method, run, examples, count, (trained) => (adapter = trained))
        : refusedAttempts(refused, count),
    );
    const signal = adapter === undefined ? undefined : await this.#signal(theorem, seed, method, adapter);
    const record: ResultRecord = {
      ...key,
      ...result,
      ...(signal === undefined ? {} : { signal }),
      usage: sumUsage([studyUsage, usage]),
      examples: examples.length,
    };
    await this.#results.append(record);
    this.#options.onProgress?.(this.#done, this.#total, record);
    this.#watch(record);
  }

  #watch({ attempts, problem }: ResultRecord): void {
    const failed = attempts.every(({ status }) => status === "infrastructure");
    this.#failures = failed ? this.#failures + 1 : 0;
    if (this.#failures < failuresInARow) return;
    throw new InfrastructureError(
      `the verifier ${this.#lemma.parts.verifier.name} failed on ${this.#failures} theorems in a row, the last of them ${problem}; mend it and resume`,
    );
  }

  /** Δ log p of proofs of the theorem that are known to be right: given ones, and the baseline's. Measuring is charged to no method. */
  async #signal(theorem: Theorem, seed: number, method: Method, adapter: Adapter): Promise<Signal | undefined> {
    const { scorer, policy = [] } = this.#partsOf(method.policy);
    const found = this.#results.get(resultKey({ problem: theorem.id, method: "baseline", seed }))?.attempts ?? [];
    const proofs = new Set([
      ...(this.#options.answers?.(theorem) ?? []),
      ...found.flatMap(({ status, proof }) => (status === "proved" && proof !== undefined ? [proof] : [])),
    ]);
    if (scorer === undefined || proofs.size === 0) return undefined;
    const examples = [...proofs].map((proof) => ({ theorem, proof }));
    const before = await scorer.logProbabilities(examples, policy, this.#options.signal);
    const after = await scorer.logProbabilities(examples, [...policy, adapter], this.#options.signal);
    const delta = after.reduce((total, each, i) => total + each - before[i]!, 0) / examples.length;
    return { proofs: examples.length, delta };
  }

  #partsOf(policy: Method["policy"]): LemmaParts {
    const { parts } = this.#lemma;
    if (policy === "control") return this.#options.control!;
    return policy === "base" ? { ...parts, policy: [] } : parts;
  }

  /** What a theorem's replay tries: what is known beside it, and what the baseline proved of the others. */
  #poolsFor(theorem: Theorem, seed: number): readonly ProofPool[] {
    const found = new ProofPool();
    for (const other of this.#options.theorems) {
      const record = this.#results.get(resultKey({ problem: other.id, method: "baseline", seed }));
      for (const { status, proof } of record?.attempts ?? [])
        if (status === "proved" && proof !== undefined && !isLeanFile(proof))
          found.add({ theorem: other, proof, source: "run" });
    }
    const beside = this.#options.known?.(theorem);
    return beside === undefined ? [found] : [beside, found];
  }

  /** Once a run has begun with a budget, its later slices keep it. */
  async #matchedAttempts(name: MethodName, seed: number): Promise<number> {
    const { theorems, k } = this.#options;
    const { matched, ...method } = methodOf(name);
    const usagesOf = (other: string): ComputeUsage[] =>
      theorems.map(({ id }) => this.#results.get(resultKey({ problem: id, method: other, seed }))!.usage);
    const begun = this.#results.records.find((record) => record.method === name && record.seed === seed);
    if (begun !== undefined) return begun.attempts.length;
    const studies = await this.#studiesFor(method, seed);
    return matchedAttempts(matched!.measure, usagesOf(matched!.method), usagesOf("baseline"), k, async (count) => {
      const spent: ComputeUsage[] = [];
      for (const [i, theorem] of theorems.entries()) {
        if (studies[i]!.refused !== undefined) continue;
        const { usage } = await this.#measure(theorem, seed, method, async (run) => {
          const proofs = await sampleProofs(run, run.parts.policy ?? [], count);
          // Judging takes no FLOPs and no tokens, only time.
          if (matched!.measure === "wall") await drain(judge(run, proofs, false));
        });
        spent.push(usage);
      }
      return spent;
    });
  }

  /**
   * Does some work on a theorem with a method's model and weighting, and says what it cost. Time that verdicts took when
   * another method asked for them counts as if they had been asked for again.
   */
  async #measure<T>(
    theorem: Theorem,
    seed: number,
    { weighting, policy, replay }: Pick<Method, "weighting" | "policy" | "replay">,
    work: (run: Run) => Promise<T>,
  ): Promise<{ readonly result: T; readonly usage: ComputeUsage }> {
    const { settings } = this.#lemma;
    const { signal } = this.#options;
    const parts = this.#partsOf(policy);
    const started = performance.now();
    const before = computeOf(parts);
    const run = beginRun(
      theorem,
      parts,
      { ...settings, weighting },
      {
        seed,
        sharedVerdicts: this.#verdicts,
        ...(replay ? { known: this.#poolsFor(theorem, seed) } : {}),
        ...(signal === undefined ? {} : { signal }),
      },
    );
    const result = await work(run);
    const wallMs = performance.now() - started + run.verdicts.sparedMs;
    return { result, usage: { ...usageSince(before, run), wallMs } };
  }
}

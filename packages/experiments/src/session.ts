import {
  type ComputeUsage,
  type ResultRecord,
  type ResultsLog,
  attemptCount,
  noUsage,
  resultKey,
  sumUsage,
} from "@lemma/evaluator";
import { type Example, InfrastructureError, type Theorem } from "@lemma/interfaces";
import { isLeanFile } from "@lemma/lean-text";
import { type LemmaParts, type LemmaProver, type Neighbour, ProofPool } from "@lemma/loop";
import { upTo } from "./attempts.ts";
import { matchedAttempts } from "./budget.ts";
import { type Executor, localExecutor } from "./executor.ts";
import { type Method, type MethodName, inTurn, methodOf, studiesItself } from "./methods.ts";
import { type Known, type Studied, type StudyLog, type StudyRecord, examplesFor, studyKey } from "./study.ts";
import { type Task, type TaskResults, TaskRunner, failedTask } from "./tasks.ts";

export interface SessionOptions {
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
  /** Theorems worked on at once in this process. Default 1. */
  readonly parallel?: number;
  /** Who does the work in place of this process. */
  readonly executor?: Executor;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, record: ResultRecord) => void;
}

const provedIn = (record: ResultRecord | undefined): readonly string[] =>
  (record?.attempts ?? []).flatMap(({ status, proof }) => (status === "proved" && proof !== undefined ? [proof] : []));

/** The attempts of a round after those of the rounds before it. */
function inARow(before: ResultRecord["attempts"], more: ResultRecord["attempts"]): ResultRecord["attempts"] {
  const first = attemptCount(before);
  return [...before, ...more.map((each) => ({ ...each, at: each.at.map((attempt) => first + attempt) }))];
}

/** A round with those before it: what all of them studied is charged beside what they attempted. */
function afterRound(earlier: ResultRecord, round: ResultRecord): ResultRecord {
  const studyFlops = (earlier.studyFlops ?? 0) + (round.studyFlops ?? 0);
  return {
    ...round,
    attempts: inARow(earlier.attempts, round.attempts),
    usage: sumUsage([earlier.usage, round.usage]),
    ...(studyFlops === 0 ? {} : { studyFlops }),
  };
}

/** Another method's attempts behind a replay that found nothing, and what both cost. */
const instead = (attempted: ResultRecord, { method, replay, usage }: ResultRecord): ResultRecord => ({
  ...attempted,
  method,
  ...(replay === undefined ? {} : { replay }),
  usage: sumUsage([attempted.usage, usage]),
});

/** After so many theorems in a row on which the verifier or the model's server failed, it is broken, and the rest would fail as well. */
const failuresInARow = 5;

/** An evaluation under way: every method on every theorem, a seed at a time, with what is on disk taken from there. */
export class Session {
  readonly #lemma: LemmaProver;
  readonly #options: SessionOptions;
  readonly #results: ResultsLog;
  readonly #studies: StudyLog;
  readonly #executor: Executor;
  readonly #known: Known;
  readonly #total: number;
  #done = 0;
  #failures = 0;

  constructor(lemma: LemmaProver, options: SessionOptions, results: ResultsLog, studies: StudyLog) {
    this.#lemma = lemma;
    this.#options = options;
    this.#results = results;
    this.#studies = studies;
    const { theorems, known, control, executor, parallel = 1 } = options;
    this.#executor = executor ?? localExecutor(new TaskRunner(lemma, { control }), parallel);
    const byId = new Map(theorems.map((theorem) => [theorem.id, theorem]));
    const poolOfId = (id: string): ProofPool => known!(byId.get(id)!);
    this.#known = {
      beside: (id, count = lemma.settings.replay.nearest) => poolOfId(id).nearest(byId.get(id)!, count),
      areTogether: (one, other) => poolOfId(one) === poolOfId(other),
    };
    this.#total = options.theorems.length * options.methods.length * options.seeds.length;
  }

  async runSeed(seed: number): Promise<void> {
    for (const name of inTurn(this.#options.methods)) {
      const studies = await this.#studiesFor(methodOf(name), seed);
      const isMatched = methodOf(name).matched !== undefined;
      await this.#attempt(name, seed, isMatched ? await this.#matchedAttempts(name, seed) : this.#options.k, studies);
    }
  }

  /** Without a lasting adapter the two models are one. */
  policyOf({ policy }: Method): Method["policy"] {
    return policy !== "control" && (this.#lemma.parts.policy ?? []).length === 0 ? "base" : policy;
  }

  /** One a theorem: conjectures and verified lemmas, from the log where they stand there. Empty where a method writes none. */
  async #studiesFor(method: Method, seed: number): Promise<readonly Studied[]> {
    const { theorems } = this.#options;
    if (!studiesItself(method)) return theorems.map(({ id }) => ({ seed, id, examples: [], usage: noUsage }));
    const policy = this.policyOf(method);
    const known = (theorem: Theorem): StudyRecord | undefined =>
      this.#studies.get(studyKey({ seed, id: theorem.id, policy }));
    const tasks = theorems
      .filter((theorem) => known(theorem) === undefined)
      .map((theorem) => ({ kind: "study" as const, theorem, seed, policy }));
    await this.#each(tasks, (_, record) => this.#studies.append(record));
    return theorems.map((theorem) => known(theorem)!);
  }

  async #attempt(name: MethodName, seed: number, count: number, studies: readonly Studied[]): Promise<void> {
    const { theorems } = this.#options;
    const method = methodOf(name);
    const found = method.replay ? this.#foundBy(method.after ?? "baseline", seed) : undefined;
    const before = ({ id }: Theorem): ResultRecord | undefined => this.#resultOf(id, method.after, seed);
    const attempted = ({ id }: Theorem): ResultRecord | undefined => {
      const other = this.#resultOf(id, method.else, seed);
      return other !== undefined && attemptCount(other.attempts) === count ? other : undefined;
    };
    const tasks: Extract<Task, { kind: "attempt" }>[] = [];
    for (const [i, theorem] of theorems.entries()) {
      if (this.#resultOf(theorem.id, name, seed) !== undefined) {
        this.#done += 1;
        continue;
      }
      const earlier = before(theorem);
      const proof = provedIn(earlier)[0];
      if (earlier !== undefined && proof !== undefined) {
        const more = [{ at: upTo(count), status: "proved" as const, proof }];
        await this.#record({ ...earlier, method: name, attempts: inARow(earlier.attempts, more) });
        continue;
      }
      const { refused } = studies[i]!;
      const pools = found === undefined ? [] : this.#poolsFor(theorem, found);
      const { examples, usage: studyUsage } =
        method.study === "run"
          ? { examples: this.#nearestOf(pools, method.nearest), usage: noUsage }
          : examplesFor(method, studies[i]!, studies, this.#known);
      tasks.push({
        kind: "attempt",
        theorem,
        seed,
        method: name,
        count,
        examples,
        studyUsage,
        ...(refused === undefined ? {} : { refused }),
        ...(found === undefined ? {} : { known: pools }),
        ...(attempted(theorem) === undefined ? {} : { isAttempted: true }),
        ...(examples.length > 0 && method.examplesIn === "adapter" ? { answers: this.#answersOf(theorem, seed) } : {}),
      });
    }
    await this.#each(tasks, async ({ theorem }, own) => {
      const earlier = before(theorem);
      const record = own.attempts.length > 0 ? own : instead(attempted(theorem)!, own);
      await this.#record(earlier === undefined ? record : afterRound(earlier, record));
      this.#watch(record);
    });
  }

  #resultOf(problem: string, method: string | undefined, seed: number): ResultRecord | undefined {
    return method === undefined ? undefined : this.#results.get(resultKey({ problem, method, seed }));
  }

  async #record(record: ResultRecord): Promise<void> {
    this.#done += 1;
    await this.#results.append(record);
    this.#options.onProgress?.(this.#done, this.#total, record);
  }

  #watch({ attempts, problem }: ResultRecord): void {
    const failed = attempts.every(({ status }) => status === "infrastructure");
    this.#failures = failed ? this.#failures + 1 : 0;
    if (this.#failures < failuresInARow) return;
    const reason = attempts.find(({ message }) => message !== undefined)?.message;
    throw new InfrastructureError(
      `the verifier ${this.#lemma.parts.verifier.name} or the model failed on ${this.#failures} theorems in a row, the last of them ${problem}${reason === undefined ? "" : ` (${reason})`}; mend it and resume`,
    );
  }

  /** Proofs of the theorem that are known to be right: given ones, and the baseline's. */
  #answersOf(theorem: Theorem, seed: number): readonly string[] {
    const found = provedIn(this.#resultOf(theorem.id, "baseline", seed));
    return [...new Set([...(this.#options.answers?.(theorem) ?? []), ...found])];
  }

  #foundBy(method: string, seed: number): ProofPool {
    const found = this.#options.theorems.flatMap((theorem) =>
      [...new Set(provedIn(this.#resultOf(theorem.id, method, seed)))]
        .filter((proof) => !isLeanFile(proof))
        .map((proof) => ({ theorem, proof, source: "run" as const })),
    );
    return new ProofPool(found);
  }

  /** Of several pools those nearest that the trainer has room for. */
  #nearestOf(
    pools: readonly (readonly Neighbour[])[],
    count = this.#lemma.settings.replay.nearest,
  ): readonly Example[] {
    return pools
      .flat()
      .filter((example) => this.#lemma.parts.trainer.fits(example))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, count);
  }

  /**
   * What a theorem's replay tries: what is known beside it, and what was proved of the others. Of each the nearest, since no other
   * is tried and they go to whoever does the work.
   */
  #poolsFor(theorem: Theorem, found: ProofPool): readonly (readonly Neighbour[])[] {
    const beside = this.#options.known?.(theorem);
    const pools = [...(beside === undefined ? [] : [beside]), found];
    return pools.map((pool) => pool.nearest(theorem, this.#lemma.settings.replay.nearest));
  }

  /** Once a run has begun with a budget, its later slices keep it. */
  async #matchedAttempts(name: MethodName, seed: number): Promise<number> {
    const { theorems, k } = this.#options;
    const { matched } = methodOf(name);
    const usagesOf = (other: string): ComputeUsage[] =>
      theorems.map(({ id }) => this.#results.get(resultKey({ problem: id, method: other, seed }))!.usage);
    const begun = this.#results.records.find((record) => record.method === name && record.seed === seed);
    if (begun !== undefined) return attemptCount(begun.attempts);
    return matchedAttempts(matched!.measure, usagesOf(matched!.method), usagesOf("baseline"), k, async (count) => {
      const spent = new Map<string, ComputeUsage>();
      const tasks = theorems.map((theorem) => ({ kind: "spend" as const, theorem, seed, method: name, count }));
      await this.#each(tasks, async ({ theorem }, usage) => void spent.set(theorem.id, usage));
      return theorems.map(({ id }) => spent.get(id)!);
    });
  }

  /** Has all of them done, and `use` hear of one after another. */
  async #each<T extends Task>(
    tasks: readonly T[],
    use: (task: T, result: TaskResults[T["kind"]]) => Promise<void>,
  ): Promise<void> {
    for await (const outcome of this.#executor.outcomes(tasks, this.#options.signal)) {
      const { task } = outcome;
      await use(task, "failed" in outcome ? failedTask(task, outcome.failed) : outcome.result);
    }
  }
}

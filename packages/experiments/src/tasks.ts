import { type ComputeUsage, type ResultRecord, type Signal, noUsage, sumUsage } from "@lemma/evaluator";
import {
  type Adapter,
  type Example,
  InfrastructureError,
  InputError,
  type Theorem,
  type Usage,
} from "@lemma/interfaces";
import {
  type KnownProof,
  type LemmaParts,
  type LemmaProver,
  type LemmaSettings,
  ProofPool,
  type Run,
  type SharedVerdicts,
  beginRun,
  computeOf,
  drain,
  judge,
  meteredParts,
  onlyRefuse,
  sampleProofs,
  study,
  usageSince,
} from "@lemma/loop";
import { type MethodAttempts, attemptWith, upTo } from "./attempts.ts";
import { type Method, type MethodName, methodOf, studiesItself } from "./methods.ts";
import type { StudyRecord } from "./study.ts";

interface StudyTask {
  readonly kind: "study";
  readonly theorem: Theorem;
  readonly seed: number;
  readonly policy: Method["policy"];
}

interface AttemptTask {
  readonly kind: "attempt";
  readonly theorem: Theorem;
  readonly seed: number;
  readonly method: MethodName;
  readonly count: number;
  /** What the method studies, and what finding it cost. */
  readonly examples: readonly Example[];
  readonly studyUsage: ComputeUsage;
  /** Why nothing can be done, as the theorem's study found; where the method has none, whoever does the task looks. */
  readonly refused?: NonNullable<StudyRecord["refused"]>;
  /** Of each pool that the method's replay tries, the nearest. */
  readonly known?: readonly (readonly KnownProof[])[];
  /** The attempts that follow where replaying finds nothing are another method's: none are made, and only replaying is charged for. */
  readonly isAttempted?: boolean;
  /** Proofs of the theorem that are known to be right: what adapting does to them is measured. */
  readonly answers?: readonly string[];
}

/** What so many attempts cost. */
interface SpendTask {
  readonly kind: "spend";
  readonly theorem: Theorem;
  readonly seed: number;
  readonly method: MethodName;
  readonly count: number;
}

/**
 * One piece of an evaluation, as data: whoever has the models and the verifier can do it, and all of them get the same. What other
 * theorems' records give to it is in it.
 */
export type Task = StudyTask | AttemptTask | SpendTask;

export interface TaskResults {
  readonly study: StudyRecord;
  readonly attempt: ResultRecord;
  readonly spend: ComputeUsage;
}

export type TaskResult = TaskResults[Task["kind"]];

/** Tells a run's tasks apart, in words. */
export function taskId(task: Task): string {
  const { kind, theorem, seed } = task;
  const what = kind === "study" ? task.policy : `${task.method} × ${task.count}`;
  return `${kind} ${theorem.id} by ${what} from seed ${seed}`;
}

/** @throws {InputError} when several theorems at once cannot be told apart in what the model has computed. */
export function requireCountable({ prover, trainer }: LemmaParts, width: number): void {
  if (width === 1 || [prover, trainer].every((part) => part.usage === undefined || part.metered !== undefined)) return;
  throw new InputError(`${prover.model} cannot tell what each of several theorems at once costs`);
}

export interface TaskRunnerOptions {
  /** The parts of the control model, where a method asks for it. */
  readonly control?: LemmaParts | undefined;
  /** In place of the prover's own. */
  readonly settings?: LemmaSettings;
}

/** Does tasks, any number at once. */
export class TaskRunner {
  readonly #lemma: LemmaProver;
  readonly #control: LemmaParts | undefined;
  readonly #settings: LemmaSettings;
  /** Of one seed's methods: the same proof of the same theorem is judged once. */
  readonly #verdicts: SharedVerdicts = new Map();
  #seed: number | undefined;

  constructor(lemma: LemmaProver, { control, settings = lemma.settings }: TaskRunnerOptions = {}) {
    this.#lemma = lemma;
    this.#control = control;
    this.#settings = settings;
  }

  /** @throws {InfrastructureError} when the model's server failed. @throws {AbortedError} */
  async run<T extends Task>(task: T, signal?: AbortSignal): Promise<TaskResults[T["kind"]]> {
    if (task.seed !== this.#seed) {
      // Few proofs come from two seeds, and all of them would be kept in memory.
      this.#verdicts.clear();
      this.#seed = task.seed;
    }
    return (await this.#do(task, signal)) as TaskResults[T["kind"]];
  }

  async #do(task: Task, signal: AbortSignal | undefined): Promise<TaskResult> {
    switch (task.kind) {
      case "study":
        return this.#study(task, signal);
      case "attempt":
        return this.#attempt(task, signal);
      case "spend":
        return this.#spend(task, signal);
    }
  }

  /** Conjectures and verified lemmas. */
  async #study(task: StudyTask, signal: AbortSignal | undefined): Promise<StudyRecord> {
    const { theorem, seed, policy } = task;
    const { result, usage } = await this.#measure(task, { weighting: "uniform", policy }, signal, study);
    return { seed, id: theorem.id, policy, ...result, usage };
  }

  async #attempt(task: AttemptTask, signal: AbortSignal | undefined): Promise<ResultRecord> {
    const { theorem, seed, count } = task;
    const method = methodOf(task.method);
    const refused = studiesItself(method) ? task.refused : await this.#refusal(task, method, signal);
    const examples = refused === undefined ? task.examples : [];
    let adapter: Adapter | undefined;
    let adapting = 0;
    const { result, usage } = await this.#measure(task, method, signal, async (run, spent) =>
      refused === undefined
        ? attemptWith(method, run, examples, count, {
            listen: (trained) => (adapter = trained),
            onReady: () => (adapting = spent().flops),
            isAttempted: task.isAttempted,
          })
        : allAlike(count, refusedAs(refused)),
    );
    const moved = adapter === undefined ? undefined : await this.#signal(task, method, adapter, signal);
    // Whose attempts are another method's has its study too; and what known proofs prove is not studied for.
    const source = result.replay?.source ?? "lemma";
    const isStudied = refused === undefined && result.attempts.length > 0 && source === "lemma";
    const study = isStudied ? task.studyUsage : noUsage;
    const studyFlops = study.flops + adapting;
    return {
      problem: theorem.id,
      method: task.method,
      seed,
      ...result,
      ...(moved === undefined ? {} : { signal: moved }),
      usage: sumUsage([study, usage]),
      ...(studyFlops === 0 ? {} : { studyFlops }),
      examples: examples.length,
    };
  }

  async #spend(task: SpendTask, signal: AbortSignal | undefined): Promise<ComputeUsage> {
    const method = methodOf(task.method);
    if ((await this.#refusal(task, method, signal)) !== undefined) return noUsage;
    const { usage } = await this.#measure(task, method, signal, async (run) => {
      const proofs = await sampleProofs(run, run.parts.policy ?? [], task.count);
      // Judging takes no FLOPs and no tokens, only time.
      if (method.matched?.measure === "wall") await drain(judge(run, proofs, false));
    });
    return usage;
  }

  async #refusal(task: Task, method: Method, signal: AbortSignal | undefined): Promise<StudyRecord["refused"]> {
    return (await this.#measure(task, method, signal, onlyRefuse)).result.refused;
  }

  /** Δ log p of the answers. Measuring is charged to no method. */
  async #signal(
    { theorem, answers = [] }: AttemptTask,
    { policy: whose }: Method,
    adapter: Adapter,
    signal: AbortSignal | undefined,
  ): Promise<Signal | undefined> {
    const { scorer, policy = [] } = this.#partsOf(whose);
    if (scorer === undefined || answers.length === 0) return undefined;
    const examples = answers.map((proof) => ({ theorem, proof }));
    const before = await scorer.logProbabilities(examples, policy, signal);
    const after = await scorer.logProbabilities(examples, [...policy, adapter], signal);
    const delta = after.reduce((total, each, i) => total + each - before[i]!, 0) / examples.length;
    return { proofs: examples.length, delta };
  }

  #partsOf(policy: Method["policy"]): LemmaParts {
    const { parts } = this.#lemma;
    if (policy === "control") return this.#control!;
    return policy === "base" ? { ...parts, policy: [] } : parts;
  }

  /**
   * Does some work on a theorem with a method's model and weighting, and says what it cost. Time that verdicts took when
   * another method asked for them counts as if they had been asked for again.
   */
  async #measure<T>(
    task: Task,
    { weighting, policy }: Pick<Method, "weighting" | "policy">,
    signal: AbortSignal | undefined,
    work: (run: Run, spent: () => Usage) => Promise<T>,
  ): Promise<{ readonly result: T; readonly usage: ComputeUsage }> {
    const parts = meteredParts(this.#partsOf(policy));
    const started = performance.now();
    const before = computeOf(parts);
    const run = beginRun(
      task.theorem,
      parts,
      { ...this.#settings, weighting },
      {
        seed: task.seed,
        sharedVerdicts: this.#verdicts,
        ...(task.kind === "attempt" && task.known !== undefined
          ? { known: task.known.map((pool) => new ProofPool(pool)) }
          : {}),
        ...(signal === undefined ? {} : { signal }),
      },
    );
    const result = await work(run, () => usageSince(before, run));
    const wallMs = performance.now() - started + run.verdicts.sparedMs;
    return { result, usage: { ...usageSince(before, run), wallMs } };
  }
}

type AttemptStatus = MethodAttempts["attempts"][number]["status"];

// What leaves the model no room cannot be attempted: that is no better than a wrong attempt.
const refusedAs = (status: NonNullable<StudyRecord["refused"]>): AttemptStatus =>
  status === "failed" ? "error" : status;

const allAlike = (count: number, status: AttemptStatus, message?: string): MethodAttempts => ({
  attempts: [{ at: upTo(count), status, ...(message === undefined ? {} : { message }) }],
});

/**
 * What stands for a study or attempts that could not be made: it says nothing of the theorem, and a later run does it again.
 *
 * @throws {InfrastructureError} for a cost that could not be measured: a budget without it would be another budget.
 */
export function failedTask<T extends Task>(task: T, reason: string): TaskResults[T["kind"]] {
  return failed(task, reason) as TaskResults[T["kind"]];
}

function failed(task: Task, reason: string): TaskResult {
  const { kind, theorem, seed } = task;
  if (kind === "spend") throw new InfrastructureError(`${theorem.id}: ${reason}`);
  if (kind === "study") {
    const conjectures = { written: 0, accepted: 0, verified: 0, fates: [] };
    const { policy } = task;
    return { seed, id: theorem.id, policy, refused: "infrastructure", conjectures, examples: [], usage: noUsage };
  }
  const attempts = allAlike(task.count, "infrastructure", reason);
  return { problem: theorem.id, method: task.method, seed, ...attempts, usage: noUsage, examples: 0 };
}

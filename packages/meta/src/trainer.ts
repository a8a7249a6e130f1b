import { Resources } from "@lemma/async";
import { type TensorValue } from "@lemma/autodiff";
import { readRecord, writeWhole } from "@lemma/files";
import { conjectureRewards } from "@lemma/grpo";
import {
  type ConjectureFate,
  InfrastructureError,
  isConclusive,
  LemmaError,
  type LemmaEvent,
  Random,
  type Refuter,
  type Theorem,
  type Verifier,
} from "@lemma/interfaces";
import { type LoraConfig, initLora } from "@lemma/lora";
import { type LlamaModel, LocalProver, llamaModules } from "@lemma/prover";
import {
  LlamaWeigher,
  type SkippedTask,
  type WeigherConfig,
  type WeigherParameters,
  WeigherTrainer,
} from "@lemma/weigher";
import {
  type LemmaParts,
  type LemmaSettings,
  type Stage,
  type StudyExample,
  attempt,
  beginRun,
  conjecture,
  fatesOf,
  proveLemmas,
  refuse,
  weigh,
} from "@lemma/loop";
import { MetaGradientProgram, type MetaGradientResult } from "./gradient.ts";
import { PolicyTrainer } from "./policy.ts";
import { type Lesson, lessonsSchema } from "./records.ts";
import type { MetaSettings } from "./settings.ts";

/** A theorem to meta-train on; where it comes without a proof, one is looked for. */
export interface MetaTheorem extends Theorem {
  readonly proof?: string;
}

/** What one theorem taught. Fields that end in `Ms` vary from run to run; all others repeat with the seed. */
export interface MetaStepReport {
  readonly id: string;
  /** Why nothing was learnt, where nothing was. */
  readonly skipped?: string;
  readonly conjectures: number;
  /** What became of each of them. */
  readonly fates?: readonly ConjectureFate[];
  /** Verified pairs kept, out of those attempted: the paper's Figure 3. */
  readonly verifiedPairs: number;
  readonly weights: readonly number[];
  /** The pairs themselves, in the order of `weights`. */
  readonly examples?: readonly { readonly statement: string; readonly proof: string }[];
  /** The target and the verified proof that the outer loss is on. */
  readonly target?: { readonly statement: string; readonly proof: string };
  readonly meta?: MetaGradientResult;
  /** ‖∂L_outer/∂w‖₂; near zero, a loop that learns nothing. */
  readonly weightGradientNorm?: number;
  /** One per conjecture; null where it could not be judged. */
  readonly rewards?: readonly (number | null)[];
  readonly weigherSkipped?: SkippedTask;
  readonly weigherLoss?: number;
  readonly policyLoss?: number;
  /** Why the policy was left as it was: its loss stopped being a number. */
  readonly policySkipped?: string;
  readonly elapsedMs: number;
}

type Reporting = (fields: Omit<Partial<MetaStepReport>, "id" | "elapsedMs">) => MetaStepReport;

export interface MetaTrainerOptions {
  readonly model: LlamaModel;
  readonly prover: LocalProver;
  readonly verifier: Verifier;
  /** Finds conjectures that are false before compute is spent on proving them. */
  readonly refuter?: Refuter;
  readonly weigher: { readonly config: WeigherConfig; readonly parameters: WeigherParameters<TensorValue> };
  readonly settings: LemmaSettings;
  readonly meta: MetaSettings;
  readonly seed: number;
}

/** Where a trainer's state is kept. */
export interface MetaTrainerFiles {
  readonly weigher: string;
  readonly policy: string;
  /** What was learnt since the latest step. */
  readonly lessons: string;
}

/**
 * Meta-trains the Weigher and the policy, one theorem at a time: generate and verify examples, weigh them, take the gradient
 * of the target's loss through the adaptation, and update both along it (paper, section 4). The per-theorem adapter starts
 * afresh each time.
 */
export class MetaTrainer implements AsyncDisposable {
  readonly #options: MetaTrainerOptions;
  readonly #gradient: MetaGradientProgram;
  readonly #weigher: WeigherTrainer;
  readonly #policy: PolicyTrainer;
  readonly #lora: LoraConfig;
  #lessons: readonly Lesson[] = [];

  constructor(options: MetaTrainerOptions) {
    this.#options = options;
    const { model, prover, weigher, settings, meta, seed } = options;
    const { config } = model;
    const modules = llamaModules(config);
    const targetModules = [...new Set(Object.keys(modules).map((name) => name.split(".").at(-1)!))];
    const { rank, alpha } = settings.adaptation;
    this.#lora = { rank, alpha, targetModules };
    const policyLora = { rank: meta.policy.rank, alpha: meta.policy.alpha, targetModules };
    const random = new Random(seed);
    this.#gradient = new MetaGradientProgram({
      config,
      weights: model.parameters,
      lora: this.#lora,
      policy: policyLora,
      settings: meta.inner,
    });
    this.#weigher = new WeigherTrainer({
      ...weigher,
      tokenizer: model.tokenizer,
      learningRate: meta.weigher.learningRate,
    });
    this.#policy = new PolicyTrainer({
      config,
      weights: model.parameters,
      lora: policyLora,
      parameters: initLora(policyLora, modules, random.fork("policy")),
      learningRate: meta.policy.learningRate,
      temperature: settings.conjectureSampling.temperature,
      maxTokens: settings.conjectureSampling.maxTokens,
      supervision: meta.policy.supervision,
      baseModel: prover.model,
    });
  }

  get weigherParameters(): WeigherParameters<TensorValue> {
    return this.#weigher.parameters;
  }

  /** The policy as it is now. */
  get policy(): ReturnType<PolicyTrainer["adapter"]> {
    return this.#policy.adapter();
  }

  /** Everything that a later run needs to go on bit for bit. */
  async save(files: MetaTrainerFiles): Promise<void> {
    await this.#weigher.save(files.weigher);
    await this.#policy.save(files.policy);
    await writeWhole(files.lessons, `${JSON.stringify(this.#lessons)}\n`);
  }

  async restore(files: MetaTrainerFiles): Promise<void> {
    await this.#weigher.restore(files.weigher);
    await this.#policy.restore(files.policy);
    this.#lessons = await readRecord(files.lessons, lessonsSchema);
  }

  /** A step on what was learnt since the latest one, at the end of an epoch. */
  async finish(signal?: AbortSignal): Promise<void> {
    if (this.#lessons.length > 0) await this.#step(signal);
  }

  /** One outer step on one theorem. Events of the loop are streamed; the report comes last. */
  async *learn(theorem: MetaTheorem, signal?: AbortSignal): AsyncGenerator<LemmaEvent, MetaStepReport, undefined> {
    const started = performance.now();
    const report: Reporting = (fields) => ({
      id: theorem.id,
      conjectures: 0,
      verifiedPairs: 0,
      weights: [],
      ...fields,
      elapsedMs: performance.now() - started,
    });
    return yield* this.#learn(theorem, report, signal);
  }

  async *#learn(theorem: MetaTheorem, report: Reporting, signal: AbortSignal | undefined): Stage<MetaStepReport> {
    const { model, prover, verifier, refuter, weigher, meta, seed } = this.#options;
    const settings = { ...this.#options.settings, attemptsPerConjecture: meta.attemptsPerConjecture };
    await using opened = new Resources();
    const scorer = opened.use(new LlamaWeigher(weigher.config, this.weigherParameters, model.tokenizer));
    const policy = [this.policy];
    const parts: LemmaParts = {
      prover,
      trainer: prover,
      weigher: scorer,
      verifier,
      policy,
      ...(refuter === undefined ? {} : { refuter }),
    };
    const run = beginRun(
      theorem,
      parts,
      { ...settings, weighting: "weigher" },
      { seed, ...(signal === undefined ? {} : { signal }) },
    );
    const refusal = await refuse(run);
    // A broken verifier would skip every theorem that is left.
    if (refusal?.status === "infrastructure") throw new InfrastructureError(`${verifier.name}: ${refusal.message}`);
    if (refusal !== undefined) return report({ skipped: `${refusal.status}: ${refusal.message}` });
    const proof =
      theorem.proof ??
      (yield* attempt(run, policy, meta.proofAttempts, false)).find(({ verdict }) => verdict.status === "proved")
        ?.proof;
    if (proof === undefined) return report({ skipped: "no verified proof to learn from" });
    if (!prover.fits({ theorem, proof }))
      return report({
        skipped: `its proof is longer than the model's context of ${model.config.contextLength} tokens`,
      });

    const conjectures = yield* conjecture(run, policy, 0);
    const unjudged = new Set<number>();
    const examples = yield* noting(unjudged, proveLemmas(run, conjectures, policy));
    const count = conjectures.completions.length;
    const fates = fatesOf(conjectures, examples);
    if (examples.length === 0) {
      // Every conjecture failed alike, so there is nothing to prefer.
      return report({ skipped: "no conjecture was proved", conjectures: count, fates });
    }
    const weights = yield* weigh(run, examples);
    const target = prover.proofTokens({ theorem, proof });
    const tokens = examples.map((example) => prover.proofTokens(example));
    const start = initLora(this.#lora, llamaModules(model.config), new Random(seed).fork(theorem.id, "meta"));
    const gradient = await this.#gradient.run(start, this.#policy.parameters, tokens, weights, target, signal);
    const found = {
      conjectures: count,
      fates,
      verifiedPairs: examples.length,
      weights,
      examples: examples.map(({ theorem: lemma, proof: own }) => ({ statement: lemma.statement, proof: own })),
      target: { statement: theorem.statement, proof },
    };
    // Neither may learn from what is not a number; the next theorem starts from where this one did.
    if (![gradient.outerLossAfter, ...gradient.gradient].every(Number.isFinite))
      return report({ ...found, skipped: "the meta-gradient is not finite: lower the inner learning rate" });

    const rewards = this.#rewards(count, examples, weights, gradient.gradient, unjudged);
    const prompt = prover.promptTokens(prover.format.conjecture(theorem));
    const group = { completions: conjectures.completions, rewards };
    const lesson: Lesson = {
      weigher: { target: { id: theorem.id, statement: theorem.statement }, examples, gradient: gradient.gradient },
      policy: { prompt, group, verified: tokens },
    };
    this.#lessons = [...this.#lessons, lesson];
    const stepped = this.#lessons.length < meta.accumulation ? {} : await this.#step(signal);
    return report({
      ...found,
      meta: gradient,
      weightGradientNorm: Math.hypot(...gradient.gradient),
      rewards: rewards.map((reward) => reward ?? null),
      ...stepped,
    });
  }

  /** One step of the Weigher and the policy on all lessons. Why the Weigher may have skipped one is told of the last. */
  async #step(signal: AbortSignal | undefined): Promise<Partial<MetaStepReport>> {
    const lessons = this.#lessons;
    this.#lessons = [];
    const learnt = await this.#weigher.learn(
      lessons.map(({ weigher }) => weigher),
      signal,
    );
    const policyStep = await finiteOr(
      this.#policy.step(
        lessons.map(({ policy }) => policy),
        signal,
      ),
    );
    const weigherSkipped = learnt.skipped.at(-1);
    return {
      ...(weigherSkipped === undefined ? {} : { weigherSkipped }),
      ...(learnt.report === undefined ? {} : { weigherLoss: learnt.report.loss }),
      ...(policyStep === undefined
        ? {}
        : policyStep instanceof LemmaError
          ? { policySkipped: policyStep.message }
          : { policyLoss: policyStep.loss }),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using held = new Resources();
    held.use(this.#gradient);
    held.use(this.#weigher);
    held.use(this.#policy);
  }

  #rewards(
    count: number,
    examples: readonly StudyExample[],
    weights: readonly number[],
    gradient: readonly number[],
    unjudged: ReadonlySet<number>,
  ): (number | undefined)[] {
    const pairs = examples.map((example, i) => ({
      conjecture: example.conjecture,
      weight: weights[i]!,
      gradient: gradient[i]!,
    }));
    return conjectureRewards(this.#options.meta.policy.reward, count, pairs, unjudged);
  }
}

/** Collects the conjectures no attempt at which was judged: a verifier that fails says nothing about them. */
async function* noting<T>(unjudged: Set<number>, stage: Stage<T>): Stage<T> {
  const judged = new Set<number>();
  for (;;) {
    const { done, value } = await stage.next();
    if (done === true) return value;
    if (value.type === "verified" && !judged.has(value.index)) {
      if (isConclusive(value.verdict)) {
        judged.add(value.index);
        unjudged.delete(value.index);
      } else unjudged.add(value.index);
    }
    yield value;
  }
}

/** A step's result, or the error of a loss that stopped being a number: the parameters are then those from before it. */
async function finiteOr<T>(step: Promise<T>): Promise<T | LemmaError> {
  try {
    return await step;
  } catch (error) {
    if (LemmaError.is(error, "non-finite-loss")) return error;
    throw error;
  }
}

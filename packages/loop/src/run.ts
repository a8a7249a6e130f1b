import {
  type Adapter,
  type Adapting,
  type Completion,
  type ComputeUsage,
  type Conjecturer,
  type LemmaEvent,
  type Prover,
  type PromptFormat,
  type ProveStatus,
  Random,
  type Refuter,
  type SamplingSettings,
  type Scoring,
  type Theorem,
  type Usage,
  type Verdict,
  type Verifier,
  type Weigher,
} from "@lemma/interfaces";
import { isLeanFile } from "@lemma/lean-text";
import type { Tracer } from "@opentelemetry/api";
import type { ProofPool } from "./replay/pool.ts";
import type { LemmaSettings } from "./settings.ts";
import { type SharedVerdicts, VerdictCache, limitsOf } from "./verdicts.ts";

/** What the loop is made of. Each part is an interface: a remote sampler or real Lean takes the place of an embedded one. */
export interface LemmaParts {
  readonly prover: Prover & Conjecturer;
  /** Trains the per-theorem adapter; often the prover itself. */
  readonly trainer: Adapting;
  /** Measures what adapting does to proofs that are known; nothing is measured without it. */
  readonly scorer?: Scoring;
  readonly weigher?: Weigher;
  readonly verifier: Verifier;
  /** Finds conjectures that are false before compute is spent on proving them. */
  readonly refuter?: Refuter;
  /** Lasting adapters of the policy, under the per-theorem one. */
  readonly policy?: readonly Adapter[];
}

export interface ProveOptions {
  /** Every draw descends from it and from the theorem's id. Default 1. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /**
   * A control: the model is shown this theorem wherever it would be shown the target, while the verifier judges proofs of
   * the target. What is still proved owes nothing to the prompt.
   */
  readonly promptAs?: Theorem;
  /** Proofs to try on the theorem first, such as those of its file or of the run's other theorems. */
  readonly known?: readonly ProofPool[];
  /** Verdicts that other runs reached, and that this one adds to. */
  readonly sharedVerdicts?: SharedVerdicts;
  /** Gets the run's spans, OpenTelemetry's: one of the theorem and one of each stage. None are made without it. */
  readonly tracer?: Tracer;
}

/** One theorem under way: what every stage needs to know. */
export interface Run {
  readonly theorem: Theorem;
  /** What the model is shown: the theorem, but for a control. */
  readonly shown: Theorem;
  readonly parts: LemmaParts;
  readonly settings: LemmaSettings;
  readonly verdicts: VerdictCache;
  readonly known: readonly ProofPool[];
  readonly random: Random;
  readonly signal: AbortSignal | undefined;
}

/** A stage streams its events and ends in a result, so that progress is seen while it works. */
export type Stage<T> = AsyncGenerator<LemmaEvent, T, undefined>;

export function beginRun(theorem: Theorem, parts: LemmaParts, settings: LemmaSettings, options: ProveOptions): Run {
  return {
    theorem,
    shown: options.promptAs ?? theorem,
    parts,
    settings,
    verdicts: new VerdictCache(parts.verifier, limitsOf(settings), options.sharedVerdicts),
    known: options.known ?? [],
    random: new Random(options.seed ?? 1).fork(theorem.id),
    signal: options.signal,
  };
}

/** How the run of a theorem ends that cannot be worked on. */
export type Refusal = Exclude<ProveStatus, "proved">;

/**
 * Why a theorem cannot be worked on, found before any compute is spent: it is outside the verifier, does not parse, or leaves the
 * model no room for an answer.
 */
export async function refuse(run: Run): Promise<{ readonly status: Refusal; readonly message: string } | undefined> {
  const reading = await run.verdicts.read(run.theorem, run.signal);
  if (reading.status === "unsupported") return { status: "unsupported", message: reading.construct };
  if (reading.status === "infrastructure") return { status: "infrastructure", message: reading.reason };
  if (reading.status === "error") return { status: "error", message: reading.message };
  const { prover } = run.parts;
  return prover.room(prover.format.prove(run.shown)) > 0
    ? undefined
    : { status: "failed", message: "the statement leaves no room for an answer in the model's context" };
}

/** A stage's result, its events unheard. */
export async function drain<T>(stage: Stage<T>): Promise<T> {
  for (;;) {
    const next: IteratorResult<LemmaEvent, T> = await stage.next();
    if (next.done === true) return next.value;
  }
}

/** A verdict to come, on what a model answered: a tactic block, or a whole file. */
export function judged({ verdicts, signal }: Run, theorem: Theorem, proof: string): Promise<Verdict> {
  const verdict = verdicts.verify(
    theorem,
    isLeanFile(proof) ? { kind: "file", code: proof } : { kind: "tactics", tactics: proof },
    signal,
  );
  // Whoever awaits it in turn hears of a failure; until then it must not count as unhandled.
  verdict.catch(() => undefined);
  return verdict;
}

/** What every sampling of a stage is asked with. */
export function generation(
  run: Run,
  sampling: SamplingSettings,
  stage: string,
  adapters: readonly Adapter[],
): Parameters<Prover["generate"]>[2] {
  return { sampling, seed: seedOf(run, stage), adapters, ...optionalSignal(run.signal) };
}

/** What sampling proofs is asked with: an answer ends where the format says that it does. */
export function proofGeneration(
  run: Run,
  stage: string,
  adapters: readonly Adapter[],
): Parameters<Prover["generate"]>[2] {
  const { proofSampling } = run.settings;
  const stop = proofSampling.stop ?? run.parts.prover.format.stop.prove;
  return generation(run, { ...proofSampling, stop }, stage, adapters);
}

/** A proof as a model answered it. */
export interface Answered {
  readonly proof: string;
  /** The answer ended at its limit of tokens. */
  readonly cut?: true;
}

export function proofIn(format: PromptFormat, { text, finishReason }: Completion): Answered {
  const wasCut = finishReason === "length";
  return { proof: format.extractProof(text, wasCut), ...(wasCut ? { cut: true } : {}) };
}

/** A stage's own seed. */
export function seedOf(run: Run, stage: string): number {
  return run.random.fork(stage).uint32();
}

export function optionalSignal(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** What the model has computed since it was opened, the trainer too where that is another; zeros where it does not count. */
export function computeOf({ prover, trainer }: Pick<LemmaParts, "prover" | "trainer">): ComputeUsage {
  const nothing: ComputeUsage = { promptTokens: 0, sampledTokens: 0, trainedTokens: 0, flops: 0 };
  const sampled = prover.usage ?? nothing;
  if (isSame(prover, trainer) || trainer.usage === undefined) return sampled;
  return {
    promptTokens: sampled.promptTokens + trainer.usage.promptTokens,
    sampledTokens: sampled.sampledTokens + trainer.usage.sampledTokens,
    trainedTokens: sampled.trainedTokens + trainer.usage.trainedTokens,
    flops: sampled.flops + trainer.usage.flops,
  };
}

/** The parts with counts of their own, where prover and trainer can be counted so; themselves otherwise. */
export function meteredParts(parts: LemmaParts): LemmaParts {
  const prover = parts.prover.metered?.() ?? parts.prover;
  if (!isSame(parts.prover, parts.trainer))
    return { ...parts, prover, trainer: parts.trainer.metered?.() ?? parts.trainer };
  return "adapt" in prover ? { ...parts, prover, trainer: prover as typeof prover & Adapting } : parts;
}

/** Whether one thing both samples and trains. */
export const isSame = (prover: LemmaParts["prover"], trainer: LemmaParts["trainer"]): boolean =>
  (prover as object) === trainer;

/** What a run has spent since `before`. */
export function usageSince(before: ComputeUsage, run: Run): Usage {
  const after = computeOf(run.parts);
  return {
    promptTokens: after.promptTokens - before.promptTokens,
    sampledTokens: after.sampledTokens - before.sampledTokens,
    trainedTokens: after.trainedTokens - before.trainedTokens,
    flops: after.flops - before.flops,
    verifications: run.verdicts.verifications,
    verifierMs: run.verdicts.elapsedMs,
  };
}

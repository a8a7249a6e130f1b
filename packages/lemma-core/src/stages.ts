import {
  type AdaptationTrace,
  type Adapter,
  type Adapting,
  type Completion,
  type Conjecturer,
  type Example,
  type LemmaEvent,
  type Prover,
  type ProveStatus,
  Random,
  type Refuter,
  type SamplingSettings,
  type Theorem,
  type Verdict,
  type Verifier,
  type Weigher,
  throwIfAborted,
} from "@lemma/interfaces";
import { type FilteredConjecture, filterConjectures, isLeanFile, newStatements } from "@lemma/datasets";
import { NonFiniteLossError } from "@lemma/lora";
import { LocalProver } from "@lemma/prover";
import type { LemmaSettings } from "./settings.ts";
import { type SharedVerdicts, VerdictCache, limitsOf } from "./verification.ts";

/** What the loop is made of. Each part is an interface: a remote sampler or real Lean takes the place of an embedded one. */
export interface LemmaParts {
  readonly prover: Prover & Conjecturer;
  /** Trains the per-theorem adapter; often the prover itself. */
  readonly trainer: Adapting;
  readonly weigher?: Weigher;
  readonly verifier: Verifier;
  /** Finds conjectures that are false before compute is spent on proving them. */
  readonly refuter?: Refuter;
  /** Lasting adapters of the policy, under the per-theorem one. */
  readonly policy?: readonly Adapter[];
}

export interface ProveOptions {
  /** Every draw descends from it and from the theorem's id. */
  readonly seed: number;
  readonly signal?: AbortSignal;
  /**
   * A control: the model is shown this theorem wherever it would be shown the target, while the verifier judges proofs of
   * the target. What is still proved owes nothing to the prompt.
   */
  readonly promptAs?: Theorem;
  /** Verdicts that other runs reached, and that this one adds to. */
  readonly sharedVerdicts?: SharedVerdicts;
}

/** One theorem under way: what every stage needs to know. */
export interface Run {
  readonly theorem: Theorem;
  /** What the model is shown: the theorem, but for a control. */
  readonly shown: Theorem;
  readonly parts: LemmaParts;
  readonly settings: LemmaSettings;
  readonly verdicts: VerdictCache;
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
    random: new Random(options.seed).fork(theorem.id),
    signal: options.signal,
  };
}

/** How the run of a theorem ends that cannot be worked on. */
export type Refusal = Extract<ProveStatus, "unsupported" | "error" | "infrastructure">;

/** Why a theorem cannot be worked on, found before any compute is spent: it is outside the verifier, or does not parse. */
export async function refuse(run: Run): Promise<{ readonly status: Refusal; readonly message: string } | undefined> {
  const probe = await run.verdicts.verify(run.theorem, { kind: "tactics", tactics: "sorry" }, run.signal);
  const said = probe.messages.find(({ severity }) => severity === "error")?.text;
  if (probe.status === "unsupported") return { status: "unsupported", message: probe.construct };
  if (probe.status === "infrastructure") return { status: "infrastructure", message: probe.reason };
  if (probe.status === "error") return { status: "error", message: said ?? "the statement does not elaborate" };
  return undefined;
}

/** Why a conjecture is not worth proving. */
export interface Drop {
  /** A filter's name, `no statement`, or `cannot be judged`. */
  readonly droppedBy: string;
  readonly reason: string;
}

/** What the conjecturer wrote, and the lemmas worth proving among it. */
export interface Conjectures {
  readonly completions: readonly Completion[];
  /** Of each completion, the statement and what speaks against it, where there is one. */
  readonly written: readonly { readonly statement?: string; readonly drop?: Drop }[];
  /** Of each completion, the lemma, where it is worth proving. */
  readonly lemmas: readonly (Theorem | undefined)[];
}

/**
 * Proposes lemmas and drops those not worth proving.
 *
 * @param redraws as the settings have it, unless what is drawn must be the model's own sample.
 */
export async function* conjecture(
  run: Run,
  adapters: readonly Adapter[],
  redraws = run.settings.conjectureRedraws,
): Stage<Conjectures> {
  const { theorem, shown, parts, settings, signal } = run;
  const proposals = await parts.prover.conjecture(shown, settings.conjectures, {
    ...generation(run, settings.conjectureSampling, "conjecture", adapters),
    redraws,
    accepts: newStatements(shown),
  });
  const { id, header } = theorem;
  const written = proposals.map(({ statement }, index) =>
    statement === undefined
      ? undefined
      : { id: `${id}/lemma-${index}`, statement, ...(header === undefined ? {} : { header }) },
  );
  const judged = await filterConjectures(shown, written.filter(isPresent), {
    verifier: asVerifier(run),
    ...(parts.refuter === undefined ? {} : { refuter: parts.refuter }),
    filters: settings.conjectureFilters,
  });
  const rows = new Map(judged.map((row) => [row.theorem.id, row]));
  const drops = written.map((lemma) => (lemma === undefined ? noStatement : reasonToDrop(rows.get(lemma.id)!)));
  for (const [index, lemma] of written.entries()) {
    throwIfAborted("conjecture", signal);
    yield {
      id,
      type: "conjectured",
      index,
      ...(lemma === undefined ? {} : { statement: lemma.statement }),
      accepted: drops[index] === undefined,
      ...drops[index],
    };
  }
  return {
    completions: proposals.map(({ completion }) => completion),
    written: written.map((lemma, index) => ({
      ...(lemma === undefined ? {} : { statement: lemma.statement }),
      ...(drops[index] === undefined ? {} : { drop: drops[index] }),
    })),
    lemmas: written.map((lemma, index) => (drops[index] === undefined ? lemma : undefined)),
  };
}

/** A verified lemma, and which conjecture it came from. */
export interface StudyExample extends Example {
  readonly conjecture: number;
}

/** Attempts every lemma and keeps the distinct verified proofs, at most `keptPerConjecture` of each. */
export async function* proveLemmas(
  run: Run,
  conjectures: Conjectures,
  adapters: readonly Adapter[],
): Stage<readonly StudyExample[]> {
  const lemmas = conjectures.lemmas.flatMap((lemma, index) => (lemma === undefined ? [] : [{ lemma, index }]));
  const { theorem, parts, settings } = run;
  if (lemmas.length === 0) return [];
  const { format } = parts.prover;
  const options = generation(run, settings.proofSampling, "prove-lemmas", adapters);
  const prompts = lemmas.map(({ lemma }) => format.prove(lemma));
  const completions = await parts.prover.generate(prompts, settings.attemptsPerConjecture, options);
  const written = lemmas.map(({ lemma }, position) =>
    completions[position]!.map(({ text }) => {
      const proof = format.extractProof(text);
      return { proof, verdict: judged(run, lemma, proof) };
    }),
  );
  const examples: StudyExample[] = [];
  for (const [position, { lemma, index }] of lemmas.entries()) {
    const proofs = new Set<string>();
    for (const [attempt, { proof, verdict: pending }] of written[position]!.entries()) {
      const verdict = await pending;
      // Two samples of one proof are one example: a copy would only double its weight.
      const kept =
        verdict.status === "proved" &&
        !proofs.has(proof) &&
        proofs.size < settings.keptPerConjecture &&
        isTrainable(run, lemma, proof);
      if (kept) {
        proofs.add(proof);
        examples.push({ theorem: lemma, proof, conjecture: index });
      }
      yield { id: theorem.id, type: "verified", index, attempt, statement: lemma.statement, proof, verdict, kept };
    }
  }
  return examples;
}

/** Whether a proof fits the model's context with its prompt and its end. One that was cut off there may be a proof, and does not. */
export function isTrainable({ parts }: Pick<Run, "parts">, theorem: Theorem, proof: string): boolean {
  const { trainer } = parts;
  if (!(trainer instanceof LocalProver)) return true;
  return trainer.proofTokens({ theorem, proof }).tokens.length <= trainer.config.contextLength;
}

/** wᵢ of each example: the Weigher's softmax, or all alike. */
export async function* weigh(run: Run, examples: readonly Example[]): Stage<readonly number[]> {
  const { theorem, shown, parts, settings, signal } = run;
  const useWeigher = settings.weighting === "weigher" && parts.weigher !== undefined;
  const { scores, weights } = useWeigher
    ? await parts.weigher.weigh(shown, examples, optionalSignal(signal))
    : { scores: examples.map(() => 0), weights: examples.map(() => 1 / examples.length) };
  yield {
    id: theorem.id,
    type: "weighed",
    examples: examples.map((example, i) => ({
      statement: example.theorem.statement,
      proof: example.proof,
      score: scores[i]!,
      weight: weights[i]!,
    })),
  };
  return weights;
}

/** A theorem's own adapter and what training it did; `skipped` says why there is none. */
export interface Adapted {
  readonly adapter?: Adapter;
  readonly trace: AdaptationTrace;
  readonly skipped?: string;
}

/**
 * Trains the theorem's own adapter on its examples. Where there is none to train on, or the loss stops being a number, the
 * theorem is attempted without one.
 */
export async function* adapt(
  run: Run,
  examples: readonly Example[],
  weights: readonly number[],
  adapters: readonly Adapter[],
): Stage<Adapted> {
  const { theorem } = run;
  const started = performance.now();
  const adapted = await train(run, examples, weights, adapters);
  const { trace, skipped } = adapted;
  const elapsedMs = performance.now() - started;
  yield { id: theorem.id, type: "adapted", trace, elapsedMs, ...(skipped === undefined ? {} : { skipped }) };
  return adapted;
}

async function train(
  run: Run,
  examples: readonly Example[],
  weights: readonly number[],
  base: readonly Adapter[],
): Promise<Adapted> {
  if (examples.length === 0) return { trace: emptyTrace, skipped: "no conjecture was proved" };
  try {
    return await run.parts.trainer.adapt(
      examples.map((example, i) => ({ ...example, weight: weights[i]! })),
      { ...run.settings.adaptation, seed: seedOf(run, "adapt") },
      { base, ...optionalSignal(run.signal) },
    );
  } catch (error) {
    if (!(error instanceof NonFiniteLossError)) throw error;
    return { trace: emptyTrace, skipped: error.message };
  }
}

/** One judged attempt at the theorem itself. */
export interface Attempt {
  readonly proof: string;
  readonly verdict: Verdict;
}

/** Samples proofs of the target. Sample i is the same whatever the count. @param prompt the target's own unless told. */
export async function sampleProofs(
  run: Run,
  adapters: readonly Adapter[],
  count: number,
  prompt: string = run.parts.prover.format.prove(run.shown),
): Promise<readonly string[]> {
  // One stage, one seed: attempts before and after adapting differ by the adapter alone.
  const [proofs = []] = await answers(run, adapters, [prompt], count, "attempt");
  return proofs;
}

/** One proof for each of several prompts about the target. */
export async function repairProofs(
  run: Run,
  adapters: readonly Adapter[],
  prompts: readonly string[],
): Promise<readonly string[]> {
  return (await answers(run, adapters, prompts, 1, "repair")).flat();
}

async function answers(
  run: Run,
  adapters: readonly Adapter[],
  prompts: readonly string[],
  count: number,
  stage: string,
): Promise<readonly (readonly string[])[]> {
  const { prover } = run.parts;
  const options = generation(run, run.settings.proofSampling, stage, adapters);
  const completions = await prover.generate(prompts, count, options);
  return completions.map((samples) => samples.map(({ text }) => prover.format.extractProof(text)));
}

/** Judges proofs of the target, several at once where the verifier can; verdicts come in order. */
export async function* judge(run: Run, proofs: readonly string[], adapted: boolean): Stage<readonly Attempt[]> {
  const { theorem } = run;
  const pending = proofs.map((proof) => judged(run, theorem, proof));
  const attempts: Attempt[] = [];
  for (const [number, proof] of proofs.entries()) {
    const verdict = await pending[number]!;
    yield { id: theorem.id, type: "attempted", attempt: number, adapted, proof, verdict };
    attempts.push({ proof, verdict });
  }
  return attempts;
}

/** Samples attempts at the target and judges all of them. */
export async function* attempt(
  run: Run,
  adapters: readonly Adapter[],
  count: number,
  adapted: boolean,
): Stage<readonly Attempt[]> {
  return yield* judge(run, await sampleProofs(run, adapters, count), adapted);
}

/** A stage's result, its events unheard. */
export async function drain<T>(stage: Stage<T>): Promise<T> {
  for (;;) {
    const next: IteratorResult<LemmaEvent, T> = await stage.next();
    if (next.done === true) return next.value;
  }
}

/** A verdict to come, on what a model answered: a tactic block, or a whole file. */
function judged({ verdicts, signal }: Run, theorem: Theorem, proof: string): Promise<Verdict> {
  const verdict = verdicts.verify(
    theorem,
    isLeanFile(proof) ? { kind: "file", code: proof } : { kind: "tactics", tactics: proof },
    signal,
  );
  // Whoever awaits it in turn hears of a failure; until then it must not count as unhandled.
  verdict.catch(() => undefined);
  return verdict;
}

const emptyTrace: AdaptationTrace = { losses: [], gradientNorms: [], updateNorm: 0, trainedTokens: 0 };

const noStatement: Drop = { droppedBy: "no statement", reason: "no statement in the completion" };

/** One that the verifier cannot judge is not worth proving either: no proof of it could be verified. */
function reasonToDrop({ droppedBy, reason = "", outcomes }: FilteredConjecture): Drop | undefined {
  if (droppedBy !== undefined) return { droppedBy, reason };
  const { elaborates } = outcomes;
  return elaborates?.status === "unknown"
    ? { droppedBy: "cannot be judged", reason: `cannot be judged: ${elaborates.reason}` }
    : undefined;
}

/** The run's verdicts as a verifier: with its limits, its signal, and no proof judged twice. */
function asVerifier({ verdicts, parts, signal }: Run): Verifier {
  return {
    name: parts.verifier.name,
    verify: async ({ theorem, proof }) => verdicts.verify(theorem, proof, signal),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const isPresent = <T>(value: T | undefined): value is T => value !== undefined;

function generation(
  run: Run,
  sampling: SamplingSettings,
  stage: string,
  adapters: readonly Adapter[],
): Parameters<Prover["generate"]>[2] {
  return { sampling, seed: seedOf(run, stage), adapters, ...optionalSignal(run.signal) };
}

function seedOf(run: Run, stage: string): number {
  return run.random.fork(stage).uint32();
}

function optionalSignal(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

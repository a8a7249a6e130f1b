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
import { type FilteredConjecture, filterConjectures } from "@lemma/datasets";
import type { LemmaSettings } from "./settings.ts";
import { VerdictCache, limitsOf } from "./verification.ts";

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
    verdicts: new VerdictCache(parts.verifier, limitsOf(settings)),
    random: new Random(options.seed).fork(theorem.id),
    signal: options.signal,
  };
}

/** Why a theorem cannot be worked on, found before any compute is spent: it is outside the verifier, or does not parse. */
export async function refuse(
  run: Run,
): Promise<{ readonly status: ProveStatus; readonly message: string } | undefined> {
  const probe = await run.verdicts.verify(run.theorem, { kind: "tactics", tactics: "sorry" }, run.signal);
  const said = probe.messages.find(({ severity }) => severity === "error")?.text;
  if (probe.status === "unsupported") return { status: "unsupported", message: probe.construct };
  if (probe.status === "infrastructure") return { status: "infrastructure", message: probe.reason };
  if (probe.status === "error") return { status: "error", message: said ?? "the statement does not elaborate" };
  return undefined;
}

/** What the conjecturer wrote, and the lemmas worth proving among it; `lemmas[i]` is that of completion i, where it has one. */
export interface Conjectures {
  readonly completions: readonly Completion[];
  readonly lemmas: readonly (Theorem | undefined)[];
}

/** Proposes lemmas and drops those not worth proving. */
export async function* conjecture(run: Run, adapters: readonly Adapter[]): Stage<Conjectures> {
  const { theorem, shown, parts, settings, signal } = run;
  const options = generation(run, settings.conjectureSampling, "conjecture", adapters);
  const proposals = await parts.prover.conjecture(shown, settings.conjectures, options);
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
  const lemmas: (Theorem | undefined)[] = [];
  for (const [index, lemma] of written.entries()) {
    throwIfAborted("conjecture", signal);
    const reason = lemma === undefined ? "no statement in the completion" : reasonToDrop(rows.get(lemma.id)!);
    yield {
      id,
      type: "conjectured",
      index,
      ...(lemma === undefined ? {} : { statement: lemma.statement }),
      accepted: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
    };
    lemmas.push(reason === undefined ? lemma : undefined);
  }
  return { completions: proposals.map(({ completion }) => completion), lemmas };
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
  const { theorem, parts, settings, signal } = run;
  if (lemmas.length === 0) return [];
  const { format } = parts.prover;
  const options = generation(run, settings.proofSampling, "prove-lemmas", adapters);
  const prompts = lemmas.map(({ lemma }) => format.prove(lemma));
  const completions = await parts.prover.generate(prompts, settings.attemptsPerConjecture, options);
  const examples: StudyExample[] = [];
  for (const [position, { lemma, index }] of lemmas.entries()) {
    const proofs = new Set<string>();
    for (const [attempt, { text }] of completions[position]!.entries()) {
      const proof = format.extractProof(text);
      const verdict = await run.verdicts.verify(lemma, { kind: "tactics", tactics: proof }, signal);
      // Two samples of one proof are one example: a copy would only double its weight.
      const kept = verdict.status === "proved" && !proofs.has(proof) && proofs.size < settings.keptPerConjecture;
      if (kept) {
        proofs.add(proof);
        examples.push({ theorem: lemma, proof, conjecture: index });
      }
      yield { id: theorem.id, type: "verified", index, attempt, statement: lemma.statement, proof, verdict, kept };
    }
  }
  return examples;
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

/** Trains the theorem's own adapter on its examples. @returns undefined when there is none to train on. */
export async function* adapt(
  run: Run,
  examples: readonly Example[],
  weights: readonly number[],
  adapters: readonly Adapter[],
): Stage<Adapter | undefined> {
  const { theorem, parts, settings, signal } = run;
  if (examples.length === 0) {
    const skipped = "no conjecture was proved";
    yield { id: theorem.id, type: "adapted", trace: emptyTrace, elapsedMs: 0, skipped };
    return undefined;
  }
  const started = performance.now();
  const { adapter, trace } = await parts.trainer.adapt(
    examples.map((example, i) => ({ ...example, weight: weights[i]! })),
    { ...settings.adaptation, seed: seedOf(run, "adapt") },
    { base: adapters, ...optionalSignal(signal) },
  );
  yield { id: theorem.id, type: "adapted", trace, elapsedMs: performance.now() - started };
  return adapter;
}

/** One judged attempt at the theorem itself. */
export interface Attempt {
  readonly proof: string;
  readonly verdict: Verdict;
}

/** Samples proofs of the target. Sample i is the same whatever the count. */
export async function sampleProofs(run: Run, adapters: readonly Adapter[], count: number): Promise<readonly string[]> {
  const { shown, parts, settings } = run;
  const { format } = parts.prover;
  // One stage, one seed: attempts before and after adapting differ by the adapter alone.
  const options = generation(run, settings.proofSampling, "attempt", adapters);
  const [completions] = await parts.prover.generate([format.prove(shown)], count, options);
  return completions!.map(({ text }) => format.extractProof(text));
}

/** Samples attempts at the target and judges all of them, in order. */
export async function* attempt(
  run: Run,
  adapters: readonly Adapter[],
  count: number,
  adapted: boolean,
): Stage<readonly Attempt[]> {
  const { theorem, signal } = run;
  const proofs = await sampleProofs(run, adapters, count);
  const attempts: Attempt[] = [];
  for (const [number, proof] of proofs.entries()) {
    const verdict = await run.verdicts.verify(theorem, { kind: "tactics", tactics: proof }, signal);
    yield { id: theorem.id, type: "attempted", attempt: number, adapted, proof, verdict };
    attempts.push({ proof, verdict });
  }
  return attempts;
}

const emptyTrace: AdaptationTrace = { losses: [], gradientNorms: [], updateNorm: 0, trainedTokens: 0 };

/** Why a conjecture is not worth proving. One that the verifier cannot judge is not: no proof of it could be verified. */
function reasonToDrop({ accepted, reason, outcomes }: FilteredConjecture): string | undefined {
  if (!accepted) return reason ?? "dropped by a filter";
  const { elaborates } = outcomes;
  return elaborates?.status === "unknown" ? `cannot be judged: ${elaborates.reason}` : undefined;
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

import { createHash } from "node:crypto";
import { OnceEach } from "@lemma/async";
import { type Adapter, LemmaError, type Theorem, type VerifyOptions, type Verifier } from "@lemma/interfaces";
import { codeTokens, readFile, theoremsOf } from "@lemma/lean-text";
import { type KnownProof, type LemmaParts, type LemmaSettings } from "@lemma/loop";
import { Draft } from "./draft.ts";

/**
 * What is learned from before a hole is attempted: lemmas of the model's own, the verified lemmas of the file and what is handed over
 * with it, both, or nothing. With the file, its proofs are tried on the hole first.
 */
export const studyKinds = ["self", "file", "both", "none"] as const;
export type StudyKind = (typeof studyKinds)[number];

/** The loop's settings for a kind of study. */
export function settingsFor(kind: StudyKind, settings: LemmaSettings): LemmaSettings {
  const noReplay = { nearest: 0, checks: 0 };
  switch (kind) {
    case "none":
      return { ...settings, adapt: false, replay: noReplay };
    case "self":
      return { ...settings, replay: noReplay, knownExamples: 0 };
    case "file":
      // The file's adapter is trained once for all its holes.
      return { ...settings, adapt: false, replay: replayOf(settings) };
    case "both":
      return { ...settings, replay: replayOf(settings), knownExamples: settings.knownExamples || 8 };
  }
}

/** A file's proofs are few, and trying one takes a check: where the settings try none, these are tried. */
const replayOf = ({ replay }: LemmaSettings): LemmaSettings["replay"] =>
  replay.checks === 0 ? { nearest: 16, checks: 32 } : replay;

/**
 * The theorems of a file whose proofs are tactics and are accepted, as they stand, to be tried on others and studied.
 *
 * @throws {AbortedError} when the signal fires first.
 */
export async function verifiedLemmas(
  source: string,
  verifier: Verifier,
  options: VerifyOptions = {},
): Promise<KnownProof[]> {
  const lemmas: KnownProof[] = [];
  for (const { theorem, proof } of new Draft(source).declared) {
    if (proof?.kind !== "tactics" || codeTokens(proof.tactics).some(({ text }) => text === "sorry")) continue;
    const verdict = await verifier.verify({ theorem, proof }, options);
    if (verdict.status === "proved") lemmas.push({ theorem, proof: proof.tactics, source: "context" });
  }
  return lemmas;
}

/** Where adapters are kept between runs, by what they were made of. */
export interface AdapterStore {
  load(key: string): Promise<Adapter | undefined>;
  save(key: string, adapter: Adapter): Promise<void>;
}

/** Adapters trained on the lemmas of files, each once: the same lemmas, model and settings are the same adapter. */
export class FileAdapters {
  readonly #made = new OnceEach<string, Adapter | undefined>();
  readonly #store: AdapterStore | undefined;

  constructor(store?: AdapterStore) {
    this.#store = store;
  }

  /** @returns undefined where there is nothing to train on, or training did not work out. */
  async of(
    lemmas: readonly KnownProof[],
    parts: LemmaParts,
    settings: LemmaSettings,
    options: { readonly seed: number; readonly signal?: AbortSignal },
  ): Promise<Adapter | undefined> {
    const examples = lemmas.filter((lemma) => parts.trainer.fits(lemma));
    if (examples.length === 0) return undefined;
    const base = parts.policy ?? [];
    const adaptation = { ...settings.adaptation, seed: options.seed };
    const shown = examples.map(({ theorem, proof }) => [theorem.statement, proof]);
    const key = createHash("sha256")
      .update(JSON.stringify([parts.prover.model, base.map(({ id }) => id), adaptation, shown]))
      .digest("hex");
    return this.#made.of(key, async () => {
      const kept = await this.#store?.load(key);
      if (kept !== undefined) return kept;
      const weighted = examples.map(({ theorem, proof }) => ({ theorem, proof, weight: 1 / examples.length }));
      const { signal } = options;
      const adapter = await trained(parts.trainer.adapt(weighted, adaptation, { base, ...(signal && { signal }) }));
      if (adapter !== undefined) await this.#store?.save(key, adapter);
      return adapter;
    });
  }
}

/** The adapter, unless its loss stopped being a number. */
async function trained(adapting: ReturnType<LemmaParts["trainer"]["adapt"]>): Promise<Adapter | undefined> {
  try {
    return (await adapting).adapter;
  } catch (error) {
    if (!LemmaError.is(error, "non-finite-loss")) throw error;
    return undefined;
  }
}

/**
 * The theorem with as much of what stands before it as leaves the model room for an answer: all of it, else without the proofs, else
 * without the theorems that stand furthest away. What decides what words mean stays.
 */
export function withRoom(theorem: Theorem, { prover }: LemmaParts, { proofSampling }: LemmaSettings): Theorem {
  const { header } = theorem;
  const hasRoom = (shown: Theorem): boolean => prover.room(prover.format.prove(shown)) >= proofSampling.maxTokens;
  if (header === undefined || hasRoom(theorem)) return theorem;
  const file = readFile(header);
  const theorems = theoremsOf(file);
  for (let left = theorems.length; left >= 0; left -= 1) {
    let text = "";
    let at = 0;
    for (const [index, { start, end, signatureEnd }] of theorems.entries()) {
      const isKept = index >= theorems.length - left && signatureEnd.kind === "assign";
      text += header.slice(at, isKept ? file.tokens[signatureEnd.at]!.end : start);
      if (isKept) text += " by sorry";
      at = end;
    }
    const shown = { ...theorem, header: text + header.slice(at) };
    if (hasRoom(shown)) return shown;
  }
  return theorem;
}

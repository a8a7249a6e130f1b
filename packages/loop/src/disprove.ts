import type { Evidence, LemmaEvent, Theorem } from "@lemma/interfaces";
import { disproofScripts, negationOf } from "@lemma/lean-text";
import { prove } from "./prove.ts";
import { type KnownProof, ProofPool } from "./replay/pool.ts";
import type { LemmaParts, ProveOptions } from "./run.ts";
import type { LemmaSettings } from "./settings.ts";

/** A proof that a statement is false. */
export interface Disproof {
  /** The negation, as it was proved. */
  readonly theorem: Theorem;
  readonly proof: string;
  readonly evidence: Evidence;
  /** Values at which it fails, where the refuter found some. */
  readonly counterexample?: Readonly<Record<string, string>>;
}

/**
 * Tries to prove that a theorem is false: from a counterexample where the refuter finds one, else by the loop. A statement that held at
 * every sample is left alone.
 *
 * @throws {AbortedError} when the signal fires.
 */
export async function* disprove(
  theorem: Theorem,
  parts: LemmaParts,
  settings: LemmaSettings,
  options: Omit<ProveOptions, "known" | "promptAs">,
): AsyncGenerator<LemmaEvent, Disproof | undefined, undefined> {
  const negation = negationOf(theorem);
  if (negation === undefined) return undefined;
  const refutation = await parts.refuter?.refute(theorem);
  if (refutation?.status === "unrefuted" && refutation.confirmed > 0) return undefined;
  const counterexample = refutation?.status === "refuted" ? refutation.counterexample : undefined;
  const scripts = counterexample === undefined ? [] : disproofScripts(theorem.statement, counterexample);
  const known = new ProofPool(
    scripts.map((proof): KnownProof => ({ theorem: { ...negation, id: "counterexample" }, proof, source: "variant" })),
  );
  const replay = { nearest: scripts.length, checks: scripts.length };
  let evidence: Evidence | undefined;
  for await (const event of prove(negation, parts, { ...settings, replay }, { ...options, known: [known] })) {
    yield event;
    if ((event.type === "replayed" || event.type === "attempted") && event.verdict.status === "proved")
      ({ evidence } = event.verdict);
    if (event.type === "finished" && event.proof !== undefined && evidence !== undefined) {
      const values = counterexample === undefined ? {} : { counterexample };
      return { theorem: negation, proof: event.proof, evidence, ...values };
    }
  }
  return undefined;
}

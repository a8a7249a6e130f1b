import { ProofPool, type ProofSource } from "@lemma/core";
import { type ProofRecord, collect, readCorpus } from "@lemma/datasets";
import type { Proof } from "@lemma/interfaces";
import { codeTokens } from "@lemma/lean-text";

/** The tactic proofs of a file, to be tried on other theorems; what rests on `sorry` and whole files are left out. */
export async function knownProofs(file: string, source: ProofSource): Promise<ProofPool> {
  return asPool(
    (await collect(readCorpus(file))).flatMap(({ proofs }) => proofs),
    source,
  );
}

export function asPool(records: readonly ProofRecord[], source: ProofSource): ProofPool {
  const pool = new ProofPool();
  for (const { theorem, proof } of records)
    if (proof.kind === "tactics" && !mentionsSorry(proof)) pool.add({ theorem, proof: proof.tactics, source });
  return pool;
}

export const mentionsSorry = (proof: Proof): boolean =>
  codeTokens(proof.kind === "tactics" ? proof.tactics : proof.code).some(
    ({ text }) => text === "sorry" || text === "admit",
  );

import path from "node:path";
import { type ProofRecord, readProofRecords } from "@lemma/datasets";
import { splitFile } from "@lemma/lean-text";
import { checkProof } from "@lemma/lean-lite";

/** A conjecture that a self-play model wrote about a seed, with proofs of it that lean-lite accepts, the shortest first. */
export interface RecordedConjecture {
  readonly seed: string;
  readonly statement: string;
  readonly proofs: readonly string[];
}

const checkSteps = 200_000;

/** The proved conjectures of `conjectures/` in `data`, each with at most `count` of its proofs; without any where none is accepted. */
export async function recordedConjectures(data: string, count: number): Promise<readonly RecordedConjecture[]> {
  const found = new Map<string, { seed: string; statement: string; proofs: Set<string> }>();
  const file = path.join(data, "conjectures", "conjectures_proved_visible.jsonl");
  for await (const record of readProofRecords(file, { onBadRecord: () => undefined })) {
    if (record.seed === undefined) continue;
    const [seed, statement] = [record.seed, record.theorem.statement].map((text) => text.replace(/\s+/g, " "));
    const key = `${seed}\n${statement}`;
    const entry = found.get(key) ?? { seed: seed!, statement: statement!, proofs: new Set<string>() };
    found.set(key, entry);
    const proof = tacticsOf(record);
    if (proof !== undefined) entry.proofs.add(proof);
  }
  return [...found.values()].map(({ seed, statement, proofs }) => {
    const accepted: string[] = [];
    for (const proof of [...proofs].sort((a, b) => a.length - b.length)) {
      if (accepted.length >= count) break;
      if (checkProof(statement, proof, { steps: checkSteps }).status === "proved") accepted.push(proof);
    }
    return { seed, statement, proofs: accepted };
  });
}

function tacticsOf({ proof }: ProofRecord): string | undefined {
  return proof.kind === "tactics" ? proof.tactics : splitFile(proof.code)?.proof;
}

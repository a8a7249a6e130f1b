// One verdict per proof of a file: `pnpm example verify-proofs [FILE.jsonl]`. Real Lean judges where a project with Mathlib is found.
import { openVerifier } from "@lemma/core";
import { readProofRecords } from "@lemma/datasets";
import { probeLean } from "@lemma/lean-repl";

const file = process.argv[2] ?? `${import.meta.dirname}/../../verify-proofs/proofs.jsonl`;
const { available, projects } = await probeLean();
const project = projects.find(({ hasMathlib }) => hasMathlib);
const hasLean = available.repl && project !== undefined;

await using verifier = await openVerifier(hasLean ? { kind: "repl", project: project.path } : { kind: "lite" });
console.log(`verifier ${verifier.name}`);
for await (const { theorem, proof } of readProofRecords(file)) {
  const verdict = await verifier.verify({ theorem, proof });
  const goal = "goal" in verdict && verdict.goal !== undefined ? `  ⊢${verdict.goal.split("⊢")[1]}` : "";
  console.log(`${theorem.id.padEnd(24)} ${verdict.status.padEnd(8)} ${verdict.evidence}${goal}`);
}

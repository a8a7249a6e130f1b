import { similarity } from "@lemma/lean-text";
import { statementHash } from "@lemma/lean-text";
import { checkProof } from "@lemma/lean-lite";
import { beforeAll, expect, test } from "vitest";
import { tinyProverDirectory } from "@lemma/tiny-prover";
import { openTinyModel } from "../place.ts";
import { selfPlay } from "./self-play.ts";
import type { TinyModel } from "./train.ts";

const targets = [
  "theorem a (x y : ℝ) (h₀ : 0 < x) (h₁ : 0 < y) : (x + y) ^ 2 ≥ 4 * x * y := by",
  "theorem b (x : ℝ) (h : 2 * x + 3 = 11) : x = 4 := by",
  "theorem c (a b c : ℝ) : a ^ 2 + b ^ 2 + c ^ 2 ≥ a * b + b * c + c * a := by",
  "theorem d (n : ℕ) (h : n % 6 = 5) : n % 3 = 2 := by",
];
const settings = { conjectures: 8, attempts: 3, temperature: 0.8, seed: 3, log: () => undefined };

let model: TinyModel;
beforeAll(async () => {
  model = await openTinyModel(tinyProverDirectory);
});

test("self-play brings back new statements near their targets, each with proofs that are accepted, and repeats from its seed", async () => {
  const known = new Set(targets.map(statementHash));
  const tasks = await selfPlay(model, targets, known, { ...settings, refuses: () => false });
  const conjectures = tasks.flatMap((task) => (task.task === "conjecture" ? [task] : []));
  expect(conjectures.length).toBeGreaterThan(0);
  expect(new Set([...known, ...conjectures.map(({ statement }) => statementHash(statement))]).size).toBe(
    known.size + conjectures.length,
  );
  for (const { target, statement } of conjectures) {
    expect(similarity(statement, target)).toBeGreaterThan(0.1);
    expect(checkProof(statement, "linarith").status).not.toBe("proved");
  }
  const proofs = tasks.flatMap((task) => (task.task === "prove" ? [task] : []));
  expect(new Set(proofs.map(({ statement }) => statement)).size).toBe(conjectures.length);
  for (const { statement, proof } of proofs) expect(checkProof(statement, proof).status).toBe("proved");
  expect(await selfPlay(model, targets, known, { ...settings, refuses: () => false })).toEqual(tasks);
});

test("what may not be trained on is left out, whoever wrote it", async () => {
  expect(await selfPlay(model, targets, new Set(), { ...settings, refuses: () => true })).toEqual([]);
});

import { expect, test } from "vitest";
import { LeanLite } from "../verifier.ts";

const lean = new LeanLite();

async function statusOf(definitions: string, statement: string, proof: string): Promise<string> {
  const theorem = { id: "t", header: definitions, statement: `theorem t ${statement} := by` };
  return (await lean.verify({ theorem, proof: { kind: "tactics", tactics: proof } })).status;
}

const next = "def f (x : ℕ) : ℕ := x + 1";
const twice = "def p (n : ℕ) : Prop := ∃ k, n = 2 * k";
const two = `${next}\ndef g (x : ℕ) : ℕ := f x + 2`;
const down = "def f : ℕ → ℕ\n  | 0 => 1\n  | n + 1 => f n + 1";

test.for([
  [next, "(x : ℕ) : f x = x + 1", "unfold f\nrfl"],
  [next, ": ∀ x, f x > x", "unfold f\nintro x\nomega"],
  [next, "(h : f 2 = 4) : False", "unfold f at h\nnorm_num at h"],
  [twice, ": p 4", "unfold p\nexact ⟨2, rfl⟩"],
  [two, ": g 1 = 4", "unfold g f\nnorm_num"],
  ["", ": Nat.Coprime 4 9", "unfold Nat.Coprime\nrfl"],
  ["", ": Even 4", "unfold Even\nexact ⟨2, rfl⟩"],
  ["", "(n : ℕ) (h : Odd n) : ∃ m, n = 2 * m + 1", "unfold Odd at h\nexact h"],
] as const)("unfold puts a definition's value in its place: %s %s by %s", async ([definitions, statement, proof]) => {
  expect(await statusOf(definitions, statement, proof)).toBe("proved");
});

test.for([
  // It closes nothing, not even what is then plain.
  [next, "(x : ℕ) : f x = x + 1", "unfold f"],
  // Nothing else is unfolded, and each place must have it.
  [two, ": g 1 = 4", "unfold f\nunfold g\nnorm_num"],
  [next, "(h : f 2 = 4) : False", "unfold f\nnorm_num at h"],
  [next, "(h : 1 = 2) (k : f 2 = 4) : False", "unfold f at h k\nomega"],
  ["", ": Even 4", "unfold Odd\nexact ⟨2, rfl⟩"],
  // What Lean would show otherwise, or name otherwise.
  [down, ": f 2 = 3", "unfold f\nnorm_num"],
  [next, ": Monotone f", "unfold f\nintro x y h\nomega"],
  [next, "(f : ℕ → ℕ) : f = f", "unfold f\nrfl"],
  ["", "(f : ℕ → ℕ) (h : Function.Injective f) : ∀ a b, f a = f b → a = b", "unfold Function.Injective at h\nexact h"],
  // Attempts to fool it.
  [two, ": g 1 = 5", "unfold g f\nnorm_num"],
  [twice, ": p 3", "unfold p\nexact ⟨2, rfl⟩"],
  ["", ": Even 3", "unfold Even\nexact ⟨2, rfl⟩"],
] as const)("not: %s %s by %s", async ([definitions, statement, proof]) => {
  expect(await statusOf(definitions, statement, proof)).not.toBe("proved");
});

test("a file whose statement means nothing under the header that it was asked with has a verdict", async () => {
  const theorem = { id: "t", statement: "theorem t : f 2 = 3 := by" };
  const code = `${next}\ntheorem t : f 2 = 3 := by\n  unfold f\n  norm_num`;
  expect((await lean.verify({ theorem, proof: { kind: "file", code } })).status).toBe("unsupported");
});

import { expect, test } from "vitest";
import { LeanLite } from "../verifier.ts";

const lean = new LeanLite();

interface Case {
  readonly header?: string;
  readonly statement: string;
  readonly proof: string;
}

const statusOf = async ({ header = "open Nat Real", statement, proof }: Case): Promise<string> => {
  const theorem = { id: "t", header: `import Mathlib\n${header}\n`, statement: `theorem ${statement} := by` };
  return (await lean.verify({ theorem, proof: { kind: "tactics", tactics: proof } })).status;
};

const equal = "t (a b : ℕ) (h : a = b) : a = b";

/** What Lean does not read, or reads as another statement; beside it what it takes. */
const statements: readonly (readonly [attack: Case, twin: Case])[] = [
  // A dotted name opens its namespace, whose `sqrt` comes first: of `Nat.sqrt 2` this is false.
  [
    {
      header: "open Real",
      statement: "Nat.t : (sqrt 2) ^ 2 = 2",
      proof: "exact Real.sq_sqrt (by norm_num)",
    },
    { header: "open Real", statement: "Imo.t : (sqrt 2) ^ 2 = 2", proof: "exact Real.sq_sqrt (by norm_num)" },
  ],
  [
    {
      header: "open Real\nnamespace CFC",
      statement: "t : (sqrt 2) ^ 2 = 2",
      proof: "exact Real.sq_sqrt (by norm_num)",
    },
    {
      header: "open Real\nnamespace Own",
      statement: "t : (sqrt 2) ^ 2 = 2",
      proof: "exact Real.sq_sqrt (by norm_num)",
    },
  ],
  [
    { statement: "sq_nonneg (x : ℝ) : 0 ≤ x ^ 2", proof: "positivity" },
    { statement: "sq_nonneg_again (x : ℝ) : 0 ≤ x ^ 2", proof: "positivity" },
  ],
  // In its namespace the name is the theorem's own: a recursion.
  [
    { header: "namespace Own", statement: "sq_nonneg (x : ℝ) : 0 ≤ x ^ 2", proof: "exact sq_nonneg x" },
    { header: "namespace Own", statement: "sq_nonneg (x : ℝ) : 0 ≤ x ^ 2", proof: "positivity" },
  ],
  [
    {
      header: "namespace Own\nprotected theorem helper : (1 : ℕ) = 1 := rfl",
      statement: "t : (1 : ℕ) = 1",
      proof: "exact helper",
    },
    {
      header: "namespace Own\nprotected theorem helper : (1 : ℕ) = 1 := rfl",
      statement: "t : (1 : ℕ) = 1",
      proof: "exact Own.helper",
    },
  ],
  [
    { header: "", statement: "t : 3 ! = 6", proof: "decide" },
    { header: "open scoped Nat", statement: "t : 3 ! = 6", proof: "decide" },
  ],
  [
    { header: "", statement: "t : (1 /. 2 : ℚ) = 1 / 2", proof: "norm_num" },
    { header: "open Rat", statement: "t : (1 /. 2 : ℚ) = 1 / 2", proof: "norm_num" },
  ],
  [
    { statement: "t : (fun x, x + 1) 2 = 3", proof: "norm_num" },
    { statement: "t : (fun x ↦ x + 1) 2 = 3", proof: "norm_num" },
  ],
  [
    { statement: "t (p : Prop) (h : ¬p) : !p", proof: "exact h" },
    { statement: "t (p : Prop) (h : ¬p) : ¬p", proof: "exact h" },
  ],
  [
    { statement: "t (x : ℝ) : | x | ≥ 0", proof: "positivity" },
    { statement: "t (x : ℝ) : |x| ≥ 0", proof: "positivity" },
  ],
  [
    { statement: "t (for : ℕ) : for = for", proof: "rfl" },
    { statement: "t (four : ℕ) : four = four", proof: "rfl" },
  ],
  [
    { statement: "t : /-- one -/ (1 : ℕ) = 1", proof: "rfl" },
    { statement: "t : /- one -/ (1 : ℕ) = 1", proof: "rfl" },
  ],
];

test.for(statements)("a statement that Lean reads otherwise is not proved: %j", async ([attack, twin]) => {
  expect(await statusOf(attack)).not.toBe("proved");
  expect(await statusOf(twin)).toBe("proved");
});

/** Proofs of one statement: those that Lean does not take, each with one that it does. */
const proofs: readonly (readonly [statement: string, attack: string, twin: string])[] = [
  // A word that is no tactic: nothing of the proof parses.
  [equal, "try frobnicate\nexact h", "try omega"],
  [equal, "first | exact h | frobnicate a b", "first | exact h | bound"],
  [equal, "repeat frobnicate\nexact h", "repeat exact h"],
  // A tactic that is not read here may well do something.
  [equal, "try bound\nexact h", "try positivity\nexact h"],
  // Marks and clauses that the tactic does not have.
  [equal, "omega!", "omega"],
  [equal, "omega [h]", "omega"],
  [equal, "omega at h ⊢", "omega"],
  [equal, "linarith at ⊢", "linarith"],
  [equal, "linarith using h", "linarith only [h]"],
  [equal, "exact! h", "exact h"],
  [equal, "exact h at h", "exact h"],
  [equal, "simp_all at h", "simp_all"],
  [equal, "simpa [h] at h", "simpa using h"],
  [equal, "norm_num [h] using h", "norm_num [h]"],
  [equal, "assumption at h", "assumption"],
  [equal, "subst h\nrfl at h", "subst h\nrfl"],
  [equal, "subst! h\nrfl", "subst h\nrfl"],
  // A variable hides a lemma of its name.
  ["t (sq_nonneg a : ℝ) : 0 ≤ a ^ 2", "exact sq_nonneg a", "exact _root_.sq_nonneg a"],
  ["t (mul_comm a b : ℝ) : a * b = b * a", "rw [mul_comm]", "rw [_root_.mul_comm]"],
  ["t (mul_comm a b : ℝ) : a * b = b * a", "simp [mul_comm]", "ring"],
  ["t : ∀ a : ℝ, 0 ≤ a ^ 2", "intro sq_nonneg\nexact sq_nonneg sq_nonneg", "intro a\nexact sq_nonneg a"],
  // Names that are not there, or too many.
  [equal, "rename_i x\nexact h", "exact h"],
  [equal, "next x => exact h", "next => exact h"],
  [equal, "clear b\nexact h", "have k := h\nclear h\nexact k"],
  [equal, "have show := h\nexact h", "have shown := h\nexact h"],
  [
    "t (p q : Prop) (h : p ∧ q) : q",
    "cases h with\n| intro a b => exact b\n| foo => exact b",
    "cases h with\n| intro a b => exact b",
  ],
  ["t (p q : Prop) (h : p ∧ q) : p ∧ q", "rcases h with ⟨k⟩\nexact k", "rcases h with ⟨k, l⟩\nexact ⟨k, l⟩"],
  ["t (p q : Prop) (h : p ∧ q) : p ∧ q", "rcases h with k | l\nexact k", "rcases h with k\nexact k"],
  ["t (p q : Prop) (h : p ∨ q) : p ∨ q", "have ⟨k⟩ := h\nexact k", "have k := h\nexact k"],
  [
    "t (p q : Prop) (h : p ∨ q) : q ∨ p",
    "cases h with\n| inl h x => exact Or.inr h\n| inr h => exact Or.inl h",
    "cases h with\n| inl h => exact Or.inr h\n| inr h => exact Or.inl h",
  ],
  [
    "t (p q : Prop) (h : p ∨ q) : q ∨ p",
    "cases h with\n| inl h => exact Or.inr h\n| inl h => exact Or.inr h\n| inr h => exact Or.inl h",
    "cases h with\n| inr h => exact Or.inl h\n| inl h => exact Or.inr h",
  ],
  [
    "t (n : ℕ) : 0 ≤ n",
    "induction n with\n| zero => simp\n| succ n ih m => omega",
    "induction n with\n| zero => simp\n| succ n ih => omega",
  ],
  [
    "t (a b c : ℕ) (h : a = b) (i : b = c) (j : c = 1) : a = 1",
    "calc a = b := h\n    _ = c := i\n  _ = 1 := j",
    "calc a = b := h\n    _ = c := i\n    _ = 1 := j",
  ],
  // Tactics that do less than their neighbours.
  ["t (p : Prop) : p ∨ ¬p", "itauto", "tauto"],
  ["t (x : ℝ) : x + 0 = x", "dsimp", "simp"],
  ["t (x : ℝ) (h : x = 2) : x + 0 = 2", "norm_num1\nexact h", "norm_num\nexact h"],
  ["t : ∃ x : ℕ, x = 3", "existsi 3", "existsi 3\nrfl"],
  ["t : ∃ x : ℕ, x = 3", "exists 3\nrfl", "exists 3"],
  ["t (n : ℕ) : n + 0 = n", "simp [-frobnicate]", "simp [-mul_one]"],
  ["t : Nat.Prime 7", "simp (config := { decide := false })", "simp (config := { decide := true })"],
  ["t : Nat.Prime 1009", "decide", "norm_num"],
  // What `let` gives is x's value, and no hypothesis.
  [
    "t : True",
    "let x : ℝ := 4\nhave h : x > 3 := by linarith\ntrivial",
    "let x : ℝ := 4\nhave h : x > 3 := by norm_num [x]\ntrivial",
  ],
  [
    "t : True",
    "let x : ℕ := 4\nhave h : x = 4 := by assumption\ntrivial",
    "let x : ℕ := 4\nhave h : x = 4 := by simp [x]\ntrivial",
  ],
  // `open Nat` does not bring what is protected.
  ["t (a b : ℕ) (h : b ∣ a) : a / b * b = a", "exact div_mul_cancel h", "exact Nat.div_mul_cancel h"],
  ["t (a b : ℕ) (h : b ≤ a) : a - b + b = a", "exact sub_add_cancel h", "exact Nat.sub_add_cancel h"],
];

test.for(proofs)("of %j Lean does not take %j", async ([statement, attack, twin]) => {
  expect(await statusOf({ statement, proof: attack })).not.toBe("proved");
  expect(await statusOf({ statement, proof: twin })).toBe("proved");
});

/** What the header says of the words, or does while Lean reads it. */
test.for([
  ["import Lean", "import Mathlib"],
  ["import Mathlib.Data.Nat.Defs", "import Mathlib.Data.Real.Basic"],
  ["import Mathlib\nset_option warningAsError true", "import Mathlib\nset_option autoImplicit true"],
  ["import Mathlib\n#eval (Lean.modifyEnv id : Lean.CoreM Unit)", "import Mathlib\n#eval 1 + 1"],
  [
    "import Mathlib\ntheorem u : True := by\n  run_tac Lean.modifyEnv id\n  trivial",
    "import Mathlib\ntheorem u : True := by\n  trivial",
  ],
] as const)("under %j nothing is proved", async ([attack, twin]) => {
  const under = async (header: string): Promise<string> => {
    const theorem = { id: "t", header: `${header}\n`, statement: "theorem t : ∃ x y : ℝ, x ≠ y := by" };
    return (await lean.verify({ theorem, proof: { kind: "tactics", tactics: "exact ⟨0, 1, by norm_num⟩" } })).status;
  };
  expect(await under(attack)).not.toBe("proved");
  expect(await under(twin)).toBe("proved");
});

test("a tab and a lone carriage return are no white space", async () => {
  expect(await statusOf({ statement: equal, proof: "\texact h" })).not.toBe("proved");
  expect(await statusOf({ statement: equal, proof: "exact\rh" })).not.toBe("proved");
  expect(await statusOf({ statement: equal, proof: "exact h -- \tso it is\r\n" })).toBe("proved");
});

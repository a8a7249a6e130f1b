import { describe, expect, test } from "vitest";
import { checkProof } from "../judge.ts";

const statusOf = (statement: string, proof: string): string => checkProof(`theorem t ${statement} := by`, proof).status;

/**
 * Statements whose text was once read as another statement: what Lean reads is false and must not be proved by what proves the
 * misreading; the twin says the misreading in so many words, and is proved.
 *
 * @see Lean.Elab.Extra (`binop%`, `rightact%`), BuiltinNotation (`elabCoe`), Binders (`elabDepArrow`), Parser (`pipeProj`)
 */
const misreadings: readonly {
  readonly kind: string;
  readonly false: string;
  readonly twin: string;
  readonly proof: string;
}[] = [
  {
    kind: "names bound together have types of their own",
    false: ": ∀ n x, n = (1 : ℕ) → (x : ℝ) ≥ 0",
    twin: ": ∀ n x : ℕ, n = 1 → (x : ℝ) ≥ 0",
    proof: "intro n x h; positivity",
  },
  {
    kind: "names bound together by ∃",
    false: ": ¬ ∃ n x, n = (1 : ℕ) ∧ (x : ℝ) = 1 / 2",
    twin: ": ¬ ∃ n x : ℕ, n = (1 : ℕ) ∧ (x : ℝ) = 1 / 2",
    proof:
      "rintro ⟨n, x, -, hx⟩\nhave h2 : (2 * x : ℝ) = 1 := by linarith\nhave h3 : 2 * x = 1 := by exact_mod_cast h2\nomega",
  },
  {
    kind: "an exponent has the type that its other uses give it",
    false: ": ∀ x, (2 : ℝ) ^ x ≥ x + 1",
    twin: ": ∀ x : ℕ, (2 : ℝ) ^ x ≥ x + 1",
    proof:
      "intro x\ninduction x with\n| zero => norm_num\n| succ n ih =>\n  have h : (1 : ℝ) ≤ 2 ^ n := one_le_pow₀ (by norm_num)\n  rw [pow_succ]\n  push_cast\n  linarith",
  },
  {
    kind: "a later use types an exponent too",
    false: ": ∀ x, (2 : ℝ) ^ x ≥ 1 ∧ Real.exp x > 0",
    twin: ": ∀ x : ℕ, (2 : ℝ) ^ x ≥ 1 ∧ Real.exp x > 0",
    proof: "intro x\nexact ⟨one_le_pow₀ (by norm_num), Real.exp_pos _⟩",
  },
  {
    kind: "an arrow on what has no type yet vanishes",
    false: ": ∀ n, (1 : ℝ) / ↑n ≥ 0",
    twin: ": ∀ n : ℕ, (1 : ℝ) / ↑n ≥ 0",
    proof: "intro n; positivity",
  },
  { kind: "an arrow on numerals", false: ": (↑(1 / 2) : ℝ) = 0", twin: ": (↑(1 / 2 : ℕ) : ℝ) = 0", proof: "norm_num" },
  {
    kind: "an arrow on a difference",
    false: ": (↑(2 - 3) : ℤ) = 0",
    twin: ": (↑(2 - 3 : ℕ) : ℤ) = 0",
    proof: "norm_num",
  },
  {
    kind: "a dependent arrow binds",
    false: ": (p : Prop) → p",
    twin: "(p : Prop) : p → p",
    proof: "intro h; exact h",
  },
  {
    kind: "two dependent arrows bind",
    false: ": (p : Prop) → (q : Prop) → p → q",
    twin: "(p q : Prop) : p → q → p → q",
    proof: "intro a b c; exact b",
  },
  {
    kind: "`|>.` is looser than every operator",
    false: "(n : ℕ) : (2 * n |>.succ) = 2 * n + 2",
    twin: "(n : ℕ) : 2 * n.succ = 2 * n + 2",
    proof: "show 2 * (n + 1) = 2 * n + 2; ring",
  },
  {
    kind: "guillemets name what the plain name does",
    false: "(«x» : ℤ) : «x» ≥ 0",
    twin: "(«x» : ℕ) : x ≥ 0",
    proof: "omega",
  },
  {
    kind: "guillemets bind",
    false: "(x : ℕ) (h : x = 1) : ∀ «x» : ℕ, «x» = 1",
    twin: "(x : ℕ) (h : x = 1) : ∀ «y» : ℕ, x = 1",
    proof: "intro y; exact h",
  },
  {
    kind: "no name is the dot's",
    false: "(«x✝» : ℕ) : (· + «x✝») 1 = 2",
    twin: "(y : ℕ) : (· + 1) 1 = 2",
    proof: "rfl",
  },
  {
    kind: "a name in scope comes before a type",
    false: "(Nat : Prop) : ∃ x : Nat, True",
    twin: "(N : Prop) : ∃ x : Nat, True",
    proof: "exact ⟨0, trivial⟩",
  },
  {
    kind: "so it does in a premise",
    false: "(Int : Prop) : (∀ n : Int, False) → False",
    twin: "(I : Prop) : (∀ n : Int, False) → False",
    proof: "intro h; exact h 0",
  },
  { kind: "a type is no value", false: ": ℕ + 1 > ℕ", twin: "(n : ℕ) : n + 1 > n", proof: "omega" },
  {
    kind: "a type is no hypothesis",
    false: "(h : ℝ≥0) (x : ℝ) (hx : x > ℝ) : x > 0",
    twin: "(y : ℝ) (h : y ≥ 0) (x : ℝ) (hx : x > y) : x > 0",
    proof: "linarith",
  },
];

describe.for(misreadings)("$kind", ({ false: claim, twin, proof }) => {
  test("what Lean reads is not proved", () => {
    expect(statusOf(claim, proof)).not.toBe("proved");
  });
  test("what was read in its place is", () => {
    expect(statusOf(twin, proof)).toBe("proved");
  });
});

test.for([
  ["(f : ℝ → ℝ) (a : ℕ → ℝ) (h : ∀ n x, f x = a n) : f 1 = a 0", "exact h 0 1"],
  ["(f : ℝ → ℝ) (h : f = fun t ↦ 4 ^ t + 9 ^ t) : f 1 = f 1", "rfl"],
  [": (x : ℕ) → x ≥ 0", "intro x; omega"],
  [": (Finset.range 10 |>.card) = 10", "rfl"],
  ["(n : ℕ) (h : n = 3) : (2 * n |>.factorial) = 720", "subst h; rfl"],
  ["(n : ℕ) : (|n| : ℝ) = |(n : ℝ)|", "rfl"],
  ["(n : ℕ) : (n⁻¹ : ℝ) = (n : ℝ)⁻¹", "rfl"],
  ["(a b : ℕ) : (a % b : ℝ) = ((a % b : ℕ) : ℝ)", "rfl"],
  [": ∑ k ∈ Finset.range 5 with k > 2, k = 7", "decide"],
] as const)("reads %s", ([statement, proof]) => {
  expect(statusOf(statement, proof)).toBe("proved");
});

/** Statements of which Lean knows more than this fragment does: never an error. */
test.for([
  ": 0x10 = 16",
  "(s : Finset ℕ) : {x + 1 | x ∈ s} = {x + 1 | x ∈ s}",
  "(n : ℕ) : ∑ i < n, i = n",
  "(s : Finset ℕ) : #s = 0",
  "(a b : ℝ) : a ⊔ b = b ⊔ a",
  "(n : ℕ+) : n ≥ 1",
  "(n : ℕ) : n‼ = n‼",
  ": ∀ (x, y) : ℕ × ℕ, x + y = y + x",
  "(f g : ℝ → ℝ) : f + g = g + f",
  "(f g : ℝ → ℝ) (h : f ≤ g) : f ≤ g",
  "(f : ℝ → ℝ) : -f = -f",
  "{G : Type*} [Group G] (a : G) : a = a",
  "(x : ℝ) : x ^ (-1) = x⁻¹",
  "(h : ℝ≥0) : h = h",
  ": 1 = ",
])("calls %s unsupported, not wrong", (statement) => {
  const outcome = checkProof(`theorem t ${statement} := by`, "rfl");
  expect(["unsupported", "proved"]).toContain(outcome.status);
});

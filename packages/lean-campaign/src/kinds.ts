/** A kind of misreading: a false statement with the proof that a checker once took for it, and a true one beside it. */
export interface Kind {
  readonly kind: string;
  readonly header?: string;
  readonly statement: string;
  readonly proof: string;
  readonly twin: { readonly header?: string; readonly statement: string; readonly proof: string };
}

const twin = (statement: string, proof: string, header?: string): Kind["twin"] => ({
  statement: `theorem t ${statement} := by`,
  proof,
  ...(header === undefined ? {} : { header }),
});
const row = (kind: string, statement: string, proof: string, twinned: Kind["twin"], header?: string): Kind => ({
  kind,
  statement: `theorem t ${statement} := by`,
  proof,
  twin: twinned,
  ...(header === undefined ? {} : { header }),
});

const integerVariable = "import Mathlib\nvariable (x : ℤ)\n";
const pi = "π ≤ 3 ∨ π ≥ 4";

/** `docs/correctness.md` says what each is about; the first form of each was found on 29 November 2026. */
export const kinds: readonly Kind[] = [
  row(
    "one type for a group of binders",
    ": ∀ n x, n = (1:ℕ) → (x:ℝ) ≥ 0",
    "intro n x h\npositivity",
    twin(": ∀ n x, n = (1:ℕ) → (x:ℝ) ^ 2 ≥ 0", "intro n x h\npositivity"),
  ),
  row(
    "one type for a group of binders",
    ": ∀ n x, n ∈ Finset.range 5 → (x:ℝ) ^ n ≥ 0",
    "intro n x h\npositivity",
    twin(": ∀ n x, n ∈ Finset.range 5 → (x:ℝ) ^ 2 + n ≥ 0", "intro n x h\npositivity"),
  ),
  row(
    "one type for a group of binders",
    ": ¬ ∃ n x, n = (1:ℕ) ∧ (x:ℝ) = 1/2",
    "rintro ⟨n, x, -, hx⟩\nhave h2 : (2 * x : ℝ) = 1 := by linarith\nhave h3 : 2 * x = 1 := by exact_mod_cast h2\nomega",
    twin(": ∃ n x, n = (1:ℕ) ∧ (x:ℝ) = 1/2", "exact ⟨1, 1/2, rfl, rfl⟩"),
  ),
  row(
    "an exponent of unknown type",
    ": ∀ x, (2:ℝ) ^ x ≥ x + 1",
    "intro x\ninduction x with\n| zero => norm_num\n| succ n ih =>\n  have h : (1:ℝ) ≤ 2 ^ n := one_le_pow₀ (by norm_num)\n  rw [pow_succ]\n  push_cast\n  linarith",
    twin(": ∀ x : ℕ, (2:ℝ) ^ x ≥ 1", "intro x\nexact one_le_pow₀ (by norm_num)"),
  ),
  row(
    "an exponent of unknown type",
    ": ∀ x, (2:ℝ) ^ x ≥ 1 ∧ Real.exp x > 0",
    "intro x\nconstructor\n· exact one_le_pow₀ (by norm_num)\n· positivity",
    twin(": ∀ x, (2:ℝ) ^ x ≥ 1", "intro x\nexact one_le_pow₀ (by norm_num)"),
  ),
  row(
    "an arrow over what has no type yet",
    ": (↑(1 / 2) : ℝ) = 0",
    "norm_num",
    twin(": (↑((1 / 2 : ℕ)) : ℝ) = 0", "norm_num"),
  ),
  row(
    "an arrow over what has no type yet",
    ": (↑(2 - 3) : ℤ) = 0",
    "norm_num",
    twin(": ((2 - 3 : ℕ) : ℤ) = 0", "norm_num"),
  ),
  row(
    "an arrow over what has no type yet",
    ": ∀ n, (1:ℝ) / ↑n ≥ 0",
    "intro n\npositivity",
    twin(": ∀ n : ℕ, (1:ℝ) / ↑n ≥ 0", "intro n\npositivity"),
  ),
  row(
    "an arrow over what has no type yet",
    "(f : ℝ → ℝ) (hf : ∀ x, f x = 1/2) : ∀ ε > 0, ∃ N, ∀ x > N, |f ↑x| < ε",
    "intro ε hε\nrefine ⟨0, ?_⟩\nintro x hx\nrw [hf]\nhave h : (1:ℝ) ≤ ε := by exact_mod_cast hε\nnorm_num\nlinarith",
    twin("(f : ℝ → ℝ) (hf : ∀ x, f x = 0) : ∀ ε > 0, ∀ x : ℝ, |f x| < ε", "intro ε hε x\nrw [hf]\nsimpa using hε"),
  ),
  row("a dependent arrow", ": (p : Prop) → p", "intro h\nexact h", twin(": (p : Prop) → p → p", "intro p h\nexact h")),
  row(
    "a dependent arrow",
    ": (p : Prop) → (q : Prop) → p → q",
    "intro a b c; exact b",
    twin(": (x : ℕ) → x ≥ 0", "intro x\nexact Nat.zero_le x"),
  ),
  row(
    "the pipe",
    "(n : ℕ) : (2 * n |>.succ) = 2 * n + 2",
    "show 2 * (n + 1) = 2 * n + 2\nring",
    twin("(n : ℕ) : (2 * n |>.succ) = 2 * n + 1", "rfl"),
  ),
  row(
    "the pipe",
    "(n : ℕ) (h : n = 3) : (2 * n |>.factorial) = 12",
    "subst h\ndecide",
    twin("(n : ℕ) (h : n = 3) : (2 * n |>.factorial) = 720", "subst h\nrfl"),
  ),
  row("guillemets", "(«x» : ℤ) : «x» ≥ 0", "omega", twin("(«x» : ℕ) : «x» ≥ 0", "omega")),
  row(
    "guillemets",
    "(x : ℕ) (h : x = 1) : ∀ «x» : ℕ, «x» = 1",
    "intro y; exact h",
    twin("(x : ℕ) (h : x = 1) : «x» = 1", "exact h"),
  ),
  row("an invented name", "(«x✝» : ℕ) : (· + «x✝») 1 = 2", "rfl", twin("(x : ℕ) : (· + x) 1 = 1 + x", "rfl")),
  row(
    "a local that is called as a type is",
    "(Nat : Prop) : ∃ x : Nat, True",
    "exact ⟨0, trivial⟩",
    twin(": ∃ x : Nat, True", "exact ⟨0, trivial⟩"),
  ),
  row(
    "a local that is called as a type is",
    "(Int : Prop) : (∀ n : Int, False) → False",
    "intro h\nexact h 0",
    twin(": (∀ n : Int, False) → False", "intro h\nexact h 0"),
  ),
  row(
    "the header's variables",
    ": x ≥ 0",
    "omega",
    twin(": x ^ 2 ≥ 0", "positivity", integerVariable),
    integerVariable,
  ),
  row(
    "the header's variables",
    "(h : a < b) : a + 1 ≤ b",
    "omega",
    twin("(h : a < b) : a ≤ b", "linarith", "import Mathlib\nvariable (a b : ℝ)\n"),
    "import Mathlib\n variable (a b : ℝ)\n",
  ),
  row(
    "the header's definitions",
    ": a ≥ 0",
    "exact Nat.zero_le a",
    twin(": a ≤ 0", "norm_num [a]", "import Mathlib\ndef a : ℤ := -1\n"),
    "import Mathlib\ndef a : ℤ := -1\n",
  ),
  row(
    "the header's definitions",
    "(h : 0 < θ) : 1 ≤ θ",
    "omega",
    twin(": 0 < θ", "norm_num [θ]", "import Mathlib\nnoncomputable def θ : ℝ := 1 / 2\n"),
    "import Mathlib\nnoncomputable def θ : ℝ := 1 / 2\n",
  ),
  row(
    "the header's notations",
    ": π > 3",
    "exact Real.pi_gt_three",
    twin(": π > 3", "exact Real.pi_gt_three", "import Mathlib\nopen Real\n"),
    'import Mathlib\nopen Real\nlocal notation "π" => (3:ℝ)\n',
  ),
  row(
    "the header's instances",
    ": (2 : ℕ) + 3 = 5",
    "norm_num",
    twin(": (2 : ℕ) * 3 = 6", "norm_num"),
    "import Mathlib\nlocal instance : HAdd ℕ ℕ ℕ := ⟨fun a b => a * b⟩\n",
  ),
  row(
    "the header's macros",
    ": (2 : ℕ) + 3 = 5",
    "norm_num",
    twin(": (2 : ℕ) + 3 = 5", "norm_num", "import Mathlib\n-- macro_rules | `($a + $b) => `($a * $b)\n"),
    "import Mathlib\nlocal macro_rules | `($a + $b) => `(HMul.hMul $a $b)\n",
  ),
  ...["open Real -- used in proofs", " open Real", "open Nat\n  Real", "namespace Real"].map((opening) =>
    row(
      "what the header opens",
      `: ${pi}`,
      "omega",
      twin(": π > 3", "exact Real.pi_gt_three", "import Mathlib\nopen Real\n"),
      `import Mathlib\n${opening}\n`,
    ),
  ),
  ...["open Real (sqrt)", "/-\nopen Real\n-/", "-- open Real"].map((opening) =>
    row(
      "what the header opens",
      ": π > 3",
      "exact Real.pi_gt_three",
      twin(": Real.pi > 3", "exact Real.pi_gt_three"),
      `import Mathlib\n${opening}\n`,
    ),
  ),
  row(
    "names that nothing binds",
    "(f : ℕ → ℕ) (h : f x = x ^ 2) : 0 ≤ f x",
    "positivity",
    twin(
      "(f : ℕ → ℕ) (x : ℕ) (h : f x = x ^ 2) : 0 ≤ f x",
      "positivity",
      "import Mathlib\nset_option autoImplicit false\n",
    ),
    "import Mathlib\nset_option autoImplicit false\n",
  ),
  row(
    "a bijection and its inverse",
    "(σ : Equiv ℝ ℝ) (h : σ.1 2 = 4) : σ.2 2 = 4",
    "exact h",
    twin("(σ : Equiv ℝ ℝ) (h : σ.1 2 = 4) : σ.2 4 = 2", "rw [← h]\nexact σ.left_inv 2"),
  ),
  row(
    "a bijection and its inverse",
    "(σ : ℤ ≃ ℤ) : σ (σ 3) = 3",
    "exact σ.apply_symm_apply 3",
    twin("(σ : ℤ ≃ ℤ) : σ (σ.symm 3) = 3", "exact σ.apply_symm_apply 3"),
  ),
  row(
    "a bijection between two types",
    ": ∃ σ : Equiv ℕ ℝ, True",
    "exact ⟨_, trivial⟩",
    twin("(σ : Equiv.Perm ℕ) : ∃ τ : Equiv.Perm ℕ, τ 3 = σ 3", "exact ⟨σ, rfl⟩"),
  ),
];

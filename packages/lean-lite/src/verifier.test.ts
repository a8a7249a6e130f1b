import { expect, test } from "vitest";
import { checkProof, LeanLite } from "./index.ts";

const theorem = (statement: string) => ({ id: "t", statement });

test("a proof is proved, with the kernel as evidence", async () => {
  await using lean = new LeanLite();
  const verdict = await lean.verify({
    theorem: theorem("theorem t (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by"),
    proof: { kind: "tactics", tactics: "nlinarith [sq_nonneg (a - b)]" },
  });
  expect(verdict).toMatchObject({ id: "t", status: "proved", evidence: "kernel", verifier: "lite" });
});

test("a proved verdict names the lemmas that the proof uses, and those that it assumes", async () => {
  await using lean = new LeanLite();
  const verify = (statement: string, tactics: string) =>
    lean.verify({ theorem: theorem(`theorem t ${statement} := by`), proof: { kind: "tactics", tactics } });
  // Derived from the rules: used, and nothing is assumed.
  const square = await verify("(a : ℝ) : 0 ≤ a ^ 2", "exact sq_nonneg a");
  expect(square).toMatchObject({ status: "proved", lemmas: ["sq_nonneg ℝ"], axioms: [] });
  const sum = await verify("(x y : ℝ) : Real.exp (x + y) = Real.exp x * Real.exp y", "exact Real.exp_add x y");
  expect(sum).toMatchObject({ lemmas: ["Real.exp_add"], axioms: ["Real.exp_add"] });
  // Derived from a lemma that is assumed.
  const bound = await verify("(x : ℝ) : |Real.sin x| ≤ 1", "exact Real.abs_sin_le_one x");
  expect(bound).toMatchObject({ lemmas: ["Real.abs_sin_le_one"] });
  expect(bound.status === "proved" && bound.axioms).toContain("Real.cos_add");
  expect(await verify("(a : ℝ) : a + 0 = a", "ring")).toMatchObject({ lemmas: [], axioms: [] });
});

test("Fibonacci numbers have values", () => {
  for (const tactic of ["decide", "norm_num"]) {
    expect(checkProof("theorem t : Nat.fib 10 = 55 := by", tactic).status).toBe("proved");
    expect(checkProof("theorem t : Nat.fib 10 = 89 := by", tactic).status).not.toBe("proved");
  }
});

test("sorry shows the open goal as Lean prints it", () => {
  const outcome = checkProof("theorem t (x y : ℝ) (n : ℕ) (h : 0 < x) : x ^ n + n > 1/2 := by", "sorry");
  expect(outcome).toMatchObject({ status: "sorry", goal: "x y : ℝ\nn : ℕ\nh : 0 < x\n⊢ x ^ n + ↑n > 1 / 2" });
});

test("a wrong proof is an error with its place and its goal", () => {
  const outcome = checkProof("theorem t (x : ℝ) (h : 0 < x) : 1 < x := by", "  norm_num\n  linarith");
  expect(outcome).toMatchObject({ status: "error", goal: "x : ℝ\nh : 0 < x\n⊢ 1 < x" });
  expect(outcome.messages[0]).toMatchObject({ severity: "error", start: { line: 3, column: 2 } });
  // What does not parse in a statement may parse in Lean; what a proof says is its own fault.
  expect(checkProof("theorem t : 1 = := by", "rfl").status).toBe("unsupported");
  expect(checkProof("theorem t : 1 = 1 := by", "exact (rfl").status).toBe("error");
});

test("goals that the whole proof leaves open stand at its `by`", () => {
  const outcome = checkProof("theorem t (x : ℝ)\n    (h : 0 < x) : 1 < x := by", "  skip");
  expect(outcome.messages).toMatchObject([
    { text: "unsolved goals\nx : ℝ\nh : 0 < x\n⊢ 1 < x", start: { line: 2, column: 27 } },
  ]);
});

test("a text with more tokens than are read is too long, not wrong", async () => {
  const statement = `theorem t : ${"1 + ".repeat(100_000)}1 = 100001 := by`;
  expect(checkProof(statement, "norm_num")).toMatchObject({ status: "memory", limit: "200000 tokens" });
  await using lean = new LeanLite();
  const file = { theorem: theorem(statement), proof: { kind: "file", code: `${statement} norm_num` } } as const;
  expect((await lean.verify(file)).status).toBe("memory");
});

test("what is not understood is unsupported, by name", () => {
  expect(checkProof("theorem t (f : ℝ → ℝ) (h : Continuous f) : True := by", "trivial")).toMatchObject({
    status: "unsupported",
    construct: "the name Continuous",
  });
  expect(checkProof("theorem t : 1 = 1 := by", "frobnicate")).toMatchObject({ status: "unsupported" });
});

test("numerals in all their forms", () => {
  for (const goal of [
    "(1e3 : ℝ) = 1000",
    "(1.5e2 : ℝ) = 150",
    "(25e-1 : ℝ) = 2.5",
    "0x1F = 31",
    "0b101 = 5",
    "1_000 = 1000",
  ])
    expect({ goal, status: checkProof(`theorem t : ${goal} := by`, "norm_num").status }).toEqual({
      goal,
      status: "proved",
    });
});

test("tactics of Lean that are not known here do not matter where they never run", () => {
  expect(checkProof("theorem t : 1 = 1 := by", "rfl <;> grind [x, ⟨y⟩]").status).toBe("proved");
  // A word that is no tactic is another thing: with it Lean reads nothing of the proof.
  expect(checkProof("theorem t : 1 = 1 := by", "rfl <;> frobnicate [x, ⟨y⟩] at h").status).toBe("unsupported");
});

test("steps are counted, and the same limit ends the same way", () => {
  const check = () =>
    checkProof("theorem t (a b c d : ℝ) : a * b + c * d ≤ a ^ 4 + b ^ 2 - c - d := by", "nlinarith", { steps: 20_000 });
  expect(check().status).not.toBe("proved");
  expect(check()).toEqual(check());
});

test("what a check says does not depend on what was checked before", () => {
  const check = () =>
    checkProof("theorem t (a b : ℕ) (h₀ : 0 < a) (h₁ : a ∣ b) : a ∣ a + b := by", "exact Nat.mod_eq_zero_of_dvd h₁");
  const first = check();
  expect(first.messages[0]?.text).toMatch(/\?m\.1\b/);
  expect(check()).toEqual(first);
});

test("a file must prove the statement that was asked for", async () => {
  await using lean = new LeanLite();
  const code = "import Mathlib\n\ntheorem u (n : ℕ) : n + 0 = n := by\n  simp\n";
  const ask = async (statement: string, text: string) =>
    (await lean.verify({ theorem: theorem(statement), proof: { kind: "file", code: text } })).status;
  expect(await ask("theorem u (n : ℕ) : n + 0 = n := by", code)).toBe("proved");
  expect(await ask("theorem u (n : ℕ) : n + 1 = n := by", code)).toBe("mismatch");
  // The same words under another name are another theorem, as they are to Lean.
  expect(await ask("theorem t (n : ℕ) : n + 0 = n := by", code)).toBe("mismatch");
  expect(await ask("theorem u (n : ℕ) : n + 0 = n := by", `axiom a : False\n${code}`)).toBe("forbidden");
});

test("neither a file's own header nor an unfinished statement changes what is asked", async () => {
  await using lean = new LeanLite();
  const status = async (statement: string, proof: Parameters<typeof lean.verify>[0]["proof"]) =>
    (await lean.verify({ theorem: theorem(statement), proof })).status;
  const shadowed = 'notation "n" => 1\n\ntheorem u (n : ℕ) : n + 0 = n := by\n  simp\n';
  expect(await status("theorem u (n : ℕ) : n + 0 = n := by", { kind: "file", code: shadowed })).toBe("forbidden");
  expect(await status("theorem t : 1 = 2 ∨", { kind: "tactics", tactics: "True := by simp" })).toBe("unsupported");
  expect(await status('theorem t : "', { kind: "file", code: "theorem t : 1 = 1 := rfl" })).toBe("mismatch");
});

// Each pair: a false statement, and the proof that would go through with a mistaken reading of it.
test.for([
  ["theorem t (a b : ℕ) : a - b + b = a := by", "ring"],
  ["theorem t (a b : ℕ) : a - b + b = a := by", "omega"],
  ["theorem t : (1 / 2 : ℕ) + 1 / 2 = 1 := by", "norm_num"],
  ["theorem t (x : ℝ) : x / x = 1 := by", "field_simp"],
  ["theorem t (x : ℝ) : x * x⁻¹ = 1 := by", "ring"],
  ["theorem t (n : ℕ) : ((n / 2 : ℕ) : ℝ) = n / 2 := by", "push_cast; ring"],
  ["theorem t (n : ℕ) : ((n - 1 : ℕ) : ℤ) = n - 1 := by", "push_cast; ring"],
  ["theorem t (x : ℝ) : -x ^ 2 = (-x) ^ 2 := by", "ring"],
  ["theorem t : (-7 : ℤ) / 2 = -3 := by", "decide"],
  ["theorem t : (-7 : ℤ) % 2 = -1 := by", "norm_num"],
  ["theorem t (x : ℝ) (h : 0 ≤ x) : x ^ (1 / 2) * x ^ (1 / 2) = x := by", "ring_nf; simp"],
  ["theorem t (x : ℝ) : Real.sqrt (x ^ 2) = x := by", "rw [Real.sqrt_sq]; assumption"],
  ["theorem t (h : ∃ x : ℕ, x > 5) : ∀ x : ℕ, x > 5 := by", "intro x; obtain ⟨x, hx⟩ := h; exact hx"],
  ["theorem t : ∃ x : ℕ, ∀ y : ℕ, x = y := by", "refine ⟨_, fun y => rfl⟩"],
  ["theorem t (n : ℕ) (h : n = 0) : n + 1 = 0 := by", "induction n with\n| zero => exact h\n| succ n ih => omega"],
  ["theorem t (p q : Prop) (h : p → q) : q → p := by", "exact h"],
  ["theorem t (a b : ℝ) (h : a < b) : a ^ 2 < b ^ 2 := by", "nlinarith"],
  ["theorem t (a b : ℝ) : |a + b| = |a| + |b| := by", "simp"],
  ["theorem t (z : ℂ) (h : z ≠ 0) : z ^ 2 = 1 := by", "nlinarith"],
  ["theorem t : ∑ i in Finset.range 5, i = 15 := by", "decide"],
] as const)("refuses the false %s by %s", ([statement, proof]) => {
  expect(checkProof(statement, proof).status).not.toBe("proved");
});

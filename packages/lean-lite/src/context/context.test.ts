import { describe, expect, test } from "vitest";
import { LeanLite } from "../verifier.ts";

const lean = new LeanLite();

const tactics = async (header: string | undefined, statement: string, proof: string) =>
  lean.verify({
    theorem: { id: "t", statement, ...(header === undefined ? {} : { header }) },
    proof: { kind: "tactics", tactics: proof },
  });

/** Each false under its header or refused by Lean there; beside it what the header must be for it to be proved. */
test.for([
  ["variable (x : ℤ)", "variable (x : ℕ)", "theorem t : x ≥ 0 := by", "omega"],
  ["variable (a b : ℝ)", "variable (a b : ℤ)", "theorem t (h : a < b) : a + 1 ≤ b := by", "omega"],
  [" variable (a b : ℝ)", " variable (a b : ℤ)", "theorem t (h : a < b) : a + 1 ≤ b := by", "omega"],
  [
    "variable {α : ℝ}",
    "variable {α : ℕ}",
    "theorem t (h : α ∈ Set.Ioo 0 2) : α ∈ Set.Ico 1 2 := by",
    "obtain ⟨h1, h2⟩ := h; constructor <;> omega",
  ],
  ["variable (h : 1 = 2)", "variable (h : 1 = 2)\ninclude h", "theorem t : 3 = 4 := by", "omega"],
  // `h` of the statement is another: the variable's hypothesis stays out.
  ["variable (h : 1 = 2)", "variable (h : 1 = 2)\ninclude h", "theorem t (h : 1 = 1) : 3 = 4 := by", "omega"],
  ["def k : ℤ := -3", "def k : ℤ := 3", "theorem t : 0 ≤ k := by", "norm_num [k]"],
  ["noncomputable def k : ℝ := 1 / 2", "noncomputable def k : ℝ := 2", "theorem t : 1 ≤ k := by", "norm_num [k]"],
  ["def f (x : ℤ) : ℤ := x - 1", "def f (x : ℤ) : ℤ := x + 1", "theorem t (x : ℤ) : x < f x := by", "simp [f]"],
  ["open Real (sqrt)", "open Real", "theorem t : π > 3 := by", "exact Real.pi_gt_three"],
  ["/-\nopen Real\n-/", "open Real /- -/", "theorem t : π > 3 := by", "exact Real.pi_gt_three"],
  ["-- open Real", "open Real -- used in proofs", "theorem t : π > 3 := by", "exact Real.pi_gt_three"],
  ["open Nat", "open Nat\n  Real", "theorem t : π > 3 := by", "exact Real.pi_gt_three"],
  ["open Real hiding pi", "open scoped Real", "theorem t : π = Real.pi ∧ pi = 3 := by", "simp", "unsupported"],
  ["open scoped Nat", "open Real", "theorem t (x : ℝ) : 0 ≤ sqrt x := by", "positivity"],
  ["section\nopen Real\nend", "section\nopen Real", "theorem t : π > 3 := by", "exact Real.pi_gt_three"],
  [
    "set_option autoImplicit false",
    "set_option autoImplicit true",
    "theorem t (f : ℕ → ℕ) (h : f x = x ^ 2) : 0 ≤ f x := by",
    "positivity",
  ],
  ["namespace Real", "open Real", "theorem t : π > 3 := by", "exact Real.pi_gt_three"],
  [
    "open Polynomial",
    "open Nat",
    "theorem t (f : ℕ → ℕ) (h : f X = X ^ 2) : 0 ≤ f X := by",
    "positivity",
    "unsupported",
  ],
] as const)("under %j it is not proved", async ([falsely, truly, statement, proof, twin = "proved"]) => {
  expect((await tactics(`import Mathlib\n${falsely}\n`, statement, proof)).status).not.toBe("proved");
  expect((await tactics(`import Mathlib\n${truly}\n`, statement, proof)).status).toBe(twin);
});

test.for([
  ['local notation "π" => (3:ℝ)\nopen Real', "local notation"],
  ["local instance : HAdd ℕ ℕ ℕ := ⟨fun a b => a * b⟩", "local instance"],
  ["local macro_rules | `($x + $y) => `($x * $y)", "local macro_rules"],
  ["attribute [local simp] foo", "attribute"],
  ["open Real renaming pi → tau", "open … renaming"],
  ["open Gadget", "open Gadget"],
  ["import Gadgets.Basic", "import Gadgets.Basic"],
  ["structure S where x : ℕ", "structure S"],
  ["set_option tactic.hygienic false", "set_option tactic.hygienic"],
  ["end", "end "],
  ["#exit", "#exit"],
  ["frobnicate all of it", "'frobnicate'"],
  ["theorem h : 1 = 1 := rfl\n/- that is all", "a comment or string that does not end"],
] as const)("a header with %j is refused by name", async ([header, construct]) => {
  expect(await tactics(header, "theorem t : (2 : ℕ) + 3 = 5 := by", "norm_num")).toMatchObject({
    status: "unsupported",
    construct,
  });
});

test("what switches a check off is forbidden, in a header and in a proof", async () => {
  const option = "set_option debug.skipKernelTC true";
  expect(await tactics(option, "theorem t : 1 = 1 := by", "rfl")).toMatchObject({
    status: "forbidden",
    construct: option.slice(0, -5),
  });
  expect((await tactics(undefined, "theorem t : 1 = 1 := by", `${option} in rfl`)).status).toBe("forbidden");
});

test.for([
  "import Mathlib\nimport Aesop\n\nset_option maxHeartbeats 400000\n\nopen BigOperators Real Nat Topology Rat\n",
  "import Mathlib\nopen Nat hiding sqrt\nopen scoped BigOperators Topology\nnoncomputable section\n",
  "universe u v\nvariable {G : Type*} [Group G] (g : G)\nopen Function\nnamespace Imo2024P1\n#check 1\n",
  "/-! about it -/\n/-- doc -/ lemma helper : 1 = 1 := rfl\n#print axioms helper\n",
  "@[simp] theorem helper : 1 = 1 := rfl\nexample : 2 = 2 := by rfl\ndef two := 2\n",
])("a header that changes nothing is read: %j", async (header) => {
  expect((await tactics(header, "theorem t (a b : ℕ) : a + b = b + a := by", "ring")).status).toBe("proved");
});

describe("a theorem may use what stands before it", () => {
  const uses = async (before: string, statement: string, proof: string) =>
    tactics(`import Mathlib\n${before}\n`, statement, proof);

  test("theorems, by the names that reach them", async () => {
    const helper = "theorem helper (x : ℝ) : 0 ≤ x ^ 2 := by positivity";
    expect((await uses(helper, "theorem t (a : ℝ) : 0 ≤ a ^ 2 := by", "exact helper a")).status).toBe("proved");
    const inside = `namespace Gadget\n${helper}\nend Gadget`;
    expect((await uses(inside, "theorem t (a : ℝ) : 0 ≤ a ^ 2 := by", "exact Gadget.helper a")).status).toBe("proved");
    expect((await uses(inside, "theorem t (a : ℝ) : 0 ≤ a ^ 2 := by", "exact helper a")).status).not.toBe("proved");
    const reopened = `${inside}\nopen Gadget`;
    expect((await uses(reopened, "theorem t (a : ℝ) : 0 ≤ a ^ 2 := by", "exact helper a")).status).toBe("proved");
  });

  test("with its variables as arguments", async () => {
    const helper = "variable (x y : ℝ)\ntheorem helper : 0 ≤ x ^ 2 := by positivity";
    expect((await uses(helper, "theorem t (a : ℝ) : 0 ≤ a ^ 2 := by", "exact helper a")).status).toBe("proved");
  });

  test("one that is sorry is what the verdict rests on", async () => {
    const helper = "theorem helper : (1 : ℕ) = 2 := by sorry";
    expect(await uses(helper, "theorem t : (2 : ℕ) = 3 := by", "have := helper; omega")).toMatchObject({
      status: "sorry",
      rests: ["helper (sorry)"],
    });
    // And whoever uses that one rests on the same.
    const more = `${helper}\ntheorem more : (2 : ℕ) = 3 := by\n  have := helper\n  omega`;
    expect(await uses(more, "theorem t : (3 : ℕ) = 4 := by", "have := more; omega")).toMatchObject({
      rests: ["helper (sorry)"],
    });
    expect((await uses(helper, "theorem t : (2 : ℕ) = 2 := by", "rfl")).status).toBe("proved");
  });

  test("one that failed proves nothing", async () => {
    const helper = "theorem helper : (1 : ℕ) = 2 := by rfl";
    expect((await uses(helper, "theorem t : (2 : ℕ) = 3 := by", "have := helper; omega")).status).toBe("unsupported");
  });

  test("definitions, when they are unfolded", async () => {
    const square = "def sq' (x : ℤ) : ℤ := x * x";
    const statement = "theorem t (x : ℤ) : sq' x = x ^ 2 := by";
    expect((await uses(square, statement, "rw [sq']; ring")).status).toBe("proved");
    expect((await uses(square, statement, "simp only [sq']; ring")).status).toBe("proved");
    expect((await uses(square, "theorem t (x : ℤ) : sq' x = x ^ 3 := by", "simp only [sq']; ring")).status).not.toBe(
      "proved",
    );
    // Nothing sees through the name alone, neither here nor in Lean; whether Lean's tactic would is not ours to say.
    expect((await uses("def k : ℤ := 3", "theorem t : 0 ≤ k := by", "omega")).status).toBe("unsupported");
  });

  test("definitions by structural recursion over ℕ", async () => {
    const twice = "def twice : ℕ → ℕ\n  | 0 => 0\n  | n + 1 => twice n + 2";
    const proof = "induction n with\n| zero => simp [twice]\n| succ n ih => simp [twice, ih]; ring";
    expect((await uses(twice, "theorem t (n : ℕ) : twice n = 2 * n := by", proof)).status).toBe("proved");
    expect((await uses(twice, "theorem t (n : ℕ) : twice n = 3 * n := by", proof)).status).not.toBe("proved");
    // No function satisfies these.
    const never = "def never : ℕ → ℕ\n  | 0 => 0\n  | n + 1 => never (n + 1) + 1";
    expect((await uses(never, "theorem t : never 1 = never 1 + 1 := by", "simp [never]")).status).toBe("unsupported");
  });
});

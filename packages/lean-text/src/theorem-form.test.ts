import { describe, expect, test } from "vitest";
import { statementHash, theoremHash } from "./index.ts";

const statement = "theorem t (h : a < b) : sqrt a ≤ sqrt b := by";

describe("a theorem is the same", () => {
  test.for<readonly [what: string, header: string, other: string]>([
    [
      "under imports, comments, limits",
      "import Mathlib\n",
      "/- words -/\nimport Mathlib.Tactic\nset_option maxHeartbeats 0\n",
    ],
    [
      "under other theorems",
      "",
      "@[simp] theorem helper (x : ℕ) : x = x := rfl\nexample : 1 = 1 := rfl\n#check helper\n",
    ],
    ["under the same namespaces in another order", "open Real Nat", "open Nat\n-- and\nopen BigOperators Real"],
    [
      "behind sections that have ended",
      "open Real",
      "open Real\nsection\nopen Nat\nvariable (a : ℕ)\nend\nnamespace A\nend A\n",
    ],
    [
      "under definitions that it does not speak of",
      "open Real",
      "open Real\ndef k : ℝ := 3\nnoncomputable section\nvariable (c : ℝ)\n",
    ],
    ["under a variable that it does not name", "variable (a b : ℝ)", "variable (a b c : ℝ) (h' : 0 < c)"],
  ])("%s", ([, header, other]) => {
    expect(theoremHash({ statement, header })).toBe(theoremHash({ statement, header: other }));
  });

  test("with variables of its header for binders, and instances that speak of nothing else", () => {
    const bound = "theorem t {G : Type*} [Group G] (a : G) (h : a * a = 1) : a = a⁻¹ := by";
    const header = "variable {G H : Type*} [Group G] [Group H] (a b : G)\n";
    expect(theoremHash({ statement: "theorem t (h : a * a = 1) : a = a⁻¹ := by", header })).toBe(statementHash(bound));
  });

  test("under any namespaces where it has no name that they could complete", () => {
    const plain = "theorem t (x : ℝ) (h : 0 < x) : Real.sqrt (x ^ 2) = x := by";
    expect(theoremHash({ statement: plain, header: "open Nat Real" })).toBe(statementHash(plain));
  });
});

describe("a theorem is another", () => {
  test.for<readonly [what: string, header: string, other: string]>([
    ["under other namespaces", "open Real", "open Nat"],
    ["under a namespace as the current one", "namespace A", "open Real"],
    ["under names hidden", "open Real", "open Real hiding sqrt"],
    ["under variables of another type", "variable (a b : ℝ)", "variable (a b : ℕ)"],
    ["under a definition of its names", "open Real", "open Real\ndef sqrt (x : ℝ) : ℝ := x"],
    ["under another definition", "def sqrt (x : ℝ) : ℝ := x", "def sqrt (x : ℝ) : ℝ := -x"],
    [
      "where a definition's own namespaces differ",
      "open Nat in\ndef sqrt := f",
      "namespace A\nend A\nopen Real\ndef sqrt := f",
    ],
    ["under what a definition speaks of", "def k := 1\ndef sqrt (_ : ℝ) := k", "def k := 2\ndef sqrt (_ : ℝ) := k"],
    ["under notation", "", 'local notation "sqrt" => id'],
    ["under an instance", "", "local instance : LT ℝ := ⟨fun _ _ => True⟩"],
    ["under what nobody understands", "", "frobnicate all"],
  ])("%s", ([, header, other]) => {
    expect(theoremHash({ statement, header })).not.toBe(theoremHash({ statement, header: other }));
  });
});

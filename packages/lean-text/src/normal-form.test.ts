import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalForm, statementHash } from "./normal-form.ts";

describe("the normal form", () => {
  test("reads as hypotheses, then the goal", () => {
    expect(normalForm("theorem t (a b : ℝ) (h : a<b) : ∃ x, a < x ∧ x < b := by")).toBe(
      "#0 : ℝ ; #1 : ℝ ; #2 : #0 < #1 ⊢ ∃ #3 , #0 < #3 ∧ #3 < #1",
    );
  });

  test.for<readonly [string, string, string]>([
    ["name, spaces, comments", "theorem t (x : ℕ) : x=x := by", "lemma u (y : ℕ)  :\n y = y -- so\n := by sorry"],
    ["binders and a leading ∀", "theorem t (a b : ℝ) (h : a < b) : a ≤ b := by", "∀ x y : ℝ, x < y → x ≤ y"],
    ["bare names before a group", "∀ n (h : n = 3), n = 3", "theorem t n : n = 3 → n = 3 := by"],
    ["bounded ∀", "∀ x > 0, x = x", "∀ x, x > 0 → x = x"],
    ["big operators", "theorem t : ∑ i in Finset.range 3, i = 3 := by", "∑ k ∈ Finset.range 3, k = 3"],
    ["ASCII spellings", "∀ n : Nat, n >= 0 /\\ (n != 1 -> True)", "∀ n : ℕ, n ≥ 0 ∧ (n ≠ 1 → True)"],
    ["needless brackets", "∀ x : ℝ, ((x + 1)) * (x) = 0 → (x = 0)", "∀ x : ℝ, (x + 1) * x = 0 → x = 0"],
    ["functions and sets", "(fun x => x + 1) 2 ∈ {y | y = 3}", "(λ z ↦ z + 1) 2 ∈ {w | w = 3}"],
    [
      "projections",
      "theorem t (h : 0 < 1 ∧ 1 < 2) (f : h.1 = h.1) : 1 = 1 := by",
      "∀ (k : 0 < 1 ∧ 1 < 2) (f : k.1 = k.1), 1 = 1",
    ],
  ])("is blind to %s", ([, left, right]) => {
    expect(normalForm(left)).toBe(normalForm(right));
    expect(statementHash(left)).toBe(statementHash(right));
  });

  test.for<readonly [string, string, string]>([
    ["the goal", "∀ x : ℝ, x = 1", "∀ x : ℝ, x = 2"],
    ["a type", "∀ x : ℝ, x = 1", "∀ x : ℤ, x = 1"],
    ["which variable", "∀ x y : ℝ, x < y", "∀ x y : ℝ, y < x"],
    ["brackets that group", "2 * (3 + 1) = 8", "2 * 3 + 1 = 8"],
    ["an arrow under ↔", "∀ p q : Prop, p → q ↔ q", "∀ p q : Prop, p → (q ↔ q)"],
    ["∃ and ∀", "∃ x : ℕ, x = 0", "∀ x : ℕ, x = 0"],
    ["an arrow inside ∃", "∃ x : ℕ, x = 0 → x = 1", "(∃ x : ℕ, x = 0) → 0 = 1"],
    ["a free name and a bound one", "∀ x : ℕ, x = y", "∀ x : ℕ, x = x"],
  ])("tells apart %s", ([, left, right]) => {
    expect(normalForm(left)).not.toBe(normalForm(right));
  });

  test("any consistent renaming of bound names gives the same form", () => {
    const statement = (names: readonly string[]): string =>
      `theorem t (${names[0]} ${names[1]} : ℝ) (${names[2]} : 0 < ${names[0]}) : ` +
      `∀ ${names[3]} ∈ Set.Icc ${names[0]} ${names[1]}, ∑ ${names[4]} ∈ Finset.range 3, ${names[4]} * ${names[3]} ` +
      `= 3 * ${names[3]} ∧ (fun ${names[5]} => ${names[5]} + ${names[1]}) 0 = ${names[1]} := by`;
    const name = fc
      .stringMatching(/^[a-zα-κ][a-z0-9₀-₉']{0,3}$/)
      .filter((word) => !/^(fun|in|by|let|have|if)$/.test(word));
    const distinct = fc.uniqueArray(name, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(distinct, (names) => {
        expect(normalForm(statement(names))).toBe(normalForm(statement(["a", "b", "h", "x", "k", "y"])));
      }),
    );
  });

  test("never fails, whatever the text", () => {
    const words = fc.array(fc.constantFrom("∀", "(", ")", "x", ":", ",", "→", "{", "}", "∑", "in", "=>", "let", ":="));
    const texts = fc.oneof(
      fc.string({ unit: "grapheme" }),
      words.map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(normalForm(text)).toContain("⊢");
      }),
    );
  });
});

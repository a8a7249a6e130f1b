import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { declarations, tacticBlock } from "./file.ts";
import { splitFile } from "./statement.ts";
import { codeTokens, stripComments, tokenize } from "./tokens.ts";

describe("tokens", () => {
  test("identifiers keep dots, primes and subscripts; operators are whole; comments nest", () => {
    const words = (text: string): string[] => codeTokens(text).map((token) => token.text);
    expect(words("h₀.1 <;> Nat.gcd_comm' := fun x ↦ «odd name».2")).toEqual([
      "h₀.1",
      "<;>",
      "Nat.gcd_comm'",
      ":=",
      "fun",
      "x",
      "↦",
      "«odd name».2",
    ]);
    expect(words("a /- one /- two -/ still -/ b -- rest\nc")).toEqual(["a", "b", "c"]);
    expect(words("∀ x:ℝ,x^2≥0∧λy=>y")).toEqual([
      "∀",
      "x",
      ":",
      "ℝ",
      ",",
      "x",
      "^",
      "2",
      "≥",
      "0",
      "∧",
      "λ",
      "y",
      "=>",
      "y",
    ]);
    expect(words('"a -- b" n! 1.5e-3 x⁻¹')).toEqual(['"a -- b"', "n!", "1.5e-3", "x", "⁻¹"]);
    expect(stripComments("a/-b-/c --d")).toBe("a c  ");
  });

  test("any text is covered in order: nothing but white space between tokens", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "₀", "'", '"', "-", "/", "\n", " ", "«", "»", "(", "∀", "1", ".", "\\", "🦊"),
    });
    fc.assert(
      fc.property(text, (source) => {
        let end = 0;
        for (const token of tokenize(source)) {
          expect(source.slice(end, token.start).trim()).toBe("");
          expect(source.slice(token.start, token.end)).toBe(token.text);
          end = token.end;
        }
        expect(source.slice(end).trim()).toBe("");
      }),
    );
  });
});

describe("declarations", () => {
  test("doc comments, attributes and modifiers belong to the theorem; mentions in comments do not", () => {
    const code =
      "import Mathlib\n-- theorem no : False\n/-- Yes. -/\n@[simp, norm_cast]\nprivate theorem yes (h : 1 = 1) :\n    1 = 1 := by\n  -- theorem inside\n  exact h\n\nend\n";
    const [only, ...others] = declarations(code);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ keyword: "theorem", name: "yes", signature: "(h : 1 = 1) :\n    1 = 1", doc: "Yes." });
    expect(tacticBlock(only!)).toBe("  -- theorem inside\n  exact h");
    expect(splitFile(code)!.header).toBe("import Mathlib\n-- theorem no : False\n\n");
  });

  test("terms become exact; alternatives are no tactic block; open and set_option inside a proof do not end it", () => {
    const block = (code: string): string => tacticBlock(declarations(code)[0]!);
    expect(block("theorem t : 1 = 1 := rfl")).toBe("  exact (rfl)");
    expect(declarations("theorem t : ∀ n : ℕ, |n| = n\n  | 0 => rfl\n  | n + 1 => rfl")[0]).toMatchObject({
      signature: ": ∀ n : ℕ, |n| = n",
      body: "| 0 => rfl\n  | n + 1 => rfl",
    });
    expect(block("theorem t : 1 = 1\n  | _ => rfl")).toBe("");
    expect(block("theorem t : 1 = 1 := by\n  open Nat in simp\n  set_option maxHeartbeats 9 in rfl")).toContain(
      "in rfl",
    );
  });

  test("the theorem asked for is found among helpers, and helpers are not part of its header", () => {
    const code =
      "import Mathlib\nlemma helper : 1 = 1 := rfl\ndef c := 3\ntheorem main : c = 3 := rfl\ntheorem after : 1 = 1 := rfl";
    expect(splitFile(code, "main")).toMatchObject({
      statement: "theorem main : c = 3 := by",
      header: "import Mathlib\ndef c := 3\n\n",
    });
    expect(splitFile(code)!.name).toBe("after");
  });
});

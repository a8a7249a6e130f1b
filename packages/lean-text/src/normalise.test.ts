import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFile, theoremsOf } from "./commands.ts";
import { isMissing, signatureText, splitFile } from "./normalise.ts";
import { placeIn, proofBlock } from "./proof-block.ts";
import { codeTokens, stripComments, tokenize } from "./tokens.ts";

describe("tokens", () => {
  test("identifiers keep dots, primes and subscripts; operators are whole; comments nest", () => {
    const words = (text: string): string[] => codeTokens(text).map((token) => token.text);
    expect(words("h₀.1 <;> Nat.gcd_comm' := fun x ↦ «odd name».2")).toEqual([
      "h₀",
      ".",
      "1",
      "<;>",
      "Nat.gcd_comm'",
      ":=",
      "fun",
      "x",
      "↦",
      "«odd name»",
      ".",
      "2",
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

  test("any text is covered in order", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "₀", "'", '"', "-", "/", "\n", " ", "«", "»", "(", "∀", "1", ".", "\\", "🦊"),
    });
    fc.assert(
      fc.property(text, (source) => {
        let end = 0;
        for (const token of tokenize(source)) {
          expect(token.start).toBe(end);
          expect(source.slice(token.start, token.end)).toBe(token.text);
          end = token.end;
        }
        expect(end).toBe(source.length);
      }),
    );
  });
});

describe("declarations", () => {
  test("doc comments, attributes and modifiers belong to the theorem; mentions in comments do not", () => {
    const code =
      "import Mathlib\n-- theorem no : False\n/-- Yes. -/\n@[simp, norm_cast]\nprivate theorem yes (h : 1 = 1) :\n    1 = 1 := by\n  -- theorem inside\n  exact h\n\nend\n";
    const file = readFile(code);
    const [only, ...others] = theoremsOf(file);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ keyword: "theorem", name: "yes", doc: "Yes." });
    expect(signatureText(file, only!)).toBe("(h : 1 = 1) :\n    1 = 1");
    expect(proofBlock(file, only!)!.tactics).toBe("  -- theorem inside\n  exact h");
    expect(splitFile(code)!.header).toBe("import Mathlib\n-- theorem no : False\n\n");
  });

  test("terms become exact; alternatives are no tactic block; open and set_option inside a proof do not end it", () => {
    const block = (code: string): string | undefined => {
      const file = readFile(code);
      return proofBlock(file, theoremsOf(file)[0]!)?.tactics;
    };
    expect(block("theorem t : 1 = 1 := rfl")).toBe("  exact (rfl)");
    const alternatives = readFile("theorem t : ∀ n : ℕ, |n| = n\n  | 0 => rfl\n  | n + 1 => rfl");
    const [declaration] = theoremsOf(alternatives);
    expect(declaration!.signatureEnd.kind).toBe("alternatives");
    expect(signatureText(alternatives, declaration!)).toBe(": ∀ n : ℕ, |n| = n");
    expect(block("theorem t : 1 = 1\n  | _ => rfl")).toBeUndefined();
    expect(block("theorem t : 1 = 1 := by\n  open Nat in simp\n  set_option maxHeartbeats 9 in rfl")).toContain(
      "in rfl",
    );
    // Lines below the first are read by their place under it.
    expect(block("theorem t : 1 = 1 := by norm_num\n                       rfl")).toBe(
      "                        norm_num\n                       rfl",
    );
  });

  test("places in statement and proof are found again in the file", () => {
    const code = "import Mathlib\n\nnamespace A\n  lemma t\n      (x : ℝ) : x = x := by\n    -- so\n    norm_num\n";
    const file = readFile(code);
    const [declaration] = theoremsOf(file);
    const statement = "theorem t\n      (x : ℝ) : x = x := by";
    const place = { line: 4, column: 2, longer: 2, statement, proof: proofBlock(file, declaration!) };
    expect(placeIn(place, { line: 1, column: 8 })).toEqual({ line: 4, column: 8 });
    expect(placeIn(place, { line: 2, column: 7 })).toEqual({ line: 5, column: 7 });
    expect(placeIn(place, { line: 4, column: 4 })).toEqual({ line: 7, column: 4 });
    const short = readFile("example : 1 = 1 := by rfl");
    const only = proofBlock(short, theoremsOf(short)[0]!);
    const where = { line: 1, column: 0, longer: 11, statement: "theorem example_1 : 1 = 1 := by", proof: only };
    // `assemble` indents what stands at the margin.
    expect(placeIn(where, { line: 2, column: 2 })).toEqual({ line: 1, column: 22 });
  });

  test("what says nothing but sorry is no proof", () => {
    const without = [
      "",
      "sorry",
      "by sorry",
      "(by sorry)",
      "by { sorry }",
      "admit",
      "exact (sorry)",
      "  sorry -- later",
    ];
    expect(without.map(isMissing)).toEqual(without.map(() => true));
    expect(["rfl", "have h : p := sorry\nexact h", "exact sorry_free"].map(isMissing)).toEqual([false, false, false]);
  });

  test("the theorem asked for is found among helpers, and what stands before it is its header", () => {
    const code =
      "import Mathlib\nlemma helper : 1 = 1 := rfl\ndef c := 3\ntheorem main : c = 3 := rfl\ntheorem after : 1 = 1 := rfl";
    expect(splitFile(code, "main")).toMatchObject({
      statement: "theorem main : c = 3 := by",
      header: "import Mathlib\nlemma helper : 1 = 1 := rfl\ndef c := 3\n\n",
    });
    expect(splitFile(code)!.name).toBe("after");
  });
});

import { expect, test } from "vitest";
import { fillingOf, readFile, sorriesOf } from "./index.ts";

const holes = (text: string) => sorriesOf(readFile(text));

test("comments, strings, doc comments and longer names hold no hole", () => {
  const text = [
    "/-- sorry -/",
    "theorem sorry_free (sorry' : ℕ) : sorry' = sorry' := by -- sorry",
    "  /- sorry /- sorry -/ -/",
    '  trace "sorry"',
    "  exact rfl.sorry",
    "theorem t : 1 = 1 := by sorry",
  ].join("\n");
  expect(holes(text)).toHaveLength(1);
});

test.for([
  ["theorem t : p := by sorry", ["tactics"]],
  ["theorem t : p := sorry", ["term"]],
  ["theorem t : p := by\n  sorry", ["tactics"]],
  ["theorem t : p := by\n  simp\n  sorry", ["tactics", "term"]],
  ["theorem t : p := by exact sorry", ["term"]],
  ["theorem t : p ∧ q := ⟨sorry, by sorry⟩", ["term"]],
  ["theorem t : p → q := fun h => sorry", ["term", "tactics"]],
  ["theorem t : p := by\n  cases h with\n  | inl h => sorry", ["tactics", "term"]],
  ["theorem t : p := by admit", ["tactics"]],
] as const)("%s", ([text, forms]) => {
  expect(holes(text)[0]!.forms).toEqual(forms);
});

test.for([
  ["def n : ℕ := sorry", "it stands in a 'def'"],
  ["theorem t : sorry := by rfl", "it stands in a statement"],
  ["#check sorry", "it stands in a '#check'"],
  ["theorem t : 1 = 1 := by sorry\n/- ", "the file has a comment"],
  ["theorem t : (1 = 1 := by sorry", "where the statement ends is not clear"],
])("%s is refused", ([text, reason]) => {
  expect(holes(text!)[0]!.refusal).toContain(reason);
});

const block = "have h := hx -- why\nnlinarith [h]\n-- done\n";

test.for([
  ["alone behind `by`", "theorem t : p := by sorry", "have h := hx -- why\n                    nlinarith [h]"],
  ["on its own line", "theorem t : p := by\n  sorry", "have h := hx -- why\n  nlinarith [h]"],
  ["as a term", "theorem t : p := sorry", "by have h := hx -- why\n                    nlinarith [h]"],
  ["as an argument", "theorem t : p := f sorry", "(by have h := hx -- why\n                       nlinarith [h])"],
  ["joined to another tactic", "theorem t : p := by\n  sorry <;> simp", "(have h := hx -- why\n   nlinarith [h])"],
  ["with Windows' line ends", "theorem t : p := by\r\n  sorry\r\n", "have h := hx -- why\r\n  nlinarith [h]"],
  ["behind a tab", "theorem t : p := by\n\tsorry", "have h := hx -- why\n\tnlinarith [h]"],
])("a block %s", ([, text, filling]) => {
  const file = readFile(text!);
  const [{ at, forms }] = sorriesOf(file) as [ReturnType<typeof sorriesOf>[number]];
  expect(fillingOf(file, at, forms[0]!, block)).toBe(filling);
});

test("a block without a tactic fills nothing", () => {
  const file = readFile("theorem t : p := by sorry");
  expect(fillingOf(file, sorriesOf(file)[0]!.at, "tactics", "  -- nothing\n")).toBeUndefined();
});

import { expect, test } from "vitest";
import { alterationBefore, differsInWords } from "./words.ts";

const differs = (code: string, header?: string): string | undefined =>
  differsInWords(
    {
      theorem: { id: "t", statement: "theorem t : 1 = 1 := by", ...(header === undefined ? {} : { header }) },
      proof: { kind: "file", code },
    },
    "t",
    header ?? "import Mathlib\nopen Real",
  );
const proof = "theorem t : 1 = 1 := by\n  rfl\n";

test.each([
  [proof],
  [`import Mathlib\n\nopen Real\n\n${proof}`],
  [`import Mathlib\nopen Nat BigOperators\n${proof}`],
  [`theorem h : 2 = 2 := rfl\n\n${proof}`],
  ["theorem h : True := trivial\nlemma t :\n  /- c -/ 1 = 1 := rfl"],
])("the same statement, in so many words: %j", (code) => expect(differs(code)).toBeUndefined());

test.each([
  ["theorem t : 1 = 2 := by\n  rfl\n", "another statement"],
  ["theorem u : 1 = 1 := by\n  rfl\n", "does not declare"],
  [`import Mathlib\nopen Evil\n${proof}`, "opens other namespaces"],
  [`set_option autoImplicit true\n${proof}`, "opens other namespaces"],
  [`theorem h : 2 = 2 := rfl\nopen Evil\n${proof}`, "`open`"],
  [`theorem h : 2 = 2 := rfl notation "x" => 1\n${proof}`, "`notation`"],
])("another one, or one that may mean something else: %j", (code, why) => expect(differs(code)).toContain(why));

test("under a header of the theorem's own, a file's must be the same", () => {
  expect(differs(`import Mathlib\nopen Nat\n${proof}`, "import Mathlib\nopen Nat")).toBeUndefined();
  expect(differs(`import Mathlib\nopen Real\n${proof}`, "import Mathlib\nopen Nat")).toContain("opens other");
});

test("a statement's own `:=` ends neither side of the comparison", () => {
  const request = (statement: string, code: string): string | undefined =>
    differsInWords({ theorem: { id: "t", statement }, proof: { kind: "file", code } }, "t", "");
  const bound = "theorem t (n : ℕ := 1) : let x := n; x = n";
  expect(request(`${bound} := by`, `${bound} := by rfl`)).toBeUndefined();
  expect(request(`${bound} := by`, "theorem t (n : ℕ := 1) : let x := n; x = 1 := by rfl")).toContain(
    "another statement",
  );
  expect(request(`${bound} := by`, "-- theorem t (n : ℕ := 1) : let x := n; x = n := by")).toContain(
    "does not declare",
  );
});

test("what stands before a statement and may change its meaning is named", () => {
  expect(alterationBefore("theorem h : True := trivial\ntheorem t : True := h", "t")).toBeUndefined();
  expect(alterationBefore('local notation "x" => 1\ntheorem t : x = 1 := rfl', "t")).toBe("local");
  // No command needs a line of its own, nor a blank behind a sign.
  expect(alterationBefore("theorem h : True := trivial instance : Add Nat := i\ntheorem t : 1 = 1 := rfl", "t")).toBe(
    "instance",
  );
  expect(alterationBefore("theorem h : s = s := rfl sᶜopen Foo\ntheorem t : 1 = 1 := rfl", "t")).toBe("open");
  expect(alterationBefore("theorem h : True := trivial @[simp] theorem t : 1 = 1 := rfl", "t")).toBe("@[…]");
});

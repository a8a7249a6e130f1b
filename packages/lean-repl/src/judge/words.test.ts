import { expect, test } from "vitest";
import { differsInWords } from "./words.ts";

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

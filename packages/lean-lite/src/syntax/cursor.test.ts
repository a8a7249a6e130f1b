import { expect, test } from "vitest";
import { checkText } from "../attacks/check-text.ts";
import type { Cursor } from "./cursor.ts";
import { leanCursor } from "./lean.ts";
import { tokenize } from "./lexer.ts";

/** At the default of `h`. */
function atDefault(): Cursor {
  const cursor = leanCursor(tokenize("(h : 1 = 1 := [x]) (g : 2 = 2) : 3 = 4"));
  while (!cursor.accept(":=")) cursor.next();
  return cursor;
}

/** Passes over the default by a reader that takes so many tokens and leaves another layout. */
function passOver(cursor: Cursor, tokens: number): void {
  cursor.column = 7;
  cursor.passOver(() => {
    cursor.index += tokens;
    cursor.column = 0;
  });
}

test("a reader of defaults may take what it opened and closed", () => {
  const cursor = atDefault();
  passOver(cursor, 3);
  expect([cursor.token.text, cursor.column]).toEqual([")", 7]);
});

test.each([
  ["a bracket of the binder's", 4],
  ["a bracket of the binder's and the next one's", 10],
  ["half of a bracket of its own", 2],
] as const)("but not %s", (_, tokens) => {
  expect(() => passOver(atDefault(), tokens)).toThrow("a default whose end is not clear");
});

test.each(["theorem t (h : 1 = 1 := by simp) : 1 = 1 := by rfl", "theorem t (n : ℕ := (2)) : n = n := by rfl"])(
  "a default says nothing of the statement: %s",
  (text) => {
    expect(checkText(text).status).toBe("proved");
  },
);

test.each([
  "theorem t (h : 1 = 1 := by simp [) : 1 = 1 := by rfl",
  "theorem t : (by exact 1 = 2 : Prop) := by rfl",
  "theorem t : 1 = (by exact 1) := by rfl",
  "theorem t : (have h : 1 = 1 := rfl; 1 = 1) := by rfl",
])("a statement that holds a proof is not read: %s", (text) => {
  expect(["unsupported", "error"]).toContain(checkText(text).status);
});

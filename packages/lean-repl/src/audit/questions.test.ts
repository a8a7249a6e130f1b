import { expect, test } from "vitest";
import { questionsAbout, readAnswers, readAxioms } from "./questions.ts";

const answers = (name: string, texts: readonly string[]): ReturnType<typeof readAnswers> =>
  readAnswers(
    questionsAbout(name, "nonce-1"),
    ["nonce-1", ...texts, "nonce-1"].map((text) => ({ severity: "info", text })),
  );

test.each([
  ["t", "t : @Eq.{1} Nat a b", " : @Eq.{1} Nat a b"],
  ["N.t", "@N.t.{u, v} : ∀ {α : Type u},\n  p α", ".{u, v} : ∀ {α : Type u}, p α"],
  ["«a b»", "«a b» : True", " : True"],
  ["N.«a b».c", "@N.«a b».c.{u} : p", ".{u} : p"],
  ["t", "_private.Main.0.t : True", " : True"],
])("the type of %s in: %s", (name, text, type) => {
  expect(answers(name, [text])).toMatchObject({ type, inStep: true });
});

test("another declaration's type is nobody's answer", () => {
  expect(answers("t", ["u : True"]).type).toBeUndefined();
  expect(answers("«a b»", ["«a c» : True"]).type).toBeUndefined();
});

test("axioms of names with blanks are read", () => {
  expect(readAxioms("'«a b»' depends on axioms: [propext,\n Quot.sound]", "«a b»")).toEqual(["propext", "Quot.sound"]);
  expect(readAxioms("'«a b»' does not depend on any axioms", "«a c»")).toBeUndefined();
});

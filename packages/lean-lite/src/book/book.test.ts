import { Random } from "@lemma/interfaces";
import { abstract, bookLines, equal, forall, imp, lemmaAt, namedTypesOf, type Term, typesOf } from "@lemma/lean-kernel";
import { expect, test } from "vitest";
import type { Goal } from "../goal/goal.ts";
import { elaborateStatement } from "../elaborate/statement.ts";
import { checkProof } from "../judge.ts";
import { instances } from "./instances.ts";
import { readProofs } from "./proofs.ts";
import { sample } from "../refute/counterexample.ts";
import { simpSet } from "../rewriting/simp-set.ts";
import { parseDeclaration } from "../syntax/statement.ts";

const rounds = process.env["LEMMA_SOAK"] === "1" ? 2_000 : 120;

const read = (text: string): { readonly goal: Goal; readonly implicit: readonly boolean[] } => {
  const declaration = parseDeclaration(`theorem lemma_under_test ${text} := by\n  sorry`);
  const implicit = declaration.binders.flatMap(({ names, implicit: own }) => names.map(() => own === true));
  return { goal: elaborateStatement(declaration, []), implicit };
};
const closed = ({ entries, target }: Goal): Term =>
  entries.reduceRight<Term>(
    (body, entry) => (entry.kind === "var" ? forall(abstract(body, entry.term)) : imp(entry.formula, body)),
    target,
  );

/** Two readers share no line: the book's own, which guesses nothing, and the one that reads everybody's Lean. */
test("the book says what its lines say when they are read as Lean", () => {
  const differ = instances.filter(({ name, type, text }) => {
    const { goal, implicit } = read(text);
    const lemma = lemmaAt(name, type)!;
    return !equal(lemma.theorem.conclusion, closed(goal)) || implicit.join() !== lemma.implicit.join();
  });
  expect(differ.map(({ title }) => title)).toEqual([]);
});

/**
 * What no sample reaches: ℂ has no values here, log 0 is a convention, no number is seen to be irrational, no sample shows that
 * two sets have the same elements, what is in an image, or a step of an induction, and doubles that agree to six digits decide
 * nothing.
 */
const outOfReach =
  /^(Complex\..*|Real\.log_zero|(Set|Finset)\.ext(_iff)?|Finset\.mem_image|.*irrational_sqrt.*|(Nat|Finset)\.\w*induction\w*✝|Real\.pi_[gl]t_314159\d)( [ℕℤℚℝ])?$/;

test("sampling finds no counterexample to any lemma, and reaches every assumed one that has values here", () => {
  const failures: string[] = [];
  const unconfirmed: string[] = [];
  const proofs = readProofs();
  for (const { type, text, title } of instances) {
    const { confirmed, counterexample } = sample(read(text).goal, new Random(17), rounds);
    if (counterexample !== undefined)
      failures.push(`${title}: ${[...counterexample].map((pair) => pair.join(" = ")).join(", ")}`);
    if (confirmed === 0 && type?.name !== "ℂ" && !proofs.has(title)) unconfirmed.push(title);
  }
  expect(failures).toEqual([]);
  expect(unconfirmed.filter((name) => !outOfReach.test(name))).toEqual([]);
});

test("no proof can name an internal lemma, nor any at a type that its line does not have", () => {
  const internal = bookLines.filter(({ isInternal }) => isInternal).flatMap(({ names }) => names);
  expect(internal.filter((name) => namedTypesOf(name).length > 0 || typesOf(name).length === 0)).toEqual([]);
  expect(bookLines.flatMap(({ names }) => names).filter((name) => name.endsWith("✝"))).toEqual(internal);
  const exact = (statement: string, term: string): string =>
    checkProof(`theorem t ${statement} := by`, `exact ${term}`).status;
  expect(exact("(a b : ℝ) : (a / b)⁻¹ = b / a", "fs_inv✝ a b")).not.toBe("proved");
  expect(exact("(a b : ℝ) : (a / b)⁻¹ = b / a", "«fs_inv✝» a b")).not.toBe("proved");
  expect(exact("(a b : ℝ) : (a / b)⁻¹ = b / a", "inv_div a b")).toBe("proved");
  expect(exact("(a b : ℕ) : a + b = b + a", "Nat.add_comm a b")).toBe("proved");
  expect(exact("(a b : ℝ) : a + b = b + a", "Nat.add_comm a b")).toBe("error");
});

test("simp's default lemmas are in the book", () => {
  expect(simpSet.filter((name) => typesOf(name).length === 0)).toEqual([]);
});

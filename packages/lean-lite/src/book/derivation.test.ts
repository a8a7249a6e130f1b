import { readFileSync } from "node:fs";
import { lemmaAt, lemmasOf } from "@lemma/lean-kernel";
import { expect, test } from "vitest";
import { checkProof } from "../judge.ts";
import { type Derivation, derive, restsOf } from "./derivation.ts";
import { instances } from "./instances.ts";
import { readProofs } from "./proofs.ts";
import { restsAsWritten } from "./support.ts";
import { trustText } from "./trust.ts";

test("every lemma that is recorded as proved is derived by the kernel's rules, and none from itself", () => {
  const proofs = readProofs();
  const derivations = new Map<string, Derivation>();
  const lost: string[] = [];
  for (const instance of instances) {
    const tactics = proofs.get(instance.title);
    if (tactics === undefined) continue;
    const derivation = derive(instance, tactics);
    // `pnpm --filter @lemma/lean-lite prove-book` looks for another proof.
    if (derivation === undefined) lost.push(`${instance.title}: ${tactics}`);
    else derivations.set(instance.title, derivation);
  }
  expect(lost).toEqual([]);
  expect(derivations.size).toBe(proofs.size);
  const rests = restsOf(
    instances.map(({ title }) => title),
    derivations,
  );
  const assumed = instances.filter(({ title }) => !derivations.has(title));
  expect(new Set([...rests.values()].flatMap((each) => [...each]))).toEqual(new Set(assumed.map(({ title }) => title)));
  // `prove-book` writes what verdicts name as assumed by it: perhaps more than today's tactics use, never less.
  const understated = [...rests].filter(([title, own]) => {
    const said = restsAsWritten().get(title) ?? [title];
    return ![...own].every((each) => said.includes(each));
  });
  expect(understated.map(([title]) => title)).toEqual([]);
  console.log(`${derivations.size} lemmas proved, ${assumed.length} assumed`);
});

test("TRUST.md says what is trusted: `pnpm --filter @lemma/lean-lite trust` writes it", () => {
  const file = readFileSync(new URL("../../../lean-kernel/TRUST.md", import.meta.url), "utf8");
  // Counts and lemmas come and go with every change, and a release writes them anew; what kinds of things are trusted does not.
  const parts = (text: string): string =>
    text.slice(0, text.indexOf("\n## ")).replaceAll(/\| \d+ \| \d+ \|/g, "| n | n |");
  const compared = process.env["LEMMA_SOAK"] === "1" ? (text: string): string => text : parts;
  expect(compared(file)).toBe(compared(trustText()));
});

test("what Mathlib proves of a finite set's members is true by definition to the kernel, and to no proof's text", () => {
  const instance = instances.find(({ title }) => title === "Finset.mem_range")!;
  expect(derive(instance, "rfl")?.from).toEqual([]);
  expect(checkProof(`theorem t ${instance.text} := by`, "rfl").status).toBe("error");
  const other = "{n m : ℕ} : m ∈ Finset.range n ↔ m ≤ n";
  expect(derive({ ...instance, text: other }, "rfl")).toBeUndefined();
});

test("the book's own lemmas have names for its derivations alone", () => {
  const instance = instances.find(({ title }) => title === "Nat.card_Ico")!;
  const proof = "exact Finset.induction✝ _ h h' s";
  const text =
    "(P : Finset ℕ → Prop) (h : P ∅) (h' : ∀ a : ℕ, ∀ s : Finset ℕ, a ∉ s → P s → P (insert a s)) (s : Finset ℕ) : P s";
  expect(derive({ ...instance, text }, proof)).toBeUndefined();
  for (const named of [
    proof,
    proof.replace("✝", "_of_the_book"),
    proof.replace("Finset.induction✝", "«Finset.induction✝»"),
  ])
    expect(checkProof(`theorem t ${text} := by`, named).status).not.toBe("proved");
});

test("a proof of something else, or from the lemma itself, is no derivation", () => {
  const instance = instances.find(({ title }) => title === "sq_nonneg ℝ")!;
  expect(derive(instance, "exact sq_nonneg a")).toBeUndefined();
  expect(derive({ ...instance, text: "(a : ℝ) : 0 ≤ a ^ 4" }, "positivity")).toBeUndefined();
  expect(derive(instance, "sorry")).toBeUndefined();
  expect(lemmasOf(lemmaAt("sq_nonneg", instance.type)!.theorem)).toHaveLength(1);
  expect(() => restsOf(["a"], new Map(["a", "b"].map((x) => [x, { from: [x === "a" ? "b" : "a"] }])))).toThrow(
    /itself/,
  );
});

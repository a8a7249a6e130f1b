import { similarity } from "@lemma/lean-text";
import { statementHash } from "@lemma/lean-text";
import { LeanLite, checkProof, refute } from "@lemma/lean-lite";
import { expect, test } from "vitest";
import { plausibleVariants, provedVariants } from "./variants.ts";

const statement = "theorem t (x y z : ℝ) : (x + y + z) ^ 2 ≥ 3 * (x * y + y * z + z * x) := by";
const lean = new LeanLite();
const options = { tries: 20, wanted: 3, searchSteps: 100_000 };

test("variants are near the statement, other than it, and proved", async () => {
  const variants = await provedVariants(lean, statement, options);
  expect(variants.length).toBeGreaterThan(0);
  for (const [first, ...others] of variants) {
    for (const variant of [first!, ...others]) {
      expect(checkProof(variant.statement, variant.proof).status).toBe("proved");
      expect(variant.statement).toBe(first!.statement);
    }
    expect(statementHash(first!.statement)).not.toBe(statementHash(statement));
    expect(similarity(first!.statement, statement)).toBeGreaterThan(0.1);
    expect(refute(first!.statement).status).toBe("unrefuted");
    expect(checkProof(first!.statement, "linarith").status).not.toBe("proved");
  }
});

test("the same statement has the same variants", async () => {
  expect(await provedVariants(lean, statement, options)).toEqual(await provedVariants(lean, statement, options));
});

test("plausible variants are near, distinct, elaborate and are not refuted; no proof is asked for", async () => {
  const hard =
    "theorem t (x y z : ℝ) (h : x * y * z = 1) : x ^ 5 + y ^ 4 + z ^ 2 ≥ x * y + 1 - z ^ 3 * x ^ 2 * 7 := by";
  const variants = (
    await Promise.all([statement, hard].map((target) => plausibleVariants(lean, target, { tries: 12, wanted: 3 })))
  ).flat();
  expect(variants.length).toBeGreaterThan(2);
  expect(new Set(variants.map(statementHash)).size).toBe(variants.length);
  for (const variant of variants) {
    expect(checkProof(variant, "sorry").status).toBe("sorry");
    expect(refute(variant, { tries: 60 }).status).toBe("unrefuted");
  }
});

test("what cannot be read has none", async () => {
  expect(await provedVariants(lean, "no theorem at all", options)).toEqual([]);
  expect(await provedVariants(lean, "theorem t {G : Type} [Group G] (a : G) : a = a := by", options)).toEqual([]);
});

import {
  type Reading,
  type Refutation,
  type Theorem,
  type Verdict,
  type Verifier,
  readBySorry,
} from "@lemma/interfaces";
import { expect, test } from "vitest";
import { statementHash } from "@lemma/lean-text";
import { filterConjectures } from "./filters.ts";

const theorem = (id: string, statement: string): Theorem => ({ id, statement: `theorem ${id} ${statement} := by` });
const target = theorem("target", "(a b : ℝ) (h₀ : 0 < a) (h₁ : 0 < b) : a ^ 2 + b ^ 2 ≥ 2 * a * b");

/** Knows which proof of which statement is right, and records what it was asked: the filters' questions are under test. */
class ScriptedVerifier implements Verifier {
  readonly name = "scripted";
  readonly asked: string[] = [];
  readonly capabilities = { unsupportedLimits: [] };
  readonly #verdicts: Readonly<Record<string, Verdict["status"]>>;
  constructor(verdicts: Readonly<Record<string, Verdict["status"]>>) {
    this.#verdicts = verdicts;
  }
  verify({ theorem: { id, statement }, proof }: Parameters<Verifier["verify"]>[0]): Promise<Verdict> {
    const tactics = proof.kind === "tactics" ? proof.tactics.trim() : "";
    this.asked.push(`${statement} ${tactics}`);
    const alternatives = [...tactics.matchAll(/\| \((.*); done\)/g)].map(([, tactic]) => tactic!);
    const answers = (alternatives.length === 0 ? [tactics] : alternatives).map((tactic) => {
      const found = Object.entries(this.#verdicts).find(([text]) => `${statement} ${tactic}`.includes(text));
      return found?.[1] ?? (tactic === "sorry" ? "sorry" : "error");
    });
    const settled = answers.find((answer) => answer !== "error");
    const status = settled ?? (alternatives.length === 0 ? "error" : "sorry");
    const base = { id, verifier: this.name, messages: [], evidence: "messages", elapsedMs: 0 } as const;
    return Promise.resolve({ ...base, status } as Verdict);
  }
  read(conjecture: Theorem): Promise<Reading> {
    return readBySorry(this, conjecture);
  }
  async [Symbol.asyncDispose](): Promise<void> {}
}

test("copies of the target and of each other are dropped, up to renaming", async () => {
  const rows = await filterConjectures(target, [
    theorem("copy", ": ∀ x y : ℝ, 0 < x → 0 < y → x ^ 2 + y ^ 2 ≥ 2 * x * y"),
    theorem("first", "(a : ℝ) (h₀ : 0 < a) : a ^ 2 + 1 ≥ 2 * a"),
    theorem("second", "(b : ℝ) (h₀ : 0 < b) : b ^ 2 + 1 ≥ 2 * b"),
    theorem("far", "(n : ℕ) : Nat.gcd n n = n"),
  ]);
  expect(rows.map(({ accepted, reason }) => (accepted ? "kept" : reason))).toEqual([
    "is the target",
    "kept",
    "repeats first",
    "too far from the target (0.00)",
  ]);
  // What no verifier can judge is kept.
  expect(rows.map(({ outcomes }) => outcomes.elaborates?.status)).toContain("unknown");
});

test("a conjecture that repeats the corpus is dropped, the corpus given as theorems or as hashes", async () => {
  const corpus = [theorem("known", "(x : ℝ) (h : 0 < x) : x ^ 2 + 1 ≥ 2 * x")];
  const hashes = new Map(corpus.map(({ id, statement }) => [statementHash(statement), id]));
  const conjecture = theorem("c", "(a : ℝ) (h₀ : 0 < a) : a ^ 2 + 1 ≥ 2 * a");
  for (const known of [corpus, hashes]) {
    const [row] = await filterConjectures(target, [conjecture], { known });
    expect(row).toMatchObject({ droppedBy: "distinct", reason: "repeats known" });
  }
});

test("each verifier filter asks the question it should", async () => {
  const near = theorem("near", "(a b : ℝ) (h₀ : 0 < a) (h₁ : 0 < b) : a ^ 2 + b ^ 2 ≥ a * b");
  const cases: readonly (readonly [Readonly<Record<string, Verdict["status"]>>, string | undefined])[] = [
    [{}, undefined],
    [{ "≥ a * b := by sorry": "error" }, "the statement does not elaborate"],
    [{ "≥ a * b := by linarith": "proved" }, "closed by linarith alone"],
    [{ "(h₁ : 0 < b) : False := by omega": "proved" }, "its hypotheses give False by omega"],
    [
      {
        "theorem target (conjectured : ∀ (a b : ℝ) (h₀ : 0 < a) (h₁ : 0 < b), a ^ 2 + b ^ 2 ≥ a * b) (a b : ℝ) (h₀ : 0 < a) (h₁ : 0 < b) : a ^ 2 + b ^ 2 ≥ 2 * a * b := by apply conjectured <;> assumption":
          "proved",
      },
      "gives the target by apply conjectured <;> assumption",
    ],
  ];
  for (const [verdicts, reason] of cases) {
    await using verifier = new ScriptedVerifier(verdicts);
    const [row] = await filterConjectures(target, [near], { verifier });
    expect(row!.reason).toBe(reason);
  }
});

test("what no stock tactic does costs one check per filter; what one does, is told by its name", async () => {
  const near = theorem("near", "(a b : ℝ) (h₀ : 0 < a) (h₁ : 0 < b) : a ^ 2 + b ^ 2 ≥ a * b");
  const quiet = new ScriptedVerifier({});
  await filterConjectures(target, [near], { verifier: quiet });
  expect(quiet.asked).toHaveLength(4);
  const trivial = new ScriptedVerifier({ "≥ a * b := by omega": "proved" });
  const [row] = await filterConjectures(target, [near], { verifier: trivial, filters: ["nontrivial"] });
  expect([row!.reason, trivial.asked.length]).toEqual(["closed by omega alone", 1 + 5]);
});

test("variables alone assume nothing, whatever else a binder may", async () => {
  for (const [binders, asked] of [
    ["(a b : ℝ) (f : ℝ → ℝ) {n : ℕ}", 0],
    ["(n : ℕ) (h : Even n)", 1],
    ["(i : Fin 0)", 1],
  ] as const) {
    const verifier = new ScriptedVerifier({});
    await filterConjectures(target, [theorem("c", `${binders} : 1 = 1`)], { verifier, filters: ["consistent"] });
    expect([binders, verifier.asked.length]).toEqual([binders, asked]);
  }
});

test("a verifier that cannot say leaves the conjecture in, and the outcome shows it", async () => {
  const near = theorem("near", "(a b : ℝ) : a ^ 2 + b ^ 2 ≥ a * b");
  await using verifier = new ScriptedVerifier({ "": "unsupported" });
  const [row] = await filterConjectures(target, [near], { verifier });
  expect(row!.accepted).toBe(true);
  expect(row!.outcomes.nontrivial).toEqual({ status: "unknown", reason: "a check was inconclusive" });
});

test("a refuted conjecture is dropped with its counterexample; one that held at a sample needs no search for a contradiction", async () => {
  const verifier = new ScriptedVerifier({});
  const sampled: Record<string, Refutation> = {
    false: { status: "refuted", counterexample: { a: "1", b: "1/2" } },
    held: { status: "unrefuted", confirmed: 3 },
    unread: { status: "unknown", reason: "unknown type" },
  };
  const conjectures = Object.keys(sampled).map((id, i) => theorem(id, `(a b : ℝ) (h : 0 < a) : a + b ≥ ${i}`));
  const rows = await filterConjectures(target, conjectures, {
    verifier,
    refuter: { refute: ({ id }) => sampled[id]! },
    filters: ["plausible", "consistent"],
  });
  expect(rows.map(({ reason, outcomes }) => [reason, outcomes.plausible?.status, outcomes.consistent?.status])).toEqual(
    [
      ["is false at a = 1, b = 1/2", "dropped", undefined],
      [undefined, "passed", "passed"],
      [undefined, "unknown", "unknown"],
    ],
  );
  expect(verifier.asked.filter((question) => question.includes("≥ 1"))).toEqual([]);
});

import type { Completion, GenerateOptions } from "@lemma/interfaces";
import { LeanLite } from "@lemma/lean-lite";
import { negationOf } from "@lemma/lean-text";
import { promptFormat } from "@lemma/prover";
import { expect, test } from "vitest";
import { disprove, type Disproof, type LemmaParts, prove, tinySettings } from "./index.ts";

const said = (text: string): Completion => ({ text, tokens: [], logprobs: [], finishReason: "stop" });

/** Parts whose model answers what `answer` makes of a prompt. */
function parts(answer: (prompt: string, sample: number) => string): LemmaParts {
  const prover = {
    model: "stock",
    format: promptFormat("deepseek-v2"),
    room: () => Infinity,
    generate: async (prompts: readonly string[], samples: number, options: GenerateOptions) => {
      expect(options.seed).toBeGreaterThanOrEqual(0);
      return prompts.map((prompt) => Array.from({ length: samples }, (_one, i) => said(answer(prompt, i))));
    },
    conjecture: async () => [],
    [Symbol.asyncDispose]: async () => {},
  };
  const trainer = { fits: () => false, adapt: () => Promise.reject(new Error("nothing to train")) };
  return { prover, trainer, verifier: new LeanLite(), refuter: new LeanLite() };
}

const settings = { ...tinySettings, adapt: false, attempts: 4 };

async function disproofOf(statement: string, answer = "rfl"): Promise<Disproof | undefined> {
  const run = disprove(
    { id: "t", statement },
    parts(() => answer),
    settings,
    { seed: 1 },
  );
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
  }
}

test.for([
  ["theorem t (n : ℕ) : n - 1 + 1 = n := by", { n: "0" }],
  ["theorem t (x y : ℝ) (h : x < y) : x + 1 < y := by", undefined],
  ["theorem t (a b : ℤ) (h₀ : a * b = 0) (h₁ : 0 ≤ a) : a = 0 := by", undefined],
  ["theorem t : (2 : ℕ) + 2 = 5 := by", undefined],
] as const)("%s is false, with a proof of its negation", async ([statement, values]) => {
  const disproof = await disproofOf(statement);
  expect(disproof).toMatchObject({ evidence: "kernel", ...(values === undefined ? {} : { counterexample: values }) });
  const verdict = await new LeanLite().verify({
    theorem: disproof!.theorem,
    proof: { kind: "tactics", tactics: disproof!.proof },
  });
  expect(verdict.status).toBe("proved");
});

test.for(["theorem t (n : ℕ) : n + 0 = n := by", "theorem t (x : ℝ) (h : 2 * x = 4) : x = 2 := by"])(
  "%s is true and left alone",
  async (statement) => {
    expect(await disproofOf(statement, "intro h; exact absurd rfl h")).toBeUndefined();
  },
);

test("a negation stands for the whole statement; variables of the header would stand outside of it", () => {
  const theorem = { id: "t", statement: "theorem t {n : ℕ} (h : n > 0) : ∀ m, m + n > m := by" };
  expect(negationOf(theorem)?.statement).toBe("theorem not_t : ¬ (∀ {n : ℕ} (h : n > 0) m, m + n > m) := by");
  expect(negationOf({ ...theorem, header: "variable (n : ℕ)\n" })).toBeUndefined();
  expect(negationOf({ id: "t", statement: "nothing" })).toBeUndefined();
});

test("rounds: what was rejected is shown with its message and goal, and counts as an attempt", async () => {
  const prompts: string[] = [];
  const answer = (prompt: string, sample: number): string => {
    if (sample === 0) prompts.push(prompt);
    return prompt.includes("linarith failed") ? "omega" : "linarith";
  };
  const theorem = { id: "t", statement: "theorem t (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 := by" };
  const statuses: [number, string][] = [];
  let found: string | undefined;
  for await (const event of prove(theorem, parts(answer), { ...settings, rounds: 2 }, { seed: 1 })) {
    if (event.type === "attempted") statuses.push([event.attempt, event.verdict.status]);
    if (event.type === "finished") found = event.proof;
  }
  // Of four attempts two are made, then one that repairs the only rejected proof, and the last is spared.
  expect(statuses).toEqual([
    [0, "error"],
    [1, "error"],
    [2, "proved"],
  ]);
  expect(prompts[1]).toContain("⊢");
  expect(found).toBe("omega");
});

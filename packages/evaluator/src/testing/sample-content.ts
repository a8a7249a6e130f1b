import { Random, type VerdictStatus } from "@lemma/interfaces";
import { tallyFates } from "../conjecture-fates.ts";
import type { ReportContent } from "../report/content.ts";
import { type ResultRecord, gathered } from "../results.ts";
import { summarise } from "../summary.ts";

const methods = [
  { name: "baseline", label: "baseline", k: 5, rate: 0.08, cost: 1 },
  { name: "matched", label: "baseline, equal FLOPs", k: 12, rate: 0.08, cost: 2.4 },
  { name: "lemma", label: "LeMMA", k: 5, rate: 0.14, cost: 2.3 },
  { name: "shuffled", label: "another theorem's adapter", k: 5, rate: 0.07, cost: 2.3 },
] as const;

/** Made-up results with every kind of verdict, for tests and for looking at the layout. */
export function sampleContent(problems: number, seeds: number): ReportContent {
  const random = new Random(7);
  const ids = Array.from({ length: problems }, (_, i) => `mathd_algebra_${100 + i}`);
  const records = methods.flatMap(({ name, k, rate, cost }) =>
    ids.flatMap((problem, i) =>
      Array.from({ length: seeds }, (_, seed): ResultRecord => {
        const chance = Math.min(0.9, (rate * 2 * (i % 5)) / 4);
        const attempts = Array.from({ length: k }, (__, attempt) => {
          const status = verdict(random, chance);
          return {
            status,
            proof: `  nlinarith [sq_nonneg (a - ${attempt})]`,
            ...(status === "proved"
              ? {}
              : { message: `linarith failed to find a contradiction\n⊢ a < b & "c" ${attempt}` }),
          };
        });
        const flops = cost * 1e12 * (0.8 + 0.4 * random.uniform());
        return {
          problem,
          method: name,
          seed,
          attempts: gathered(attempts),
          usage: {
            promptTokens: 100 * k,
            sampledTokens: 60 * k,
            trainedTokens: cost > 2.2 ? 900 : 0,
            flops,
            verifications: k,
            verifierMs: 40 * k,
            wallMs: 1500 * cost,
          },
        };
      }),
    ),
  );
  return {
    title: "A sample report",
    summary: summarise(records, { methods, seed: 1, resamples: 1000 }),
    records,
    problems: ids.map((id) => ({ id, statement: `theorem ${id} (a b : ℝ) (h : a < b) : a ≤ b := by` })),
    training: Array.from({ length: 16 }, (_, i) => ({
      theorem: `t${i}`,
      verified: Math.min(8, random.integer(3) + (i >> 2)),
      generated: 8,
    })),
    fates: ["before meta-training", "after"].map((title, i) =>
      tallyFates(
        title,
        ids.map(() =>
          Array.from({ length: 8 }, () => ({
            statement: "theorem l : True := by",
            fate: random.choice([
              "elaborates",
              "distinct",
              "no leak",
              "not proved",
              i === 0 ? "plausible" : "verified",
            ]),
          })),
        ),
      ),
    ),
    story: {
      theorem: { id: "imo_1983_p6", statement: "theorem imo_1983_p6 (a b c : ℝ) : 0 ≤ a ^ 2 := by" },
      examples: [0.5, 0.3, 0.2].map((weight, i) => ({
        statement: `theorem two_variables_${i} (a b : ℝ) : 0 ≤ (a - b) ^ 2 := by`,
        proof: "  positivity",
        weight,
        gradient: (i - 1) * 3e-5,
      })),
      proof: "  nlinarith [sq_nonneg (a - b)]",
    },
    facts: { model: "made up", verifier: "none", data: "made up", seeds: String(seeds) },
    notes: ["These numbers are made up: they show the layout."],
  };
}

function verdict(random: Random, chance: number): VerdictStatus {
  if (random.chance(0.002)) return "infrastructure";
  if (random.chance(chance)) return "proved";
  return random.choice(["error", "error", "error", "sorry", "timeout", "unsupported"]);
}

import { Random, verdictStatuses } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { checkText } from "../check.ts";
import { fuzzedText } from "./fuzz.ts";

const soak = process.env["LEMMA_SOAK"] === "1";
const count = soak ? 1_000_000 : 3_000;

const examples = [
  "theorem t (a b c : ℝ) : a ^ 2 + b ^ 2 + c ^ 2 ≥ a * b + b * c + c * a := by\n  nlinarith [sq_nonneg (a - b), sq_nonneg (b - c)]",
  "theorem t (x y : ℝ) (h₁ : x + y = 7 ∧ x - y = 3) : x = 5 := by\n  rcases h₁ with ⟨h₁, h₂⟩\n  linarith",
  "theorem t (n : ℕ) (h : n % 4 = 3) : n ^ 2 % 2 = 1 := by\n  rw [pow_two, Nat.mul_mod]\n  have h₁ : n % 2 = 1 := by omega\n  simp [h₁]",
  "theorem t (f : ℝ → ℝ) (h : ∀ x, f x = 3 * x + 2) : f 5 = 17 := by\n  norm_num [h]",
  "theorem t (n : ℕ) : ∑ i in Finset.range (n + 1), i = n * (n + 1) / 2 := by\n  induction n with\n  | zero => simp\n  | succ n ih =>\n    rw [Finset.sum_range_succ, ih]\n    omega",
  "theorem t (x : ℝ) (h : |x - 1| < 2) : x < 3 := by\n  rw [abs_lt] at h\n  linarith [h.2]",
  "theorem t (a b : ℝ) (ha : 0 < a) (hb : 0 < b) : a / b + b / a ≥ 2 := by\n  field_simp\n  rw [ge_iff_le, le_div_iff (by positivity)]\n  nlinarith [sq_nonneg (a - b)]",
  "theorem t : Nat.gcd 180 168 = 12 ∧ (2 : ℝ) ≠ 0 := by\n  constructor <;> norm_num",
  "theorem t (x : ℕ) (h : 2 < x) (h' : x < 6) : x = 3 ∨ x = 4 ∨ x = 5 := by\n  interval_cases x <;> simp_all",
];

/** A check may run into its time limit only by about one long step. */
const wallMs = 400;

test(`${count} fuzzed texts all end in a status, within the limits`, { timeout: 3_600_000 }, () => {
  const random = new Random(7);
  const slow: string[] = [];
  const strange: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const text = fuzzedText(random, examples);
    const started = performance.now();
    const { status } = checkText(text, { limits: { steps: 200_000, wallMs } });
    if (performance.now() - started > 10 * wallMs) slow.push(text.slice(0, 200));
    if (!verdictStatuses.includes(status)) strange.push(`${String(status)}: ${text}`);
  }
  expect(slow).toEqual([]);
  expect(strange).toEqual([]);
});

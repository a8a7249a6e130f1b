import { type Random, verdictStatuses } from "@lemma/interfaces";
import { checkText } from "./check-text.ts";

/** Proofs that damage starts from. */
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

/** Words that Lean text is made of, for soups that get past the lexer. */
const words =
  "theorem lemma example t x y h n : := by ( ) { } [ ] ⟨ ⟩ , ; . · | ∣ = ≠ < ≤ > ≥ + - * / % ^ ! ¬ ∧ ∨ → ↔ ← ↦ => ∀ ∃ ∃! ∑ ∏ √ ↑ ∈ ∉ in fun 0 1 2 7 10 2023 99999999999999999999 1e9 0.5 " +
  "ℕ ℤ ℚ ℝ ℂ Prop Finset.range Finset.Icc Nat.gcd Nat.Prime Real.sqrt Nat.factorial if then else let have show from at with only using ?_ _ \n \n  norm_num simp ring linarith nlinarith omega decide rfl exact " +
  "apply rw intro constructor rcases cases induction positivity field_simp ring_nf norm_cast push_cast interval_cases simp_all by_contra subst use obtain calc refine assumption sorry <;> first try repeat all_goals";
const vocabulary = words.split(" ");

const nests: readonly (readonly [open: string, core: string, close: string])[] = [
  ["(", "1", ")"],
  ["¬", "True", ""],
  ["-", "1", ""],
  ["|", "1", "|"],
  ["2 ^ ", "2", ""],
  ["(1 + ", "1", ")"],
  ["∀ x : ℕ, ", "x = x", ""],
  ["√(", "2", ")"],
  ["True ∧ ", "True", ""],
  ["1 = 1 → ", "1 = 1", ""],
  ["fun x => ", "x", ""],
  ["(∑ i in Finset.range 9, ", "i", ")"],
];

/**
 * A text that may or may not be Lean: noise, soup, a damaged example, deep nesting, or a huge number. The last two cost as much
 * as hundreds of the others, so they are one in two hundred each; half of all are damaged proofs, which get furthest.
 */
export function fuzzedText(random: Random): string {
  const kind = random.integer(200);
  if (kind === 0) return nested(random);
  if (kind === 1) return huge(random);
  if (kind < 50) return noise(random, random.integer(200));
  if (kind < 100) return `theorem t : ${soup(random, random.integer(40))} := by ${soup(random, random.integer(30))}`;
  return damaged(random, random.choice(examples));
}

function nested(random: Random): string {
  const [open, core, close] = random.choice(nests);
  const depth = 2 ** random.between(1, 14);
  const tactic = random.choice(["norm_num", "simp", "rfl", "decide", "ring", "omega"]);
  return `theorem t : ${open.repeat(depth)}${core}${close.repeat(depth)} := by ${tactic}`;
}

function huge(random: Random): string {
  const n = 10 ** random.between(1, 9);
  const goal = random.choice([
    `2 ^ ${n} % 7 = 1`,
    `Nat.factorial ${n} > 0`,
    `∑ i in Finset.range ${n}, i = 0`,
    `Nat.Prime ${n + 7}`,
    `((x + y + z : ℝ)) ^ ${n} = 0`,
    `(3 : ℝ) ^ (${n} : ℕ) ≤ 1`,
    `Nat.choose ${n} 5 = 0`,
    `(${n} : ℤ) ∣ 10 ^ ${n}`,
  ]);
  const tactic = random.choice(["norm_num", "simp", "decide", "ring", "rfl", "positivity", "nlinarith"]);
  return `theorem t (x y z : ℝ) : ${goal} := by ${tactic}`;
}

function noise(random: Random, length: number): string {
  const codes = Array.from({ length }, () => (random.chance(0.7) ? random.between(0, 127) : random.integer(0x2fff)));
  return String.fromCodePoint(...codes);
}

const soup = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.choice(vocabulary)).join(random.chance(0.8) ? " " : "");

function damaged(random: Random, example: string): string {
  let text = example;
  for (let i = random.between(1, 4); i > 0; i -= 1) {
    const at = random.integer(text.length + 1);
    const end = Math.min(text.length, at + random.integer(30));
    const other = random.choice(examples);
    const from = random.integer(other.length + 1);
    const inserted = random.choice([
      "",
      random.choice(vocabulary),
      other.slice(from, from + random.integer(60)),
      noise(random, 3),
    ]);
    text = text.slice(0, at) + inserted + text.slice(end);
  }
  return text;
}

/** A check may run into its time limit only by about one long step. */
const wallMs = 400;

export interface FuzzReport {
  /** Texts that took ten times their limit. */
  readonly slow: readonly string[];
  /** Texts that ended in no status, or in a bug of the checker's. */
  readonly strange: readonly string[];
  /** Bytes of the heap in use after, less those before. */
  readonly grownBytes: number;
}

/** Checks that many fuzzed texts. */
export function fuzz(random: Random, count: number): FuzzReport {
  const slow: string[] = [];
  const strange: string[] = [];
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < count; i += 1) {
    const text = fuzzedText(random);
    // The processor's time: a busy machine may not run us at all.
    const started = process.cpuUsage();
    const outcome = checkText(text, { steps: 200_000, wallMs });
    const { status } = outcome;
    if (process.cpuUsage(started).user > 10_000 * wallMs) slow.push(text.slice(0, 200));
    if (outcome.status === "unsupported" && outcome.construct.startsWith("internal error"))
      strange.push(`${outcome.construct}: ${text}`);
    if (!verdictStatuses.includes(status)) strange.push(`${String(status)}: ${text}`);
  }
  return { slow, strange, grownBytes: process.memoryUsage().heapUsed - before };
}

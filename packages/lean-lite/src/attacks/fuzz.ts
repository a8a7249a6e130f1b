import type { Random } from "@lemma/interfaces";

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

/** A text that may or may not be Lean: noise, soup, a damaged example, deep nesting, or a huge number. */
export function fuzzedText(random: Random, examples: readonly string[]): string {
  const kind = random.integer(60);
  if (kind === 0) return nested(random);
  if (kind === 1) return huge(random);
  if (kind < 20) return noise(random, random.integer(200));
  if (kind < 40) return `theorem t : ${soup(random, random.integer(40))} := by ${soup(random, random.integer(30))}`;
  return damaged(random, random.choice(examples), examples);
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

function damaged(random: Random, example: string, examples: readonly string[]): string {
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

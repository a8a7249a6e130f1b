import type { Random } from "@lemma/interfaces";

const types = ["ℕ", "ℤ", "ℚ", "ℝ"] as const;
type TypeName = (typeof types)[number];

/** A random statement about a few numbers: an identity or inequality, mostly false, with the odd hypothesis. */
export function randomStatement(random: Random): string {
  const type = random.choice(types);
  const names = ["a", "b", "c"].slice(0, random.between(0, 3));
  const draw = (depth: number): string => expression(random, type, names, depth);
  const hypotheses = Array.from(
    { length: names.length === 0 ? 0 : random.integer(3) },
    (_, i) => ` (h${i} : ${relation(random, type, draw(1), draw(0))})`,
  );
  const left = draw(3);
  // A goal that is nearly an identity: the same text with one numeral or sign changed.
  const right = random.chance(0.4) ? perturb(random, left) : draw(2);
  const goal = goalOf(random, type, left, right, draw);
  const binders = names.length === 0 ? "" : ` (${names.join(" ")} : ${type})`;
  return `theorem t${binders}${hypotheses.join("")} : ${goal} := by`;
}

function goalOf(random: Random, type: TypeName, left: string, right: string, draw: (depth: number) => string): string {
  const simple = relation(random, type, `(${left} : ${type})`, right);
  const kind = random.integer(12);
  if (kind === 0) return `${simple} ∧ ${relation(random, type, draw(1), draw(1))}`;
  if (kind === 1) return `${simple} ∨ ${relation(random, type, draw(1), draw(1))}`;
  if (kind === 2) return `¬(${simple})`;
  if (kind === 3) return `${relation(random, type, draw(1), draw(1))} → ${simple}`;
  if (kind === 4) return `${relation(random, type, draw(1), draw(1))} ↔ ${simple}`;
  return simple;
}

function relation(random: Random, type: TypeName, left: string, right: string): string {
  const whole = type === "ℕ" || type === "ℤ";
  const op = random.choice(["=", "=", "<", "≤", ">", "≥", "≠", ...(whole ? ["∣"] : [])]);
  return `${left} ${op} ${right}`;
}

function expression(random: Random, type: TypeName, names: readonly string[], depth: number): string {
  if (depth === 0 || random.chance(0.1)) {
    if (names.length > 0 && random.chance(0.7)) return random.choice(names);
    return String(random.integer(random.chance(0.8) ? 6 : 40));
  }
  const part = (): string => expression(random, type, names, depth - 1);
  const kinds = ["+", "+", "*", "*", "-", "-", "^", "/"];
  if (type === "ℕ" || type === "ℤ") kinds.push("%", "%");
  if (type === "ℕ") kinds.push("gcd", "lcm", "sum", "factorial", "succ");
  if (type === "ℝ") kinds.push("sqrt");
  if (type !== "ℕ") kinds.push("neg", "abs", "cast");
  if (type === "ℚ" || type === "ℝ") kinds.push("inv");
  kinds.push("min", "max");
  const kind = random.choice(kinds);
  switch (kind) {
    case "^":
      return `(${part()}) ^ ${random.between(0, 3)}`;
    case "gcd":
      return `(Nat.gcd (${part()}) (${part()}))`;
    case "lcm":
      return `(Nat.lcm (${part()}) (${part()}))`;
    case "factorial":
      return `(Nat.factorial ${random.integer(5)})`;
    case "succ":
      return `(Nat.succ (${part()}))`;
    case "sum":
      return `(∑ i in Finset.range ${random.integer(5)}, (i * ${random.between(1, 3)} + ${part()}))`;
    case "sqrt":
      return `(Real.sqrt (${part()}))`;
    case "neg":
      return `(-(${part()}))`;
    case "abs":
      return `|(${part()})|`;
    case "cast":
      return `((${expression(random, "ℕ", [], depth - 1)} : ℕ) : ${type})`;
    case "inv":
      return `((${part()}))⁻¹`;
    case "min":
    case "max":
      return `(${kind} (${part()}) (${part()}))`;
    default:
      return `(${part()} ${kind} ${part()})`;
  }
}

/** One numeral or operator changed. */
function perturb(random: Random, text: string): string {
  const places = [...text.matchAll(/\d+|[-+*]/g)];
  if (places.length === 0) return `${text} + 1`;
  const place = random.choice(places);
  const by = /\d/.test(place[0])
    ? String(Number(place[0]) + random.choice([1, 2, -1].filter((d) => Number(place[0]) + d >= 0)))
    : random.choice(["+", "-", "*"]);
  return text.slice(0, place.index) + by + text.slice(place.index + place[0].length);
}

/** Blocks that close goals, over all the tactics; names that the statement may lack make some fail, which is fine. */
const blocks = [
  "norm_num",
  "norm_num at *",
  "norm_num [h0, h1]",
  "simp",
  "simp at *",
  "simp [h0]",
  "simp_all",
  "ring",
  "ring_nf",
  "ring_nf at *\n  linarith",
  "linarith",
  "linarith [h0, sq_nonneg a]",
  "nlinarith",
  "nlinarith [sq_nonneg (a - b), sq_nonneg (a + b), mul_self_nonneg c]",
  "nlinarith [sq_nonneg (a - 1), h0, abs_nonneg a]",
  "omega",
  "decide",
  "rfl",
  "positivity",
  "field_simp",
  "field_simp\n  ring",
  "field_simp at *\n  nlinarith",
  "norm_cast",
  "push_cast\n  ring",
  "norm_cast at *\n  linarith",
  "simp only [add_comm, mul_comm]\n  ring",
  "rw [h0]",
  "rw [h0] at *\n  linarith",
  "subst h0\n  norm_num",
  "subst_vars\n  ring",
  "constructor <;> linarith",
  "constructor <;> norm_num",
  "constructor <;> intro h <;> omega",
  "left\n  norm_num",
  "right\n  linarith",
  "intro h\n  linarith",
  "intro h\n  norm_num at h",
  "intro h\n  simp_all",
  "by_contra h\n  norm_num at h\n  linarith",
  "by_contra h\n  simp at h\n  nlinarith",
  "interval_cases a <;> simp_all",
  "interval_cases a <;> omega",
  "induction a with\n  | zero => norm_num\n  | succ n ih => omega",
  "induction a with\n  | zero => simp\n  | succ n ih => simp_all",
  "rcases h0 with h | h\n  · linarith\n  · linarith",
  "cases' le_total a b with h h <;> nlinarith",
  "apply le_of_sub_nonneg\n  positivity",
  "linear_combination h0",
  "linear_combination 2 * h0 - h1",
  "exact le_of_lt h0",
  "cases' abs_cases a with h h <;> linarith",
  "apply lt_of_le_of_lt h0\n  norm_num",
  "have h := sq_nonneg (a - b)\n  nlinarith",
  "have h : a ≤ b := by omega\n  simp_all",
  "gcongr",
  "refine' ⟨_, _⟩ <;> norm_num",
  "contrapose! h0\n  linarith",
  "push_neg\n  norm_num",
  "calc _ = _ := by ring\n  _ = _ := by norm_num",
];

export const randomProof = (random: Random): string => `  ${random.choice(blocks)}`;

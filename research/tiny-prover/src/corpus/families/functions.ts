import type { Random } from "@lemma/interfaces";
import { type Family, argument, evaluate, fraction, integerExcept, polynomial } from "../draft.ts";

const types = ["ℝ", "ℝ", "ℝ", "ℤ", "ℚ"] as const;

function coefficients(random: Random): number[] {
  const degree = random.choice([1, 1, 2, 2, 2, 3]);
  return [integerExcept(random, -4, 5, 0), ...Array.from({ length: degree }, () => random.between(-9, 9))];
}

/** Functions given by a formula. */
export const functions: readonly Family[] = [
  {
    name: "function-value",
    share: 5,
    draw: (random, { functions: [f], variables, hypothesis }) => {
      const type = random.choice(types);
      const body = coefficients(random);
      const at = random.between(-6, 9);
      const h = hypothesis(0);
      const x = random.choice(["x", "x", variables[0]!]);
      return {
        binders: [`(${f} : ${type} → ${type})`, `(${h} : ∀ ${x}, ${f} ${x} = ${polynomial(body, x)})`],
        goal: `${f} ${argument(at)} = ${evaluate(body, at)}`,
        proofs: [`rw [${h}]\nnorm_num`, `norm_num [${h}]`, `simp [${h}]\nnorm_num`, `simp only [${h}]\nnorm_num`],
      };
    },
  },
  {
    name: "function-value-sum",
    share: 2,
    draw: (random, { functions: [f], hypothesis }) => {
      const type = random.choice(types);
      const body = coefficients(random);
      const [a, b] = [random.between(-5, 6), random.between(-5, 6)];
      const h = hypothesis(0);
      const [text, value] = random.chance(0.5)
        ? [`${f} ${argument(a)} + ${f} ${argument(b)}`, evaluate(body, a) + evaluate(body, b)]
        : [`${f} ${argument(a)} - ${f} ${argument(b)}`, evaluate(body, a) - evaluate(body, b)];
      return {
        binders: [`(${f} : ${type} → ${type})`, `(${h} : ∀ x, ${f} x = ${polynomial(body, "x")})`],
        goal: `${text} = ${value}`,
        proofs: [`rw [${h}, ${h}]\nnorm_num`, `norm_num [${h}]`, `simp only [${h}]\nnorm_num`, `simp [${h}]\nnorm_num`],
      };
    },
  },
  {
    name: "function-composition",
    share: 4,
    draw: (random, { functions: [f, g], hypothesis }) => {
      const type = random.choice(types);
      const outer = coefficients(random);
      const inner = [integerExcept(random, -4, 5, 0), random.between(-6, 6)];
      const at = random.between(-4, 6);
      const [h, k] = [hypothesis(0), hypothesis(1)];
      return {
        binders: [
          `(${f} ${g} : ${type} → ${type})`,
          `(${h} : ∀ x, ${f} x = ${polynomial(outer, "x")})`,
          `(${k} : ∀ x, ${g} x = ${polynomial(inner, "x")})`,
        ],
        goal: `${f} (${g} ${argument(at)}) = ${evaluate(outer, evaluate(inner, at))}`,
        proofs: [
          `rw [${h}, ${k}]\nnorm_num`,
          `norm_num [${h}, ${k}]`,
          `simp only [${h}, ${k}]\nnorm_num`,
          `simp [${h}, ${k}]\nnorm_num`,
        ],
      };
    },
  },
  {
    name: "function-unknown-coefficient",
    share: 4,
    draw: (random, { functions: [f], variables: [b], hypothesis }) => {
      const [a, value, c] = [integerExcept(random, -4, 5, 0), random.between(-9, 9), random.between(-9, 9)];
      const at = integerExcept(random, -4, 6, 0);
      const [h, k] = [hypothesis(0), hypothesis(1)];
      const x = b === "x" ? "t" : "x";
      const constant = random.chance(0.4);
      const body = constant
        ? `${polynomial([a, c, 0], x)} + ${b}`
        : `${a === 1 ? "" : a === -1 ? "-" : `${a} * `}${x} ^ 2 + ${b} * ${x}${c === 0 ? "" : c > 0 ? ` + ${c}` : ` - ${-c}`}`;
      const result = constant ? a * at * at + c * at + value : a * at * at + value * at + c;
      return {
        binders: [
          `(${b} : ℝ)`,
          `(${f} : ℝ → ℝ)`,
          `(${h} : ∀ ${x}, ${f} ${x} = ${body})`,
          `(${k} : ${f} ${argument(at)} = ${result})`,
        ],
        goal: `${b} = ${value}`,
        proofs: [
          `rw [${h}] at ${k}\nlinarith`,
          `have h := ${h} ${argument(at)}\nlinarith`,
          `linarith [${h} ${argument(at)}]`,
          `norm_num [${h}] at ${k}\nlinarith`,
        ],
      };
    },
  },
  {
    name: "function-two-unknowns",
    share: 3,
    draw: (random, { functions: [f], variables: [a, b], hypothesis }) => {
      const [slope, shift] = [random.between(-6, 8), random.between(-9, 9)];
      const p = random.between(-4, 5);
      const q = integerExcept(random, -4, 6, p);
      const x = a === "x" || b === "x" ? "t" : "x";
      const [h, k, l] = [hypothesis(0), hypothesis(1), hypothesis(2)];
      const goal = random.choice([`${a} = ${slope}`, `${b} = ${shift}`, `${a} + ${b} = ${slope + shift}`]);
      return {
        binders: [
          `(${a} ${b} : ℝ)`,
          `(${f} : ℝ → ℝ)`,
          `(${h} : ∀ ${x}, ${f} ${x} = ${a} * ${x} + ${b})`,
          `(${k} : ${f} ${argument(p)} = ${slope * p + shift})`,
          `(${l} : ${f} ${argument(q)} = ${slope * q + shift})`,
        ],
        goal,
        proofs: [
          `rw [${h}] at ${k} ${l}\nlinarith`,
          `linarith [${h} ${argument(p)}, ${h} ${argument(q)}]`,
          `have h := ${h} ${argument(p)}\nhave h' := ${h} ${argument(q)}\nlinarith`,
        ],
      };
    },
  },
  {
    name: "function-quotient",
    share: 2,
    draw: (random, { functions: [f], hypothesis }) => {
      const shift = random.between(1, 6);
      const [a, b] = [integerExcept(random, -5, 7, 0), random.between(-7, 7)];
      const at = integerExcept(random, -5, 9, -shift);
      const h = hypothesis(0);
      return {
        binders: [`(${f} : ℝ → ℝ)`, `(${h} : ∀ x, ${f} x = (${polynomial([a, b], "x")}) / (x + ${shift}))`],
        goal: `${f} ${argument(at)} = ${fraction(a * at + b, at + shift)}`,
        proofs: [`rw [${h}]\nnorm_num`, `norm_num [${h}]`, `simp [${h}]\nnorm_num`],
      };
    },
  },
  {
    name: "function-natural",
    share: 2,
    draw: (random, { functions: [f], hypothesis }) => {
      const [a, b, at] = [random.between(2, 7), random.between(0, 9), random.between(1, 12)];
      const modulus = random.between(3, 11);
      const h = hypothesis(0);
      return {
        binders: [`(${f} : ℕ → ℕ)`, `(${h} : ∀ n, ${f} n = ${polynomial([a, b], "n")})`],
        goal: `${f} ${at} % ${modulus} = ${(a * at + b) % modulus}`,
        proofs: [`rw [${h}]`, `norm_num [${h}]`, `simp [${h}]`],
      };
    },
  },
  {
    name: "function-step",
    share: 2,
    draw: (random, { functions: [f], hypothesis }) => {
      const [step, start, count] = [integerExcept(random, -5, 7, 0), random.between(-5, 9), random.between(2, 4)];
      const [h, k] = [hypothesis(0), hypothesis(1)];
      const sign = step < 0 ? `- ${-step}` : `+ ${step}`;
      const steps = Array.from({ length: count }, (_, i) => `${h} ${i}`).join(", ");
      return {
        binders: [`(${f} : ℕ → ℝ)`, `(${h} : ∀ n, ${f} (n + 1) = ${f} n ${sign})`, `(${k} : ${f} 0 = ${start})`],
        goal: `${f} ${count} = ${start + count * step}`,
        proofs: [`norm_num [${h}, ${k}]`, `linarith [${steps}]`, `simp [${h}, ${k}]\nnorm_num`],
      };
    },
  },
];

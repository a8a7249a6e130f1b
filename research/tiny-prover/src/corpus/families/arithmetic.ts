import { type Family, fraction, greatestCommonDivisor, integerExcept, powerModulo } from "../draft.ts";

const closed = (
  goal: string,
  proofs: readonly string[],
): { binders: readonly string[]; goal: string; proofs: readonly string[] } => ({ binders: [], goal, proofs });

/** Statements without variables. */
export const arithmetic: readonly Family[] = [
  {
    name: "remainder",
    share: 2,
    draw: (random) => {
      const modulus = random.between(2, 13);
      const value = random.between(20, 3000);
      return closed(`${value} % ${modulus} = ${value % modulus}`, ["norm_num", "rfl", "decide"]);
    },
  },
  {
    name: "remainder-of-sum",
    share: 3,
    draw: (random) => {
      const modulus = random.between(3, 12);
      const terms = Array.from({ length: random.between(2, 4) }, () => random.between(10, 2000));
      const operator = random.chance(0.6) ? "+" : "*";
      const value =
        operator === "+" ? terms.reduce((a, b) => a + b) : terms.reduce((a, b) => (a * (b % modulus)) % modulus, 1);
      return closed(`(${terms.join(` ${operator} `)}) % ${modulus} = ${value % modulus}`, ["norm_num", "rfl"]);
    },
  },
  {
    name: "remainder-of-power",
    share: 3,
    draw: (random) => {
      const modulus = random.choice([3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 100]);
      const base = random.between(2, 40);
      const exponent = random.between(3, 60);
      return closed(`${base} ^ ${exponent} % ${modulus} = ${powerModulo(base, exponent, modulus)}`, [
        "norm_num",
        "rfl",
        "decide",
      ]);
    },
  },
  {
    name: "remainder-of-power-sum",
    share: 2,
    draw: (random) => {
      const modulus = random.choice([5, 7, 9, 10]);
      const [a, b] = [random.between(2, 30), random.between(2, 30)];
      const [m, n] = [random.between(3, 30), random.between(3, 30)];
      const value = (powerModulo(a, m, modulus) + powerModulo(b, n, modulus)) % modulus;
      return closed(`(${a} ^ ${m} + ${b} ^ ${n}) % ${modulus} = ${value}`, ["norm_num", "rfl"]);
    },
  },
  {
    name: "gcd-lcm",
    share: 2,
    draw: (random) => {
      const factor = random.between(2, 30);
      const [a, b] = [factor * random.between(2, 40), factor * random.between(2, 40)];
      const divisor = greatestCommonDivisor(a, b);
      return random.chance(0.6)
        ? closed(`Nat.gcd ${a} ${b} = ${divisor}`, ["norm_num", "rfl", "decide"])
        : closed(`Nat.lcm ${a} ${b} = ${(a / divisor) * b}`, ["norm_num", "rfl", "decide"]);
    },
  },
  {
    name: "fractions",
    share: 3,
    draw: (random) => {
      const type = random.choice(["ℝ", "ℚ", "ℝ"]);
      const [a, b, c, d] = [random.between(1, 9), random.between(2, 9), random.between(1, 9), random.between(2, 9)];
      const kind = random.integer(3);
      if (kind === 0)
        return closed(`(${a} : ${type}) / ${b} + ${c} / ${d} = ${fraction(a * d + c * b, b * d)}`, ["norm_num"]);
      if (kind === 1)
        return closed(`(${a} : ${type}) / ${b} * (${c} / ${d}) = ${fraction(a * c, b * d)}`, ["norm_num"]);
      return closed(`((${a} : ${type}) / ${b} - ${c} / ${d}) * ${b * d} = ${a * d - c * b}`, ["norm_num"]);
    },
  },
  {
    name: "integer-arithmetic",
    share: 2,
    draw: (random) => {
      const type = random.choice(["ℤ", "ℝ", "ℤ"]);
      const [a, b, c] = [random.between(2, 20), random.between(2, 20), random.between(2, 50)];
      return random.chance(0.5)
        ? closed(`(${a} : ${type}) * ${b} - ${c} = ${a * b - c}`, ["norm_num"])
        : closed(`(${a} : ${type}) ^ 2 - ${b} ^ 2 + ${c} = ${a * a - b * b + c}`, ["norm_num"]);
    },
  },
  {
    name: "divides",
    share: 1,
    draw: (random) => {
      const divisor = random.between(3, 25);
      if (random.chance(0.6)) return closed(`${divisor} ∣ ${divisor * random.between(4, 90)}`, ["norm_num", "decide"]);
      return closed(`¬ ${divisor} ∣ ${divisor * random.between(4, 90) + random.between(1, divisor - 1)}`, [
        "norm_num",
        "decide",
      ]);
    },
  },
  {
    name: "prime",
    share: 1,
    draw: (random) => {
      const primes = [
        5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131,
      ];
      if (random.chance(0.6)) return closed(`Nat.Prime ${random.choice(primes)}`, ["norm_num", "decide"]);
      return closed(`¬ Nat.Prime ${random.choice(primes) * random.choice(primes)}`, ["norm_num"]);
    },
  },
  {
    name: "factorial",
    share: 2,
    draw: (random) => {
      const n = random.between(3, 7);
      const product = Array.from({ length: n }, (_, i) => i + 1).reduce((a, b) => a * b, 1);
      const kind = random.integer(3);
      if (kind === 0)
        return closed(`Nat.factorial ${n} = ${product}`, [
          "rfl",
          "norm_num [Nat.factorial]",
          "decide",
          "simp [Nat.factorial]",
        ]);
      if (kind === 1)
        return closed(`Nat.factorial ${n} / Nat.factorial ${n - 2} = ${n * (n - 1)}`, [
          "rfl",
          "norm_num [Nat.factorial]",
          "decide",
        ]);
      const modulus = random.between(7, 19);
      return closed(`Nat.factorial ${n} % ${modulus} = ${product % modulus}`, [
        "rfl",
        "norm_num [Nat.factorial]",
        "decide",
      ]);
    },
  },
  {
    name: "finite-sum",
    share: 3,
    draw: (random) => {
      const count = random.between(3, 12);
      const kind = random.integer(3);
      const [body, term] = (
        [
          ["k", (k: number) => k],
          ["k ^ 2", (k: number) => k * k],
          ["(2 * k + 1)", (k: number) => 2 * k + 1],
        ] as const
      )[kind]!;
      const icc = random.chance(0.4);
      const from = icc ? 1 : 0;
      const to = icc ? count : count - 1;
      let total = 0;
      for (let k = from; k <= to; k += 1) total += term(k);
      const range = icc ? `Finset.Icc 1 ${count}` : `Finset.range ${count}`;
      const proofs = [
        "rfl",
        "decide",
        ...(icc ? [] : ["simp [Finset.sum_range_succ]", "norm_num [Finset.sum_range_succ]"]),
      ];
      if (random.chance(0.4)) {
        const modulus = random.between(3, 11);
        return closed(`(∑ k in ${range}, ${body}) % ${modulus} = ${total % modulus}`, proofs);
      }
      return closed(`∑ k in ${range}, ${body} = ${total}`, proofs);
    },
  },
  {
    name: "square-root",
    share: 1,
    draw: (random) => {
      const [a, b] = [random.between(2, 15), random.between(2, 9)];
      const root = `Real.sqrt ${a * a} = ${a}`;
      const show = `rw [show (${a * a} : ℝ) = ${a} ^ 2 by norm_num]\nexact Real.sqrt_sq (by norm_num)`;
      if (random.chance(0.5)) return closed(root, ["norm_num", show, `rw [Real.sqrt_eq_iff_sq_eq] <;> norm_num`]);
      return closed(`Real.sqrt ${b} ^ 2 = ${b}`, ["norm_num", `exact Real.sq_sqrt (by norm_num)`]);
    },
  },
  {
    name: "comparison",
    share: 1,
    draw: (random) => {
      const [a, b] = [random.between(2, 9), random.between(2, 9)];
      const [m, n] = [random.between(2, 6), random.between(2, 6)];
      const [left, right] = [a ** m, b ** n];
      if (left === right) return closed(`(${a} : ℝ) < ${integerExcept(random, a + 1, a + 9)}`, ["norm_num"]);
      const text = left < right ? `(${a} : ℝ) ^ ${m} < ${b} ^ ${n}` : `(${b} : ℝ) ^ ${n} < ${a} ^ ${m}`;
      return closed(text, ["norm_num"]);
    },
  },
];

import { type Family, integerExcept, sum } from "../draft.ts";

/** Natural numbers and integers: remainders, divisibility, bounded search. */
export const modular: readonly Family[] = [
  {
    name: "remainder-of-multiple",
    share: 5,
    draw: (random, { variables: [n], hypothesis }) => {
      const modulus = random.between(2, 12);
      const residue = random.between(0, modulus - 1);
      const [a, b] = [random.between(1, 9), random.between(0, 12)];
      const h = hypothesis(0);
      const body = sum([
        [a, n!],
        [b, ""],
      ]);
      const left = a === 1 && b === 0 ? `${n}` : `(${body})`;
      return {
        binders: [`(${n} : ${random.choice(["ℕ", "ℕ", "ℤ"])})`, `(${h} : ${n} % ${modulus} = ${residue})`],
        goal: `${left} % ${modulus} = ${(a * residue + b) % modulus}`,
        proofs: ["omega", `norm_num [Nat.add_mod, Nat.mul_mod, ${h}]`, `simp [Nat.add_mod, Nat.mul_mod, ${h}]`],
      };
    },
  },
  {
    name: "remainder-of-divisor",
    share: 2,
    draw: (random, { variables: [n], hypothesis }) => {
      const small = random.between(2, 6);
      const modulus = small * random.between(2, 5);
      const residue = random.between(0, modulus - 1);
      return {
        binders: [`(${n} : ℕ)`, `(${hypothesis(0)} : ${n} % ${modulus} = ${residue})`],
        goal: `${n} % ${small} = ${residue % small}`,
        proofs: ["omega"],
      };
    },
  },
  {
    name: "remainder-of-sum-two",
    share: 3,
    draw: (random, { variables: [a, b], hypothesis }) => {
      const modulus = random.between(3, 11);
      const [r, s] = [random.between(0, modulus - 1), random.between(0, modulus - 1)];
      const product = random.chance(0.3);
      const [h, k] = [hypothesis(0), hypothesis(1)];
      return {
        binders: [`(${a} ${b} : ℕ)`, `(${h} : ${a} % ${modulus} = ${r})`, `(${k} : ${b} % ${modulus} = ${s})`],
        goal: `(${a} ${product ? "*" : "+"} ${b}) % ${modulus} = ${(product ? r * s : r + s) % modulus}`,
        proofs: product
          ? [`simp [Nat.mul_mod, ${h}, ${k}]`, `norm_num [Nat.mul_mod, ${h}, ${k}]`, `rw [Nat.mul_mod, ${h}, ${k}]`]
          : ["omega", `simp [Nat.add_mod, ${h}, ${k}]`, `rw [Nat.add_mod, ${h}, ${k}]`],
      };
    },
  },
  {
    name: "remainder-of-square",
    share: 2,
    draw: (random, { variables: [n], hypothesis }) => {
      const modulus = random.between(3, 9);
      const residue = random.between(0, modulus - 1);
      const h = hypothesis(0);
      return {
        binders: [`(${n} : ℕ)`, `(${h} : ${n} % ${modulus} = ${residue})`],
        goal: `${n} ^ 2 % ${modulus} = ${(residue * residue) % modulus}`,
        proofs: [
          `simp [Nat.pow_mod, ${h}]`,
          `norm_num [Nat.pow_mod, ${h}]`,
          `rw [Nat.pow_mod, ${h}]`,
          `norm_num [pow_two, Nat.mul_mod, ${h}]`,
        ],
      };
    },
  },
  {
    name: "natural-system",
    share: 4,
    draw: (random, { variables: [a, b], hypothesis }) => {
      const [x, y] = [random.between(1, 20), random.between(1, 20)];
      const factor = random.between(2, 5);
      const kind = random.integer(3);
      const [h, k] = [hypothesis(0), hypothesis(1)];
      const type = random.choice(["ℕ", "ℕ", "ℤ"]);
      if (kind === 0)
        return {
          binders: [
            `(${a} ${b} : ${type})`,
            `(${h} : ${a} + ${b} = ${y + factor * y})`,
            `(${k} : ${a} = ${factor} * ${b})`,
          ],
          goal: `${b} = ${y}`,
          proofs: ["omega", "linarith"],
        };
      if (kind === 1)
        return {
          binders: [
            `(${a} ${b} : ${type})`,
            `(${h} : ${a} + ${b} = ${x + y})`,
            `(${k} : ${factor} * ${a} + ${b} = ${factor * x + y})`,
          ],
          goal: `${a} = ${x} ∧ ${b} = ${y}`,
          proofs: ["omega", "constructor <;> omega", "constructor <;> linarith"],
        };
      return {
        binders: [`(${a} ${b} : ${type})`, `(${h} : ${a} = ${b} + ${x})`, `(${k} : ${a} + ${b} = ${x + 2 * y})`],
        goal: `${a} = ${x + y}`,
        proofs: ["omega", "linarith"],
      };
    },
  },
  {
    name: "natural-subtraction",
    share: 1,
    draw: (random, { variables: [a, b], hypothesis }) => {
      const [y, factor] = [random.between(1, 15), random.between(2, 6)];
      return {
        binders: [
          `(${a} ${b} : ℕ)`,
          `(${hypothesis(0)} : ${a} = ${factor} * ${b})`,
          `(${hypothesis(1)} : ${a} + ${b} = ${(factor + 1) * y})`,
        ],
        goal: `${a} - ${b} = ${(factor - 1) * y}`,
        proofs: ["omega"],
      };
    },
  },
  {
    name: "bounded-search",
    share: 3,
    draw: (random, { variables: [n], hypothesis }) => {
      const modulus = random.between(5, 14);
      const residue = random.between(0, modulus - 1);
      const solution = residue;
      const factor = random.choice([3, 5, 7, 11, 13].filter((prime) => modulus % prime !== 0));
      const [h, k] = [hypothesis(0), hypothesis(1)];
      return {
        binders: [
          `(${n} : ℕ)`,
          `(${h} : ${n} < ${modulus})`,
          `(${k} : ${factor} * ${n} % ${modulus} = ${(factor * solution) % modulus})`,
        ],
        goal: `${n} = ${solution}`,
        proofs: ["omega", `interval_cases ${n} <;> omega`, `interval_cases ${n} <;> simp_all`],
      };
    },
  },
  {
    name: "bounded-square",
    share: 2,
    draw: (random, { variables: [n], hypothesis }) => {
      const solution = random.between(2, 12);
      const [h, k] = [hypothesis(0), hypothesis(1)];
      const [a, b] = [random.between(1, 4), random.between(0, 9)];
      return {
        binders: [
          `(${n} : ℕ)`,
          `(${h} : 0 < ${n})`,
          `(${k} : ${sum([
            [a, `${n} ^ 2`],
            [b, n!],
          ])} = ${a * solution * solution + b * solution})`,
        ],
        goal: `${n} = ${solution}`,
        proofs: [
          "nlinarith",
          `have h : ${n} ≤ ${solution + 1} := by nlinarith\ninterval_cases ${n} <;> omega`,
          `have h : ${n} < ${solution + 1} := by nlinarith\ninterval_cases ${n} <;> simp_all`,
        ],
      };
    },
  },
  {
    name: "divisibility-linear",
    share: 3,
    draw: (random, { variables: [n], hypothesis }) => {
      const d = random.between(2, 9);
      const [a, b] = [random.between(1, 6), d * random.between(0, 5)];
      const h = hypothesis(0);
      return {
        binders: [`(${n} : ${random.choice(["ℕ", "ℤ"])})`, `(${h} : ${d} ∣ ${n})`],
        goal: `${d} ∣ ${sum([
          [a, n!],
          [b, ""],
        ])}`,
        proofs: ["omega"],
      };
    },
  },
  {
    name: "parity",
    share: 2,
    draw: (random, { variables: [n] }) => {
      const type = random.choice(["ℕ", "ℤ"]);
      return random.choice([
        { binders: [`(${n} : ${type})`], goal: `${n} % 2 = 0 ∨ ${n} % 2 = 1`, proofs: ["omega"] },
        { binders: [`(${n} : ${type})`], goal: `(2 * ${n} + 1) % 2 = 1`, proofs: ["omega"] },
        {
          binders: [`(${n} : ℕ)`],
          goal: `2 ∣ ${n} * (${n} + 1)`,
          proofs: [
            `induction ${n} with\n| zero => simp\n| succ k ih =>\n  have h : (k + 1) * (k + 1 + 1) = k * (k + 1) + 2 * (k + 1) := by ring\n  omega`,
          ],
        },
        { binders: [`(${n} : ${type})`], goal: `${n} % ${4} < 4`, proofs: ["omega"] },
      ]);
    },
  },
  {
    name: "bounded-remainder",
    share: 2,
    draw: (random, { variables: [n], hypothesis }) => {
      const modulus = random.between(3, 15);
      const residue = random.between(0, modulus - 1);
      const base = modulus * random.between(1, 12);
      const [h, k] = [hypothesis(0), hypothesis(1)];
      return {
        binders: [
          `(${n} : ℕ)`,
          `(${h} : ${base} ≤ ${n} ∧ ${n} < ${base + modulus})`,
          `(${k} : ${n} % ${modulus} = ${residue})`,
        ],
        goal: `${n} = ${base + residue}`,
        proofs: ["omega", `rcases ${h} with ⟨h1, h2⟩\nomega`],
      };
    },
  },
  {
    name: "sum-formula",
    share: 1,
    draw: (random, { variables: [n] }) => {
      const odd = random.chance(0.5);
      return odd
        ? {
            binders: [`(${n} : ℕ)`],
            goal: `∑ i in Finset.range ${n}, (2 * i + 1) = ${n} ^ 2`,
            proofs: [`induction ${n} with\n| zero => simp\n| succ k ih =>\n  rw [Finset.sum_range_succ, ih]\n  ring`],
          }
        : {
            binders: [`(${n} : ℕ)`],
            goal: `2 * ∑ i in Finset.range (${n} + 1), i = ${n} * (${n} + 1)`,
            proofs: [
              `induction ${n} with\n| zero => simp\n| succ k ih =>\n  rw [Finset.sum_range_succ, mul_add, ih]\n  ring`,
            ],
          };
    },
  },
  {
    name: "digits-equation",
    share: 2,
    draw: (random, { variables: [a, b], hypothesis }) => {
      const [x, y] = [random.between(1, 9), random.between(0, 9)];
      const factor = integerExcept(random, 1, 4, 0);
      return {
        binders: [
          `(${a} ${b} : ℕ)`,
          `(${hypothesis(0)} : ${a} ≤ 9 ∧ ${b} ≤ 9)`,
          `(${hypothesis(1)} : 10 * ${a} + ${b} = ${10 * x + y})`,
        ],
        goal: `${sum([
          [factor, a!],
          [1, b!],
        ])} = ${factor * x + y}`,
        proofs: ["omega"],
      };
    },
  },
];

import { type Family, integerExcept, polynomial, sum } from "../draft.ts";

const rings = ["ℝ", "ℝ", "ℤ", "ℂ", "ℚ"] as const;

/** Identities and equations between polynomials. */
export const polynomials: readonly Family[] = [
  {
    name: "expand-product",
    share: 5,
    draw: (random, { variables: [x] }) => {
      const [a, b, c, d] = [
        random.between(1, 5),
        integerExcept(random, -9, 9, 0),
        random.between(1, 4),
        integerExcept(random, -9, 9, 0),
      ];
      return {
        binders: [`(${x} : ${random.choice(rings)})`],
        goal: `(${sum([
          [a, x!],
          [b, ""],
        ])}) * (${sum([
          [c, x!],
          [d, ""],
        ])}) = ${polynomial([a * c, a * d + b * c, b * d], x!)}`,
        proofs: ["ring", "ring_nf", "linarith"],
      };
    },
  },
  {
    name: "expand-scale",
    share: 2,
    draw: (random, { variables: [x] }) => {
      const [k, a, b] = [random.between(2, 9), random.between(1, 9), integerExcept(random, -9, 9, 0)];
      return {
        binders: [`(${x} : ${random.choice(rings)})`],
        goal: `${k} * (${sum([
          [a, x!],
          [b, ""],
        ])}) = ${sum([
          [k * a, x!],
          [k * b, ""],
        ])}`,
        proofs: ["ring", "linarith"],
      };
    },
  },
  {
    name: "square-identity",
    share: 3,
    draw: (random, { variables: [a, b] }) => {
      const k = random.between(1, 5);
      const kb = k === 1 ? b : `${k} * ${b}`;
      const goal = random.choice([
        `(${a} + ${kb}) ^ 2 = ${a} ^ 2 + ${2 * k} * ${a} * ${b} + ${sum([[k * k, `${b} ^ 2`]])}`,
        `(${a} - ${kb}) ^ 2 = ${a} ^ 2 - ${2 * k} * ${a} * ${b} + ${sum([[k * k, `${b} ^ 2`]])}`,
        `(${a} + ${kb}) * (${a} - ${kb}) = ${a} ^ 2 - ${sum([[k * k, `${b} ^ 2`]])}`,
        `${a} ^ 3 - ${b} ^ 3 = (${a} - ${b}) * (${a} ^ 2 + ${a} * ${b} + ${b} ^ 2)`,
        `(${a} + ${b}) ^ 3 = ${a} ^ 3 + 3 * ${a} ^ 2 * ${b} + 3 * ${a} * ${b} ^ 2 + ${b} ^ 3`,
      ]);
      return { binders: [`(${a} ${b} : ${random.choice(rings)})`], goal, proofs: ["ring", "ring_nf"] };
    },
  },
  {
    name: "cyclic-identity",
    share: 1,
    draw: (random, { variables: [a, b, c] }) => {
      const goal = random.choice([
        `${a} * (${b} - ${c}) + ${b} * (${c} - ${a}) + ${c} * (${a} - ${b}) = 0`,
        `(${a} + ${b} + ${c}) ^ 2 = ${a} ^ 2 + ${b} ^ 2 + ${c} ^ 2 + 2 * (${a} * ${b} + ${b} * ${c} + ${c} * ${a})`,
        `(${a} - ${b}) ^ 2 + (${b} - ${c}) ^ 2 + (${c} - ${a}) ^ 2 = 2 * (${a} ^ 2 + ${b} ^ 2 + ${c} ^ 2 - ${a} * ${b} - ${b} * ${c} - ${c} * ${a})`,
        `(${a} + ${b}) * (${b} + ${c}) * (${c} + ${a}) = (${a} + ${b} + ${c}) * (${a} * ${b} + ${b} * ${c} + ${c} * ${a}) - ${a} * ${b} * ${c}`,
      ]);
      return { binders: [`(${a} ${b} ${c} : ${random.choice(rings)})`], goal, proofs: ["ring"] };
    },
  },
  {
    name: "symmetric-value",
    share: 4,
    draw: (random, { variables: [a, b], hypothesis }) => {
      const [s, p] = [random.between(1, 12), random.between(-9, 12)];
      const [h, k] = [hypothesis(0), hypothesis(1)];
      const kind = random.integer(3);
      const type = random.choice(["ℝ", "ℝ", "ℂ"]);
      const binders = [`(${a} ${b} : ${type})`, `(${h} : ${a} + ${b} = ${s})`, `(${k} : ${a} * ${b} = ${p})`];
      if (kind === 0)
        return {
          binders,
          goal: `${a} ^ 2 + ${b} ^ 2 = ${s * s - 2 * p}`,
          proofs: [
            `nlinarith [${h}, ${k}]`,
            `have h : (${a} + ${b}) ^ 2 = ${s * s} := by rw [${h}]; norm_num\nlinarith`,
            `linear_combination (${a} + ${b} + ${s}) * ${h} - 2 * ${k}`,
          ],
        };
      if (kind === 1)
        return {
          binders,
          goal: `(${a} - ${b}) ^ 2 = ${s * s - 4 * p}`,
          proofs: [`nlinarith [${h}, ${k}]`, `linear_combination (${a} + ${b} + ${s}) * ${h} - 4 * ${k}`],
        };
      return {
        binders,
        goal: `${a} ^ 2 * ${b} + ${a} * ${b} ^ 2 = ${s * p}`,
        proofs: [
          `have h : ${a} ^ 2 * ${b} + ${a} * ${b} ^ 2 = ${a} * ${b} * (${a} + ${b}) := by ring\nrw [h, ${k}, ${h}]\nnorm_num`,
          `linear_combination ${a} * ${b} * ${h} + ${s} * ${k}`,
        ],
      };
    },
  },
  {
    name: "quadratic-roots",
    share: 3,
    draw: (random, { variables: [x], hypothesis }) => {
      const [r, s] = [random.between(-8, 8), random.between(-8, 9)];
      if (r === s) return square(x!, r, hypothesis(0));
      const h = hypothesis(0);
      const factor = (root: number): string =>
        root === 0
          ? x!
          : `(${sum([
              [1, x!],
              [-root, ""],
            ])})`;
      return {
        binders: [`(${x} : ℝ)`, `(${h} : ${polynomial([1, -(r + s), r * s], x!)} = 0)`],
        goal: `${x} = ${r} ∨ ${x} = ${s}`,
        proofs: [
          `have h : ${factor(r)} * ${factor(s)} = 0 := by linarith\nrcases mul_eq_zero.mp h with h | h\n· left; linarith\n· right; linarith`,
          `have h : ${factor(r)} * ${factor(s)} = 0 := by nlinarith\ncases' mul_eq_zero.mp h with h h\n· left; linarith\n· right; linarith`,
        ],
      };
    },
  },
  {
    name: "quadratic-positive-root",
    share: 2,
    draw: (random, { variables: [x], hypothesis }) => {
      const [r, s] = [random.between(1, 9), random.between(1, 9)];
      const [h, k] = [hypothesis(0), hypothesis(1)];
      return {
        binders: [`(${x} : ℝ)`, `(${h} : 0 < ${x})`, `(${k} : ${polynomial([1, s - r, -r * s], x!)} = 0)`],
        goal: `${x} = ${r}`,
        proofs: [
          "nlinarith",
          `have h : (${x} - ${r}) * (${x} + ${s}) = 0 := by linarith\nrcases mul_eq_zero.mp h with h | h\n· linarith\n· linarith`,
        ],
      };
    },
  },
  {
    name: "equal-polynomials",
    share: 1,
    draw: (random, { variables: [x, y], hypothesis }) => {
      const [k, c] = [random.between(2, 9), random.between(-9, 9)];
      const h = hypothesis(0);
      return {
        binders: [
          `(${x} ${y} : ℝ)`,
          `(${h} : ${sum([
            [k, x!],
            [c, ""],
          ])} = ${sum([
            [k, y!],
            [c, ""],
          ])})`,
        ],
        goal: `${x} = ${y}`,
        proofs: ["linarith"],
      };
    },
  },
  {
    name: "cancel-fraction",
    share: 2,
    draw: (random, { variables: [x, y], hypothesis }) => {
      const [a, b] = [random.between(2, 9), random.between(2, 9)];
      const h = hypothesis(0);
      return random.chance(0.5)
        ? {
            binders: [`(${x} : ℝ)`, `(${h} : ${x} ≠ 0)`],
            goal: `${a} * ${x} / (${b} * ${x}) = ${a} / ${b}`,
            proofs: ["field_simp", `field_simp\nring`],
          }
        : {
            binders: [`(${x} ${y} : ℝ)`, `(${h} : ${x} ≠ 0)`, `(${hypothesis(1)} : ${y} ≠ 0)`],
            goal: `${a} / ${x} + ${b} / ${y} = (${a} * ${y} + ${b} * ${x}) / (${x} * ${y})`,
            proofs: ["field_simp", `field_simp\nring`],
          };
    },
  },
];

function square(x: string, root: number, h: string): ReturnType<Family["draw"]> {
  return {
    binders: [`(${x} : ℝ)`, `(${h} : ${polynomial([1, -2 * root, root * root], x)} = 0)`],
    goal: `${x} = ${root}`,
    proofs: [
      `nlinarith`,
      `have h : (${sum([
        [1, x],
        [-root, ""],
      ])}) ^ 2 = 0 := by linarith\nnlinarith`,
    ],
  };
}

import { type Family, fraction, polynomial, sum } from "../draft.ts";

/** Inequalities over the reals. */
export const inequalities: readonly Family[] = [
  {
    name: "two-squares",
    share: 4,
    draw: (random, { variables: [a, b] }) => {
      const k = random.between(1, 5);
      const kb = k === 1 ? `${b}` : `${k} * ${b}`;
      const goal = random.choice([
        `${2 * k} * ${a} * ${b} ≤ ${a} ^ 2 + ${sum([[k * k, `${b} ^ 2`]])}`,
        `${a} ^ 2 + ${sum([[k * k, `${b} ^ 2`]])} ≥ ${2 * k} * ${a} * ${b}`,
        `0 ≤ ${a} ^ 2 - ${2 * k} * ${a} * ${b} + ${sum([[k * k, `${b} ^ 2`]])}`,
      ]);
      return {
        binders: [`(${a} ${b} : ℝ)`],
        goal,
        proofs: [`nlinarith [sq_nonneg (${a} - ${kb})]`, `linarith [sq_nonneg (${a} - ${kb})]`],
      };
    },
  },
  {
    name: "mean-inequality",
    share: 3,
    draw: (random, { variables: [a, b], hypothesis }) => {
      const s = random.between(1, 10);
      const h = hypothesis(0);
      const squares = random.chance(0.5);
      return squares
        ? {
            binders: [`(${a} ${b} : ℝ)`, `(${h} : ${a} ^ 2 + ${b} ^ 2 = ${s})`],
            goal: `${a} * ${b} ≤ ${fraction(s, 2)}`,
            proofs: [
              `nlinarith [sq_nonneg (${a} - ${b})]`,
              `nlinarith [sq_nonneg (${a} - ${b}), ${h}]`,
              `linarith [sq_nonneg (${a} - ${b})]`,
            ],
          }
        : {
            binders: [`(${a} ${b} : ℝ)`, `(${h} : ${a} + ${b} = ${s})`],
            goal: `${a} * ${b} ≤ ${fraction(s * s, 4)}`,
            proofs: [`nlinarith [sq_nonneg (${a} - ${b})]`, `nlinarith [sq_nonneg (${a} - ${b}), ${h}]`],
          };
    },
  },
  {
    name: "sum-of-squares-bound",
    share: 2,
    draw: (random, { variables: [a, b], hypothesis }) => {
      const s = random.between(1, 12);
      const h = hypothesis(0);
      return {
        binders: [`(${a} ${b} : ℝ)`, `(${h} : ${a} + ${b} = ${s})`],
        goal: `${fraction(s * s, 2)} ≤ ${a} ^ 2 + ${b} ^ 2`,
        proofs: [`nlinarith [sq_nonneg (${a} - ${b})]`, `nlinarith [sq_nonneg (${a} - ${b}), ${h}]`],
      };
    },
  },
  {
    name: "three-squares",
    share: 3,
    draw: (random, { variables: [a, b, c] }) => {
      const goal = random.choice([
        `${a} * ${b} + ${b} * ${c} + ${c} * ${a} ≤ ${a} ^ 2 + ${b} ^ 2 + ${c} ^ 2`,
        `${a} ^ 2 + ${b} ^ 2 + ${c} ^ 2 ≥ ${a} * ${b} + ${b} * ${c} + ${c} * ${a}`,
        `3 * (${a} * ${b} + ${b} * ${c} + ${c} * ${a}) ≤ (${a} + ${b} + ${c}) ^ 2`,
        `(${a} + ${b} + ${c}) ^ 2 ≤ 3 * (${a} ^ 2 + ${b} ^ 2 + ${c} ^ 2)`,
      ]);
      return {
        binders: [`(${a} ${b} ${c} : ℝ)`],
        goal,
        proofs: [`nlinarith [sq_nonneg (${a} - ${b}), sq_nonneg (${b} - ${c}), sq_nonneg (${c} - ${a})]`],
      };
    },
  },
  {
    name: "completed-square",
    share: 4,
    draw: (random, { variables: [x] }) => {
      const [r, extra] = [random.between(-6, 6), random.between(0, 9)];
      const [body, relation] = [
        polynomial([1, -2 * r, r * r + extra], x!),
        extra > 0 && random.chance(0.6) ? "<" : "≤",
      ];
      const term = sum([
        [1, x!],
        [-r, ""],
      ]);
      return {
        binders: [`(${x} : ℝ)`],
        goal: random.chance(0.6) ? `0 ${relation} ${body}` : `${body} ${relation === "<" ? ">" : "≥"} 0`,
        proofs: [`nlinarith [sq_nonneg (${term})]`, `linarith [sq_nonneg (${term})]`],
      };
    },
  },
  {
    name: "quadratic-bounds",
    share: 3,
    draw: (random, { variables: [x], hypothesis }) => {
      const low = random.between(-8, 4);
      const high = low + random.between(1, 10);
      const h = hypothesis(0);
      return {
        binders: [`(${x} : ℝ)`, `(${h} : ${polynomial([1, -(low + high), low * high], x!)} ≤ 0)`],
        goal: random.choice([`${low} ≤ ${x} ∧ ${x} ≤ ${high}`, `${x} ≥ ${low} ∧ ${x} ≤ ${high}`]),
        proofs: ["constructor <;> nlinarith", "constructor\n· nlinarith\n· nlinarith"],
      };
    },
  },
  {
    name: "positive-product",
    share: 3,
    draw: (random, { variables: [a, b], hypothesis }) => {
      const [h, k] = [hypothesis(0), hypothesis(1)];
      const goal = random.choice([
        `0 < ${a} * ${b}`,
        `0 < ${a} ^ 2 + ${b}`,
        `0 < ${a} / ${b}`,
        `0 < ${a} * ${b} + ${random.between(1, 5)}`,
        `0 ≤ ${a} * ${b} ^ 2`,
        `0 < ${a} + ${random.between(2, 6)} * ${b}`,
      ]);
      return {
        binders: [`(${a} ${b} : ℝ)`, `(${h} : 0 < ${a})`, `(${k} : 0 < ${b})`],
        goal,
        proofs: ["positivity", `exact mul_pos ${h} ${k}`, "linarith", `nlinarith [mul_pos ${h} ${k}]`],
      };
    },
  },
  {
    name: "positive-conjunction",
    share: 3,
    draw: (random, { variables: [a, b], hypothesis }) => {
      const h = hypothesis(0);
      const k = random.between(1, 4);
      const goal = random.choice([
        `${2 * k} * (${a} * ${b}) ≤ ${sum([
          [k, `${a} ^ 2`],
          [k, `${b} ^ 2`],
        ])}`,
        `4 * ${a} * ${b} ≤ (${a} + ${b}) ^ 2`,
        `${a} ^ 2 < (${a} + ${b}) ^ 2`,
      ]);
      return {
        binders: [`(${a} ${b} : ℝ)`, `(${h} : 0 < ${a} ∧ 0 < ${b})`],
        goal,
        proofs: [
          `nlinarith [sq_nonneg (${a} - ${b})]`,
          `nlinarith [mul_pos ${h}.1 ${h}.2]`,
          `nlinarith [sq_nonneg (${a} - ${b}), mul_pos ${h}.1 ${h}.2]`,
          `rcases ${h} with ⟨h1, h2⟩\nnlinarith [mul_pos h1 h2]`,
        ],
      };
    },
  },
  {
    name: "cubic-means",
    share: 2,
    draw: (random, { variables: [a, b], hypothesis }) => {
      const [h, k] = [hypothesis(0), hypothesis(1)];
      const goal = random.choice([
        `${a} ^ 2 * ${b} + ${a} * ${b} ^ 2 ≤ ${a} ^ 3 + ${b} ^ 3`,
        `${a} ^ 3 + ${b} ^ 3 ≥ ${a} ^ 2 * ${b} + ${a} * ${b} ^ 2`,
        `(${a} + ${b}) * (${a} ^ 2 + ${b} ^ 2) ≤ 2 * (${a} ^ 3 + ${b} ^ 3)`,
        `0 ≤ ${a} ^ 2 * (${a} - ${b}) + ${b} ^ 2 * (${b} - ${a})`,
      ]);
      return {
        binders: [`(${a} ${b} : ℝ)`, `(${h} : 0 < ${a})`, `(${k} : 0 < ${b})`],
        goal,
        proofs: [
          `nlinarith [sq_nonneg (${a} - ${b}), mul_pos ${h} ${k}]`,
          `nlinarith [mul_nonneg (add_pos ${h} ${k}).le (sq_nonneg (${a} - ${b}))]`,
          `nlinarith [mul_pos ${h} ${k}, sq_nonneg (${a} - ${b}), sq_nonneg (${a} + ${b})]`,
        ],
      };
    },
  },
  {
    name: "product-of-bounds",
    share: 2,
    draw: (random, { variables: [x, y], hypothesis }) => {
      const [a, b] = [random.between(1, 6), random.between(1, 6)];
      const [h, k] = [hypothesis(0), hypothesis(1)];
      return {
        binders: [`(${x} ${y} : ℝ)`, `(${h} : ${a} ≤ ${x})`, `(${k} : ${b} ≤ ${y})`],
        goal: `${a * b} ≤ ${x} * ${y}`,
        proofs: [
          "nlinarith",
          `nlinarith [mul_nonneg (sub_nonneg.mpr ${h}) (sub_nonneg.mpr ${k})]`,
          `nlinarith [${h}, ${k}]`,
        ],
      };
    },
  },
  {
    name: "absolute-value",
    share: 2,
    draw: (random, { variables: [x], hypothesis }) => {
      const [c, r] = [random.between(-6, 6), random.between(1, 9)];
      const inner = sum([
        [1, x!],
        [-c, ""],
      ]);
      const h = hypothesis(0);
      return random.chance(0.5)
        ? {
            binders: [`(${x} : ℝ)`, `(${h} : |${inner}| ≤ ${r})`],
            goal: `${c - r} ≤ ${x} ∧ ${x} ≤ ${c + r}`,
            proofs: [
              `rw [abs_le] at ${h}\nconstructor <;> linarith`,
              `have h := abs_le.mp ${h}\nconstructor <;> linarith [h.1, h.2]`,
            ],
          }
        : {
            binders: [`(${x} : ℝ)`, `(${h} : ${x} < ${c})`],
            goal: `|${inner}| = ${sum([
              [-1, x!],
              [c, ""],
            ])}`,
            proofs: [`rw [abs_of_neg (by linarith)]\nring`, `rw [abs_of_neg (by linarith)]\nlinarith`],
          };
    },
  },
  {
    name: "bernoulli",
    share: 1,
    draw: (random, { variables: [x], hypothesis }) => {
      const h = hypothesis(0);
      return {
        binders: [`(${x} : ℝ)`, `(${h} : 0 ≤ ${x})`],
        goal: `1 + ${random.choice([2, 2, 2])} * ${x} ≤ (1 + ${x}) ^ 2`,
        proofs: [`nlinarith [sq_nonneg ${x}]`, "nlinarith"],
      };
    },
  },
];

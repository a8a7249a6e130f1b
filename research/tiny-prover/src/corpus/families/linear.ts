import type { Random } from "@lemma/interfaces";
import { type Family, fraction, integerExcept, sum } from "../draft.ts";

const fields = ["ℝ", "ℝ", "ℝ", "ℚ"] as const;

/** A 2 × 2 system with an integer solution and a non-zero determinant. */
function system(random: Random): {
  readonly rows: readonly (readonly [number, number, number])[];
  readonly solution: readonly [number, number];
} {
  for (;;) {
    const [x, y] = [random.between(-9, 12), random.between(-9, 12)];
    const [a, b, c, d] = [random.between(1, 7), random.between(-5, 7), random.between(-5, 7), random.between(1, 7)];
    if (b === 0 || c === 0 || a * d - b * c === 0) continue;
    return {
      rows: [
        [a, b, a * x + b * y],
        [c, d, c * x + d * y],
      ],
      solution: [x, y],
    };
  }
}

/** Linear equations and inequalities. */
export const linear: readonly Family[] = [
  {
    name: "linear-equation",
    share: 4,
    draw: (random, { variables: [x], hypothesis }) => {
      const a = integerExcept(random, -9, 12, 0, 1);
      const b = integerExcept(random, -20, 20, 0);
      const solution = random.between(-9, 15);
      const h = hypothesis(0);
      const forms = [
        `${sum([
          [a, x!],
          [b, ""],
        ])} = ${a * solution + b}`,
        `${sum([[a, x!]])} = ${sum([
          [a - 1, x!],
          [solution, ""],
        ])}`,
        `${a * solution + b} = ${sum([
          [a, x!],
          [b, ""],
        ])}`,
      ];
      return {
        binders: [`(${x} : ${random.choice(fields)})`, `(${h} : ${random.choice(forms)})`],
        goal: `${x} = ${solution}`,
        proofs: ["linarith", `linarith [${h}]`, `nlinarith [${h}]`],
      };
    },
  },
  {
    name: "linear-equation-fraction",
    share: 2,
    draw: (random, { variables: [x], hypothesis }) => {
      const [a, b, c] = [integerExcept(random, 2, 12, 0), random.between(-9, 9), random.between(-9, 20)];
      return {
        binders: [
          `(${x} : ${random.choice(fields)})`,
          `(${hypothesis(0)} : ${sum([
            [a, x!],
            [b, ""],
          ])} = ${c})`,
        ],
        goal: `${x} = ${fraction(c - b, a)}`,
        proofs: ["linarith", `field_simp\nlinarith`],
      };
    },
  },
  {
    name: "linear-equation-value",
    share: 2,
    draw: (random, { variables: [x], hypothesis }) => {
      const [a, b, solution] = [integerExcept(random, 2, 9, 0), random.between(-9, 9), random.between(-5, 9)];
      const [c, d] = [integerExcept(random, -6, 9, 0), random.between(-9, 9)];
      const h = hypothesis(0);
      return {
        binders: [
          `(${x} : ${random.choice(fields)})`,
          `(${h} : ${sum([
            [a, x!],
            [b, ""],
          ])} = ${a * solution + b})`,
        ],
        goal: `${sum([
          [c, x!],
          [d, ""],
        ])} = ${c * solution + d}`,
        proofs: ["linarith", `linarith [${h}]`],
      };
    },
  },
  {
    name: "linear-system-one",
    share: 4,
    draw: (random, { variables: [x, y], hypothesis }) => {
      const { rows, solution } = system(random);
      const target = random.integer(3);
      const [h, k] = [hypothesis(0), hypothesis(1)];
      const goal =
        target === 0
          ? `${x} = ${solution[0]}`
          : target === 1
            ? `${y} = ${solution[1]}`
            : `${x} + ${y} = ${solution[0] + solution[1]}`;
      return {
        binders: [
          `(${x} ${y} : ${random.choice(fields)})`,
          ...rows.map(
            ([a, b, c], i) =>
              `(${hypothesis(i)} : ${sum([
                [a, x!],
                [b, y!],
              ])} = ${c})`,
          ),
        ],
        goal,
        proofs: ["linarith", `linarith [${h}, ${k}]`, `nlinarith [${h}, ${k}]`],
      };
    },
  },
  {
    name: "linear-system-both",
    share: 4,
    draw: (random, { variables: [x, y], hypothesis }) => {
      const { rows, solution } = system(random);
      return {
        binders: [
          `(${x} ${y} : ${random.choice(fields)})`,
          ...rows.map(
            ([a, b, c], i) =>
              `(${hypothesis(i)} : ${sum([
                [a, x!],
                [b, y!],
              ])} = ${c})`,
          ),
        ],
        goal: `${x} = ${solution[0]} ∧ ${y} = ${solution[1]}`,
        proofs: ["constructor <;> linarith", "constructor\n· linarith\n· linarith", "exact ⟨by linarith, by linarith⟩"],
      };
    },
  },
  {
    name: "linear-system-three",
    share: 2,
    draw: (random, { variables: [x, y, z], hypothesis }) => {
      const [a, b, c] = [random.between(-6, 12), random.between(-6, 12), random.between(-6, 12)];
      const goal = random.choice([`${x} = ${a}`, `${y} = ${b}`, `${x} + ${y} + ${z} = ${a + b + c}`]);
      return {
        binders: [
          `(${x} ${y} ${z} : ${random.choice(fields)})`,
          `(${hypothesis(0)} : ${x} + ${y} = ${a + b})`,
          `(${hypothesis(1)} : ${y} + ${z} = ${b + c})`,
          `(${hypothesis(2)} : ${x} + ${z} = ${a + c})`,
        ],
        goal,
        proofs: ["linarith", `linarith [${hypothesis(0)}, ${hypothesis(1)}, ${hypothesis(2)}]`],
      };
    },
  },
  {
    name: "linear-two-definitions",
    share: 3,
    draw: (random, { variables: [x, y], hypothesis }) => {
      const [a, b, value] = [integerExcept(random, 2, 9, 0), random.between(-9, 9), random.between(-7, 12)];
      const [h, k] = [hypothesis(0), hypothesis(1)];
      return {
        binders: [
          `(${x} ${y} : ${random.choice(fields)})`,
          `(${h} : ${y} = ${sum([
            [a, x!],
            [b, ""],
          ])})`,
          `(${k} : ${x} = ${value})`,
        ],
        goal: `${y} = ${a * value + b}`,
        proofs: [
          `rw [${h}, ${k}]\nnorm_num`,
          `subst ${k}\nlinarith`,
          "linarith",
          `subst ${k}\nnorm_num [${h}]`,
          `rw [${k}] at ${h}\nlinarith`,
        ],
      };
    },
  },
  {
    name: "substitute-product",
    share: 3,
    draw: (random, { variables: [x, y], hypothesis }) => {
      const [a, b] = [random.between(-9, 12), random.between(-9, 12)];
      const [h, k] = [hypothesis(0), hypothesis(1)];
      const [text, value] = random.choice([
        [`${x} * ${y}`, a * b],
        [`${x} ^ 2 + ${y} ^ 2`, a * a + b * b],
        [`${x} ^ 2 * ${y}`, a * a * b],
        [`(${x} + ${y}) ^ 2`, (a + b) ** 2],
        [`${x} * (${x} - ${y})`, a * (a - b)],
      ] as const);
      return {
        binders: [`(${x} ${y} : ${random.choice([...fields, "ℤ"])})`, `(${h} : ${x} = ${a})`, `(${k} : ${y} = ${b})`],
        goal: `${text} = ${value}`,
        proofs: [
          `rw [${h}, ${k}]\nnorm_num`,
          `subst ${h} ${k}\nnorm_num`,
          `norm_num [${h}, ${k}]`,
          `simp [${h}, ${k}]\nnorm_num`,
        ],
      };
    },
  },
  {
    name: "linear-inequality",
    share: 3,
    draw: (random, { variables: [x, y], hypothesis }) => {
      const [a, b] = [random.between(-9, 9), random.between(-9, 9)];
      const [c, d] = [random.between(1, 6), random.between(1, 6)];
      const [h, k] = [hypothesis(0), hypothesis(1)];
      const strict = random.chance(0.5);
      const relation = strict ? "<" : "≤";
      return {
        binders: [
          `(${x} ${y} : ℝ)`,
          `(${h} : ${a} ${relation} ${x})`,
          `(${k} : ${b} ${random.choice([relation, "≤"])} ${y})`,
        ],
        goal: `${c * a + d * b} ${strict ? random.choice(["<", "≤"]) : "≤"} ${sum([
          [c, x!],
          [d, y!],
        ])}`,
        proofs: ["linarith", `linarith [${h}, ${k}]`, `nlinarith [${h}, ${k}]`],
      };
    },
  },
  {
    name: "linear-bounds",
    share: 2,
    draw: (random, { variables: [x], hypothesis }) => {
      const low = random.between(-9, 5);
      const high = low + random.between(1, 12);
      const [a, b] = [random.between(2, 6), random.between(-9, 9)];
      return {
        binders: [`(${x} : ℝ)`, `(${hypothesis(0)} : ${low} ≤ ${x} ∧ ${x} ≤ ${high})`],
        goal: `${a * low + b} ≤ ${sum([
          [a, x!],
          [b, ""],
        ])} ∧ ${sum([
          [a, x!],
          [b, ""],
        ])} ≤ ${a * high + b}`,
        proofs: [
          "constructor <;> linarith",
          `constructor <;> linarith [${hypothesis(0)}.1, ${hypothesis(0)}.2]`,
          `rcases ${hypothesis(0)} with ⟨h1, h2⟩\nconstructor <;> linarith`,
        ],
      };
    },
  },
  {
    name: "ratio-equation",
    share: 3,
    draw: (random, { variables: [x], hypothesis }) => {
      const solution = integerExcept(random, -9, 12, 0);
      const a = random.between(1, 9);
      const b = random.between(1, 9);
      const c = a * solution + b;
      const [h, k] = [hypothesis(0), hypothesis(1)];
      return {
        binders: [`(${x} : ℝ)`, `(${h} : ${x} ≠ 0)`, `(${k} : ${a} + ${b} / ${x} = ${c} / ${x})`],
        goal: `${x} = ${solution}`,
        proofs: [`field_simp at ${k}\nlinarith`, `field_simp [${h}] at ${k}\nlinarith`],
      };
    },
  },
  {
    name: "division-equation",
    share: 2,
    draw: (random, { variables: [x], hypothesis }) => {
      const [divisor, quotient, shift] = [random.between(2, 9), random.between(-9, 12), random.between(-9, 9)];
      return {
        binders: [
          `(${x} : ℝ)`,
          `(${hypothesis(0)} : ${sum([
            [1, x!],
            [shift, ""],
          ])} = ${quotient * divisor + shift})`,
        ],
        goal: `${x} / ${divisor} = ${quotient}`,
        proofs: ["linarith", `field_simp\nlinarith`],
      };
    },
  },
];

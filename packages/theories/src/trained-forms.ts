import { type Form, areLines, closersFor, linear } from "./form.ts";
import type { WorldFunction } from "./functions.ts";

/** Forms that training meets. In a proof the functions are replaced in the order in which they stand in the goal. */
export const trainedForms: readonly Form[] = [
  {
    name: "one",
    split: "train",
    arity: 1,
    accepts: () => true,
    draw: (functions, random) => {
      const [f] = functions as [WorldFunction];
      const c = random.between(2, 9);
      return {
        binders: "(n : ℕ)",
        goal: `${f.name} n + ${c} = ${c} + (${f.value("n")})`,
        closers: closersFor(functions),
      };
    },
  },
  {
    name: "sum",
    split: "train",
    arity: 2,
    accepts: () => true,
    draw: (functions) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m + ${g.name} n = ${g.value("n")} + (${f.value("m")})`,
        closers: closersFor(functions),
      };
    },
  },
  {
    name: "composition",
    split: "train",
    arity: 2,
    accepts: areLines,
    draw: (functions) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const [a, b] = [f.line!, g.line!];
      return {
        binders: "(n : ℕ)",
        goal: `${f.name} (${g.name} n) = ${a.slope * b.slope} * n + ${a.slope * b.start + a.start}`,
        closers: linear,
      };
    },
  },
  {
    name: "product",
    split: "train",
    arity: 2,
    accepts: () => true,
    draw: (functions) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m * ${g.name} n = (${f.value("m")}) * (${g.value("n")})`,
        closers: ["none"],
      };
    },
  },
  {
    name: "order",
    split: "train",
    arity: 2,
    accepts: areLines,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const c = random.between(1, 5);
      return {
        binders: `(m n : ℕ) (h : ${f.value("m")} < ${g.value("n")})`,
        goal: `${f.name} m + ${c} < ${g.name} n + ${c + random.between(1, 4)}`,
        closers: ["omega", "linarith"],
      };
    },
  },
  {
    name: "twice",
    split: "train",
    arity: 1,
    accepts: () => true,
    draw: (functions) => {
      const [f] = functions as [WorldFunction];
      return {
        binders: "(n : ℕ)",
        goal: `${f.name} n + ${f.name} n = 2 * (${f.value("n")})`,
        closers: closersFor(functions),
      };
    },
  },
  {
    name: "bound",
    split: "train",
    arity: 1,
    accepts: areLines,
    draw: (functions) => {
      const [f] = functions as [WorldFunction];
      return { binders: "(n : ℕ)", goal: `${f.line!.start} ≤ ${f.name} n`, closers: ["omega", "linarith"] };
    },
  },
  {
    name: "shifted",
    split: "train",
    arity: 2,
    accepts: () => true,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const x = `(m + ${random.between(1, 5)})`;
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} ${x} + ${g.name} n = ${g.value("n")} + (${f.value(x)})`,
        closers: closersFor(functions),
      };
    },
  },
  {
    name: "cancelled",
    split: "train",
    arity: 2,
    accepts: areLines,
    draw: (functions) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m + ${g.name} n - (${g.value("n")}) = ${f.value("m")}`,
        closers: ["omega"],
      };
    },
  },
  {
    name: "product of three",
    split: "train",
    arity: 3,
    accepts: () => true,
    draw: (functions) => {
      const [f, g, k] = functions as [WorldFunction, WorldFunction, WorldFunction];
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m * ${g.name} n * ${k.name} n = (${f.value("m")}) * (${g.value("n")}) * (${k.value("n")})`,
        closers: ["none"],
      };
    },
  },
  {
    name: "thrice",
    split: "train",
    arity: 1,
    accepts: () => true,
    draw: (functions) => {
      const [f] = functions as [WorldFunction];
      return {
        binders: "(n : ℕ)",
        goal: `${f.name} n + ${f.name} n + ${f.name} n = 3 * (${f.value("n")})`,
        closers: closersFor(functions),
      };
    },
  },
  {
    name: "scaled",
    split: "train",
    arity: 1,
    accepts: () => true,
    draw: (functions, random) => {
      const [f] = functions as [WorldFunction];
      const [c, d] = [random.between(2, 9), random.between(1, 9)];
      return {
        binders: "(n : ℕ)",
        goal: `${c} * ${f.name} n + ${d} = ${d} + ${c} * (${f.value("n")})`,
        closers: closersFor(functions),
      };
    },
  },
  {
    name: "sum scaled",
    split: "train",
    arity: 2,
    accepts: () => true,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const c = random.between(2, 9);
      return {
        binders: "(m n : ℕ)",
        goal: `${c} * (${f.name} m + ${g.name} n) = ${c} * (${g.value("n")}) + ${c} * (${f.value("m")})`,
        closers: closersFor(functions),
      };
    },
  },
  {
    name: "sum squared",
    split: "train",
    arity: 2,
    accepts: () => true,
    draw: (functions) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      return {
        binders: "(m n : ℕ)",
        goal: `(${f.name} m + ${g.name} n) ^ 2 = (${g.value("n")} + (${f.value("m")})) ^ 2`,
        closers: ["ring"],
      };
    },
  },
  {
    name: "product and number",
    split: "train",
    arity: 2,
    accepts: () => true,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const c = random.between(1, 9);
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m * ${g.name} n + ${c} = ${c} + (${f.value("m")}) * (${g.value("n")})`,
        closers: ["ring"],
      };
    },
  },
  {
    name: "at most",
    split: "train",
    arity: 2,
    accepts: areLines,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      return {
        binders: `(m n : ℕ) (h : ${f.value("m")} ≤ ${g.value("n")})`,
        goal: `${f.name} m ≤ ${g.name} n + ${random.between(1, 9)}`,
        closers: ["omega", "linarith"],
      };
    },
  },
  {
    name: "product and third",
    split: "train",
    arity: 3,
    accepts: () => true,
    draw: (functions) => {
      const [f, g, k] = functions as [WorldFunction, WorldFunction, WorldFunction];
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m * ${g.name} n + ${k.name} m = ${k.value("m")} + (${f.value("m")}) * (${g.value("n")})`,
        closers: ["ring"],
      };
    },
  },
  {
    name: "sum and number",
    split: "train",
    arity: 2,
    accepts: () => true,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const c = random.between(1, 9);
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m + ${c} + ${g.name} n = ${g.value("n")} + (${f.value("m")}) + ${c}`,
        closers: closersFor(functions),
      };
    },
  },
  {
    name: "product scaled",
    split: "train",
    arity: 2,
    accepts: () => true,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const [c, d] = [random.between(2, 9), random.between(1, 9)];
      return {
        binders: "(m n : ℕ)",
        goal: `${c} * ${f.name} m * ${g.name} n + ${d} = ${d} + ${c} * (${f.value("m")}) * (${g.value("n")})`,
        closers: ["ring"],
      };
    },
  },
  {
    name: "slack",
    split: "train",
    arity: 2,
    accepts: areLines,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const c = random.between(2, 9);
      return {
        binders: "(m n : ℕ)",
        goal: `${c} * ${f.name} m ≤ ${c} * (${f.value("m")}) + ${g.name} n`,
        closers: ["omega"],
      };
    },
  },
  {
    name: "sum and product",
    split: "train",
    arity: 3,
    accepts: () => true,
    draw: (functions) => {
      const [f, g, k] = functions as [WorldFunction, WorldFunction, WorldFunction];
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m + ${g.name} n * ${k.name} m = (${g.value("n")}) * (${k.value("m")}) + (${f.value("m")})`,
        closers: ["ring"],
      };
    },
  },
  {
    name: "product with sum",
    split: "train",
    arity: 3,
    accepts: () => true,
    draw: (functions) => {
      const [f, g, k] = functions as [WorldFunction, WorldFunction, WorldFunction];
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m * (${g.name} n + ${k.name} m) = (${k.value("m")} + (${g.value("n")})) * (${f.value("m")})`,
        closers: ["ring"],
      };
    },
  },
  {
    name: "product of three and number",
    split: "train",
    arity: 3,
    accepts: () => true,
    draw: (functions, random) => {
      const [f, g, k] = functions as [WorldFunction, WorldFunction, WorldFunction];
      const c = random.between(1, 9);
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m * ${g.name} n * ${k.name} m + ${c} = ${c} + (${f.value("m")}) * (${g.value("n")}) * (${k.value("m")})`,
        closers: ["ring"],
      };
    },
  },
];

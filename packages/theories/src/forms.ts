import { type Form, areLines, closersFor } from "./form.ts";
import type { WorldFunction } from "./functions.ts";
import { trainedForms } from "./trained-forms.ts";

/** One entry a form; those at the end are never met in training. */
export const forms: readonly Form[] = [
  ...trainedForms,
  {
    name: "remainder",
    split: "test",
    arity: 2,
    accepts: areLines,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const k = random.between(2, 5);
      const [a, b] = [f.line!, g.line!];
      return {
        binders: "(m n : ℕ)",
        goal: `(${f.name} (${k} * m) + ${g.name} (${k} * n)) % ${k} = ${(a.start + b.start) % k}`,
        closers: ["omega"],
      };
    },
  },
  {
    name: "multiple",
    split: "test",
    arity: 2,
    accepts: () => true,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const [c, d] = [random.between(2, 6), random.between(2, 6)];
      return {
        binders: "(m n : ℕ)",
        goal: `${c} * ${f.name} m + ${d} * ${g.name} n = ${d} * (${g.value("n")}) + ${c} * (${f.value("m")})`,
        closers: closersFor(functions),
      };
    },
  },
  {
    name: "three",
    split: "test",
    arity: 3,
    accepts: () => true,
    draw: (functions) => {
      const [f, g, k] = functions as [WorldFunction, WorldFunction, WorldFunction];
      return {
        binders: "(m n : ℕ)",
        goal: `${f.name} m + ${g.name} n + ${k.name} n = ${k.value("n")} + (${f.value("m")}) + (${g.value("n")})`,
        closers: closersFor(functions),
      };
    },
  },
  {
    name: "apart",
    split: "test",
    arity: 2,
    accepts: () => true,
    draw: (functions, random) => {
      const [f, g] = functions as [WorldFunction, WorldFunction];
      const c = random.between(1, 9);
      return {
        binders: `(m n : ℕ) (h : ${f.value("m")} = ${g.value("n")} + ${c})`,
        goal: `${f.name} m = ${g.name} n + ${c}`,
        closers: areLines(functions) ? ["omega", "linarith"] : ["linarith"],
      };
    },
  },
];

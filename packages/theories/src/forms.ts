import type { Random } from "@lemma/interfaces";
import type { Split, WorldFunction } from "./functions.ts";

/** Tactics that may end a proof once every function is replaced by what it is. `none`: the goal is gone by then. */
export type Closer = "none" | "ring" | "omega" | "linarith";

/** A statement about functions of a theory, and what its proof needs. */
export interface Drawn {
  readonly binders: string;
  readonly goal: string;
  /** Any of them ends the proof. */
  readonly closers: readonly Closer[];
}

/** A way in which functions are put together in a statement. */
export interface Form {
  readonly name: string;
  readonly split: Split;
  /** How many different functions. */
  readonly arity: number;
  readonly accepts: (functions: readonly WorldFunction[]) => boolean;
  readonly draw: (functions: readonly WorldFunction[], random: Random) => Drawn;
}

const areLines = (functions: readonly WorldFunction[]): boolean => functions.every(({ line }) => line !== undefined);
const linear: readonly Closer[] = ["ring", "omega", "linarith"];
const any: readonly Closer[] = ["ring", "linarith"];
const closersFor = (functions: readonly WorldFunction[]): readonly Closer[] => (areLines(functions) ? linear : any);

/** One entry a form. In a proof the functions are replaced in the order in which they stand in the goal. */
export const forms: readonly Form[] = [
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

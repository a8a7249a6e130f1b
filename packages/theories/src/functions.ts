import type { Random } from "@lemma/interfaces";

/** Whether a rule of the generator may be met in training, or only when what was learnt is measured. */
export type Split = "train" | "test";

/** A definition ℕ → ℕ, and the fact about it that a theory gives a name. */
export interface WorldFunction {
  readonly name: string;
  /** The name of `∀ n, f n = value("n")`. */
  readonly fact: string;
  readonly family: string;
  readonly definition: string;
  /** What `f n` is, as Lean text, at an argument that is written as an operand: `n`, `(3 * n + 2)`. */
  readonly value: (argument: string) => string;
  /** `f n = slope * n + start`, where it is that. */
  readonly line?: { readonly slope: number; readonly start: number };
}

interface FunctionFamily {
  readonly name: string;
  readonly split: Split;
  /** How often it is drawn, relative to the others. */
  readonly share: number;
  readonly draw: (random: Random) => Pick<WorldFunction, "value" | "line"> & {
    readonly start: number;
    /** `f (n + 1)`, from `f n` as `{f}`. */
    readonly step: string;
  };
}

/** One entry a kind of function. */
export const functionFamilies: readonly FunctionFamily[] = [
  {
    name: "line",
    split: "train",
    share: 3,
    draw: (random) => {
      const [slope, start] = [random.between(2, 9), random.between(1, 9)];
      return {
        start,
        step: `{f} + ${slope}`,
        value: (x) => `${slope} * ${x} + ${start}`,
        line: { slope, start },
      };
    },
  },
  {
    name: "powers",
    split: "train",
    share: 1,
    draw: (random) => {
      const [base, start] = [random.between(2, 5), random.between(2, 9)];
      return { start, step: `${base} * {f}`, value: (x) => `${start} * ${base} ^ ${x}` };
    },
  },
  {
    name: "cube",
    split: "train",
    share: 1,
    draw: (random) => {
      const start = random.between(1, 9);
      return { start, step: "{f} + 3 * n ^ 2 + 3 * n + 1", value: (x) => `${x} ^ 3 + ${start}` };
    },
  },
  {
    name: "square",
    split: "test",
    share: 1,
    draw: (random) => {
      const [slope, start] = [random.between(2, 6), random.between(1, 9)];
      return { start, step: `{f} + 2 * n + ${slope + 1}`, value: (x) => `${x} ^ 2 + ${slope} * ${x} + ${start}` };
    },
  },
];

export function drawFunction(family: FunctionFamily, name: string, fact: string, random: Random): WorldFunction {
  const { start, step, ...rest } = family.draw(random);
  const definition = `def ${name} : ℕ → ℕ\n  | 0 => ${start}\n  | n + 1 => ${step.replace("{f}", `${name} n`)}`;
  return { name, fact, family: family.name, definition, ...rest };
}

/** The fact's own proof: by induction, which no theorem about two functions can take from it. */
export const factProof = ({ name }: WorldFunction): string => `induction n <;> simp only [${name}, *] <;> ring`;

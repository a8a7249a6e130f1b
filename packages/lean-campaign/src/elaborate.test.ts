import { expect, test } from "vitest";
import { Elaborator } from "./elaborate.ts";
import { leanTruth, type Problem, valueOf } from "./problem.ts";
import { ascription, connective, name, number, operator, relation, type Surface } from "./surface.ts";
import { exact } from "./number.ts";
import type { Term } from "./term.ts";
import { known, Refused, type Type } from "./type.ts";

const x = name("x");
const n = name("n");
const two = ascription(number(2), "ℝ");
const up = (of: Surface): Surface => ({ kind: "arrow", of });
const forAll = (names: readonly string[], body: Surface): Surface => ({
  kind: "quantifier",
  quantifier: "∀",
  binders: names.map((of) => ({ name: of })),
  body,
});

function typesOf(statement: Surface): Type[] {
  const types: Type[] = [];
  let term: Term = new Elaborator().statement(statement, new Map());
  for (; term.kind === "quantifier"; term = term.body) types.push(known(term.binder.type));
  return types;
}

// Lean.Elab.Extra, SyntheticMVars and BuiltinNotation (elabCoe) say so; each was misread by a checker once.
test.for<readonly [string, Surface, readonly Type[]]>([
  [
    "each name of a group has its own type",
    forAll(
      ["n", "x"],
      connective("→", relation("=", n, ascription(number(1), "ℕ")), relation("≥", ascription(x, "ℝ"), number(0))),
    ),
    ["ℕ", "ℝ"],
  ],
  [
    "an exponent gets the type of its other place",
    forAll(["x"], relation("≥", operator("^", two, x), operator("+", x, number(1)))),
    ["ℝ"],
  ],
  ["an exponent in no other place is natural", forAll(["x"], relation("≥", operator("^", two, x), number(1))), ["ℕ"]],
  [
    "an arrow over a name of no known type vanishes",
    forAll(["n"], relation("≥", operator("/", ascription(number(1), "ℝ"), up(n)), number(0))),
    ["ℝ"],
  ],
  [
    "a type that a later part gives is the type in the earlier",
    forAll(
      ["x"],
      connective(
        "→",
        relation(">", operator("^", two, x), number(1)),
        relation(">", { kind: "call", name: "Real.exp", style: "plain", arguments: [x] }, number(0)),
      ),
    ),
    ["ℝ"],
  ],
])("%s", ([, statement, types]) => {
  expect(typesOf(statement)).toEqual(types);
});

const difference = operator("-", number(2), number(3));
test.for<readonly [string, Surface, readonly [bigint, bigint]]>([
  ["2 - 3 is natural", difference, [0n, 1n]],
  ["(2 - 3 : ℤ) is read in ℤ", ascription(difference, "ℤ"), [-1n, 1n]],
  ["(↑(1 / 2) : ℝ) is a half", ascription(up(operator("/", number(1), number(2))), "ℝ"), [1n, 2n]],
  ["((2 - 3 : ℕ) : ℤ) is 0", ascription(ascription(difference, "ℕ"), "ℤ"), [0n, 1n]],
  ["-7 / 2 rounds down", operator("/", ascription(number(-7), "ℤ"), number(2)), [-4n, 1n]],
  [
    "7 / -2 rounds up, so that the remainder is not negative",
    operator("/", ascription(number(7), "ℤ"), number(-2)),
    [-3n, 1n],
  ],
  [
    "a sum that is a leaf is read alone",
    operator("+", ascription(number(0), "ℤ"), {
      kind: "big",
      sign: "∑",
      binder: { name: "i" },
      over: { kind: "range", bound: number(3) },
      body: operator("-", name("i"), number(1)),
    }),
    [1n, 1n],
  ],
  [
    "a sum under an ascription has its type",
    ascription(
      {
        kind: "big",
        sign: "∑",
        binder: { name: "i" },
        over: { kind: "range", bound: number(3) },
        body: operator("-", name("i"), number(1)),
      },
      "ℤ",
    ),
    [0n, 1n],
  ],
  [
    "e |>.f is (e).f",
    {
      kind: "call",
      name: "Nat.succ",
      style: "pipe",
      arguments: [operator("*", number(2), ascription(number(3), "ℕ"))],
    },
    [7n, 1n],
  ],
])("%s", ([, surface, [numerator, denominator]]) => {
  expect(valueOf(surface)?.value).toEqual(exact(numerator, denominator));
});

test("what Lean refuses is refused", () => {
  const statement = forAll(["x"], relation("=", x, x));
  expect(() => typesOf(statement)).toThrow(Refused);
  expect(() =>
    typesOf(relation("=", operator("^", ascription(number(2), "ℕ"), ascription(number(1), "ℝ")), number(2))),
  ).toThrow(Refused);
});

test("a variable of the context has the context's type, a closed section's has none", () => {
  const nonNegative = relation("≥", x, number(0));
  const problem: Problem = {
    context: [{ kind: "variable", binders: [{ name: "x", type: { type: "ℤ" } }] }],
    binders: [],
    hypotheses: [],
    conclusion: nonNegative,
  };
  expect(leanTruth(problem)).toBe(false);
  expect(
    leanTruth({ ...problem, context: [{ kind: "closed section", binders: [{ name: "x", type: { type: "ℤ" } }] }] }),
  ).toBeUndefined();
});

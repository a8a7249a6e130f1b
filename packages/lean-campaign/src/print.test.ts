import { expect, test } from "vitest";
import { print } from "./print.ts";
import { ascription, connective, name, negation, number, operator, relation, type Surface } from "./surface.ts";

const [a, b, c] = ["a", "b", "c"].map((of) => name(of)) as [Surface, Surface, Surface];
const sum = (body: Surface): Surface => ({
  kind: "big",
  sign: "∑",
  binder: { name: "i" },
  over: { kind: "range", bound: number(3) },
  body,
});
const all = (body: Surface): Surface => ({ kind: "quantifier", quantifier: "∀", binders: [{ name: "x" }], body });
const less = relation("<", a, b);

test.for<readonly [string, Surface]>([
  ["a - b - c", operator("-", operator("-", a, b), c)],
  ["a - (b - c)", operator("-", a, operator("-", b, c))],
  ["a ^ b ^ c", operator("^", a, operator("^", b, c))],
  ["(a ^ b) ^ c", operator("^", operator("^", a, b), c)],
  ["-a ^ 2", { kind: "negative", of: operator("^", a, number(2)) }],
  ["(-a) ^ 2", operator("^", { kind: "negative", of: a }, number(2))],
  ["-a * b", operator("*", { kind: "negative", of: a }, b)],
  ["-(a * b)", { kind: "negative", of: operator("*", a, b) }],
  ["∑ i ∈ Finset.range 3, a * b + c", operator("+", sum(operator("*", a, b)), c)],
  ["∑ i ∈ Finset.range 3, (a + b)", sum(operator("+", a, b))],
  ["(∑ i ∈ Finset.range 3, a) * b", operator("*", sum(a), b)],
  ["a < b → a < b → a < b", connective("→", less, connective("→", less, less))],
  ["(a < b → a < b) → a < b", connective("→", connective("→", less, less), less)],
  ["(∀ x, a < b) ∧ a < b", connective("∧", all(less), less)],
  ["a < b ∧ ∀ x, a < b ∨ a < b", connective("∧", less, all(connective("∨", less, less)))],
  ["¬a < b ∧ a < b", connective("∧", negation(less), less)],
  ["¬(a < b ∧ a < b)", negation(connective("∧", less, less))],
  ["(a - b : ℤ) * ↑c", operator("*", ascription(operator("-", a, b), "ℤ"), { kind: "arrow", of: c })],
  [
    "(2 * a |>.succ) + 1",
    operator(
      "+",
      { kind: "call", name: "Nat.succ", style: "pipe", arguments: [operator("*", number(2), a)] },
      number(1),
    ),
  ],
  [
    "(p : Prop) → p → p",
    { kind: "dependent", binder: { name: "p", type: { type: "Prop" } }, body: connective("→", name("p"), name("p")) },
  ],
])("%s has the parentheses that Lean needs, and no others", ([text, surface]) => {
  expect(print(surface)).toBe(text);
});

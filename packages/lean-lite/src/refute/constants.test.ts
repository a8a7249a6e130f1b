import { Random } from "@lemma/interfaces";
import {
  allOps,
  app,
  bound,
  decide,
  eq,
  falseTerm,
  finset,
  fun,
  IllTyped,
  int,
  lam,
  lt,
  nat,
  num,
  numeral,
  numberOf,
  type Op,
  prop,
  rat,
  real,
  type Rules,
  set,
  type Term,
  trueTerm,
  type Type,
  unfoldHead,
} from "@lemma/lean-kernel";
import { Budget } from "@lemma/lean-kernel/budget";
import { equals, numerator } from "@lemma/lean-kernel/rational";
import { expect, test } from "vitest";
import type { Meaning } from "./meaning.ts";
import { meaningOf } from "./semantics.ts";

// The whole table of constants on drawn arguments of every type that it takes: the kernel's value, that of what the constant
// unfolds to, and the value of the second reading, which was written apart, are the same wherever two of them are known.

const types: readonly Type[] = [nat, int, rat, real, prop, finset(nat), finset(int), set(nat), set(int)];
const functions: readonly Type[] = [fun(nat, nat), fun(int, int), fun(nat, prop), fun(int, prop)];

/** A closed term of the type, at small values. */
function draw(type: Type, random: Random): Term {
  const whole = random.integer(12) - 3;
  switch (type.key) {
    case "ℕ":
      return num(BigInt(Math.abs(whole)), nat);
    case "ℤ":
      return numeral(whole, int);
    case "ℚ":
    case "ℝ":
      return random.chance(0.5)
        ? numeral(whole, type)
        : app("div", [numeral(whole, type), numeral(1 + random.integer(6), type)]);
    case "Prop":
      return random.chance(0.5) ? trueTerm : falseTerm;
    default:
  }
  const [element] = type.args as [Type];
  if (type.name !== "→") {
    const elements = Array.from({ length: random.integer(4) }, () => draw(element, random));
    return elements.reduceRight<Term>((rest, x) => app("insert", [x, rest]), app("empty", [], type));
  }
  const x = bound(0, element);
  const constant = draw(element, random);
  if (type.args[1]!.key !== "Prop") return lam("x", element, app("add", [app("mul", [x, x]), constant]));
  // Bounded, as the kernel wants it of what it decides.
  const guard = app("mem", [x, draw(finset(element), random)]);
  return lam("x", element, app(random.chance(0.5) ? "imp" : "and", [guard, lt(x, constant)]));
}

/** Applications of the constant to drawn arguments of each list of types that it takes. */
function* applications(op: Op, random: Random): Generator<Term> {
  const results = [undefined, int, rat, real, finset(nat), set(nat)];
  const lists: (readonly Type[])[] = [[]];
  for (const a of [...types, ...functions]) {
    lists.push([a]);
    for (const b of a.name === "Finset" ? [...types, ...functions] : types)
      lists.push([a, b], ...(a === b || a === prop ? types.map((c) => [a, b, c]) : []));
  }
  for (const list of lists)
    for (const result of results)
      for (let i = 0; i < 2; i += 1) {
        try {
          yield app(
            op,
            list.map((type) => draw(type, random)),
            result,
          );
        } catch (error) {
          if (!(error instanceof IllTyped)) throw error;
          break;
        }
      }
}

type Value = { readonly kind: "number" | "truth" | "set"; readonly is: (meaning: Meaning) => boolean | undefined };

/** What the kernel knows of a closed term. */
function valueOf(term: Term): Value | undefined {
  const budget = new Budget(1_000_000);
  if (term.type.key === "Prop") {
    const known = decide(term, budget);
    return known === undefined
      ? undefined
      : { kind: "truth", is: (meaning) => (meaning.kind === "truth" ? meaning.value === known : undefined) };
  }
  if (term.type.name === "Finset" || term.type.name === "Set") {
    const is = (meaning: Meaning): boolean | undefined => {
      if (meaning.kind !== "set") return undefined;
      const elements = meaning.elements.map((x) => numeral(numerator(x), term.type.args[0]!));
      const written = elements.reduceRight<Term>((rest, x) => app("insert", [x, rest]), app("empty", [], term.type));
      return decide(eq(term, written), new Budget(1_000_000));
    };
    return { kind: "set", is };
  }
  const known = numberOf(term, budget);
  return known === undefined
    ? undefined
    : { kind: "number", is: (meaning) => (meaning.kind === "exact" ? equals(meaning.value, known) : undefined) };
}

/** Constants on which no two of the three can be compared, and why. */
const notCompared: Rules<string> = {
  ...because(
    "the second reading does not know it, and neither value nor unfolding is of what it knows",
    "existsUnique setOf univ ncard toSet Set.Icc Set.Ico Set.Ioc Set.Ioo Set.Ici Set.Ioi Set.Iic Set.Iio isLeast isGreatest",
    "pair fst snd injective surjective bijective monotone antitone strictMono strictAnti isSquare isCoprime prime irrational",
    "Nat.log Nat.totient Nat.divisors Nat.properDivisors Nat.primeFactors round",
  ),
  ...because("no closed term of its argument's type is drawn", "Nat.digits List.sum List.length"),
  ...because("a bijection is given only by a variable", "Equiv.toFun Equiv.invFun Equiv.symm Equiv.coe"),
  ...because(
    "the kernel has no values of real functions and of complex numbers",
    "Real.sqrt Real.pi Real.exp Real.log Real.logb Real.sin Real.cos Real.tan Real.arcsin Real.arccos Real.arctan",
    "Complex.I Complex.re Complex.im Complex.exp Complex.normSq Complex.conj",
  ),
  ...because("no closed term has it", "fun?"),
};

function because(reason: string, ...lines: readonly string[]): Rules<string> {
  return Object.fromEntries(lines.flatMap((line) => line.split(" ")).map((op) => [op, reason]));
}

test("value, sample and unfolding of every constant agree on drawn arguments", () => {
  const silent: Op[] = [];
  for (const op of allOps) {
    let compared = 0;
    for (const term of applications(op, new Random(7).fork(op))) {
      const sampled = meaningOf(term, new Map());
      const unfolded = unfoldHead(term);
      const agree = (value: Value | undefined, meaning: Meaning | undefined, what: string): void => {
        const same = meaning === undefined ? undefined : value?.is(meaning);
        if (same === undefined) return;
        compared += 1;
        expect({
          op,
          what,
          term: JSON.stringify(term, (_, part: unknown) => (typeof part === "bigint" ? `${part}` : part)),
          same,
        }).toMatchObject({ same: true });
      };
      agree(valueOf(term), sampled, "the kernel's value and the sample");
      if (unfolded === undefined) continue;
      agree(valueOf(unfolded), sampled, "the value of what it unfolds to and the sample");
      agree(valueOf(term), meaningOf(unfolded, new Map()), "the kernel's value and the sample of what it unfolds to");
    }
    if (compared === 0) silent.push(op);
  }
  expect(silent.toSorted()).toEqual(Object.keys(notCompared).toSorted());
});

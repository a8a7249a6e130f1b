import { add, compare, equals, multiply, rational, type Rational } from "@lemma/lean-kernel/rational";
import type { AppTerm, Op, Term, Type } from "@lemma/lean-kernel";
import { approximate, exact, type FunctionMeaning, isNat, type Meaning, truth } from "./meaning.ts";
import { type Reading, readings } from "./readings.ts";
import { toNumber } from "../engines/to-number.ts";

/** Values of free variables, by id. */
export type Assignment = ReadonlyMap<number, Meaning>;

/** Work one evaluation may do, in visited nodes. */
const largestWork = 20_000;

export function meaningOf(term: Term, assignment: Assignment, tie?: boolean): Meaning | undefined {
  return new Reader(assignment, tie).read(term, []);
}

/**
 * Whether the formula holds at the assignment; undefined when that is not known. `tie` counts doubles that agree to 1e-9 as
 * equal, for confirming identities; without it they are never decided.
 */
export function holds(formula: Term, assignment: Assignment, tie = false): boolean | undefined {
  const meaning = meaningOf(formula, assignment, tie);
  return meaning?.kind === "truth" ? meaning.value : undefined;
}

class Reader {
  readonly #assignment: Assignment;
  readonly #tie: boolean;
  #work = 0;

  constructor(assignment: Assignment, tie = false) {
    this.#assignment = assignment;
    this.#tie = tie;
  }

  /** @param bound values of the bound variables, innermost last. */
  read(term: Term, bound: readonly (Meaning | undefined)[]): Meaning | undefined {
    this.#work += 1;
    if (this.#work > largestWork) return undefined;
    switch (term.tag) {
      case "num":
        return exact(rational(term.value));
      case "var":
        return this.#assignment.get(term.id);
      case "bound":
        return bound[bound.length - 1 - term.index];
      case "lam":
        return { kind: "function", apply: (argument) => this.read(term.body, [...bound, argument]) };
      case "call": {
        const fn = this.read(term.fn, bound);
        const argument = this.read(term.arg, bound);
        return fn?.kind === "function" && argument !== undefined ? fn.apply(argument) : undefined;
      }
      case "meta":
        return undefined;
      case "app":
        return this.#app(term, bound);
    }
  }

  #truth(term: Term, bound: readonly (Meaning | undefined)[]): boolean | undefined {
    const meaning = this.read(term, bound);
    return meaning?.kind === "truth" ? meaning.value : undefined;
  }

  #app(term: AppTerm, bound: readonly (Meaning | undefined)[]): Meaning | undefined {
    const { op, args } = term;
    const connective = this.#connective(op, args, bound);
    if (connective !== "other") return connective === undefined ? undefined : truth(connective);
    if (op === "ite") {
      const condition = this.#truth(args[0]!, bound);
      return condition === undefined ? undefined : this.read(args[condition ? 1 : 2]!, bound);
    }
    const [member, collection] = args;
    if (op === "mem" && collection?.tag === "app" && collection.type.name === "Set")
      return this.#member(member!, collection, bound);
    const values: Meaning[] = [];
    for (const arg of args) {
      const value = this.read(arg, bound);
      if (value === undefined) return undefined;
      values.push(value);
    }
    if (op === "sum" || op === "prod") return this.#big(op, values);
    if (values[0]?.kind === "bijection") return bijectionOperation(op, values[0]);
    if (op === "setOf") return undefined;
    const [a, b] = values;
    if (op === "filter" && a?.kind === "function" && b?.kind === "set") {
      const kept: Rational[] = [];
      for (const element of b.elements) {
        const keep = a.apply(exact(element));
        if (keep?.kind !== "truth") return undefined;
        if (keep.value) kept.push(element);
      }
      return { kind: "set", elements: kept };
    }
    if (op === "image" && a?.kind === "function" && b?.kind === "set") return imageOf(a, b.elements);
    if (op === "eq" || op === "ne") {
      const same = a !== undefined && b !== undefined ? sameMeaning(a, b, this.#tie) : undefined;
      return same === undefined ? undefined : truth(op === "eq" ? same : !same);
    }
    const reading = readings[op];
    return typeof reading === "string" || "unread" in reading ? undefined : this.#apply(reading, term, values);
  }

  #apply({ order, exact: whole, sets, real }: Reading, term: AppTerm, values: readonly Meaning[]): Meaning | undefined {
    const [a, b] = values;
    if (order !== undefined) {
      const difference = compareMeanings(a, b, this.#tie);
      return difference === undefined ? undefined : truth(order(difference));
    }
    const type = term.args[0]?.type ?? term.type;
    const numbers = values.flatMap((value) => (value.kind === "exact" ? [value.value] : []));
    if (numbers.length === values.length) {
      const [x = 0, y = 0, z = 0] = numbers;
      const result = whole?.([x, y, z], { type, term });
      if (result !== undefined) return result;
    }
    const elements = values.flatMap((value) => (value.kind === "set" ? [value.elements] : []));
    if (elements.length > 0) return sets?.(elements[0]!, elements[1] ?? [], numbers[0]);
    const [x = 0, y = 0] = values.map(asNumber);
    if (type.key === "ℂ" || values.some((value) => asNumber(value) === undefined)) return undefined;
    const result = real?.(x, y);
    return result === undefined ? undefined : approximate(result);
  }

  #connective(op: Op, args: readonly Term[], bound: readonly (Meaning | undefined)[]): boolean | undefined | "other" {
    const at = (i: number): boolean | undefined => this.#truth(args[i]!, bound);
    switch (op) {
      case "true":
        return true;
      case "false":
        return false;
      case "not": {
        const p = at(0);
        return p === undefined ? undefined : !p;
      }
      case "and": {
        const [p, q] = [at(0), at(1)];
        return p === false || q === false ? false : p === undefined || q === undefined ? undefined : true;
      }
      case "or": {
        const [p, q] = [at(0), at(1)];
        return p === true || q === true ? true : p === undefined || q === undefined ? undefined : false;
      }
      case "imp": {
        const [p, q] = [at(0), at(1)];
        return p === false || q === true ? true : p === undefined || q === undefined ? undefined : false;
      }
      case "iff": {
        const [p, q] = [at(0), at(1)];
        return p === undefined || q === undefined ? undefined : p === q;
      }
      case "forall":
      case "exists":
        return this.#quantifier(op === "forall", args[0]!, bound);
      case "existsUnique":
        return undefined;
      default:
        return "other";
    }
  }

  /** One instance decides `∃` when true and `∀` when false; never the other way round, as nothing here bounds the range. */
  #quantifier(universal: boolean, body: Term, bound: readonly (Meaning | undefined)[]): boolean | undefined {
    const fn = this.read(body, bound);
    const domain = body.type.args[0];
    if (fn?.kind !== "function" || domain === undefined) return undefined;
    const range = this.#range(body, universal ? "imp" : "and", bound);
    if (range !== undefined) {
      const values = range.map((element) => fn.apply(exact(element)));
      if (values.some((value) => value?.kind === "truth" && value.value !== universal)) return !universal;
      return values.every((value) => value?.kind === "truth") ? universal : undefined;
    }
    for (const sample of samplesOf(domain)) {
      const value = fn.apply(sample);
      if (value?.kind === "truth" && value.value !== universal) return !universal;
    }
    return undefined;
  }

  /** The elements of s in `∀ x ∈ s, …` and `∃ x ∈ s, …` for a finite s: all that such a quantifier ranges over. */
  #range(body: Term, guardedBy: string, bound: readonly (Meaning | undefined)[]): readonly Rational[] | undefined {
    const inner = body.tag === "lam" ? body.body : undefined;
    const guard = inner?.tag === "app" && inner.op === guardedBy ? inner.args[0] : undefined;
    if (guard?.tag !== "app" || guard.op !== "mem" || guard.args[1]!.type.name !== "Finset") return undefined;
    const [x, s] = guard.args as [Term, Term];
    if (x.tag !== "bound" || x.index !== 0) return undefined;
    // With nothing in the variable's place: a set that depends on it has no value here.
    const set = this.read(s, [...bound, undefined]);
    return set?.kind === "set" ? set.elements : undefined;
  }

  /** Membership in intervals, set-builders and what is made of them, by what it means. */
  #member(x: Term, set: AppTerm, bound: readonly (Meaning | undefined)[]): Meaning | undefined {
    const element = this.read(x, bound);
    if (element === undefined) return undefined;
    if (set.op === "setOf") {
      const predicate = this.read(set.args[0]!, bound);
      return predicate?.kind === "function" ? predicate.apply(element) : undefined;
    }
    const within = (part: Term): boolean | undefined => {
      const meaning = part.tag === "app" ? this.#member(x, part, bound) : this.#isIn(element, this.read(part, bound));
      return meaning?.kind === "truth" ? meaning.value : undefined;
    };
    switch (set.op) {
      case "univ":
        return truth(true);
      case "empty":
        return truth(false);
      case "singleton":
      case "insert": {
        const y = this.read(set.args[0]!, bound);
        const same = y === undefined ? undefined : sameMeaning(element, y, this.#tie);
        const rest = set.op === "singleton" ? false : within(set.args[1]!);
        return same === undefined || rest === undefined ? undefined : truth(same || rest);
      }
      case "union":
      case "inter":
      case "sdiff": {
        const [p, q] = set.args.map(within);
        if (p === undefined || q === undefined) return undefined;
        return truth(set.op === "union" ? p || q : p && (set.op === "inter" ? q : !q));
      }
      default:
    }
    // `Icc`, `Ioo`, `Iic`, `Ioi`: closed, open or infinite on either side.
    const kind = /^Set\.I([cio]{2})$/.exec(set.op)?.[1];
    if (kind === undefined) return undefined;
    const ends = set.args.map((end) => this.read(end, bound));
    const lower = kind[0] === "i" ? undefined : ends[0];
    const upper = kind[1] === "i" ? undefined : ends.at(-1);
    let inside = true;
    for (const [end, side, open] of [
      [lower, 1, kind[0] === "o"],
      [upper, -1, kind[1] === "o"],
    ] as const) {
      if (end === undefined) continue;
      const difference = compareMeanings(element, end, this.#tie);
      if (difference === undefined) return undefined;
      inside &&= open ? difference * side > 0 : difference * side >= 0;
    }
    return truth(inside);
  }

  #isIn(element: Meaning, set: Meaning | undefined): Meaning | undefined {
    if (element.kind !== "exact" || set?.kind !== "set") return undefined;
    return truth(set.elements.some((y) => equals(element.value, y)));
  }

  #big(op: "sum" | "prod", [set, fn]: readonly Meaning[]): Meaning | undefined {
    if (set?.kind !== "set" || fn?.kind !== "function") return undefined;
    let total: Meaning | undefined = exact(op === "sum" ? 0 : 1);
    for (const element of set.elements) {
      const value = fn.apply(exact(element));
      if (value === undefined || total === undefined) return undefined;
      if (value.kind === "exact" && total.kind === "exact")
        total = exact(op === "sum" ? add(total.value, value.value) : multiply(total.value, value.value));
      else {
        const [x, y] = [asNumber(total), asNumber(value)];
        if (x === undefined || y === undefined) return undefined;
        total = approximate(op === "sum" ? x + y : x * y);
      }
    }
    return total;
  }
}

function imageOf({ apply }: FunctionMeaning, elements: readonly Rational[]): Meaning | undefined {
  const images: Rational[] = [];
  for (const element of elements) {
    const image = apply(exact(element));
    if (image?.kind !== "exact") return undefined;
    if (!images.some((known) => equals(known, image.value))) images.push(image.value);
  }
  return { kind: "set", elements: images };
}

function bijectionOperation(op: Op, { to, from }: Meaning & { kind: "bijection" }): Meaning | undefined {
  switch (op) {
    case "Equiv.toFun":
    case "Equiv.coe":
      return { kind: "function", apply: to };
    case "Equiv.invFun":
      return { kind: "function", apply: from };
    case "Equiv.symm":
      return { kind: "bijection", to: from, from: to };
    default:
      return undefined;
  }
}

function samplesOf(type: Type): Meaning[] {
  const whole = [0, 1, 2, 3, 5].map(exact);
  if (isNat(type)) return whole;
  if (type.key === "ℤ") return [...whole, ...[-1, -2, -4].map(exact)];
  if (type.key === "ℚ" || type.key === "ℝ")
    return [...whole, exact(-1), exact(-3), exact(rational(1, 2)), exact(rational(-7, 3))];
  return [];
}

const asNumber = (meaning: Meaning): number | undefined =>
  meaning.kind === "exact" ? toNumber(meaning.value) : meaning.kind === "approximate" ? meaning.value : undefined;

/** The sign of a − b, where it is certain. */
function compareMeanings(a: Meaning | undefined, b: Meaning | undefined, tie: boolean): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a.kind === "exact" && b.kind === "exact") return compare(a.value, b.value);
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x === undefined || y === undefined) return undefined;
  const scale = Math.max(1, Math.abs(x), Math.abs(y));
  if (tie && Math.abs(x - y) < 1e-9 * scale) return 0;
  return Math.abs(x - y) < 1e-6 * scale ? undefined : x - y;
}

function sameMeaning(a: Meaning, b: Meaning, tie: boolean): boolean | undefined {
  if (a.kind === "truth" && b.kind === "truth") return a.value === b.value;
  if (a.kind === "set" && b.kind === "set")
    return a.elements.length === b.elements.length && a.elements.every((x) => b.elements.some((y) => equals(x, y)));
  const difference = compareMeanings(a, b, tie);
  return difference === undefined ? undefined : difference === 0;
}

import {
  absolute,
  add,
  ceiling,
  compare,
  denominator,
  divide,
  equals,
  floor,
  gcd,
  multiply,
  negate,
  numerator,
  power,
  rational,
  type Rational,
  sign,
  subtract,
  toNumber,
} from "@lemma/lean-kernel/rational";
import type { AppTerm, Op, Rules, Term, Type } from "@lemma/lean-kernel";

/**
 * A second reading of terms, written apart from the kernel's and used against it: values at given assignments, exact where
 * they are rational, doubles where they are not. Comparisons of doubles are decided only when they are far apart.
 */
export type Meaning =
  | { readonly kind: "exact"; readonly value: Rational }
  | { readonly kind: "approximate"; readonly value: number }
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "set"; readonly elements: readonly Rational[] }
  | FunctionMeaning
  | { readonly kind: "bijection"; readonly to: FunctionMeaning["apply"]; readonly from: FunctionMeaning["apply"] };
export interface FunctionMeaning {
  readonly kind: "function";
  readonly apply: (argument: Meaning) => Meaning | undefined;
}

/** Values of free variables, by id. */
export type Assignment = ReadonlyMap<number, Meaning>;

export const exact = (value: Rational): Meaning => ({ kind: "exact", value });
const approximate = (value: number): Meaning | undefined =>
  Number.isFinite(value) && Math.abs(value) < 1e12 ? { kind: "approximate", value } : undefined;
const truth = (value: boolean): Meaning => ({ kind: "truth", value });

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

const isNat = (type: Type): boolean => type.key === "ℕ";
const isWhole = (type: Type): boolean => type.key === "ℕ" || type.key === "ℤ";

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
    const order = comparisons[op];
    if (order !== undefined) {
      const difference = compareMeanings(a, b, this.#tie);
      return difference === undefined ? undefined : order(difference);
    }
    if (values.every((value) => value.kind === "exact")) {
      const result = exactOperation(
        op,
        values.map(({ value }) => value as Rational),
        term,
      );
      if (result !== undefined) return result;
    }
    if (values.some((value) => value.kind === "set")) return setOperation(op, values);
    if (values.every((value) => value.kind === "exact" || value.kind === "approximate"))
      return realOperation(
        op,
        values.map((value) => (value.kind === "exact" ? toNumber(value.value) : (value.value as number))),
        term,
      );
    return undefined;
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
      const meaning =
        part.tag === "app"
          ? this.#member(x, part, bound)
          : setOperation("mem", [element, ...[this.read(part, bound)].filter((value) => value !== undefined)]);
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

const comparisons: Rules<(difference: number) => Meaning> = {
  lt: (d) => truth(d < 0),
  le: (d) => truth(d <= 0),
  gt: (d) => truth(d > 0),
  ge: (d) => truth(d >= 0),
};

const big = (a: Rational): bigint => numerator(a);

/** Euclid's remainder: not negative; `a % 0 = a`. */
function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) return a;
  const m = b < 0n ? -b : b;
  return ((a % m) + m) % m;
}

function isPrimeNumber(n: bigint): boolean | undefined {
  if (n > 1_000_000n) return undefined;
  if (n < 2n) return false;
  for (let d = 2n; d * d <= n; d += 1n) if (n % d === 0n) return false;
  return true;
}

function interval(from: bigint, to: bigint): Meaning | undefined {
  if (to - from > 300n) return undefined;
  const elements: Rational[] = [];
  for (let i = from; i <= to; i += 1n) elements.push(rational(i));
  return { kind: "set", elements };
}

function exactOperation(op: Op, values: readonly Rational[], term: AppTerm): Meaning | undefined {
  const [a = 0, b = 0, c = 0] = values;
  const type = term.args[0]?.type ?? term.type;
  switch (op) {
    case "add":
      return exact(add(a, b));
    case "sub": {
      const difference = subtract(a, b);
      return exact(isNat(type) && sign(difference) < 0 ? 0 : difference);
    }
    case "mul":
      return exact(multiply(a, b));
    case "neg":
      return exact(negate(a));
    case "div":
      if (sign(b) === 0) return exact(0);
      return exact(isWhole(type) ? rational((big(a) - remainder(big(a), big(b))) / big(b)) : divide(a, b));
    case "mod":
      return exact(rational(remainder(big(a), big(b))));
    case "inv":
      return exact(sign(a) === 0 ? 0 : divide(1, a));
    case "pow": {
      if (!isWhole(term.args[1]!.type)) return undefined;
      const e = Number(big(b));
      if (Math.abs(e) > 300) return undefined;
      if (e >= 0) return exact(power(a, e));
      return exact(sign(a) === 0 ? 0 : power(divide(1, a), -e));
    }
    case "cast":
      return exact(a);
    case "abs":
      return exact(absolute(a));
    case "min":
      return exact(compare(a, b) <= 0 ? a : b);
    case "max":
      return exact(compare(a, b) >= 0 ? a : b);
    case "succ":
      return exact(add(a, 1));
    case "pred":
      return exact(sign(a) === 0 ? 0 : subtract(a, 1));
    case "dvd":
      if (!isWhole(type)) return truth(sign(a) !== 0 || sign(b) === 0);
      return truth(sign(a) === 0 ? sign(b) === 0 : big(b) % big(a) === 0n);
    case "even":
    case "odd": {
      if (!isWhole(type)) return op === "even" ? truth(true) : undefined;
      return truth((remainder(big(a), 2n) === 0n) === (op === "even"));
    }
    case "modEq":
      return truth(remainder(big(b), big(a)) === remainder(big(c), big(a)));
    case "Nat.gcd":
    case "Int.gcd":
      return exact(rational(gcd(big(a), big(b))));
    case "Nat.lcm":
    case "Int.lcm": {
      if (sign(a) === 0 || sign(b) === 0) return exact(0);
      return exact(absolute(rational((big(a) * big(b)) / gcd(big(a), big(b)))));
    }
    case "Nat.Coprime":
      return truth(gcd(big(a), big(b)) === 1n);
    case "Nat.Prime": {
      const prime = isPrimeNumber(big(a));
      return prime === undefined ? undefined : truth(prime);
    }
    case "Nat.factorial": {
      if (big(a) > 60n) return undefined;
      let product = 1n;
      for (let i = 2n; i <= big(a); i += 1n) product *= i;
      return exact(rational(product));
    }
    case "Nat.choose": {
      if (big(a) > 60n) return undefined;
      if (big(b) > big(a)) return exact(0);
      let result = 1n;
      for (let i = 1n; i <= big(b); i += 1n) result = (result * (big(a) - big(b) + i)) / i;
      return exact(rational(result));
    }
    case "Nat.sqrt":
      return exact(rational(BigInt(Math.floor(Math.sqrt(Number(big(a)) + 0.5)))));
    case "natAbs":
      return exact(absolute(a));
    case "toNat":
      return exact(sign(a) < 0 ? 0 : a);
    case "Int.floor":
      return exact(rational(floor(a)));
    case "Int.ceil":
      return exact(rational(ceiling(a)));
    case "Int.fract":
      return exact(subtract(a, rational(floor(a))));
    case "Nat.floor":
      return exact(sign(a) < 0 ? 0 : rational(floor(a)));
    case "Nat.ceil":
      return exact(sign(a) < 0 ? 0 : rational(ceiling(a)));
    case "Rat.num":
      return exact(rational(numerator(a)));
    case "Rat.den":
      return exact(rational(denominator(a)));
    case "range":
      return interval(0n, big(a) - 1n);
    case "Finset.Icc":
      return interval(big(a), big(b));
    case "Finset.Ico":
      return interval(big(a), big(b) - 1n);
    case "Finset.Ioc":
      return interval(big(a) + 1n, big(b));
    case "Finset.Ioo":
      return interval(big(a) + 1n, big(b) - 1n);
    case "singleton":
      return { kind: "set", elements: [a] };
    case "empty":
      return { kind: "set", elements: [] };
    case "decimal":
      return exact(divide(a, power(10, Number(big(b)))));
    case "Nat.fib": {
      if (big(a) > 300n) return undefined;
      let [previous, current] = [0n, 1n];
      for (let i = 0n; i < big(a); i += 1n) [previous, current] = [current, previous + current];
      return exact(rational(previous));
    }
    case "Real.sqrt": {
      if (sign(a) <= 0) return exact(0);
      const [n, d] = [squareRoot(numerator(a)), squareRoot(denominator(a))];
      return n === undefined || d === undefined ? undefined : exact(rational(n, d));
    }
    default:
      return undefined;
  }
}

function squareRoot(n: bigint): bigint | undefined {
  if (n > 10n ** 12n) return undefined;
  const root = BigInt(Math.round(Math.sqrt(Number(n))));
  return root * root === n ? root : undefined;
}

function realOperation(op: Op, [x = 0, y = 0]: readonly number[], term: AppTerm): Meaning | undefined {
  const type = term.args[0]?.type ?? term.type;
  if (type.key === "ℂ") return undefined;
  const value = realFunctions[op]?.(x, y);
  return value === undefined ? undefined : approximate(value);
}

const realFunctions: Rules<(x: number, y: number) => number | undefined> = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  neg: (x) => -x,
  // A denominator that doubles cannot tell from zero says nothing.
  div: (x, y) => (Math.abs(y) < 1e-6 ? undefined : x / y),
  inv: (x) => (Math.abs(x) < 1e-6 ? undefined : 1 / x),
  pow: (x, y) => (x > 1e-6 || (Number.isInteger(y) && y >= 0) ? x ** y : undefined),
  abs: (x) => Math.abs(x),
  min: (x, y) => Math.min(x, y),
  max: (x, y) => Math.max(x, y),
  cast: (x) => x,
  "Real.sqrt": (x) => Math.sqrt(Math.max(0, x)),
  "Real.pi": () => Math.PI,
  "Real.exp": (x) => Math.exp(x),
  "Real.log": (x) => (Math.abs(x) < 1e-9 ? undefined : Math.log(Math.abs(x))),
  "Real.logb": (x, y) => {
    const [top, bottom] = [realFunctions["Real.log"]!(y, 0), realFunctions["Real.log"]!(x, 0)];
    return top === undefined || bottom === undefined || Math.abs(bottom) < 1e-6 ? undefined : top / bottom;
  },
  "Real.sin": (x) => Math.sin(x),
  "Real.cos": (x) => Math.cos(x),
  "Real.tan": (x) => (Math.abs(Math.cos(x)) < 1e-3 ? undefined : Math.tan(x)),
};

function setOperation(op: Op, values: readonly Meaning[]): Meaning | undefined {
  const sets = values.flatMap((value) => (value.kind === "set" ? [value.elements] : []));
  const [x] = values.flatMap((value) => (value.kind === "exact" ? [value.value] : []));
  const [s = [], t = []] = sets;
  const includes = (set: readonly Rational[], element: Rational): boolean => set.some((y) => equals(element, y));
  if (op === "card") return exact(s.length);
  if (op === "mem" && x !== undefined) return truth(includes(s, x));
  if (op === "insert" && x !== undefined) return { kind: "set", elements: includes(s, x) ? s : [...s, x] };
  if (op === "union") return { kind: "set", elements: [...s, ...t.filter((y) => !includes(s, y))] };
  if (op === "inter") return { kind: "set", elements: s.filter((y) => includes(t, y)) };
  if (op === "sdiff") return { kind: "set", elements: s.filter((y) => !includes(t, y)) };
  if (op === "subset") return truth(s.every((y) => includes(t, y)));
  return undefined;
}

import * as number from "./number.ts";
import { exact, type Exact, type Num, Unknown } from "./number.ts";
import type { Bound, Term } from "./term.ts";
import { known, type Type } from "./type.ts";

/** How a reader might compute it wrong; with none of them, as Lean defines it. */
export interface Miscalculation {
  /** ℕ's minus goes below 0. */
  readonly minusBelowZero?: boolean;
  /** `/` on ℕ and ℤ is a field's. */
  readonly fieldDivision?: boolean;
  /** ℤ's division rounds towards 0, as C's does. */
  readonly towardsZero?: boolean;
}

export type Value = Num | boolean | ListValue | SetValue | FunctionValue | BijectionValue;
interface ListValue {
  readonly elements: readonly Num[];
}
interface SetValue {
  readonly contains: (value: Value) => Truth;
}
interface FunctionValue {
  readonly apply: (value: Value) => Value;
}
interface BijectionValue {
  readonly forward: (value: Num) => Num;
  readonly back: (value: Num) => Num;
}
/** Undefined: not decided. */
export type Truth = boolean | undefined;
export type Valuation = ReadonlyMap<number, Value>;

const fractions = ["0", "1", "-1", "1/2", "2", "-2", "-1/2", "1/3", "3/2", "3", "5/2", "-7/3", "10"].map((text) => {
  const [n, d = "1"] = text.split("/");
  return exact(BigInt(n!), BigInt(d));
});
const integers = fractions.filter(number.isInteger);
const naturals = [0, 1, 2, 3, 4, 5, 7, 10].map((n) => exact(n));

/** Values to try for a variable, and whether they are all there are. */
export function samples(type: Type): { readonly values: readonly Value[]; readonly all: boolean } {
  const shown = known(type);
  if (shown === "ℕ") return { values: naturals, all: false };
  if (shown === "ℤ") return { values: integers, all: false };
  if (shown === "ℚ" || shown === "ℝ") return { values: fractions, all: false };
  if (shown === "Prop") return { values: [true, false], all: true };
  if (typeof shown === "object" && "from" in shown) {
    const constants = samples(shown.to)
      .values.slice(0, 4)
      .map((value): Value => ({ apply: () => value }));
    const same: Value[] = known(shown.from) === known(shown.to) ? [{ apply: (value) => value }] : [];
    return { values: [...same, ...constants], all: false };
  }
  if (typeof shown === "object" && "bijectionsOf" in shown)
    return { values: bijections(shown.bijectionsOf), all: false };
  throw new Unknown(`no samples of this type`);
}

/** x ↦ a x + b, and on ℕ the exchange of each even number with the next. */
function bijections(type: Type): BijectionValue[] {
  const shown = known(type);
  const affine = (a: Exact, b: Exact): BijectionValue => ({
    forward: (x) => number.add(number.multiply(a, x), b),
    back: (x) => number.divide(number.subtract(x, b), a),
  });
  const [one, two] = [exact(1), exact(2)];
  if (shown === "ℕ") {
    const exchange = (x: Num): Num => exact(integer(x) % 2n === 0n ? integer(x) + 1n : integer(x) - 1n);
    return [affine(one, exact(0)), { forward: exchange, back: exchange }];
  }
  const whole = [-5, -2, -1, 0, 1, 2, 3, 4].flatMap((b) => [affine(one, exact(b)), affine(exact(-1), exact(b))]);
  if (shown === "ℤ") return whole;
  if (shown === "ℚ" || shown === "ℝ")
    return [...whole, ...[-3, 0, 1].flatMap((b) => [affine(two, exact(b)), affine(exact(-1n, 2n), exact(b))])];
  throw new Unknown("no bijections of this type");
}

const asNumber = (value: Value): Num => {
  if (typeof value === "object" && ("n" in value || "about" in value)) return value;
  throw new Unknown("no number");
};
const asList = (value: Value): readonly Num[] => {
  if (typeof value === "object" && "elements" in value) return value.elements;
  throw new Unknown("no finite set");
};
const integer = (value: Num): bigint => {
  if (!number.isInteger(value)) throw new Unknown("no integer");
  return value.n;
};
const distinct = (values: readonly Num[]): readonly Num[] =>
  values.filter((value, i) => values.findIndex((other) => number.compare(other, value) === 0) === i);

/** Decides what it can: closed terms exactly, ∀ by a counterexample, ∃ by a witness, both over what is finite by looking at all. */
export class Evaluator {
  readonly #wrong: Miscalculation;
  #steps = 0;

  constructor(wrong: Miscalculation = {}) {
    this.#wrong = wrong;
  }

  truth(term: Term, valuation: Valuation): Truth {
    try {
      return this.#proposition(term, valuation);
    } catch (error) {
      if (error instanceof Unknown) return undefined;
      throw error;
    }
  }

  /** @throws {Unknown} */
  value(term: Term, valuation: Valuation): Value {
    if (known(term.type) === "Prop") {
      const truth = this.#proposition(term, valuation);
      if (truth === undefined) throw new Unknown("not decided");
      return truth;
    }
    this.#step();
    const on = (of: Term): Num => asNumber(this.value(of, valuation));
    switch (term.kind) {
      case "number":
        return exact(term.value);
      case "variable": {
        const value = valuation.get(term.id);
        if (value === undefined) throw new Unknown(`no value of ${term.name}`);
        return value;
      }
      case "postponed":
        return this.value(term.slot.value!, valuation);
      case "cast":
        return this.value(term.of, valuation);
      case "operator":
        return this.#operator(term, on(term.left), on(term.right));
      case "negative":
        return number.negate(on(term.of));
      case "absolute": {
        const value = on(term.of);
        return number.compare(value, exact(0)) < 0 ? number.negate(value) : value;
      }
      case "floor":
        return number.floor(on(term.of));
      case "ceiling":
        return number.negate(number.floor(number.negate(on(term.of))));
      case "call":
        return call(term.name, term.arguments.map(on));
      case "function":
        return { apply: (value) => this.value(term.body, new Map(valuation).set(term.binder.id, value)) };
      case "apply": {
        const applied = this.value(term.function, valuation);
        if (typeof applied !== "object" || !("apply" in applied)) throw new Unknown("no function");
        return applied.apply(this.value(term.argument, valuation));
      }
      case "bijected": {
        const bijection = this.value(term.of, valuation);
        if (typeof bijection !== "object" || !("forward" in bijection)) throw new Unknown("no bijection");
        return bijection[term.direction](on(term.argument));
      }
      case "if": {
        const condition = this.#proposition(term.condition, valuation);
        if (condition === undefined) throw new Unknown("not decided");
        return this.value(condition ? term.yes : term.no, valuation);
      }
      case "big": {
        const over = asList(this.value(term.over, valuation));
        const combine = term.sign === "∑" ? number.add : number.multiply;
        return over
          .map((value) => asNumber(this.value(term.body, new Map(valuation).set(term.binder.id, value))))
          .reduce(combine, exact(term.sign === "∑" ? 0 : 1));
      }
      case "range":
        return { elements: interval(exact(0), number.subtract(on(term.bound), exact(1))) };
      case "interval": {
        const [low, high] = [on(term.low), on(term.high)];
        if (term.of === "Finset") return { elements: interval(low, high) };
        return {
          contains: (value) => number.compare(low, asNumber(value)) <= 0 && number.compare(asNumber(value), high) <= 0,
        };
      }
      case "filter":
        return {
          elements: asList(this.value(term.over, valuation)).filter((value) => {
            const kept = this.#proposition(term.condition, new Map(valuation).set(term.binder.id, value));
            if (kept === undefined) throw new Unknown("not decided");
            return kept;
          }),
        };
      case "builder":
        return {
          contains: (value) => this.#proposition(term.condition, new Map(valuation).set(term.binder.id, value)),
        };
      case "card":
        return exact(distinct(asList(this.value(term.of, valuation))).length);
      case "truth":
      case "not":
      case "connective":
      case "relation":
      case "divides":
      case "congruent":
      case "member":
      case "quantifier":
        throw new Unknown("a proposition among values");
    }
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > 200_000) throw new Unknown("too long");
  }

  #operator(term: Term & { kind: "operator" }, a: Num, b: Num): Num {
    const type = known(term.type);
    const whole = type === "ℕ" || type === "ℤ";
    switch (term.operator) {
      case "+":
        return number.add(a, b);
      case "*":
        return number.multiply(a, b);
      case "-": {
        const difference = number.subtract(a, b);
        const belowZero = type === "ℕ" && this.#wrong.minusBelowZero !== true && number.compare(a, b) < 0;
        return belowZero ? exact(0) : difference;
      }
      case "/":
        if (!whole || this.#wrong.fieldDivision === true) return number.divide(a, b);
        if (this.#wrong.towardsZero === true) return exact(integer(b) === 0n ? 0n : integer(a) / integer(b));
        return exact(number.euclid(integer(a), integer(b)).quotient);
      case "%":
        if (!whole) throw new Unknown("% in a field");
        if (this.#wrong.towardsZero === true && integer(b) !== 0n) return exact(integer(a) % integer(b));
        return exact(number.euclid(integer(a), integer(b)).remainder);
      case "^":
        return known(term.right.type) === "ℝ" ? number.realPower(a, b) : number.power(a, integer(b));
    }
  }

  #proposition(term: Term, valuation: Valuation): Truth {
    this.#step();
    const truth = (of: Term): Truth => this.truth(of, valuation);
    switch (term.kind) {
      case "truth":
        return term.value;
      case "not":
        return not(truth(term.of));
      case "connective":
        return this.#connective(term.connective, truth(term.left), () => truth(term.right));
      case "relation": {
        const [a, b] = [this.value(term.left, valuation), this.value(term.right, valuation)];
        const sign = number.compare(asNumber(a), asNumber(b));
        return { "=": sign === 0, "≠": sign !== 0, "<": sign < 0, "≤": sign <= 0, ">": sign > 0, "≥": sign >= 0 }[
          term.relation
        ];
      }
      case "divides": {
        const [a, b] = [asNumber(this.value(term.left, valuation)), asNumber(this.value(term.right, valuation))];
        const type = known(term.left.type);
        if (type === "ℕ" || type === "ℤ") return integer(a) === 0n ? integer(b) === 0n : integer(b) % integer(a) === 0n;
        return number.compare(a, exact(0)) !== 0 || number.compare(b, exact(0)) === 0;
      }
      case "congruent": {
        const [a, b, modulus] = [term.left, term.right, term.modulus].map((of) =>
          integer(asNumber(this.value(of, valuation))),
        );
        return number.euclid(a! - b!, modulus!).remainder === 0n;
      }
      case "member": {
        const [element, of] = [this.value(term.element, valuation), this.value(term.of, valuation)];
        if (typeof of === "object" && "elements" in of)
          return of.elements.some((one) => number.compare(one, asNumber(element)) === 0);
        if (typeof of === "object" && "contains" in of) return of.contains(element);
        throw new Unknown("no collection");
      }
      case "quantifier":
        return this.#quantifier(term, valuation);
      case "variable": {
        const value = valuation.get(term.id);
        return typeof value === "boolean" ? value : undefined;
      }
      case "if": {
        const condition = truth(term.condition);
        return condition === undefined ? undefined : truth(condition ? term.yes : term.no);
      }
      case "postponed":
        return truth(term.slot.value!);
      case "apply":
      case "bijected":
      case "number":
      case "operator":
      case "negative":
      case "absolute":
      case "floor":
      case "ceiling":
      case "cast":
      case "call":
      case "function":
      case "big":
      case "range":
      case "interval":
      case "filter":
      case "builder":
      case "card":
        throw new Unknown("a value among propositions");
    }
  }

  #connective(connective: "∧" | "∨" | "→" | "↔", left: Truth, right: () => Truth): Truth {
    switch (connective) {
      case "∧":
        return left === false ? false : both(left, right());
      case "∨":
        return left === true ? true : not(both(not(left), not(right())));
      case "→":
        return left === false ? true : not(both(left, not(right())));
      case "↔": {
        const other = right();
        return left === undefined || other === undefined ? undefined : left === other;
      }
    }
  }

  #quantifier({ quantifier, binder, body }: Term & { kind: "quantifier" }, valuation: Valuation): Truth {
    const { values, all } = this.#domain(quantifier, binder, body, valuation);
    const decisive = quantifier === "∃";
    let open = !all;
    for (const value of values) {
      const truth = this.truth(body, new Map(valuation).set(binder.id, value));
      if (truth === decisive) return decisive;
      if (truth === undefined) open = true;
    }
    return open ? undefined : !decisive;
  }

  #domain(
    quantifier: "∀" | "∃",
    binder: Bound,
    body: Term,
    valuation: Valuation,
  ): { readonly values: readonly Value[]; readonly all: boolean } {
    if (binder.proofOf !== undefined) {
      const holds = this.truth(binder.proofOf, valuation);
      if (holds === undefined) throw new Unknown("not decided");
      return { values: holds ? [true] : [], all: true };
    }
    // ∀ x, x ∈ s → … and ∃ x, x ∈ s ∧ … speak of the elements of s alone.
    if (body.kind === "connective" && body.connective === (quantifier === "∀" ? "→" : "∧")) {
      const { left } = body;
      if (left.kind === "member" && left.element.kind === "variable" && left.element.id === binder.id) {
        const of = this.value(left.of, valuation);
        if (typeof of === "object" && "elements" in of) return { values: of.elements, all: true };
      }
    }
    return samples(binder.type);
  }
}

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);
const both = (a: Truth, b: Truth): Truth =>
  a === false || b === false ? false : a === undefined || b === undefined ? undefined : true;

function interval(low: Num, high: Num): readonly Num[] {
  if (!number.isInteger(low) || !number.isInteger(high)) throw new Unknown("an interval of no integers");
  if (high.n - low.n > 60n) throw new Unknown("a long interval");
  const values: Num[] = [];
  for (let n = low.n; n <= high.n; n += 1n) values.push(exact(n));
  return values;
}

function call(name: string, values: readonly Num[]): Num {
  const [a, b] = values;
  switch (name) {
    case "Nat.succ":
      return number.add(a!, exact(1));
    case "Nat.pred":
      return exact(integer(a!) > 0n ? integer(a!) - 1n : 0n);
    case "Nat.sub":
      return exact(integer(a!) > integer(b!) ? integer(a!) - integer(b!) : 0n);
    case "Nat.factorial": {
      if (integer(a!) > 12n) throw new Unknown("a large factorial");
      let product = 1n;
      for (let i = 2n; i <= integer(a!); i += 1n) product *= i;
      return exact(product);
    }
    case "Nat.gcd": {
      let [x, y] = [integer(a!), integer(b!)];
      while (y !== 0n) [x, y] = [y, x % y];
      return exact(x);
    }
    case "Nat.choose": {
      if (integer(a!) > 40n) throw new Unknown("a large binomial");
      let result = 1n;
      for (let i = 0n; i < integer(b!); i += 1n) result = (result * (integer(a!) - i)) / (i + 1n);
      return exact(result);
    }
    case "Int.natAbs":
      return exact(integer(a!) < 0n ? -integer(a!) : integer(a!));
    case "Int.toNat":
      return exact(integer(a!) < 0n ? 0n : integer(a!));
    case "Real.exp":
      return number.realFunction(Math.exp)(a!);
    case "Real.sqrt": {
      if (number.compare(a!, exact(0)) <= 0) return exact(0);
      const root = Math.sqrt(number.toNumber(a!));
      return Number.isInteger(root) && number.isInteger(a!) ? exact(root) : number.realFunction(Math.sqrt)(a!);
    }
    default:
      throw new Unknown(name);
  }
}

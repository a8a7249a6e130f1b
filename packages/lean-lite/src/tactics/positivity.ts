import { TacticFailure } from "../goal/state.ts";
import {
  app,
  arithmetic,
  assume,
  convert,
  Embedding,
  equal,
  evaluation,
  type Factor,
  isApp,
  isField,
  isNumeric,
  isOrdered,
  le,
  lt,
  modusPonens,
  type Multiple,
  nat,
  num,
  power,
  real,
  RuleError,
  sameType,
  side,
  specialize,
  type Term,
  type Theorem,
  type Type,
} from "@lemma/lean-kernel";
import { useLemma } from "../arithmetic/negation.ts";
import { isDerived } from "../arithmetic/ring.ts";
import type { Session } from "../proof/session.ts";
import { unfoldTo } from "../proof/unfold.ts";
import type { TacticRule } from "./tactic.ts";
import { signRules } from "./signs.ts";

/** What is known of a number's sign, with the theorem `0 < t`, `0 ≤ t` or `t ≠ 0`. */
interface Sign {
  readonly kind: "positive" | "nonnegative" | "nonzero";
  readonly theorem: Theorem;
}

const zero = (like: Term): Term => num(0n, like.type);
const neZero = (t: Term): Term => app("ne", [t, zero(t)]);
const positive = (theorem: Theorem): Sign => ({ kind: "positive", theorem });
const nonnegative = (theorem: Theorem): Sign => ({ kind: "nonnegative", theorem });

/** `positivity`: the sign of an expression from the signs of its parts, as Mathlib's extensions find it. */
export const positivity: TacticRule = (session) => {
  const { state } = session;
  const { target } = state.goal;
  const theorem = provePositivity(session, target);
  if (theorem === undefined) throw new TacticFailure("failed to prove positivity/nonnegativity/nonzeroness");
  state.close(theorem);
};

/** Proves `0 < t`, `0 ≤ t` or `t ≠ 0`; undefined when it cannot or the formula has another form. */
export function provePositivity(session: Session, target: Term): Theorem | undefined {
  const { budget } = session.state;
  const wanted = isApp(target, "ne") ? target : (unfoldTo(target, "lt") ?? unfoldTo(target, "le"));
  if (wanted === undefined) return undefined;
  const [a, b] = wanted.args as [Term, Term];
  const t = wanted.op === "ne" ? a : b;
  if (!isNumeric(t.type) || !isZero(wanted.op === "ne" ? b : a)) return undefined;
  try {
    const known = new SignFinder(session).sign(t);
    if (known === undefined) return undefined;
    const weakened = weaken(known, t, wanted.op as "ne" | "lt" | "le", session);
    return weakened && convert(weakened, target, budget);
  } catch (error) {
    if (error instanceof RuleError || error instanceof RangeError) return undefined;
    throw error;
  }
}

const isZero = (term: Term): boolean => term.tag === "num" && term.value === 0n;

function weaken({ kind, theorem }: Sign, t: Term, op: "ne" | "lt" | "le", session: Session): Theorem | undefined {
  if (op === "ne") {
    if (kind === "nonnegative") return undefined;
    return kind === "nonzero" ? theorem : combine([theorem], neZero(t), [[0], [1]], session);
  }
  if (kind === "nonzero" || (kind === "nonnegative" && op === "lt")) return undefined;
  if (kind === "positive" && op === "le") return combine([theorem], le(zero(t), t), [[0], [1]], session);
  return theorem;
}

/** A lemma's theorem, specialised by terms and applied to theorems in the order of its binders. */
function applied(name: string, type: Type | undefined, ...parts: readonly (Term | Theorem)[]): Theorem {
  let theorem = useLemma(name, type, []);
  for (const part of parts) theorem = "tag" in part ? specialize(theorem, part) : modusPonens(theorem, part);
  return theorem;
}

/** The premises and the negated goal (which comes last) multiplied as `products` say add up to a contradiction. */
function combine(
  premises: readonly Theorem[],
  goal: Term,
  products: readonly (readonly (number | Factor)[])[],
  session: Session,
): Theorem {
  const multiples = products.map((factors): Multiple => ({
    multiplier: 1,
    factors: factors.map((factor) => (typeof factor === "number" ? { hypothesis: factor } : factor)),
  }));
  return arithmetic(premises, goal, [{ by: "sum", multiples }], session.state.budget);
}

class SignFinder {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  sign(t: Term): Sign | undefined {
    const { budget } = this.#session.state;
    budget.spend(1);
    if (!isNumeric(t.type)) return undefined;
    if (t.tag === "num") return t.value > 0n ? this.#evaluated(t, "lt") : this.#evaluated(t, "le");
    const found = t.tag === "app" ? this.#composed(t) : undefined;
    if (found?.kind === "positive") return found;
    const assumed = this.#assumed(t);
    if (assumed !== undefined && (found === undefined || assumed.kind === "positive")) return assumed;
    return found ?? (sameType(t.type, nat) ? this.#natural(t) : undefined);
  }

  #evaluated(t: Term, op: "lt" | "le"): Sign | undefined {
    if (!isOrdered(t.type))
      return t.tag === "num" && t.value !== 0n
        ? { kind: "nonzero", theorem: evaluation(neZero(t), this.#session.state.budget) }
        : undefined;
    const theorem = evaluation(app(op, [zero(t), t]), this.#session.state.budget);
    return op === "lt" ? positive(theorem) : nonnegative(theorem);
  }

  #natural(t: Term): Sign {
    const goal = le(zero(t), t);
    const { budget } = this.#session.state;
    const polynomial = new Embedding(budget).polynomial(t);
    const multiples: Multiple[] = [
      { multiplier: 1, factors: [{ hypothesis: 0 }] },
      { multiplier: 1, factors: [{ hypothesis: 1 }] },
    ];
    return nonnegative(arithmetic([], goal, [{ by: "natural", polynomial, rest: { by: "sum", multiples } }], budget));
  }

  /** A hypothesis that says it: `0 < t`, `t > 0`, `c ≤ t` with a numeral c, `t ≠ 0`. */
  #assumed(t: Term): Sign | undefined {
    const { state } = this.#session;
    let best: Sign | undefined;
    for (const entry of state.goal.entries) {
      if (entry.kind !== "hypothesis" || entry.formula.tag !== "app") continue;
      const { formula } = entry;
      const [a, b] = formula.args;
      if (isApp(formula, "ne")) {
        if (equal(a!, t) && isZero(b!)) best ??= { kind: "nonzero", theorem: assume(formula) };
        else if (equal(b!, t) && isZero(a!))
          best ??= { kind: "nonzero", theorem: useLemma("Ne.symm", t.type, [a!, b!], [assume(formula)]) };
        continue;
      }
      const less = unfoldTo(formula, "lt") ?? unfoldTo(formula, "le");
      const [low, high] = less?.args ?? [];
      if (less === undefined || low?.tag !== "num" || !equal(high!, t)) continue;
      const fact = convert(assume(formula), less, state.budget);
      const isPositive = less.op === "lt" || low.value > 0n;
      if (isPositive) return positive(isZero(low) ? fact : combine([fact], lt(zero(t), t), [[0], [1]], this.#session));
      best = nonnegative(fact);
    }
    return best;
  }

  #composed(t: Term & { tag: "app" }): Sign | undefined {
    const [a, b] = t.args;
    switch (signRules[t.op]) {
      case "sum":
        return this.#sum(t, a!, b!);
      case "product":
        return this.#product(t, a!, b!);
      case "quotient":
        return this.#quotient(t, a!, b!);
      case "inverse":
        return this.#inverse(t, a!);
      case "power":
        return this.#power(t, a!, b!);
      case "cast":
        return this.#cast(t, a!);
      case "absolute":
        return this.#absolute(t, a!);
      case "root":
        return this.#root(a!);
      case "logarithm":
        return this.#logarithm(a!);
      case "exponential":
        return positive(useLemma("Real.exp_pos", undefined, [a!]));
      case "pi":
        return positive(useLemma("Real.pi_pos", undefined, []));
      case "factorial":
        return positive(useLemma("Nat.factorial_pos", undefined, [a!]));
      case "successor":
        return positive(useLemma("Nat.succ_pos", undefined, [a!]));
      case "value":
        return isDerived(t) ? this.#closed(t) : undefined;
      case "none":
        return undefined;
    }
  }

  #closed(t: Term): Sign | undefined {
    const attempt = (op: "lt" | "le"): Sign | undefined => {
      try {
        return this.#evaluated(t, op);
      } catch (error) {
        if (error instanceof RuleError) return undefined;
        throw error;
      }
    };
    return attempt("lt") ?? attempt("le");
  }

  #sum(t: Term, a: Term, b: Term): Sign | undefined {
    const [x, y] = [this.sign(a), this.sign(b)];
    if (x === undefined || y === undefined || x.kind === "nonzero" || y.kind === "nonzero") return undefined;
    const strict = x.kind === "positive" || y.kind === "positive";
    const theorem = combine(
      [x.theorem, y.theorem],
      app(strict ? "lt" : "le", [zero(t), t]),
      [[0], [1], [2]],
      this.#session,
    );
    return strict ? positive(theorem) : nonnegative(theorem);
  }

  #product(t: Term, a: Term, b: Term): Sign | undefined {
    const [x, y] = [this.sign(a), this.sign(b)];
    if (x === undefined || y === undefined) return undefined;
    if (x.kind === "nonzero" || y.kind === "nonzero") {
      const [p, q] = [weaken(x, a, "ne", this.#session), weaken(y, b, "ne", this.#session)];
      if (p === undefined || q === undefined) return undefined;
      return { kind: "nonzero", theorem: useLemma("mul_ne_zero", t.type, [a, b], [p, q]) };
    }
    const strict = x.kind === "positive" && y.kind === "positive";
    const theorem = combine(
      [x.theorem, y.theorem],
      app(strict ? "lt" : "le", [zero(t), t]),
      [[0, 1], [2]],
      this.#session,
    );
    return strict ? positive(theorem) : nonnegative(theorem);
  }

  #inverse(t: Term, a: Term): Sign | undefined {
    const x = this.sign(a);
    if (x === undefined) return undefined;
    if (x.kind === "nonzero") return { kind: "nonzero", theorem: useLemma("inv_ne_zero", t.type, [a], [x.theorem]) };
    const lemma = useLemma(x.kind === "positive" ? "inv_pos" : "inv_nonneg", t.type, [a]);
    const theorem = modusPonens(side(lemma, 1), x.theorem);
    return { kind: x.kind, theorem };
  }

  #quotient(t: Term, a: Term, b: Term): Sign | undefined {
    // Quotients of integers round: that they are not 0 is not plain.
    if (!isField(t.type)) return undefined;
    const inverse = app("inv", [b]);
    const [x, y] = [this.sign(a), this.#inverse(inverse, b)];
    if (x === undefined || y === undefined) return undefined;
    if (x.kind === "nonzero" || y.kind === "nonzero") {
      const [p, q] = [weaken(x, a, "ne", this.#session), weaken(y, inverse, "ne", this.#session)];
      if (p === undefined || q === undefined) return undefined;
      const product = useLemma("mul_ne_zero", t.type, [a, inverse], [p, q]);
      // a / b ≠ 0: were it 0, so would a · b⁻¹ be, which is the same polynomial.
      return { kind: "nonzero", theorem: this.#nonzeroBySame(t, product) };
    }
    const strict = x.kind === "positive" && y.kind === "positive";
    const theorem = combine(
      [x.theorem, y.theorem],
      app(strict ? "lt" : "le", [zero(t), t]),
      [[0, 1], [2]],
      this.#session,
    );
    return strict ? positive(theorem) : nonnegative(theorem);
  }

  #nonzeroBySame(t: Term, product: Theorem): Theorem {
    const refuted = (sign: 1 | -1) => ({
      by: "sum" as const,
      multiples: [
        { multiplier: 1, factors: [{ hypothesis: 2 }] },
        { multiplier: -sign, factors: [{ hypothesis: 1 }] },
      ],
    });
    const refutation = { by: "apart" as const, hypothesis: 0, below: refuted(1), above: refuted(-1) };
    return arithmetic([product], neZero(t), [refutation], this.#session.state.budget);
  }

  #power(t: Term & { tag: "app" }, a: Term, n: Term): Sign | undefined {
    const x = this.sign(a);
    if (sameType(n.type, real) && sameType(t.type, real)) return x === undefined ? undefined : this.#realPower(a, n, x);
    if (!sameType(n.type, nat)) return undefined;
    if (x?.kind === "positive") return positive(applied("pow_pos", t.type, a, x.theorem, n));
    const even = n.tag === "num" && n.value > 0n && n.value % 2n === 0n && n.value <= 200n && isOrdered(t.type);
    if (even) {
      const half = power(a, num(n.value / 2n, nat));
      const square: Factor = { square: new Embedding(this.#session.state.budget).polynomial(half) };
      if (x?.kind === "nonzero")
        return positive(this.#positiveSquare(t, applied("pow_ne_zero", t.type, a, n, x.theorem)));
      return nonnegative(combine([], le(zero(t), t), [[square], [0]], this.#session));
    }
    if (x?.kind === "nonnegative") return nonnegative(applied("pow_nonneg", t.type, a, x.theorem, n));
    if (x?.kind === "nonzero") return { kind: "nonzero", theorem: applied("pow_ne_zero", t.type, a, n, x.theorem) };
    return undefined;
  }

  #realPower(a: Term, x: Term, { kind, theorem }: Sign): Sign | undefined {
    if (kind === "positive") return positive(applied("Real.rpow_pos_of_pos", undefined, a, theorem, x));
    return kind === "nonnegative" ? nonnegative(applied("Real.rpow_nonneg", undefined, a, theorem, x)) : undefined;
  }

  /** t ≠ 0 for an even power t: it is not below 0, being a square, so it is above. */
  #positiveSquare(t: Term & { tag: "app" }, nonzero: Theorem): Theorem {
    const [a, n] = t.args as [Term, Term & { tag: "num" }];
    const { budget } = this.#session.state;
    const square: Factor = { square: new Embedding(budget).polynomial(power(a, num(n.value / 2n, nat))) };
    const sum = (...factors: Factor[]) => ({
      by: "sum" as const,
      multiples: factors.map((factor): Multiple => ({ multiplier: 1, factors: [factor] })),
    });
    const below = sum({ hypothesis: 2 }, square);
    const above = sum({ hypothesis: 2 }, { hypothesis: 1 });
    return arithmetic([nonzero], lt(zero(t), t), [{ by: "apart", hypothesis: 0, below, above }], budget);
  }

  #cast(t: Term, a: Term): Sign | undefined {
    const x = this.sign(a);
    if (x === undefined || !isOrdered(t.type)) return undefined;
    if (x.kind === "nonzero") return undefined;
    const theorem = combine(
      [x.theorem],
      app(x.kind === "positive" ? "lt" : "le", [zero(t), t]),
      [[0], [1]],
      this.#session,
    );
    return { kind: x.kind, theorem };
  }

  #absolute(t: Term, a: Term): Sign | undefined {
    if (!sameType(t.type, a.type)) return undefined;
    const x = this.sign(a);
    const nonzero = x === undefined ? undefined : weaken(x, a, "ne", this.#session);
    if (nonzero !== undefined) return positive(modusPonens(side(useLemma("abs_pos", t.type, [a]), 1), nonzero));
    return nonnegative(useLemma("abs_nonneg", t.type, [a]));
  }

  /** Of a literal only. */
  #logarithm(a: Term): Sign | undefined {
    if (a.tag !== "num" || a.value < 2n) return undefined;
    const { budget } = this.#session.state;
    return positive(useLemma("Real.log_pos", undefined, [a], [evaluation(lt(num(1n, a.type), a), budget)]));
  }

  #root(a: Term): Sign {
    const x = this.sign(a);
    if (x?.kind === "positive") return positive(useLemma("Real.sqrt_pos_of_pos", undefined, [a], [x.theorem]));
    return nonnegative(useLemma("Real.sqrt_nonneg", undefined, [a]));
  }
}

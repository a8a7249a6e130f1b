import { useLemma } from "../arithmetic/negation.ts";
import type { Goal } from "../goal/goal.ts";
import { isFailure } from "../goal/state.ts";
import {
  app,
  type AppTerm,
  convert,
  equal,
  isApp,
  isField,
  nat,
  normalize,
  numeral,
  oneOf,
  power,
  powerIn,
  sameType,
  side,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import { congruenceOfApp, propositional, sidesOf, symmetric, transitive } from "../proof/equations.ts";
import { ProofReader } from "../proof/terms.ts";
import type { Session } from "../proof/session.ts";
import { applyConversionAt } from "./convert-at.ts";
import { prove } from "./discharge.ts";
import { simpSet } from "../rewriting/simp-set.ts";
import { Simplifier } from "../rewriting/simplifier.ts";
import type { Rule } from "../rewriting/rule.ts";
import { compareRules } from "../rewriting/rule-order.ts";
import { rulesOf } from "./simp.ts";
import type { TacticRule } from "./tactic.ts";

/** A term as numerator over denominator: ⊢ term = n / d with d ≠ 0, or ⊢ term = n when there is no denominator. */
interface Fraction {
  readonly n: Term;
  readonly d: { readonly term: Term; readonly nonzero: Theorem } | undefined;
  readonly equation: Theorem | undefined;
}

class Fractions {
  readonly #session: Session;
  readonly #goal: Goal;
  readonly #known: readonly Theorem[];
  readonly #discharger: Simplifier;

  constructor(session: Session, goal: Goal, known: readonly Theorem[], rules: readonly Rule[]) {
    this.#session = session;
    this.#goal = goal;
    this.#known = known;
    this.#discharger = simplifierWith(session, goal, rules);
  }

  nonzero(term: Term): Theorem | undefined {
    const target = app("ne", [term, numeral(0, term.type)]);
    const { budget } = this.#session.state;
    const spend = (): void => budget.spend(1);
    for (const theorem of this.#known) {
      if (equal(normalize(theorem.conclusion, spend), normalize(target, spend)))
        return convert(theorem, target, budget);
    }
    const plain = prove(this.#session, this.#goal, target, true);
    if (plain !== undefined) return plain;
    if (isApp(term, "mul")) {
      const [a, b] = term.args as [Term, Term];
      const [x, y] = [this.nonzero(a), this.nonzero(b)];
      return x === undefined || y === undefined ? undefined : useLemma("mul_ne_zero", term.type, [a, b], [x, y]);
    }
    const raised = powerIn(term);
    if (raised !== undefined && sameType(raised.exponent.type, nat)) {
      const { base, exponent } = raised;
      const x = this.nonzero(base);
      return x === undefined ? undefined : useLemma("pow_ne_zero", term.type, [base, exponent], [x]);
    }
    // Mathlib's discharger simplifies in its turn, by the same rules: `n - 3 ≠ 0` is `n ≠ 3` by `sub_ne_zero`.
    return this.#discharger.prove(target);
  }

  of(term: Term): Fraction {
    this.#session.state.tick(5);
    const whole: Fraction = { n: term, d: undefined, equation: undefined };
    if (term.tag !== "app" || !isField(term.type)) return whole;
    const raised = powerIn(term);
    if (raised !== undefined) return this.#raised(term, raised) ?? whole;
    const [a, b] = term.args as [Term, Term];
    switch (term.op) {
      case "add":
      case "sub":
      case "mul":
      case "div":
        return this.#binary(term, this.of(a), this.of(b)) ?? whole;
      case "neg": {
        const x = this.of(a);
        const inside = congruenceOfApp(term, [x.equation]);
        const n = app("neg", [x.n]);
        if (x.d === undefined) return { n, d: undefined, equation: inside };
        return { n, d: x.d, equation: chain(inside, useLemma("fs_neg✝", term.type, [x.n, x.d.term])) };
      }
      case "inv": {
        const x = this.of(a);
        const nonzero = this.nonzero(x.n);
        if (nonzero === undefined) return whole;
        const inside = congruenceOfApp(term, [x.equation]);
        const step =
          x.d === undefined
            ? useLemma("inv_eq_one_div", term.type, [x.n])
            : useLemma("fs_inv✝", term.type, [x.n, x.d.term]);
        return {
          n: x.d === undefined ? numeral(1, term.type) : x.d.term,
          d: { term: x.n, nonzero },
          equation: chain(inside, step),
        };
      }
      default:
        return whole;
    }
  }

  #raised(term: AppTerm, { base, exponent }: NonNullable<ReturnType<typeof powerIn>>): Fraction | undefined {
    if (!sameType(exponent.type, nat)) return undefined;
    const x = this.of(base);
    const inside = congruenceOfApp(term, [x.equation, undefined]);
    const n = power(x.n, exponent);
    if (x.d === undefined) return { n, d: undefined, equation: inside };
    const d = power(x.d.term, exponent);
    const nonzero = useLemma("pow_ne_zero", term.type, [x.d.term, exponent], [x.d.nonzero]);
    const step = useLemma("div_pow", term.type, [x.n, x.d.term, exponent]);
    return { n, d: { term: d, nonzero }, equation: chain(inside, step) };
  }

  #binary(term: Term & { tag: "app" }, x: Fraction, y: Fraction): Fraction | undefined {
    const { op, type } = term;
    const inside = congruenceOfApp(term, [x.equation, y.equation]);
    const mul = (a: Term, b: Term): Term => app("mul", [a, b], type);
    const product = (p: NonNullable<Fraction["d"]>, q: NonNullable<Fraction["d"]>): NonNullable<Fraction["d"]> => ({
      term: mul(p.term, q.term),
      nonzero: useLemma("mul_ne_zero", type, [p.term, q.term], [p.nonzero, q.nonzero]),
    });
    const done = (n: Term, d: Fraction["d"], step: Theorem | undefined): Fraction => {
      const equation = chain(inside, step);
      if (d === undefined || !isApp(n, "mul")) return { n, d, equation };
      // a * b / a is b: the simp set cancels before denominators are multiplied out.
      const [a, b] = n.args as [Term, Term];
      if (equal(a, d.term)) {
        const cancel = useLemma("mul_div_cancel_left₀", type, [a, b], [d.nonzero]);
        return { n: b, d: undefined, equation: chain(equation, cancel) };
      }
      if (!equal(b, d.term)) return { n, d, equation };
      const cancel = useLemma("mul_div_cancel_right₀", type, [b, a], [d.nonzero]);
      return { n: a, d: undefined, equation: chain(equation, cancel) };
    };
    if (op === "div") {
      const bottom = this.nonzero(y.n);
      if (bottom === undefined) return undefined;
      const over = { term: y.n, nonzero: bottom };
      if (x.d === undefined && y.d === undefined) return done(x.n, over, undefined);
      if (x.d === undefined)
        return done(mul(x.n, y.d!.term), over, useLemma("fs_div_right✝", type, [x.n, y.n, y.d!.term]));
      if (y.d === undefined) return done(x.n, product(x.d, over), useLemma("fs_div_left✝", type, [x.n, x.d.term, y.n]));
      return done(mul(x.n, y.d.term), product(x.d, over), useLemma("fs_div✝", type, [x.n, x.d.term, y.n, y.d.term]));
    }
    if (x.d === undefined && y.d === undefined) return done(app(op, [x.n, y.n], type), undefined, undefined);
    if (op === "mul") {
      if (x.d === undefined) return done(mul(x.n, y.n), y.d, useLemma("fs_mul_right✝", type, [x.n, y.n, y.d!.term]));
      if (y.d === undefined) return done(mul(x.n, y.n), x.d, useLemma("fs_mul_left✝", type, [x.n, x.d.term, y.n]));
      // a / b * (b / c) is a / b * b / c, and b has gone before c is looked at.
      if (equal(x.d.term, y.n))
        return done(x.n, y.d, useLemma("fs_mul_cancel✝", type, [x.n, y.n, y.d.term], [x.d.nonzero]));
      return done(mul(x.n, y.n), product(x.d, y.d), useLemma("fs_mul✝", type, [x.n, x.d.term, y.n, y.d.term]));
    }
    const sum = (a: Term, b: Term): Term => app(op, [a, b], type);
    const name = `fs_${op}`;
    if (x.d === undefined) {
      return done(
        sum(mul(x.n, y.d!.term), y.n),
        y.d,
        useLemma(`${name}_right✝`, type, [x.n, y.n, y.d!.term], [y.d!.nonzero]),
      );
    }
    if (y.d === undefined) {
      return done(
        sum(x.n, mul(y.n, x.d.term)),
        x.d,
        useLemma(`${name}_left✝`, type, [x.n, x.d.term, y.n], [x.d.nonzero]),
      );
    }
    if (equal(x.d.term, y.d.term))
      return done(sum(x.n, y.n), x.d, useLemma(`${name}_same✝`, type, [x.n, x.d.term, y.n]));
    return done(
      sum(mul(x.n, y.d.term), mul(y.n, x.d.term)),
      product(x.d, y.d),
      useLemma(`${name}✝`, type, [x.n, x.d.term, y.n, y.d.term], [x.d.nonzero, y.d.nonzero]),
    );
  }

  /** A comparison with one fraction a side; equations are multiplied out. */
  relation(formula: Term): Theorem | undefined {
    if (formula.tag !== "app") return undefined;
    if (oneOf(formula.op, "and", "or", "imp", "iff", "not")) {
      return congruenceOfApp(
        formula,
        formula.args.map((arg) => this.relation(arg)),
      );
    }
    if (!oneOf(formula.op, "eq", "ne", "le", "lt", "ge", "gt") || !isField(formula.args[0]!.type)) return undefined;
    if (formula.op === "ge" || formula.op === "gt") {
      const turned = propositional(useLemma(`${formula.op}_def✝`, formula.args[0]!.type, formula.args));
      return chain(turned, this.relation(sidesOf(turned)[1]));
    }
    const [x, y] = formula.args.map((side) => this.of(side)) as [Fraction, Fraction];
    const shaped = congruenceOfApp(formula, [x.equation, y.equation]);
    if (x.d === undefined && y.d === undefined) return shaped;
    if (formula.op !== "eq" && formula.op !== "ne") return shaped;
    const type = x.n.type;
    if (formula.op === "eq" && x.d !== undefined && y.d !== undefined && equal(x.d.term, y.d.term))
      return chain(shaped, propositional(useLemma("div_left_inj'", type, [x.n, y.n, x.d.term], [x.d.nonzero])));
    const step =
      x.d === undefined
        ? useLemma("eq_div_iff✝", type, [x.n, y.n, y.d!.term], [y.d!.nonzero])
        : y.d === undefined
          ? useLemma("div_eq_iff✝", type, [x.n, x.d.term, y.n], [x.d.nonzero])
          : useLemma("div_eq_div_iff✝", type, [x.n, x.d.term, y.n, y.d.term], [x.d.nonzero, y.d.nonzero]);
    const multiplied = propositional(step);
    if (formula.op === "eq") return chain(shaped, multiplied);
    // a ≠ b is ¬(a = b), and back again.
    const [left, right] = sidesOf(multiplied) as readonly [Term & { tag: "app" }, Term & { tag: "app" }];
    const unfold = propositional(useLemma("ne_def✝", type, left.args));
    const fold = symmetric(propositional(useLemma("ne_def✝", type, right.args)));
    const under = congruenceOfApp(app("not", [left]), [multiplied]);
    return chain(shaped, chain(chain(unfold, under), fold));
  }
}

const chain = (first: Theorem | undefined, second: Theorem | undefined): Theorem | undefined =>
  first === undefined ? second : second === undefined ? first : transitive(first, second);

/** Mathlib's field_simp uses the simp set too, but leaves products that are zero alone. */
const fieldSet = simpSet.filter((name) => !["mul_eq_zero", "zero_eq_mul"].includes(name));

/** Takes out the ones that a missing factor or denominator has left, and what the simp set takes out besides. */
const simplifierWith = (session: Session, goal: Goal, rules: readonly Rule[]): Simplifier =>
  new Simplifier(session, {
    rules: [...rules].sort(compareRules),
    defaults: fieldSet,
    isApart: true,
    prove: (premise) => prove(session, goal, premise, false),
  });

export const fieldSimp: TacticRule = (session, tactic) => {
  const { state } = session;
  const hints: Theorem[] = [];
  const list = tactic.rules ?? [];
  for (const { value } of list) {
    try {
      hints.push(...conjuncts(new ProofReader(session, state.goal).theorem(value)()));
    } catch (error) {
      if (!isFailure(error)) throw error;
    }
  }
  // What the list names is read before any hypothesis changes.
  const all = rulesOf(session, state.goal, list);
  applyConversionAt(
    session,
    tactic.at,
    (goal, formula) => {
      const rules = all.filter(({ theorem }) => !isNonzero(theorem.conclusion));
      const named = new Simplifier(session, {
        rules,
        only: true,
        numbers: true,
        prove: (premise) => prove(session, goal, premise, false),
      });
      const first = list.length === 0 ? undefined : named.simplify(formula);
      const start = first === undefined ? formula : sidesOf(first)[1];
      const shaped = chain(first, new Fractions(session, goal, hints, all).relation(start));
      const end = shaped === undefined ? formula : sidesOf(shaped)[1];
      return chain(shaped, simplifierWith(session, goal, rules).simplify(end));
    },
    "field_simp",
  );
};

const conjuncts = (theorem: Theorem): Theorem[] =>
  isApp(theorem.conclusion, "and") ? [side(theorem, 0), side(theorem, 1)].flatMap(conjuncts) : [theorem];

const isNonzero = (formula: Term): boolean =>
  isApp(formula, "ne") ||
  isApp(formula, "not") ||
  isApp(formula, "lt") ||
  isApp(formula, "gt") ||
  isApp(formula, "le") ||
  isApp(formula, "ge");

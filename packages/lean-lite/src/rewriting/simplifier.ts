import type { Budget } from "@lemma/lean-kernel/budget";
import { gcd, numerator } from "@lemma/lean-kernel/rational";
import {
  abstract,
  assume,
  betaHead,
  call,
  choose,
  convert,
  decide,
  discharge,
  eq,
  equal,
  equivalence,
  evaluation,
  generalize,
  imp,
  instantiate,
  isApp,
  isEquiv,
  isField,
  isIntegral,
  isNumeric,
  lemmaAt,
  modusPonens,
  not,
  numberOf,
  occurs,
  oneOf,
  type Op,
  opsNamed,
  prop,
  propositional,
  reflexivity,
  sameType,
  specialize,
  type Term,
  type Theorem,
  typesOf,
  value,
  variable,
  witness,
} from "@lemma/lean-kernel";
import { isFailure, TacticFailure } from "../goal/state.ts";
import type { Session } from "../proof/session.ts";
import {
  asEquivalence,
  congruence,
  congruenceOfApp,
  equalsFalse,
  equalsTrue,
  fromTrue,
  sidesOf,
  symmetric,
  transitive,
  transport,
  underBinder,
} from "../proof/equations.ts";
import { simpSet } from "./simp-set.ts";
import { cancelOffsets } from "./offsets.ts";
import { partOfLiteral } from "./complex-literals.ts";
import { isSmaller } from "./order.ts";
import { compareRules, merged } from "./rule-order.ts";
import { matchRule, ruleFrom, type Rule } from "./rule.ts";

export interface SimplifierOptions {
  readonly rules: readonly Rule[];
  /** Leave out the default lemmas. */
  readonly only?: boolean;
  /** Rewrite by the rules and evaluate nothing, not even `a = a`. */
  readonly rewrites?: boolean;
  /** Cancel what both sides of an equation over ℕ have as a successor, with the default lemmas or without. */
  readonly offsets?: boolean;
  /** Tell numerals from zero, with the default lemmas or without. */
  readonly numerals?: boolean;
  /** Evaluate closed arithmetic in ℚ and ℝ too, sums over literal ranges, primality. */
  readonly numbers?: boolean;
  /** Further functions to evaluate: those whose equations the caller was given. */
  readonly unfolded?: ReadonlySet<Op>;
  /** Proves a premise of a conditional rule. */
  readonly prove?: (premise: Term) => Theorem | undefined;
  /** Names of default lemmas that are left out. */
  readonly without?: ReadonlySet<string>;
  /** The rules that a premise gives while its conclusion is simplified; absent where implications are not simplified in context. */
  readonly contextual?: (premise: Term) => readonly Rule[];
  /** Default lemmas to use instead of the usual ones. */
  readonly defaults?: readonly string[];
  /** The rules are sets of their own, in the order given, before the defaults: as with `field_simp` and `zify`. */
  readonly isApart?: boolean;
}

/** A rule, and whether it is one that `simp` uses without being told. */
interface Candidate {
  readonly rule: Rule;
  readonly isDefault: boolean;
}

const none: readonly Candidate[] = [];
const ruleCache = new Map<string, ReadonlyMap<string, readonly Candidate[]>>();

/** The rules that these names give at a type, by their heads. Read once. */
function defaultRules(
  names: readonly string[],
  type: Term["type"] | undefined,
): ReadonlyMap<string, readonly Candidate[]> {
  const cacheKey = `${names === simpSet ? "simp" : `[${names.join()}]`} ${type?.key ?? ""}`;
  const known = ruleCache.get(cacheKey);
  if (known !== undefined) return known;
  const byHead = new Map<string, Rule[]>();
  for (const name of names) {
    const types = typesOf(name);
    if (types.length === 0) continue;
    const wanted =
      types[0] === undefined
        ? undefined
        : types.find((each) => each !== undefined && type !== undefined && sameType(each, type));
    if (types[0] !== undefined && wanted === undefined) continue;
    const rule = ruleFrom(lemmaAt(name, wanted)!.theorem, false, name);
    if (rule.head !== undefined) byHead.set(rule.head, [...(byHead.get(rule.head) ?? []), rule]);
  }
  const sorted = new Map(
    [...byHead].map(([head, rules]) => [
      head,
      rules.sort(compareRules).map((rule): Candidate => ({ rule, isDefault: true })),
    ]),
  );
  ruleCache.set(cacheKey, sorted);
  return sorted;
}

const maximumRounds = 400;

/** Rewrites a term bottom-up until nothing applies, with a theorem for what it did. */
export class Simplifier {
  readonly #session: Session;
  readonly #options: SimplifierOptions;
  readonly #cache = new Map<number, { term: Term; result: Theorem | undefined }[]>();
  readonly #byHead = new Map<string, Rule[]>();
  readonly #anywhere: Rule[] = [];
  readonly #ordered = new Map<string, readonly Candidate[]>();
  #rounds = 0;
  #depth = 0;

  constructor(session: Session, options: SimplifierOptions) {
    this.#session = session;
    this.#options = options;
    for (const rule of options.rules) {
      if (rule.head === undefined) this.#anywhere.push(rule);
      else this.#byHead.set(rule.head, [...(this.#byHead.get(rule.head) ?? []), rule]);
    }
  }

  /** ⊢ term = simpler, or undefined when nothing applies. */
  simplify(term: Term): Theorem | undefined {
    const bucket = this.#cache.get(term.hash) ?? [];
    const known = bucket.find((each) => equal(each.term, term));
    if (known !== undefined) return known.result;
    const result = this.#simplify(term);
    this.#cache.set(term.hash, [...bucket, { term, result }]);
    return result;
  }

  #simplify(start: Term): Theorem | undefined {
    let theorem: Theorem | undefined;
    let term = start;
    for (;;) {
      this.#session.state.tick(2);
      if (++this.#rounds > maximumRounds * 20) return theorem;
      const inside = this.#parts(term);
      if (inside !== undefined) {
        theorem = theorem === undefined ? inside : transitive(theorem, inside);
        term = sidesOf(inside)[1];
      }
      const here = this.#here(term);
      if (here === undefined) return theorem;
      const [, next] = sidesOf(here);
      if (equal(next, term)) return theorem;
      theorem = theorem === undefined ? here : transitive(theorem, here);
      term = next;
      if (++this.#depth > maximumRounds) return theorem;
    }
  }

  #parts(term: Term): Theorem | undefined {
    if (term.tag === "app") {
      // A literal is done; its parts are not for rewriting.
      if (term.args.length === 0 || isLiteral(term)) return undefined;
      if (isApp(term, "imp") && this.#options.contextual !== undefined) return this.#implication(term);
      const parts = term.args.map((arg) => this.simplify(arg));
      return congruenceOfApp(term, parts);
    }
    if (term.tag === "call") return this.#call(term);
    if (term.tag === "lam") {
      const free = variable(term.name, term.domain);
      const body = this.simplify(instantiate(term, free));
      return body === undefined ? undefined : underBinder(free, body);
    }
    return undefined;
  }

  /** The argument, and the function where that is more than a name: `σ.toFun x`. */
  #call({ fn, arg }: Term & { tag: "call" }): Theorem | undefined {
    const [ofFunction, ofArgument] = [fn.tag === "app" ? this.simplify(fn) : undefined, this.simplify(arg)];
    const x = variable("x", arg.type);
    const inside = ofArgument === undefined ? undefined : congruence(abstract(call(fn, x), x), ofArgument);
    if (ofFunction === undefined) return inside;
    const f = variable("f", fn.type);
    const next = ofArgument === undefined ? arg : sidesOf(ofArgument)[1];
    const outside = congruence(abstract(call(f, next), f), ofFunction);
    return inside === undefined ? outside : transitive(inside, outside);
  }

  /** p → q, with q simplified where p holds. */
  #implication(term: Term & { tag: "app" }): Theorem | undefined {
    const [p, q] = term.args as [Term, Term];
    const outer = congruenceOfApp(term, [this.simplify(p), undefined]);
    const premise = outer === undefined ? p : (sidesOf(outer)[1] as typeof term).args[0]!;
    const known = this.#options.contextual!(premise);
    const inside = new Simplifier(this.#session, { ...this.#options, rules: [...this.#options.rules, ...known] });
    const equation = inside.simplify(q);
    if (equation === undefined) return outer;
    const [, next] = sidesOf(equation);
    const one = (from: Term, step: Theorem): Theorem => {
      const given = imp(premise, from);
      return discharge(given, discharge(premise, transport(step, modusPonens(assume(given), assume(premise)))));
    };
    const under = propositional(equivalence(one(q, equation), one(next, symmetric(equation))));
    return outer === undefined ? under : transitive(outer, under);
  }

  #here(term: Term): Theorem | undefined {
    const reduced = betaHead(term);
    if (reduced !== term) return reflexive(term, reduced, this.#session);
    const computed =
      this.#options.rewrites === true
        ? undefined
        : (this.#compute(term) ?? this.#cancel(term) ?? this.#vacuous(term) ?? this.#partOfLiteral(term));
    if (computed !== undefined) return computed;
    const head =
      term.tag === "app"
        ? term.op
        : term.tag === "call"
          ? "call"
          : term.tag === "var"
            ? `var ${term.id}`
            : term.tag === "num"
              ? "num"
              : "";
    const { defaults, without } = this.#options;
    for (const { rule, isDefault } of this.#rulesFor(term, head)) {
      if (isDefault && without?.has(rule.name ?? "") === true) continue;
      const found = this.#apply(rule, term, !isDefault || defaults !== undefined);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The rules that may match a term of this head, in the order in which Lean tries them. */
  #rulesFor(term: Term, head: string): readonly Candidate[] {
    const { defaults } = this.#options;
    const subject = term.tag === "call" ? term.fn : term;
    const hasDefaults = this.#options.only !== true && subject.tag === "app";
    const type = hasDefaults ? subjectType(subject) : undefined;
    const key = hasDefaults ? `${head} ${type?.key ?? ""}` : head;
    let found = this.#ordered.get(key);
    if (found === undefined) {
      const chosen = hasDefaults ? (defaultRules(defaults ?? simpSet, type).get(head) ?? none) : none;
      const isApart = this.#options.isApart === true;
      const own = [...this.#anywhere, ...(this.#byHead.get(head) ?? [])];
      const given = (isApart ? own : own.sort(compareRules)).map((rule): Candidate => ({ rule, isDefault: false }));
      found = isApart ? [...given, ...chosen] : merged(chosen, given);
      this.#ordered.set(key, found);
    }
    return found;
  }

  /** @param contextual whether a premise may also come from what the caller can prove, not only by simplification. */
  #apply(rule: Rule, term: Term, contextual = true): Theorem | undefined {
    const match = matchRule(rule, term, this.#session.state.budget);
    if (match === undefined) return undefined;
    if (equal(match.replacement, term)) return undefined;
    if (rule.permutes && !isSmaller(match.replacement, term, this.#session.state.budget)) return undefined;
    const proofs: Theorem[] = [];
    for (const premise of match.premises) {
      const proof = this.prove(premise, contextual);
      if (proof === undefined) return undefined;
      proofs.push(proof);
    }
    match.discharge(proofs);
    try {
      return match.equation();
    } catch (error) {
      if (!isFailure(error)) throw error;
      return undefined;
    }
  }

  /** A premise that simplifies to True, or that the caller can prove. */
  prove(premise: Term, contextual = true): Theorem | undefined {
    if (++this.#depth > maximumRounds) return undefined;
    const simplified = this.simplify(premise);
    if (simplified !== undefined && isApp(sidesOf(simplified)[1], "true")) return fromTrue(simplified);
    return contextual ? this.#options.prove?.(premise) : undefined;
  }

  /** `∀ x, p` and `∃ x, p` where p does not speak of x, as `forall_const` and `exists_const`. */
  #vacuous(term: Term): Theorem | undefined {
    if ((!isApp(term, "forall") && !isApp(term, "exists")) || this.#options.only === true) return undefined;
    const [body] = term.args;
    if (body?.tag !== "lam" || body.body.loose > 0 || term.loose > 0) return undefined;
    const some = variable(body.name, body.domain);
    const p = body.body;
    const [there, back] = isApp(term, "forall")
      ? [specialize(assume(term), some), generalize(some, assume(p), body.name)]
      : [choose(assume(term), some, assume(p)), witness(term, some, assume(p))];
    return propositional(equivalence(discharge(term, there), discharge(p, back)));
  }

  #partOfLiteral(term: Term): Theorem | undefined {
    return this.#options.only === true ? undefined : partOfLiteral(term, this.#session.state.budget);
  }

  #cancel(term: Term): Theorem | undefined {
    const isDefault = this.#options.only !== true && this.#options.defaults === undefined;
    const isAsked = this.#options.offsets === true && isApp(term, "eq");
    return (isDefault || isAsked) && term.loose === 0 ? cancelOffsets(term, this.#session.state.budget) : undefined;
  }

  /** Closed arithmetic and closed comparisons. */
  #compute(term: Term): Theorem | undefined {
    if ((isApp(term, "eq") || isApp(term, "iff")) && term.loose === 0 && equal(term.args[0]!, term.args[1]!)) {
      const self = isApp(term, "eq") ? reflexivity(term.args[0]!) : asEquivalence(reflexivity(term.args[0]!));
      return equalsTrue(self);
    }
    if (term.tag !== "app" || term.hasVar || term.loose > 0) return undefined;
    const { budget } = this.#session.state;
    const numbers = this.#options.numbers === true;
    // `simp only` leaves out the arithmetic of literals with the rest of the defaults.
    const isAsked = this.#options.numerals === true && isApp(term, "eq") && term.args.every(({ tag }) => tag === "num");
    if (!numbers && this.#options.only === true && !isAsked) return undefined;
    if (!isEvaluated(term, this.#options.unfolded)) return undefined;
    if (sameType(term.type, prop)) {
      if (!computable.has(term.op) && !(numbers && term.op === "Nat.Prime")) return undefined;
      const type = term.args[0]!.type;
      if (!isNumeric(type) && type.name !== "Prop") return undefined;
      if (!numbers && !isIntegral(type) && !term.args.every((arg) => arg.tag === "num")) return undefined;
      if (!numbers && !term.args.every(isSimple)) return undefined;
      if (isTooLong(term, budget)) throw new TacticFailure("maximum recursion depth has been reached");
      const truth = decide(term, budget);
      if (truth === undefined) return undefined;
      return truth ? equalsTrue(evaluation(term, budget)) : equalsFalse(evaluation(not(term), budget), term);
    }
    if (!isNumeric(term.type) || isLiteral(term)) return undefined;
    if (!numbers && (isField(term.type) || oneOf(term.op, "sum", "prod"))) return undefined;
    if (oneOf(term.op, "sum", "prod", "card") && !numbers) return undefined;
    if (isTooLong(term, budget)) throw new TacticFailure("maximum recursion depth has been reached");
    const found = value(term, budget);
    if (found === undefined) return undefined;
    return equal(sidesOf(found)[1], term) ? undefined : found;
  }
}

/** Functions that `norm_num` evaluates at literals by itself, and explicit finite sets. */
const evaluated = opsNamed(
  "add sub mul div mod neg inv pow cast succ pred abs min max natAbs toNat eq ne lt le gt ge dvd and or not imp iff true false",
  "modEq even odd Nat.gcd Nat.lcm Int.gcd Int.lcm Nat.Coprime Nat.Prime isCoprime Nat.fib Nat.sqrt Nat.digits Int.floor Int.ceil Nat.floor Nat.ceil",
  "Int.fract round Rat.num Rat.den decimal card sum prod range insert singleton empty Real.sqrt Real.log Real.exp Complex.I",
);

const isEvaluated = (term: Term, more: ReadonlySet<Op> | undefined): boolean =>
  !occurs(term, (part) => part.tag === "app" && !evaluated.has(part.op) && more?.has(part.op) !== true);

/** More terms of a sum than Lean's recursion depth lets `simp` unfold one by one. */
const mostUnfolded = 400n;

/** Whether the term ranges over so much that Lean's `simp` runs out of recursion depth. */
function isTooLong(term: Term, budget: Budget): boolean {
  return occurs(term, (part) => {
    if (part.tag !== "app" || part.loose > 0 || !isRange(part)) return false;
    const ends = part.args.map((arg) => numberOf(arg, budget));
    const [low, high] = ends.length === 1 ? [0n, ends[0]] : [ends[0] === undefined ? 0n : numerator(ends[0]), ends[1]];
    return high !== undefined && numerator(high) - low > mostUnfolded;
  });
}

const isRange = (part: Term & { tag: "app" }): boolean => part.op === "range" || part.op.startsWith("Finset.I");

const computable = new Set<Op>(["eq", "lt", "le", "gt", "ge", "dvd", "ne", "modEq", "even", "odd", "Nat.Coprime"]);
const isSimple = (term: Term): boolean =>
  term.tag === "num" || (term.tag === "app" && term.args.every(isSimple) && !oneOf(term.op, "sum", "prod", "card"));

const isNonzero = (term: Term): boolean => term.tag === "num" && term.value !== 0n;

/** `5`, `-5`, `3 / 2`, `-3 / 2` in lowest terms: what evaluation leaves. */
export function isLiteral(term: Term): boolean {
  if (term.tag === "num") return true;
  if (term.tag !== "app") return false;
  if (term.op === "neg") return isNonzero(term.args[0]!) || (isApp(term.args[0]!, "div") && isLiteral(term.args[0]!));
  if (term.op !== "div" || !isField(term.type)) return false;
  const [a, b] = term.args as [Term, Term];
  if (b.tag !== "num" || b.value <= 1n) return false;
  const top = a.tag === "num" ? a.value : undefined;
  return top !== undefined && top !== 0n && gcd(top, b.value) === 1n;
}

function subjectType(term: Term & { tag: "app" }): Term["type"] | undefined {
  const arg = term.args[0];
  if (term.op === "cast") return term.type;
  if (term.op === "not")
    return arg?.tag === "app"
      ? arg.op === "exists" || arg.op === "forall"
        ? arg.args[0]!.type.args[0]
        : arg.args[0]?.type
      : undefined;
  if (arg === undefined) return undefined;
  if (term.op === "exists" || term.op === "forall") return arg.type.args[0];
  if (term.op === "sum" || term.op === "prod") return term.type;
  if (term.op === "ite") return term.type;
  // Lemmas about a set are known by the type of its elements.
  if (arg.type.name === "Finset" || arg.type.name === "Set" || isEquiv(arg.type)) return arg.type.args[0];
  if (oneOf(term.op, "eq", "lt", "le", "ne") && isApp(arg, "cast")) return arg.type;
  return arg.type;
}

function reflexive(term: Term, reduced: Term, session: Session): Theorem {
  return convert(reflexivity(term), eq(term, reduced), session.state.budget);
}

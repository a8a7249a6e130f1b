import type { Budget } from "@lemma/lean-kernel/budget";
import { proveInteger } from "../arithmetic/integer.ts";
import { proveLinear } from "../arithmetic/linear.ts";
import { useLemma } from "../arithmetic/negation.ts";
import {
  abstract,
  app,
  assume,
  call,
  discharge,
  equal,
  equivalence,
  instantiate,
  int,
  isIntegral,
  isNumeric,
  nat,
  num,
  power,
  powerIn,
  propositional,
  rank,
  rat,
  ringIdentity,
  RuleError,
  sameType,
  type Term,
  type Theorem,
  type Type,
  variable,
  type Rules,
  type AppTerm,
} from "@lemma/lean-kernel";
import { congruence, congruenceOfApp, sidesOf, symmetric, transitive, underBinder } from "../proof/equations.ts";

const lowerTypes: readonly Type[] = [nat, int, rat];
const relations = new Set(["eq", "le", "lt", "ge", "gt"]);

/** ⊢ term = the same with its casts as far outside as they go, and comparisons of casts as those of what is cast; `norm_cast`. */
export function lowerCasts(term: Term, budget: Budget): Theorem | undefined {
  budget.spend(2);
  const lowered = relationBelow(term, budget) ?? raised(term, budget);
  if (lowered !== undefined) return lowered;
  const inside = parts(term, budget);
  if (inside === undefined) return undefined;
  const [, next] = sidesOf(inside);
  const again = relationBelow(next, budget);
  return again === undefined ? inside : transitive(inside, again);
}

function parts(term: Term, budget: Budget): Theorem | undefined {
  if (term.tag === "app")
    return congruenceOfApp(
      term,
      term.args.map((arg) => lowerCasts(arg, budget)),
    );
  if (term.tag === "call") {
    const part = lowerCasts(term.arg, budget);
    if (part === undefined) return undefined;
    const x = variable("x", term.arg.type);
    return congruence(abstract(call(term.fn, x), x), part);
  }
  if (term.tag === "lam") {
    const free = variable(term.name, term.domain);
    const body = lowerCasts(instantiate(term, free), budget);
    return body === undefined ? undefined : underBinder(free, body);
  }
  return undefined;
}

/** `↑a + 1` as `↑(a + 1)`. */
function raised(term: Term, budget: Budget): Theorem | undefined {
  if (term.tag !== "app" || term.op === "cast" || !isNumeric(term.type) || term.loose > 0) return undefined;
  const own = ownLaws[term.op];
  if (own !== undefined) return own(term, budget);
  for (const type of lowerTypes) {
    const inner = rank(type) < rank(term.type) && hasCast(term) ? below(term, type) : undefined;
    if (inner === undefined) continue;
    return identity(term, app("cast", [inner], term.type), budget);
  }
  return undefined;
}

/** `|↑a|` of an integer as `↑|a|`. */
function raisedAbs(term: Term & { tag: "app" }, budget: Budget): Theorem | undefined {
  const [a] = term.args as [Term];
  const inner = hasCast(a) && !sameType(a.type, int) ? below(a, int) : undefined;
  if (inner === undefined) return undefined;
  const cast = app("cast", [inner], a.type);
  const inside = equal(a, cast) ? undefined : congruenceOfApp(term, [identity(a, cast, budget)]);
  if (inside === undefined && !equal(a, cast)) return undefined;
  const up = symmetric(useLemma("Int.cast_abs", a.type, [inner]));
  return inside === undefined ? up : transitive(inside, up);
}

/** Operations whose casts go down by a law that is no identity of polynomials. */
const ownLaws: Rules<(term: AppTerm, budget: Budget) => Theorem | undefined> = { abs: raisedAbs };

/** `↑a ≠ ↑b` as `a ≠ b`, by the equations. */
function inequationBelow(term: Term & { tag: "app" }, budget: Budget): Theorem | undefined {
  const equation = relationBelow(app("eq", term.args), budget);
  if (equation === undefined) return undefined;
  const [left, right] = sidesOf(equation) as readonly [Term & { tag: "app" }, Term & { tag: "app" }];
  const unfold = propositional(useLemma("ne_def✝", left.args[0]!.type, left.args));
  const fold = symmetric(propositional(useLemma("ne_def✝", right.args[0]!.type, right.args)));
  const under = congruenceOfApp(app("not", [left]) as Term & { tag: "app" }, [equation])!;
  return transitive(unfold, transitive(under, fold));
}

/** `↑a ≤ ↑b` as `a ≤ b`, in the smallest type that has both. */
function relationBelow(term: Term, budget: Budget): Theorem | undefined {
  if (term.tag === "app" && term.op === "ne" && term.loose === 0) return inequationBelow(term, budget);
  if (term.tag !== "app" || !relations.has(term.op) || term.loose > 0) return undefined;
  const [a, b] = term.args as [Term, Term];
  if (!isNumeric(a.type) || !(hasCast(a) || hasCast(b))) return undefined;
  for (const type of lowerTypes) {
    if (rank(type) >= rank(a.type)) break;
    const [x, y] = [below(a, type), below(b, type)];
    if (x === undefined || y === undefined) continue;
    const lower = app(term.op, [x, y]);
    const prove = isIntegral(a.type) ? proveInteger : proveLinear;
    const [there, back] = [prove([assume(term)], lower, budget), prove([assume(lower)], term, budget)];
    if (there === undefined || back === undefined) return undefined;
    return propositional(equivalence(discharge(term, there), discharge(lower, back)));
  }
  return undefined;
}

/** The term of the smaller type whose cast this is by the laws of casts. */
function below(term: Term, type: Type): Term | undefined {
  if (term.tag === "num") return num(term.value, type);
  if (term.tag !== "app") return undefined;
  const go = (arg: Term): Term | undefined => below(arg, type);
  const raised = powerIn(term);
  if (raised !== undefined) {
    const base = sameType(raised.exponent.type, nat) ? go(raised.base) : undefined;
    return base && power(base, raised.exponent);
  }
  const [a] = term.args as [Term];
  switch (term.op) {
    case "cast":
      if (sameType(a.type, type)) return a;
      // A cast in two steps is one: ↑↑n.
      return rank(a.type) < rank(type) ? app("cast", [a], type) : go(a);
    case "sub":
    case "neg":
      if (sameType(type, nat)) return undefined;
      break;
    case "div":
    case "mod":
      // Of integers, `Int.natCast_div` and `Int.natCast_mod`.
      if (!(isIntegral(term.type) ? sameType(type, nat) : sameType(type, rat))) return undefined;
      break;
    case "inv":
      if (!sameType(type, rat)) return undefined;
      break;
    case "add":
    case "mul":
      break;
    default:
      return undefined;
  }
  const args = term.args.map(go);
  return args.every((arg): arg is Term => arg !== undefined) ? app(term.op, args, type) : undefined;
}

const hasCast = (term: Term): boolean =>
  term.tag === "app" && (term.op === "cast" || (isNumeric(term.type) && term.args.some(hasCast)));

function identity(a: Term, b: Term, budget: Budget): Theorem | undefined {
  if (equal(a, b)) return undefined;
  try {
    return ringIdentity(a, b, budget);
  } catch (error) {
    if (error instanceof RuleError || error instanceof RangeError) return undefined;
    throw error;
  }
}

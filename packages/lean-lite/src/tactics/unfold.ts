import { candidates } from "../elaborate/functions.ts";
import { TacticFailure } from "../goal/state.ts";
import {
  app,
  convert,
  eq,
  equal,
  isApp,
  occurs,
  type Op,
  reflexivity,
  type Term,
  type Theorem,
  unfoldHead,
} from "@lemma/lean-kernel";
import { visibleNames } from "../print/goal.ts";
import { sidesOf } from "../proof/equations.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import type { Session } from "../proof/session.ts";
import { ruleFrom } from "../rewriting/rule.ts";
import { Simplifier } from "../rewriting/simplifier.ts";
import type { Location } from "../syntax/proofs/tree.ts";
import { applyConversionAt } from "./convert-at.ts";
import type { TacticRule } from "./tactic.ts";

/**
 * Definitions of Mathlib that `unfold` may name: those whose value binds nothing strictly implicit, which a proof would be applied to
 * otherwise than it is here.
 */
const unfolded: Readonly<Record<string, Op>> = {
  "Nat.Coprime": "Nat.Coprime",
  Even: "even",
  Odd: "odd",
  "Function.Surjective": "surjective",
};

type Conversion = (formula: Term) => Theorem | undefined;

/** `unfold f g at h`: each name in turn by what defines it, wherever it stands; no place may be without it. */
export const unfold: TacticRule = (session, { names = [], at }) => {
  for (const name of names) {
    const conversion = conversionOf(session, name);
    for (const place of placesOf(session, at)) {
      if (session.state.holes.length === 0) return;
      applyConversionAt(session, place, (_goal, formula) => conversion(formula), `unfold ${name}`);
    }
  }
};

/** Each place on its own; `*` is one, where it is enough that the name stands somewhere. */
function placesOf({ state }: Session, at: Location | undefined): readonly (Location | undefined)[] {
  if (at === undefined || at.everywhere) return [at];
  const known = visibleNames(state.goal);
  const missing = at.names.find((name) => !known.includes(name));
  if (missing !== undefined) throw new TacticFailure(`unknown identifier '${missing}'`);
  const hypotheses = at.names.map((name): Location => ({ everywhere: false, names: [name], goal: false }));
  return at.goal ? [...hypotheses, undefined] : hypotheses;
}

function conversionOf(session: Session, name: string): Conversion {
  if (visibleNames(session.state.goal).includes(name)) throw new UnsupportedTactic(`unfold ${name}, which is local`);
  const constant = session.globals.find((each) => each.name === name)?.term;
  const equation = session.lemmas.get(name)?.theorem;
  if (constant !== undefined && equation !== undefined) return byEquation(session, name, constant, equation);
  const full = candidates(name, session.opens);
  const op = full.length === 1 ? unfolded[full[0]!] : undefined;
  if (op === undefined) throw new UnsupportedTactic(`unfold ${name}`);
  return (formula) => byDefinition(session, formula, op);
}

/** A definition of the file, applied to all that it takes. */
function byEquation(session: Session, name: string, constant: Term, equation: Theorem): Conversion {
  const isIn = (formula: Term): boolean => occurs(formula, (part) => equal(part, constant));
  // A recursion's value is a `match`, which nothing here can show.
  if (isApp(equation.conclusion, "and")) throw new UnsupportedTactic(`unfold ${name}, which is recursive`);
  return (formula) => {
    const found = new Simplifier(session, { rules: [ruleFrom(equation)], only: true, rewrites: true }).simplify(
      formula,
    );
    if (found !== undefined && isIn(sidesOf(found)[1]))
      throw new UnsupportedTactic(`unfold ${name}, which stands somewhere without its arguments`);
    return found;
  };
}

function byDefinition(session: Session, formula: Term, op: Op): Theorem | undefined {
  const { budget } = session.state;
  if (!occurs(formula, (part) => isApp(part, op))) return undefined;
  const rewritten = (term: Term): Term => {
    budget.spend(1);
    if (term.tag !== "app") {
      if (occurs(term, (part) => isApp(part, op))) throw new UnsupportedTactic("unfold below a binder");
      return term;
    }
    const inner = app(term.op, term.args.map(rewritten), term.type);
    return isApp(inner, op) ? (unfoldHead(inner) ?? inner) : inner;
  };
  return convert(reflexivity(formula), eq(formula, rewritten(formula)), budget);
}

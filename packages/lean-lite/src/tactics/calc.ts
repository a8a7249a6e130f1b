import { useLemma } from "../arithmetic/negation.ts";
import { Budget } from "@lemma/lean-kernel/budget";
import {
  abstract,
  app,
  convert,
  eq,
  equal,
  isApp,
  le,
  lt,
  prop,
  rewrite,
  type Op,
  type Rules,
  type Term,
  type Theorem,
  variable,
} from "@lemma/lean-kernel";
import type { Session } from "../proof/session.ts";
import { elaboratorFor } from "../proof/session.ts";
import { Hole, TacticFailure } from "../goal/state.ts";
import { ProofReader } from "../proof/terms.ts";
import { UnsolvedGoals, UnsupportedTactic } from "../proof/failures.ts";
import { symmetric, transitive } from "../proof/equations.ts";
import type { Expression } from "../syntax/tree.ts";
import type { Tactic } from "../syntax/proofs/tree.ts";

/** `calc a R b := p; _ S c := q`: the steps proved one by one, then chained. */
export function calc(session: Session, tactic: Tactic): void {
  const { state } = session;
  const { goal } = state;
  let chain: Theorem | undefined;
  const thunks: (() => Theorem)[] = [];
  const formulas: Term[] = [];
  let last: Term | undefined;
  for (const [i, step] of (tactic.steps ?? []).entries()) {
    // `calc a` and then `_ = b := p`: the first step is `a = a`.
    if (i === 0 && step.proof === undefined && !isRelation(step.relation)) {
      last = elaboratorFor(session, goal).closed(step.relation);
      continue;
    }
    const formula = relationOf(session, step.relation, last);
    if (formula.tag !== "app" || (formula.args.length !== 2 && !isApp(formula, "modEq")))
      throw new TacticFailure("invalid 'calc' step, relation expected");
    last = formula.args.at(-1)!;
    formulas.push(formula);
    if (step.proof === undefined) throw new UnsupportedTactic("a calc step without proof");
    const hole = new Hole({ entries: goal.entries, target: formula });
    const { proof } = step;
    const left = state.focus(hole, () => {
      const make = new ProofReader(session, hole.goal).theorem(proof, formula);
      state.refine([], make);
    });
    if (left.length > 0) throw new UnsolvedGoals(left);
    thunks.push(() => hole.theorem());
  }
  const shape = formulas.reduce<Term | undefined>(
    (sofar, next) => (sofar === undefined ? next : chained(sofar, next)),
    undefined,
  );
  if (shape === undefined) throw new TacticFailure("calc needs a step");
  // What the chain proves must be the goal: found out now, on the formulas alone.
  const reader = new ProofReader(session, goal);
  const make = reader.bridge(
    {
      formula: shape,
      implicit: [],
      make: () => {
        chain = undefined;
        for (const thunk of thunks) chain = chain === undefined ? thunk() : join(chain, thunk());
        return convert(chain!, shape, state.budget);
      },
    },
    goal.target,
  );
  state.refine([], make);
}

const isRelation = (syntax: Expression): boolean =>
  syntax.kind === "modEq" || (syntax.kind === "binary" && relations.has(syntax.op));
const relations = new Set("= ≠ < ≤ > ≥ ∣ ↔ → ∧ ∨ ∈ ⊆".split(" "));

function relationOf(session: Session, syntax: Expression, last: Term | undefined): Term {
  const { goal } = session.state;
  const elaborator = elaboratorFor(session, goal);
  if ((syntax.kind !== "binary" && syntax.kind !== "modEq") || syntax.left.kind !== "hole")
    return elaborator.formula(syntax);
  // The first step's `_` is the left side of what is to be proved.
  const left = last ?? (goal.target.tag === "app" ? goal.target.args.at(-2) : undefined);
  if (left === undefined) return elaborator.formula(syntax);
  elaborator.push({ name: "✝calc", term: left });
  const span = { from: syntax.from, to: syntax.to };
  const filled: Expression = { ...syntax, left: { kind: "name", name: "✝calc", ...span } };
  const formula = elaborator.finish(elaborator.term(filled, prop), syntax, prop);
  return formula;
}

/** A relation with its sides, and what stands before them: the modulus of a congruence. */
interface Related {
  readonly op: Op;
  readonly over: readonly Term[];
  readonly a: Term;
  readonly b: Term;
}

function canonical(formula: Term): Related {
  const { op, args } = formula as Term & { tag: "app" };
  return { op, over: args.slice(0, -2), a: args.at(-2)!, b: args.at(-1)! };
}

const strength: Rules<number> = { eq: 0, le: 1, lt: 2, ge: 1, gt: 2 };

/** Relations that chain with themselves alone, and with equations; with the lemma that says so, where one does. */
const alone: Rules<{ readonly lemma?: string; readonly typed?: true }> = {
  iff: { lemma: "Iff.trans" },
  dvd: { lemma: "dvd_trans", typed: true },
  modEq: {},
};

function chained(first: Term, second: Term): Term {
  const [f, s] = [canonical(first), canonical(second)];
  if (strength[f.op] === undefined || strength[s.op] === undefined) {
    const isSame = f.op === s.op && f.over.every((part, i) => equal(part, s.over[i]!));
    if (isSame && alone[f.op] !== undefined) return rebuildRelation(f, f.a, s.b);
    if (f.op === "eq" || s.op === "eq") return rebuildRelation(f.op === "eq" ? s : f, f.a, s.b);
    throw new UnsupportedTactic("calc with this relation");
  }
  return rebuildRelation(strength[f.op]! >= strength[s.op]! ? f : s, f.a, s.b);
}

/** a R b and b S c give a T c. */
function join(first: Theorem, second: Theorem): Theorem {
  const [f, s] = [canonical(first.conclusion), canonical(second.conclusion)];
  if (f.op === "eq" && s.op === "eq") return transitive(first, second);
  if (f.op === "eq") return rewriteSide(symmetric(first), second, 0);
  if (s.op === "eq") return rewriteSide(second, first, 1);
  const { lemma, typed } = (f.op === s.op ? alone[f.op] : undefined) ?? {};
  if (lemma !== undefined)
    return useLemma(lemma, typed === true ? f.a.type : undefined, [f.a, f.b, s.b], [first, second]);
  const budget = new Budget();
  if (f.op === "modEq" && s.op === "modEq") {
    // A congruence is an equation of remainders.
    const remainders = ({ over, a, b }: Related): Term => eq(app("mod", [a, over[0]!]), app("mod", [b, over[0]!]));
    const whole = transitive(convert(first, remainders(f), budget), convert(second, remainders(s), budget));
    return convert(whole, rebuildRelation(f, f.a, s.b), budget);
  }
  const down = f.op === "ge" || f.op === "gt";
  const up = (theorem: Theorem): Theorem => {
    const { op, a, b } = canonical(theorem.conclusion);
    if (op === "ge") return convert(theorem, le(b, a), budget);
    return op === "gt" ? convert(theorem, lt(b, a), budget) : theorem;
  };
  const [low, high] = down ? [up(second), up(first)] : [first, second];
  const [x, y] = [canonical(low.conclusion), canonical(high.conclusion)];
  if (!equal(x.b, y.a)) throw new TacticFailure("invalid 'calc' step, left-hand side mismatch");
  const name =
    x.op === "le" ? (y.op === "le" ? "le_trans" : "lt_of_le_of_lt") : y.op === "le" ? "lt_of_lt_of_le" : "lt_trans";
  const joined = useLemma(name, x.a.type, [x.a, x.b, y.b], [low, high]);
  if (!down) return joined;
  const { op, a, b } = canonical(joined.conclusion);
  return convert(joined, app(op === "le" ? "ge" : "gt", [b, a], prop), budget);
}

function rewriteSide(equation: Theorem, theorem: Theorem, side: 0 | 1): Theorem {
  const related = canonical(theorem.conclusion);
  const x = variable("x", related.a.type);
  const motive = abstract(
    side === 0 ? rebuildRelation(related, x, related.b) : rebuildRelation(related, related.a, x),
    x,
  );
  return rewrite(equation, motive, theorem);
}

const rebuildRelation = ({ op, over }: Related, a: Term, b: Term): Term => app(op, [...over, a, b], prop);

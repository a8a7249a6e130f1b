import { useLemma } from "../arithmetic/negation.ts";
import { Budget } from "@lemma/lean-kernel/budget";
import {
  abstract,
  app,
  convert,
  equal,
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
import { UnsupportedTactic } from "../proof/failures.ts";
import { symmetric, transitive } from "../proof/equations.ts";
import type { Expression, Tactic } from "../syntax/tree.ts";

/** `calc a R b := p; _ S c := q`: the steps proved one by one, then chained. */
export function calc(session: Session, tactic: Tactic): void {
  const { state } = session;
  const { goal } = state;
  let chain: Theorem | undefined;
  const thunks: (() => Theorem)[] = [];
  const formulas: Term[] = [];
  let last: Term | undefined;
  for (const step of tactic.steps ?? []) {
    const formula = relationOf(session, step.relation, last);
    if (formula.tag !== "app" || formula.args.length !== 2)
      throw new TacticFailure("invalid 'calc' step, relation expected");
    last = formula.args[1]!;
    formulas.push(formula);
    if (step.proof === undefined) throw new UnsupportedTactic("a calc step without proof");
    const hole = new Hole({ entries: goal.entries, target: formula });
    const { proof } = step;
    const left = state.focus(hole, () => {
      const make = new ProofReader(session, hole.goal).theorem(proof, formula);
      state.refine([], make);
    });
    if (left.length > 0) throw new TacticFailure("unsolved goals");
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

function relationOf(session: Session, syntax: Expression, last: Term | undefined): Term {
  const elaborator = elaboratorFor(session, session.state.goal);
  if (last === undefined) return elaborator.formula(syntax);
  if (syntax.kind !== "binary" || syntax.left.kind !== "hole") return elaborator.formula(syntax);
  elaborator.push({ name: "✝calc", term: last });
  const span = { from: syntax.from, to: syntax.to };
  const filled: Expression = { ...syntax, left: { kind: "name", name: "✝calc", ...span } };
  const formula = elaborator.finish(elaborator.term(filled, prop), syntax, prop);
  return formula;
}

const canonical = (formula: Term): { op: Op; a: Term; b: Term } => {
  const { op, args } = formula as Term & { tag: "app" };
  return { op, a: args[0]!, b: args[1]! };
};

const strength: Rules<number> = { eq: 0, le: 1, lt: 2, ge: 1, gt: 2 };

function chained(first: Term, second: Term): Term {
  const [f, s] = [canonical(first), canonical(second)];
  if (strength[f.op] === undefined || strength[s.op] === undefined) {
    if (f.op === "iff" && s.op === "iff") return rebuildRelation("iff", f.a, s.b);
    if (f.op === "eq" || s.op === "eq") return rebuildRelation(f.op === "eq" ? s.op : f.op, f.a, s.b);
    throw new UnsupportedTactic("calc with this relation");
  }
  const op = strength[f.op]! >= strength[s.op]! ? f.op : s.op;
  return rebuildRelation(op, f.a, s.b);
}

/** a R b and b S c give a T c. */
function join(first: Theorem, second: Theorem): Theorem {
  const [f, s] = [canonical(first.conclusion), canonical(second.conclusion)];
  if (f.op === "eq" && s.op === "eq") return transitive(first, second);
  if (f.op === "eq") return rewriteSide(symmetric(first), second, 0);
  if (s.op === "eq") return rewriteSide(second, first, 1);
  if (f.op === "iff" && s.op === "iff") return useLemma("Iff.trans", undefined, [f.a, f.b, s.b], [first, second]);
  const down = f.op === "ge" || f.op === "gt";
  const budget = new Budget();
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
  return convert(joined, rebuildRelation(op === "le" ? "ge" : "gt", b, a), budget);
}

function rewriteSide(equation: Theorem, theorem: Theorem, side: 0 | 1): Theorem {
  const { op, args } = theorem.conclusion as Term & { tag: "app" };
  const from = args[side]!;
  const x = variable("x", from.type);
  const motive = abstract(
    app(
      op,
      args.map((arg, i) => (i === side ? x : arg)),
      prop,
    ),
    x,
  );
  return rewrite(equation, motive, theorem);
}

const rebuildRelation = (op: Op, a: Term, b: Term): Term => app(op, [a, b], prop);

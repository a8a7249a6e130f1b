import type { Entry, Goal } from "../goal/goal.ts";
import { TacticFailure } from "../goal/state.ts";
import {
  abstract,
  assume,
  generalize,
  imp,
  instantiate,
  isApp,
  modusPonens,
  occursVar,
  specialize,
  type Term,
  type Theorem,
  variable,
  type VarTerm,
} from "@lemma/lean-kernel";
import { UnsolvedGoals, UnsupportedTactic } from "../proof/failures.ts";
import { findHypothesis, needHypothesis, type Session } from "../proof/session.ts";
import { ProofReader } from "../proof/terms.ts";
import { unfoldTo } from "../proof/unfold.ts";
import type { Expression } from "../syntax/tree.ts";
import type { Block, MatchCase, Pattern } from "../syntax/proofs/tree.ts";
import { introduce } from "./intro.ts";
import { destructure, naturalNamed, renameEntry } from "./patterns.ts";
import type { TacticRule } from "./tactic.ts";

/** What a pattern asks of its discriminant. */
type Shape =
  | { readonly kind: "any"; readonly name?: string }
  | { readonly kind: "zero" }
  | { readonly kind: "successor"; readonly of: Shape }
  | { readonly kind: "side"; readonly which: 0 | 1; readonly of: Shape }
  | { readonly kind: "both"; readonly parts: readonly [Shape, Shape] }
  | { readonly kind: "same" };

/** A row of the matrix: what is still asked of the discriminants, by the names they have in the goal. */
interface Row {
  readonly asked: ReadonlyMap<string, Shape>;
  readonly body: Block;
}

/**
 * `match e, h with | p, q => …`: proofs and natural numbers are taken apart as far as the rows ask, and each case runs the
 * first row that fits. Hypotheses about a matched variable are about what it becomes, as Lean generalises them.
 */
export const match: TacticRule = (session, { terms = [], matches = [] }) => {
  const names = prepare(session, terms);
  const rows = matches.map((row) => rowOf(row, names));
  const { state } = session;
  const [hole, ...rest] = state.holes;
  const left = state.focus(hole!, () => decide(session, names, rows));
  if (left.length > 0) throw new UnsolvedGoals(left);
  state.holes = rest;
};

/** Makes of each discriminant an entry of its own at the end of the context. */
function prepare(session: Session, terms: readonly Expression[]): readonly string[] {
  const { state } = session;
  const { goal } = state;
  const numbers = terms.map((term) => (term.kind === "name" ? naturalNamed(goal, term.name) : undefined));
  const proofs = terms.map((term, i) => (numbers[i] === undefined ? proofOf(session, goal, term) : undefined));
  const matched = numbers.filter((number) => number !== undefined);
  const dependents = goal.entries.filter(
    (entry) => entry.kind === "hypothesis" && matched.some(({ id }) => occursVar(entry.formula, id)),
  ) as (Entry & { kind: "hypothesis" })[];
  // The target with what is about the numbers before it: ∀ n', φ n' → target n'.
  const premises = [...dependents.map(({ formula }) => assume(formula)), ...proofs];
  const implication = premises.reduceRight<Term>(
    (target, proof) => (proof === undefined ? target : imp(proof.conclusion, target)),
    goal.target,
  );
  const fresh = matched.map(({ name, type }): VarTerm => variable(`${name}✝`, type));
  const target = matched.reduce<Term>((term, number, i) => instantiate(abstract(term, number), fresh[i]!), implication);
  const kept = goal.entries.filter((entry) => !dependents.some((each) => each === entry));
  const entries = [...kept, ...fresh.map((term) => ({ kind: "var" as const, name: term.name, term }))];
  state.refine([{ entries, target }], ([proof]) => {
    const general = matched.reduce<Theorem>(
      (theorem, number, i) => specialize(generalize(fresh[i]!, theorem), number),
      proof!,
    );
    return premises.reduce<Theorem>(
      (theorem, premise) => (premise === undefined ? theorem : modusPonens(theorem, premise)),
      general,
    );
  });
  for (const { name } of dependents) introduce(session, name);
  let next = 0;
  return terms.map((_, i) => {
    const name = `✝match${state.budget.spent}.${i}`;
    if (proofs[i] !== undefined) introduce(session, name);
    else renameEntry(session, fresh[next++]!.name, name);
    return name;
  });
}

function proofOf(session: Session, goal: Goal, term: Expression): Theorem {
  const local = term.kind === "name" ? findHypothesis(goal, term.name) : undefined;
  if (local !== undefined) return assume(local.formula);
  try {
    return new ProofReader(session, goal).theorem(term)();
  } catch (error) {
    if (error instanceof TacticFailure) throw new UnsupportedTactic("match on a value that is no natural variable");
    throw error;
  }
}

function rowOf({ patterns, body }: MatchCase, names: readonly string[]): Row {
  if (patterns.length !== names.length) throw new TacticFailure("incorrect number of patterns");
  return { asked: new Map(patterns.map((pattern, i) => [names[i]!, shapeOf(pattern)])), body };
}

const sides: Readonly<Record<string, 0 | 1>> = { ".inl": 0, ".inr": 1, "Or.inl": 0, "Or.inr": 1 };
const pairs = new Set([".intro", "And.intro", "Exists.intro", "Iff.intro"]);

function shapeOf(pattern: Expression): Shape {
  const unknown = (): never => {
    throw new UnsupportedTactic("match with this pattern");
  };
  if (pattern.kind === "paren") return shapeOf(pattern.inner);
  if (pattern.kind === "hole") return { kind: "any" };
  if (pattern.kind === "number") return successors(pattern.value, { kind: "zero" });
  if (pattern.kind === "name") {
    if (pattern.name === "rfl") return { kind: "same" };
    return pattern.name.includes(".") ? unknown() : { kind: "any", name: pattern.name };
  }
  if (pattern.kind === "anonymous") return tuple(pattern.items.map(shapeOf)) ?? unknown();
  if (pattern.kind === "binary")
    return pattern.op === "+" && pattern.right.kind === "number"
      ? successors(pattern.right.value, shapeOf(pattern.left))
      : unknown();
  if (pattern.kind !== "apply" || pattern.fn.kind !== "name") return unknown();
  const { name } = pattern.fn;
  const args = pattern.args.map(({ value }) => shapeOf(value));
  const [first] = args;
  if (first === undefined) return unknown();
  const which = sides[name];
  if (which !== undefined && args.length === 1) return { kind: "side", which, of: first };
  if (pairs.has(name)) return (args.length === 2 ? tuple(args) : undefined) ?? unknown();
  return name === "Nat.succ" || name === ".succ" ? { kind: "successor", of: first } : unknown();
}

function successors(count: bigint, of: Shape): Shape {
  if (count > 200n) throw new UnsupportedTactic("match with so large a number");
  let shape = of;
  for (let i = 0n; i < count; i++) shape = { kind: "successor", of: shape };
  return shape;
}

/** `⟨a, b, c⟩` is `⟨a, ⟨b, c⟩⟩`. */
function tuple(items: readonly Shape[]): Shape | undefined {
  const [first, ...rest] = items;
  if (first === undefined || rest.length === 0) return undefined;
  return { kind: "both", parts: [first, rest.length === 1 ? rest[0]! : tuple(rest)!] };
}

/** Splits until the first row asks for nothing more, and runs it. */
function decide(session: Session, names: readonly string[], rows: readonly Row[]): void {
  const { state } = session;
  state.tick(10);
  const [row] = rows;
  if (row === undefined) return closeImpossible(session, names);
  const split = names.find((name) => (row.asked.get(name) ?? { kind: "any" }).kind !== "any");
  if (split === undefined) {
    for (const [name, shape] of row.asked)
      if (shape.kind === "any" && names.includes(name) && shape.name !== undefined && shape.name !== "_")
        renameEntry(session, name, shape.name);
    session.runBlock(row.body);
    if (state.holes.length > 0) throw new UnsolvedGoals(state.holes);
    return;
  }
  const shape = row.asked.get(split)!;
  const others = names.filter((name) => name !== split);
  const fresh = (i: number): string => `${split}.${i}`;
  const named = (i: number): Pattern => ({ kind: "name", name: fresh(i) });
  const branch = (inner: readonly string[], ask: (shape: Shape) => readonly Shape[] | undefined) => (): void =>
    decide(
      session,
      [...inner, ...others],
      rows.flatMap((each) => narrowed(each, split, inner, ask)),
    );
  const run = (branches: readonly (() => void)[]): void => {
    const { holes } = state;
    state.holes = holes.flatMap((hole, i) => state.focus(hole, branches[i]!));
  };
  const any: Shape = { kind: "any" };
  if (shape.kind === "zero" || shape.kind === "successor") {
    if (naturalNamed(state.goal, split) === undefined) throw new TacticFailure("match: the pattern is a number");
    destructure(session, { name: split }, { kind: "or", items: [{ kind: "name", name: "_" }, named(0)] });
    run([
      branch([], ({ kind }) => (kind === "zero" || kind === "any" ? [] : undefined)),
      branch([fresh(0)], (each) => (each.kind === "successor" ? [each.of] : each.kind === "any" ? [any] : undefined)),
    ]);
    return;
  }
  const { formula } = needHypothesis(state.goal, split);
  if (shape.kind === "side") {
    if (unfoldTo(formula, "or") === undefined)
      throw new TacticFailure("match: the pattern is no constructor of its type");
    destructure(session, { name: split }, { kind: "or", items: [named(0), named(1)] });
    const sideOf =
      (which: 0 | 1) =>
      (each: Shape): readonly Shape[] | undefined =>
        each.kind === "side" ? (each.which === which ? [each.of] : undefined) : [any];
    run([branch([fresh(0)], sideOf(0)), branch([fresh(1)], sideOf(1))]);
    return;
  }
  if (shape.kind === "both") {
    destructure(session, { name: split }, { kind: "tuple", items: [named(0), named(1)] });
    run([branch([fresh(0), fresh(1)], (each) => (each.kind === "both" ? each.parts : [any, any]))]);
    return;
  }
  destructure(session, { name: split }, { kind: "name", name: "rfl" });
  run([branch([], () => [])]);
}

/** The row with what it asked of a discriminant asked of its parts instead; none where it asks for something else. */
function narrowed(
  row: Row,
  split: string,
  inner: readonly string[],
  ask: (shape: Shape) => readonly Shape[] | undefined,
): readonly Row[] {
  const shape = row.asked.get(split) ?? { kind: "any" };
  // The name of the whole is not kept once it is in parts.
  if (shape.kind === "any" && shape.name !== undefined && shape.name !== "_")
    throw new UnsupportedTactic("match that names what another row takes apart");
  const parts = ask(shape);
  if (parts === undefined) return [];
  const asked = new Map([...row.asked].filter(([name]) => name !== split));
  inner.forEach((name, i) => asked.set(name, parts[i]!));
  return [{ asked, body: row.body }];
}

/** No row is left: Lean asks for none where a discriminant is False. */
function closeImpossible(session: Session, names: readonly string[]): void {
  const { goal } = session.state;
  const absurd = names.find((name) => {
    const found = findHypothesis(goal, name);
    return found !== undefined && isApp(found.formula, "false");
  });
  if (absurd === undefined) throw new TacticFailure("missing cases");
  destructure(session, { name: absurd }, { kind: "tuple", items: [] });
}

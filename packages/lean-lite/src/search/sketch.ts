import { parseDeclaration } from "../syntax/statement.ts";
import type { Token } from "../syntax/lexer.ts";
import type { Binder, Expression } from "../syntax/tree.ts";

/** A variable with its type as written (`ℝ`, `ℝ → ℝ`, `Finset ℕ`). */
export interface SketchVariable {
  readonly name: string;
  readonly type: string;
}

export interface SketchHypothesis {
  readonly name: string;
  readonly expression: Expression;
  readonly text: string;
}

/**
 * What scripts are written from: the statement after its `∀`s and premises are introduced and its conjunctive hypotheses
 * taken apart. Read from syntax alone, so it may misjudge a type; the checker judges the script.
 */
export interface Sketch {
  /** Tactic lines that bring the goal to the form described here. */
  readonly opening: readonly string[];
  readonly variables: readonly SketchVariable[];
  readonly hypotheses: readonly SketchHypothesis[];
  readonly goal: Expression;
  readonly goalText: string;
  /** The source text of a node. */
  readonly textOf: (expression: Expression) => string;
  /** Every name that is taken. */
  readonly names: ReadonlySet<string>;
}

/** @throws {SyntaxProblem} when the statement does not parse. */
export function sketch(statement: string): Sketch {
  const text = `${asTheorem(statement)}\n  sorry`;
  const { binders, type, tokens } = parseDeclaration(text);
  const textOf = (expression: Expression): string => sourceOf(text, tokens, expression);
  // A name made up here must not hide one that the statement binds later.
  const written = new Set(tokens.filter(({ kind }) => kind === "name").map(({ text: name }) => name));
  const state: Mutable = { opening: [], variables: [], hypotheses: [], names: new Set(), written, textOf };
  for (const binder of binders) addBinder(state, binder, undefined);

  let goal = unwrap(type);
  const intros: string[] = [];
  for (;;) {
    if (goal.kind === "binder" && goal.op === "∀") {
      for (const binder of goal.binders) addBinder(state, binder, intros);
      goal = unwrap(goal.body);
    } else if (goal.kind === "binary" && goal.op === "→") {
      const name = freshName(state, "h");
      intros.push(name);
      addHypothesis(state, name, unwrap(goal.left));
      goal = unwrap(goal.right);
    } else break;
  }
  const opening = [...(intros.length > 0 ? [`intro ${intros.join(" ")}`] : []), ...state.opening];
  return { ...state, opening, goal, goalText: textOf(goal) };
}

/** The statement as a theorem that ends in `:= by`; a bare `∀ …` term is given a name. */
export function asTheorem(statement: string): string {
  const trimmed = statement
    .trim()
    .replace(/:=\s*(by)?\s*(sorry)?\s*$/, "")
    .trimEnd();
  const isTheorem = /^(theorem|lemma|example)\b/.test(trimmed);
  return `${isTheorem ? trimmed : `theorem goal : ${trimmed}`} := by`;
}

interface Mutable {
  readonly opening: string[];
  readonly variables: SketchVariable[];
  readonly hypotheses: SketchHypothesis[];
  readonly names: Set<string>;
  readonly written: ReadonlySet<string>;
  readonly textOf: (expression: Expression) => string;
}

function sourceOf(text: string, tokens: readonly Token[], expression: Expression): string {
  const { from, to } = expression;
  // Nodes made here (the bound of `∀ x > 0`) stand nowhere in the text.
  if (to <= from) return expression.kind === "name" ? expression.name : "";
  return text.slice(tokens[from]!.start, tokens[to - 1]!.end).replace(/\s+/g, " ");
}

/** Parentheses carry no meaning here. */
export function unwrap(expression: Expression): Expression {
  return expression.kind === "paren" ? unwrap(expression.inner) : expression;
}

function freshName(state: Mutable, stem: string): string {
  for (let i = 0; ; i += 1) {
    const name = i === 0 ? stem : `${stem}${i}`;
    if (!state.names.has(name) && !state.written.has(name)) {
      state.names.add(name);
      return name;
    }
  }
}

const relations = new Set(["=", "≠", "<", "≤", ">", "≥", "∧", "∨", "↔", "→", "∣", "∈", "∉", "⊆", "≡"]);

/** Whether a binder's type is a proposition, judged by its outermost connective. */
export function isProposition(type: Expression): boolean {
  const inner = unwrap(type);
  if (inner.kind === "binary") return relations.has(inner.op) && !(inner.op === "→" && !isProposition(inner.right));
  if (inner.kind === "binder") return inner.op === "∀" || inner.op === "∃" || inner.op === "∃!";
  if (inner.kind === "unary") return inner.op === "not";
  if (inner.kind === "apply") return inner.fn.kind === "name" && predicates.test(inner.fn.name);
  return inner.kind === "modEq";
}

const predicates = /^(Nat\.)?Prime$|^Even$|^Odd$|Coprime$|Injective|Surjective|Bijective|^Is/;

function addBinder(state: Mutable, binder: Binder, intros: string[] | undefined): void {
  const type = binder.type;
  for (const given of binder.names) {
    const proposition = type !== undefined && isProposition(type);
    const name = given === "_" || state.names.has(given) ? freshName(state, proposition ? "h" : "x") : given;
    state.names.add(name);
    intros?.push(name);
    if (proposition) addHypothesis(state, name, unwrap(type));
    else state.variables.push({ name, type: type === undefined ? "" : state.textOf(type) });
    if (binder.predicate !== undefined && intros !== undefined) {
      // `∀ x > 0` introduces the bound as a premise of its own.
      const bound = freshName(state, `h${name}`);
      intros.push(bound);
      const { op, right } = binder.predicate;
      state.hypotheses.push({
        name: bound,
        expression: { kind: "binary", op, left: { kind: "name", name, from: 0, to: 0 }, right, from: 0, to: 0 },
        text: `${name} ${op} ${state.textOf(right)}`,
      });
    }
  }
}

/** Takes conjunctions apart with one `rcases`. */
function addHypothesis(state: Mutable, name: string, expression: Expression): void {
  state.names.add(name);
  const parts = conjuncts(expression);
  if (parts.length === 1) {
    state.hypotheses.push({ name, expression, text: state.textOf(expression) });
    return;
  }
  const names = parts.map((_, i) => subscripted(state, name, i + 1));
  state.opening.push(`rcases ${name} with ⟨${names.join(", ")}⟩`);
  parts.forEach((part, i) => state.hypotheses.push({ name: names[i]!, expression: part, text: state.textOf(part) }));
}

const subscriptDigits = "₀₁₂₃₄₅₆₇₈₉";

function subscripted(state: Mutable, stem: string, index: number): string {
  const base = stem.replace(/[₀-₉]+$/, "");
  for (let i = index; ; i += 1) {
    const name = `${base}${String(i).replace(/\d/g, (digit) => subscriptDigits[Number(digit)]!)}`;
    if (!state.names.has(name) && !state.written.has(name)) {
      state.names.add(name);
      return name;
    }
  }
}

export function conjuncts(expression: Expression): Expression[] {
  const inner = unwrap(expression);
  if (inner.kind === "binary" && inner.op === "∧") return [unwrap(inner.left), ...conjuncts(inner.right)];
  return [inner];
}

export function disjuncts(expression: Expression): Expression[] {
  const inner = unwrap(expression);
  if (inner.kind === "binary" && inner.op === "∨") return [...disjuncts(inner.left), ...disjuncts(inner.right)];
  return [inner];
}

/** Calls `visit` on the node and all nodes inside it. */
export function walk(expression: Expression, visit: (node: Expression) => void): void {
  visit(expression);
  for (const child of childrenOf(expression)) walk(child, visit);
}

function childrenOf(node: Expression): readonly Expression[] {
  if (node.kind === "apply") return [node.fn, ...node.args.map(({ value }) => value)];
  if (node.kind === "binary") return [node.left, node.right];
  if (node.kind === "unary") return [node.operand];
  if (node.kind === "paren" || node.kind === "ascription" || node.kind === "project") return [node.inner];
  if (node.kind === "tuple" || node.kind === "enumeration") return node.items;
  if (node.kind === "binder" || node.kind === "setOf") return [node.body];
  if (node.kind === "big") return node.over === undefined ? [node.body] : [node.over, node.body];
  if (node.kind === "modEq") return [node.left, node.right, node.modulus];
  return node.kind === "if" ? [node.condition, node.yes, node.no] : [];
}

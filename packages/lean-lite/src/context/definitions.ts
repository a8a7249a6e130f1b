import {
  abstract,
  and,
  app,
  assume,
  betaHead,
  call,
  eq,
  forall,
  fun,
  iff,
  isFun,
  nat,
  num,
  numeral,
  prop,
  sameType,
  type Term,
  type Type,
  variable,
  type VarTerm,
} from "@lemma/lean-kernel";
import { Elaborator } from "../elaborate/elaborator.ts";
import type { Local } from "../elaborate/elaboration.ts";
import { UnsupportedProblem } from "../elaborate/problem.ts";
import { Unknowns } from "../elaborate/unknowns.ts";
import type { NamedTheorem } from "../proof/session.ts";
import type { Binder, Expression } from "../syntax/tree.ts";
import { parseDefinition, type Alternative } from "./parse-definition.ts";
import type { Earlier } from "./context.ts";

/**
 * A definition is a variable whose equations are assumed: what is proved from them holds of whatever satisfies them, and the
 * defined constant does. So nothing sees through its name but what is given the equations, as in Lean.
 */
export interface Definition {
  readonly term: VarTerm;
  /** The equations, assumed, as `simp [f]` and `rw [f]` use them. */
  readonly lemma: NamedTheorem;
  /** Definitions before it that its own words mean. */
  readonly uses: readonly Definition[];
}

/** What a definition's own words may mean. */
export interface Outside {
  readonly globals: readonly Local[];
  readonly opens: readonly string[];
  readonly definitions: readonly Definition[];
}

/**
 * @param name the short name that terms are shown under.
 * @throws {UnsupportedProblem | SyntaxProblem | ElaborationProblem} for a definition outside the fragment.
 */
export function define(
  { fullName, file, declaration }: Earlier,
  name: string,
  { globals, opens, definitions: uses }: Outside,
): Definition {
  const { binders, type, body, alternatives } = parseDefinition(file.tokens, declaration);
  const elaborator = new Elaborator(new Unknowns(), globals, opens);
  const parameters: VarTerm[] = [];
  for (const binder of binders) {
    if (binder.implicit === true || binder.type === undefined || binder.predicate !== undefined)
      throw new UnsupportedProblem(`def ${name} with such a binder`);
    const domain = elaborator.type(binder.type);
    for (const each of binder.names) parameters.push(variable(each, domain));
  }
  const result = type === undefined ? undefined : elaborator.type(type);
  const read = (own: readonly Local[], more: readonly Binder[], what: Expression): Term =>
    new Elaborator(new Unknowns(), [...globals, ...own], opens).closed(lambda([...binders, ...more], what));
  const constant = (codomain: Type): VarTerm =>
    variable(
      name,
      [...parameters].reverse().reduce<Type>((to, { type: from }) => fun(from, to), codomain),
    );

  if (body !== undefined) {
    const value = read([], [], type === undefined ? body : { kind: "ascription", inner: body, type, ...spanOf(body) });
    const term = constant(applied(value, parameters).type);
    return { term, uses, lemma: lemmaOf(fullName, equation(term, parameters, applied(value, parameters))) };
  }
  if (type === undefined || result === undefined || !isFun(result) || !sameType(result.args[0]!, nat))
    throw new UnsupportedProblem(`def ${name} by alternatives`);
  requireAll(name, alternatives);
  const term = constant(result);
  const equations = alternatives.map(({ base, tail, body: right }) => {
    const argument = variable(tail ?? "n", nat);
    const span = spanOf(right);
    const binder: Binder = { names: [tail ?? "_"], type: { kind: "name", name: "ℕ", ...span } };
    const codomain: Expression = { kind: "ascription", inner: right, type: resultOf(type), ...span };
    const value = applied(read([{ name, term }], [binder], codomain), [...parameters, argument]);
    requireDescent(name, value, term, parameters.length, tail === undefined ? undefined : argument, base);
    const at = tail === undefined ? numeral(base, nat) : app("add", [argument, num(BigInt(base), nat)]);
    return equation(term, parameters, value, tail === undefined ? at : { at, over: argument });
  });
  return {
    term,
    uses,
    lemma: lemmaOf(
      fullName,
      equations.reduceRight((rest, first) => and(first, rest)),
    ),
  };
}

const spanOf = ({ from, to }: Expression): { readonly from: number; readonly to: number } => ({ from, to });

const lambda = (binders: readonly Binder[], body: Expression): Expression =>
  binders.length === 0 ? body : { kind: "binder", op: "fun", binders, body, ...spanOf(body) };

const applied = (value: Term, args: readonly Term[]): Term =>
  args.reduce<Term>((fn, arg) => betaHead(call(fn, arg)), value);

/** `ℝ` of `ℕ → ℝ`. */
function resultOf(type: Expression): Expression {
  if (type.kind === "paren") return resultOf(type.inner);
  if (type.kind === "binary" && type.op === "→") return type.right;
  throw new UnsupportedProblem("a definition by alternatives of such a type");
}

/** `∀ parameters, f parameters = value`, or `↔` between formulas; with one argument more where there are alternatives. */
function equation(
  term: VarTerm,
  parameters: readonly VarTerm[],
  value: Term,
  last?: Term | { readonly at: Term; readonly over: VarTerm },
): Term {
  const over = last !== undefined && "over" in last ? last.over : undefined;
  const at = last === undefined ? undefined : "over" in last ? last.at : last;
  const head = [...parameters, ...(at === undefined ? [] : [at])].reduce<Term>((fn, arg) => call(fn, arg), term);
  const formula: Term = sameType(value.type, prop) ? iff(head, value) : eq(head, value);
  return [...parameters, ...(over === undefined ? [] : [over])].reduceRight<Term>(
    (inner, each) => forall(abstract(inner, each)),
    formula,
  );
}

const lemmaOf = (name: string, formula: Term): NamedTheorem => ({ name, theorem: assume(formula), implicit: [] });

/** `0, 1, …, k - 1, n + k`: each number has one alternative. */
function requireAll(name: string, alternatives: readonly Alternative[]): void {
  const last = alternatives.length - 1;
  const isWhole =
    last >= 1 && alternatives.every(({ base, tail }, i) => base === i && (tail !== undefined) === (i === last));
  if (!isWhole) throw new UnsupportedProblem(`def ${name} by such alternatives`);
}

/**
 * The definition calls itself at smaller numbers only, so that something satisfies its equations: at `n + j` for a `j` below `base` where
 * the equation is about `n + base`, and nowhere else.
 */
function requireDescent(
  name: string,
  value: Term,
  self: VarTerm,
  parameters: number,
  tail: VarTerm | undefined,
  base: number,
): void {
  const refuse = (): never => {
    throw new UnsupportedProblem(`def ${name}, which calls itself otherwise than structurally`);
  };
  const isSmaller = (arg: Term): boolean => {
    if (tail === undefined) return false;
    if (arg.tag === "var") return arg.id === tail.id;
    if (arg.tag !== "app" || arg.op !== "add") return false;
    const [n, j] = arg.args as readonly [Term, Term];
    return n.tag === "var" && n.id === tail.id && j.tag === "num" && j.value < BigInt(base);
  };
  const visit = (part: Term): void => {
    if (part.tag === "call") {
      const args: Term[] = [];
      let head: Term = part;
      while (head.tag === "call") {
        args.unshift(head.arg);
        head = head.fn;
      }
      if (head.tag === "var" && head.id === self.id) {
        if (args.length <= parameters || !isSmaller(args[parameters]!)) refuse();
      } else visit(head);
      args.forEach(visit);
      return;
    }
    if (part.tag === "var" && part.id === self.id) refuse();
    if (part.tag === "lam") visit(part.body);
    if (part.tag === "app") part.args.forEach(visit);
  };
  visit(value);
}

import { equal, leanNameOf, type Rules, type Term, type Type } from "@lemma/lean-kernel";
import type { Budget } from "@lemma/lean-kernel/budget";

/**
 * A term as Lean's `Expr` has it, without the instances: types are arguments too, and a literal is an application of `OfNat.ofNat`
 * to a raw number.
 */
type Shape =
  | { readonly kind: "bound" | "free"; readonly index: number }
  | { readonly kind: "const"; readonly name: readonly string[] }
  | { readonly kind: "literal"; readonly value: bigint }
  | { readonly kind: "app"; readonly fn: Shape; readonly args: readonly Shape[] }
  | { readonly kind: "lambda" | "arrow"; readonly domain: Shape; readonly body: Shape };

const weights = { bound: 0, free: 1, const: 4, literal: 5, app: 8, lambda: 9, arrow: 10 } as const;

/**
 * Lean's order on terms, by which a rule that only reorders decides (`Expr.acLt`): a lexicographic path ordering. A variable is
 * smaller than every application, among variables the one that was bound first; of two applications that contain neither the
 * other, the one whose function's name comes first: `a + b` before `2`, since `HAdd.hAdd` comes before `OfNat.ofNat`.
 *
 * @throws {StepLimitError}
 */
export function isSmaller(a: Term, b: Term, budget: Budget): boolean {
  return new Ordering(budget).lt(shapeOf(a), shapeOf(b));
}

class Ordering {
  readonly #budget: Budget;
  readonly #known = new Map<Shape, Map<Shape, boolean>>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  lt(a: Shape, b: Shape): boolean {
    if (a === b) return false;
    let row = this.#known.get(a);
    if (row === undefined) this.#known.set(a, (row = new Map<Shape, boolean>()));
    const known = row.get(b);
    if (known !== undefined) return known;
    this.#budget.spend(1);
    const result = this.#compare(a, b);
    row.set(b, result);
    return result;
  }

  #compare(a: Shape, b: Shape): boolean {
    // The same parts in another order are each smaller than either whole: only their order counts.
    if (a.kind === "app" && b.kind === "app" && isReordered(a, b)) return this.#lexicographic(a.args, b.args);
    if (childrenOf(b).some((child) => !this.lt(child, a))) return true;
    const heavier = weights[a.kind] - weights[b.kind];
    if (heavier > 0 || childrenOf(a).some((child) => !this.lt(child, b))) return false;
    return heavier < 0 || this.#alike(a, b);
  }

  #alike(a: Shape, b: Shape): boolean {
    if (a.kind === "app" && b.kind === "app") {
      if (this.lt(a.fn, b.fn)) return true;
      if (this.lt(b.fn, a.fn)) return false;
      if (a.args.length !== b.args.length) return a.args.length < b.args.length;
      return this.#lexicographic(a.args, b.args);
    }
    if (a.kind === "const" && b.kind === "const") return compareNames(a.name, b.name) < 0;
    if (a.kind === "literal" && b.kind === "literal") return a.value < b.value;
    if ("index" in a && "index" in b) return a.index < b.index;
    return this.#lexicographic(childrenOf(a), childrenOf(b));
  }

  #lexicographic(a: readonly Shape[], b: readonly Shape[]): boolean {
    for (const [i, x] of a.entries()) {
      if (this.lt(x, b[i]!)) return true;
      if (this.lt(b[i]!, x)) return false;
    }
    return false;
  }
}

const isReordered = (a: Shape & { kind: "app" }, b: Shape & { kind: "app" }): boolean =>
  a.fn === b.fn && a.args.length === b.args.length && a.args.every((arg) => b.args.includes(arg));

function childrenOf(shape: Shape): readonly Shape[] {
  if (shape.kind === "app") return shape.args;
  return shape.kind === "lambda" || shape.kind === "arrow" ? [shape.domain, shape.body] : [];
}

function compareNames(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return a.length - b.length;
}

/** Names whose application takes types besides its arguments: how many, each that of the whole or of the first argument. */
const overloaded: Rules<readonly [name: string, types: number]> = {
  add: ["HAdd.hAdd", 3],
  sub: ["HSub.hSub", 3],
  mul: ["HMul.hMul", 3],
  div: ["HDiv.hDiv", 3],
  mod: ["HMod.hMod", 3],
  pow: ["HPow.hPow", 3],
  neg: ["Neg.neg", 1],
  inv: ["Inv.inv", 1],
  abs: ["abs", 1],
  min: ["Min.min", 1],
  max: ["Max.max", 1],
  eq: ["Eq", 1],
  ne: ["Ne", 1],
  lt: ["LT.lt", 1],
  le: ["LE.le", 1],
  gt: ["GT.gt", 1],
  ge: ["GE.ge", 1],
  dvd: ["Dvd.dvd", 1],
  ite: ["ite", 1],
  even: ["Even", 1],
  odd: ["Odd", 1],
  exists: ["Exists", 1],
};

const constants = new Map<string, Shape>();
function constantShape(name: string): Shape {
  let found = constants.get(name);
  if (found === undefined) constants.set(name, (found = { kind: "const", name: name.split(".") }));
  return found;
}

const typeNames: Readonly<Record<string, string>> = { ℕ: "Nat", ℤ: "Int", ℚ: "Rat", ℝ: "Real", ℂ: "Complex" };
const types = new WeakMap<Type, Shape>();
function typeShape(type: Type): Shape {
  const known = types.get(type);
  if (known !== undefined) return known;
  const [from, to] = type.args;
  const head = constantShape(typeNames[type.name] ?? type.name);
  const shape: Shape =
    type.name === "→"
      ? { kind: "arrow", domain: typeShape(from!), body: typeShape(to!) }
      : from === undefined
        ? head
        : { kind: "app", fn: head, args: type.args.map(typeShape) };
  types.set(type, shape);
  return shape;
}

const castNames: Readonly<Record<string, string>> = { ℕ: "Nat.cast", ℤ: "Int.cast", ℚ: "Rat.cast" };
const shapes = new WeakMap<Term, Shape>();
/** Shapes by hash, so that equal terms have the same one; forgotten when there are many. */
const byHash = new Map<number, { readonly term: Term; readonly shape: Shape }[]>();
const mostShapes = 10_000;
function shapeOf(term: Term): Shape {
  const known = shapes.get(term);
  if (known !== undefined) return known;
  const bucket = byHash.get(term.hash) ?? [];
  let shape = bucket.find((each) => equal(each.term, term))?.shape;
  if (shape === undefined) {
    shape = newShape(term);
    if (byHash.size > mostShapes) byHash.clear();
    byHash.set(term.hash, [...bucket, { term, shape }]);
  }
  shapes.set(term, shape);
  return shape;
}

function newShape(term: Term): Shape {
  const { tag } = term;
  const type = (): Shape => typeShape(term.type);
  if (tag === "var" || tag === "meta") return { kind: "free", index: term.id };
  if (tag === "bound") return { kind: "bound", index: term.index };
  if (tag === "num")
    return { kind: "app", fn: constantShape("OfNat.ofNat"), args: [type(), { kind: "literal", value: term.value }] };
  if (tag === "lam") return { kind: "lambda", domain: typeShape(term.domain), body: shapeOf(term.body) };
  if (tag === "call") {
    const [fn, arg] = [shapeOf(term.fn), shapeOf(term.arg)];
    return fn.kind === "app" && term.fn.tag === "call"
      ? { kind: "app", fn: fn.fn, args: [...fn.args, arg] }
      : { kind: "app", fn, args: [arg] };
  }
  const args = term.args.map(shapeOf);
  if (term.op === "imp") return { kind: "arrow", domain: args[0]!, body: args[1]! };
  const [first] = args;
  if (term.op === "forall" && first?.kind === "lambda") return { ...first, kind: "arrow" };
  if (term.op === "cast") {
    const name = castNames[term.args[0]!.type.name];
    return name === undefined
      ? { kind: "app", fn: constantShape("Complex.ofReal"), args }
      : { kind: "app", fn: constantShape(name), args: [type(), ...args] };
  }
  const [name, count] = overloaded[term.op] ?? [leanNameOf(term.op), 0];
  const fn = constantShape(name);
  const ofTerms = term.args.map((arg) => typeShape(arg.type));
  const taken = count === 3 ? [ofTerms[0]!, ofTerms.at(-1)!, type()] : count === 1 ? [ofTerms.at(-1)!] : [];
  return args.length + taken.length === 0 ? fn : { kind: "app", fn, args: [...taken, ...args] };
}

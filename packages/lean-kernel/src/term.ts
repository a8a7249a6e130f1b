import { type Type, isFun, isMadeType, isNumeric, prop, sameType } from "./type.ts";
import { type Op, signatureOf } from "./constants.ts";
import {
  AppNode,
  type AppTerm,
  BoundNode,
  type BoundTerm,
  CallNode,
  type CallTerm,
  closed,
  hashOp,
  isMade,
  LamNode,
  type LamTerm,
  MetaNode,
  type MetaTerm,
  mix,
  NumNode,
  type NumTerm,
  type Scope,
  type Term,
  VarNode,
  type VarTerm,
} from "./node.ts";

export type { AppTerm, BoundTerm, CallTerm, LamTerm, MetaTerm, NumTerm, Term, VarTerm } from "./node.ts";
export { isMade } from "./node.ts";

/** A term that cannot be built: its parts have the wrong types. */
export class IllTyped extends Error {
  override readonly name = "IllTyped";
}

const must: (condition: boolean, what: string) => asserts condition = (condition, what) => {
  if (!condition) throw new IllTyped(`not ${what}`);
};

const maximumSize = 1_000_000;

/** What two parts of a term expect together. @throws {IllTyped} when they take one binder for two types. */
function join(a: Scope, b: Scope): Scope {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  let joined: (Type | undefined)[] | undefined;
  for (const [i, type] of short.entries()) {
    const known = long[i];
    if (type === undefined || known === type) continue;
    if (known !== undefined && !known.open && !type.open && !sameType(known, type))
      throw new IllTyped(`one binder as ${known.key} and as ${type.key}`);
    if (known === undefined || (known.open && !type.open)) (joined ??= [...long])[i] = type;
  }
  return joined === undefined ? long : Object.freeze(joined);
}

let nextId = 1;
/** An id no other variable or hole has. */
export const freshId = (): number => nextId++;

export function variable(name: string, type: Type, id: number = freshId()): VarTerm {
  must(isMadeType(type) && Number.isSafeInteger(id), "a variable");
  return new VarNode(name, type, id);
}

export function bound(index: number, type: Type): BoundTerm {
  must(isMadeType(type) && Number.isSafeInteger(index) && index >= 0, "a bound variable");
  return new BoundNode(index, type);
}

export function meta(type: Type, id: number = freshId()): MetaTerm {
  must(isMadeType(type) && Number.isSafeInteger(id), "a hole");
  return new MetaNode(type, id);
}

/** A literal. @throws {IllTyped} for a negative value or a type without numerals. */
export function num(value: bigint, type: Type): NumTerm {
  must(isMadeType(type) && typeof value === "bigint" && value >= 0n, "a numeral: those are not negative");
  if (!type.open && !isNumeric(type)) throw new IllTyped(`failed to synthesize OfNat ${type.key} ${value}`);
  return new NumNode(value, type);
}

/**
 * A constant applied to all its arguments. `type` is needed only where the arguments do not fix it (casts, `∅`), or where
 * they are still open. @throws {IllTyped}
 */
export function app(op: Op, args: readonly Term[], type?: Type): AppTerm {
  let hash = mix(5, hashOp(op));
  let scope = closed;
  let open = false;
  let hasVar = false;
  let size = 1;
  // A copy that nobody else holds, each argument read once.
  const own: Term[] = [];
  for (const arg of args) {
    must(isMade(arg), "a term");
    own.push(arg);
    hash = mix(hash, arg.hash);
    if (arg.scope !== closed) scope = join(scope, arg.scope);
    open ||= arg.open;
    hasVar ||= arg.hasVar;
    size += arg.size;
  }
  if (size > maximumSize) throw new IllTyped("term too large");
  must(type === undefined || isMadeType(type), "a type");
  let result = type;
  if (!open && type?.open !== true) {
    result = signatureOf(op, own, type);
    if (result === undefined)
      throw new IllTyped(`${op} has no meaning at ${own.map((arg) => arg.type.key).join(", ")}`);
  }
  if (result === undefined) throw new IllTyped(`${op}: its type is not known yet`);
  return new AppNode(op, Object.freeze(own), result, hash, scope, open || result.open, hasVar, size);
}

/** Function application. @throws {IllTyped} */
export function call(fn: Term, arg: Term): CallTerm {
  must(isMade(fn) && isMade(arg), "terms");
  if (!isFun(fn.type)) throw new IllTyped("function expected");
  const [from, to] = fn.type.args as [Type, Type];
  if (!from.open && !arg.type.open && !sameType(from, arg.type)) {
    throw new IllTyped(`application type mismatch: expected ${from.key}, received ${arg.type.key}`);
  }
  const size = 1 + fn.size + arg.size;
  if (size > maximumSize) throw new IllTyped("term too large");
  return new CallNode(fn, arg, to, join(fn.scope, arg.scope), size);
}

/** `fun name : domain => body`, where `body` uses `bound(0, domain)`. @throws {IllTyped} where it uses it at another type. */
export function lam(name: string, domain: Type, body: Term): LamTerm {
  must(isMadeType(domain) && isMade(body), "a function");
  const [used] = body.scope;
  if (used !== undefined && !used.open && !domain.open && !sameType(used, domain))
    throw new IllTyped(`the bound variable is ${used.key}, not ${domain.key}`);
  return new LamNode(name, domain, body, body.loose <= 1 ? closed : Object.freeze(body.scope.slice(1)));
}

/** Equality up to the names of bound variables. */
export function equal(a: Term, b: Term): boolean {
  if (a === b) return true;
  if (a.hash !== b.hash || a.tag !== b.tag || a.size !== b.size) return false;
  switch (a.tag) {
    case "var":
      return a.id === (b as VarTerm).id && sameType(a.type, b.type);
    case "meta":
      return a.id === (b as MetaTerm).id;
    case "bound":
      return a.index === (b as BoundTerm).index && sameType(a.type, b.type);
    case "num":
      return a.value === (b as NumTerm).value && sameType(a.type, b.type);
    case "app": {
      const other = b as AppTerm;
      return (
        a.op === other.op &&
        a.args.length === other.args.length &&
        sameType(a.type, other.type) &&
        a.args.every((arg, i) => equal(arg, other.args[i]!))
      );
    }
    case "call":
      return equal(a.fn, (b as CallTerm).fn) && equal(a.arg, (b as CallTerm).arg);
    case "lam":
      return sameType(a.domain, (b as LamTerm).domain) && equal(a.body, (b as LamTerm).body);
  }
}

/** The same node over other children; checks types again. */
export function rebuild(term: Term, child: (part: Term, depth: number) => Term, depth = 0): Term {
  return transform(term, visitWith, child, depth);
}

const visitWith = (part: Term, child: (part: Term, depth: number) => Term, depth: number): Term => child(part, depth);

/** `rebuild` with the visitor's data passed along: a closure for each node would cost more than the node. */
function transform<X>(
  term: Term,
  visit: (part: Term, context: X, depth: number) => Term,
  context: X,
  depth: number,
): Term {
  switch (term.tag) {
    case "app": {
      const { args } = term;
      let next: Term[] | undefined;
      for (let i = 0; i < args.length; i++) {
        const part = visit(args[i]!, context, depth);
        if (part !== args[i]) (next ??= [...args])[i] = part;
      }
      return next === undefined ? term : sameConstant(term, next);
    }
    case "call": {
      const fn = visit(term.fn, context, depth);
      const arg = visit(term.arg, context, depth);
      return fn === term.fn && arg === term.arg ? term : call(fn, arg);
    }
    case "lam": {
      const body = visit(term.body, context, depth + 1);
      return body === term.body ? term : lam(term.name, term.domain, body);
    }
    case "bound":
    case "meta":
    case "num":
    case "var":
    default:
      return term;
  }
}

/** `app` for arguments of the same types as the old ones: the constant's type is then the same, and not looked up again. */
function sameConstant(old: AppTerm, args: readonly Term[]): AppTerm {
  let hash = mix(5, hashOp(old.op));
  let scope = closed;
  let hasVar = false;
  let size = 1;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg !== old.args[i]) {
      must(isMade(arg), "a term");
      if (arg.open || arg.type !== old.args[i]!.type) return app(old.op, args, old.type);
    }
    hash = mix(hash, arg.hash);
    if (arg.scope !== closed) scope = join(scope, arg.scope);
    hasVar ||= arg.hasVar;
    size += arg.size;
  }
  if (size > maximumSize) throw new IllTyped("term too large");
  if (old.open) return app(old.op, args, old.type);
  return new AppNode(old.op, Object.freeze(args), old.type, hash, scope, false, hasVar, size);
}

/** Adds `by` to the indices that escape `from` binders. */
export function lift(term: Term, by: number, from = 0): Term {
  return by === 0 ? term : lifted(term, by, from);
}

function lifted(term: Term, by: number, from: number): Term {
  if (term.loose <= from) return term;
  if (term.tag === "bound") return bound(term.index + by, term.type);
  return transform(term, lifted, by, from);
}

/** Puts `value` for the binder that was just opened: index `depth` becomes it, larger ones come down by one. */
function replaceBound(term: Term, value: Term, depth: number): Term {
  if (term.loose <= depth) return term;
  if (term.tag === "bound") {
    if (term.index === depth) {
      if (!term.type.open && !value.type.open && !sameType(term.type, value.type)) {
        throw new IllTyped(`expected ${term.type.key}, received ${value.type.key}`);
      }
      return lift(value, depth);
    }
    return bound(term.index - 1, term.type);
  }
  return transform(term, replaceBound, value, depth);
}

/** `(fun x => body) value`, reduced once. */
export function instantiate(abstraction: LamTerm, value: Term): Term {
  return replaceBound(abstraction.body, value, 0);
}

/** `fun name => term` with the free variable `id` bound. */
export function abstract(term: Term, free: VarTerm, name: string = free.name): LamTerm {
  return lam(name, free.type, bindVariable(term, free, 0));
}

/** The same id at two types is two variables; while a type is still open, it may turn out the same. */
const isVariable = (term: VarTerm, free: VarTerm): boolean =>
  term.id === free.id && (term.type.open || free.type.open || sameType(term.type, free.type));

function bindVariable(term: Term, free: VarTerm, depth: number): Term {
  if (!term.hasVar && term.loose <= depth) return term;
  if (term.tag === "var") return isVariable(term, free) ? bound(depth, free.type) : term;
  if (term.tag === "bound") return term.index >= depth ? bound(term.index + 1, term.type) : term;
  return transform(term, bindVariable, free, depth);
}

export function occurs(term: Term, test: (part: Term) => boolean): boolean {
  if (test(term)) return true;
  switch (term.tag) {
    case "app":
      return term.args.some((arg) => occurs(arg, test));
    case "call":
      return occurs(term.fn, test) || occurs(term.arg, test);
    case "lam":
      return occurs(term.body, test);
    case "bound":
    case "meta":
    case "num":
    case "var":
    default:
      return false;
  }
}

export const occursVar = (term: Term, id: number): boolean =>
  term.hasVar && occurs(term, (part) => part.tag === "var" && part.id === id);

/** Full beta reduction at the head and nowhere else. */
export function betaHead(term: Term): Term {
  let current = term;
  while (current.tag === "call") {
    const fn = betaHead(current.fn);
    if (fn.tag !== "lam") return fn === current.fn ? current : call(fn, current.arg);
    current = instantiate(fn, current.arg);
  }
  return current;
}

export const isApp = <O extends Op>(term: Term, op: O): term is AppTerm & { readonly op: O } =>
  term.tag === "app" && term.op === op;
export const isProp = (term: Term): boolean => sameType(term.type, prop);

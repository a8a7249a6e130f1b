import { type Type, fun, isFun, isNumeric, prop, sameType } from "./type.ts";
import { signatureOf } from "./constants.ts";

/**
 * Typed terms. Constants are always applied to all their arguments (`app`), a function value to one at a time (`call`).
 * Binders are de Bruijn: `bound` 0 is the innermost. Terms are built only by the functions below, which check types; a term
 * with an unknown in it (`open`) is elaboration's business and no rule of the kernel takes it.
 */
export type Term = VarTerm | BoundTerm | NumTerm | AppTerm | CallTerm | LamTerm | MetaTerm;

interface TermBase {
  readonly type: Type;
  readonly hash: number;
  /** One more than the largest de Bruijn index that escapes; 0 when none does. */
  readonly loose: number;
  readonly open: boolean;
  /** Whether a free variable occurs. */
  readonly hasVar: boolean;
  /** Nodes, saturating. */
  readonly size: number;
}

/** A free variable. Equal ids, equal variables; the name is only for reading. */
export interface VarTerm extends TermBase {
  readonly tag: "var";
  readonly id: number;
  readonly name: string;
}
export interface BoundTerm extends TermBase {
  readonly tag: "bound";
  readonly index: number;
}
/** A literal, never negative: `-5` is `neg 5`. */
export interface NumTerm extends TermBase {
  readonly tag: "num";
  readonly value: bigint;
}
export interface AppTerm extends TermBase {
  readonly tag: "app";
  readonly op: string;
  readonly args: readonly Term[];
}
export interface CallTerm extends TermBase {
  readonly tag: "call";
  readonly fn: Term;
  readonly arg: Term;
}
export interface LamTerm extends TermBase {
  readonly tag: "lam";
  readonly name: string;
  readonly domain: Type;
  readonly body: Term;
}
/** A hole that elaboration or unification fills. */
export interface MetaTerm extends TermBase {
  readonly tag: "meta";
  readonly id: number;
}

/** A term that cannot be built: its parts have the wrong types. */
export class IllTyped extends Error {
  override readonly name = "IllTyped";
}

const maximumSize = 1_000_000;

const mix = (a: number, b: number): number => Math.imul((a ^ b) + 0x9e3779b9, 0x85ebca6b) ^ (a >>> 13);
const hashText = (text: string): number => {
  let hash = 17;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash, 31) + text.charCodeAt(i);
  return hash | 0;
};
const opHashes = new Map<string, number>();
const hashOp = (op: string): number => {
  const known = opHashes.get(op);
  if (known !== undefined) return known;
  const hash = hashText(op);
  // Names come from the table of constants, so this stays small.
  if (opHashes.size < 10_000) opHashes.set(op, hash);
  return hash;
};

let nextId = 1;
/** An id no other variable or hole has. */
export const freshId = (): number => nextId++;

export function variable(name: string, type: Type, id: number = freshId()): VarTerm {
  return { tag: "var", id, name, type, hash: mix(1, id), loose: 0, open: type.open, hasVar: true, size: 1 };
}

export function bound(index: number, type: Type): BoundTerm {
  return { tag: "bound", index, type, hash: mix(2, index), loose: index + 1, open: type.open, hasVar: false, size: 1 };
}

export function meta(type: Type, id: number = freshId()): MetaTerm {
  return { tag: "meta", id, type, hash: mix(3, id), loose: 0, open: true, hasVar: false, size: 1 };
}

/** A literal. @throws {IllTyped} for a negative value or a type without numerals. */
export function num(value: bigint, type: Type): NumTerm {
  if (value < 0n) throw new IllTyped("a numeral is not negative");
  if (!type.open && !isNumeric(type)) throw new IllTyped(`failed to synthesize OfNat ${type.key} ${value}`);
  const hash = mix(mix(4, Number(BigInt.asIntN(31, value))), type.open ? 0 : hashOp(type.key));
  return { tag: "num", value, type, hash, loose: 0, open: type.open, hasVar: false, size: 1 };
}

/**
 * A constant applied to all its arguments. `type` is needed only where the arguments do not fix it (casts, `∅`), or where
 * they are still open. @throws {IllTyped}
 */
export function app(op: string, args: readonly Term[], type?: Type): AppTerm {
  let hash = mix(5, hashOp(op));
  let loose = 0;
  let open = false;
  let hasVar = false;
  let size = 1;
  for (const arg of args) {
    hash = mix(hash, arg.hash);
    if (arg.loose > loose) loose = arg.loose;
    open ||= arg.open;
    hasVar ||= arg.hasVar;
    size += arg.size;
  }
  if (size > maximumSize) throw new IllTyped("term too large");
  let result = type;
  if (!open && type?.open !== true) {
    result = signatureOf(
      op,
      args.map((arg) => arg.type),
      type,
    );
    if (result === undefined)
      throw new IllTyped(`${op} has no meaning at ${args.map((arg) => arg.type.key).join(", ")}`);
  }
  if (result === undefined) throw new IllTyped(`${op}: its type is not known yet`);
  return { tag: "app", op, args, type: result, hash, loose, open: open || result.open, hasVar, size };
}

/** Function application. @throws {IllTyped} */
export function call(fn: Term, arg: Term): CallTerm {
  if (!isFun(fn.type)) throw new IllTyped("function expected");
  const [from, to] = fn.type.args as [Type, Type];
  if (!from.open && !arg.type.open && !sameType(from, arg.type)) {
    throw new IllTyped(`application type mismatch: expected ${from.key}, received ${arg.type.key}`);
  }
  const size = 1 + fn.size + arg.size;
  if (size > maximumSize) throw new IllTyped("term too large");
  return {
    tag: "call",
    fn,
    arg,
    type: to,
    hash: mix(mix(6, fn.hash), arg.hash),
    loose: Math.max(fn.loose, arg.loose),
    open: fn.open || arg.open || to.open,
    hasVar: fn.hasVar || arg.hasVar,
    size,
  };
}

/** `fun name : domain => body`, where `body` uses `bound(0, domain)`. */
export function lam(name: string, domain: Type, body: Term): LamTerm {
  return {
    tag: "lam",
    name,
    domain,
    body,
    type: fun(domain, body.type),
    hash: mix(mix(7, hashOp(domain.key)), body.hash),
    loose: Math.max(0, body.loose - 1),
    open: body.open || domain.open,
    hasVar: body.hasVar,
    size: 1 + body.size,
  };
}

/** Equality up to the names of bound variables. */
export function equal(a: Term, b: Term): boolean {
  if (a === b) return true;
  if (a.hash !== b.hash || a.tag !== b.tag || a.size !== b.size) return false;
  switch (a.tag) {
    case "var":
    case "meta":
      return a.id === (b as typeof a).id;
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
  switch (term.tag) {
    case "app": {
      let changed = false;
      const args = term.args.map((arg) => {
        const next = child(arg, depth);
        changed ||= next !== arg;
        return next;
      });
      return changed ? app(term.op, args, term.type) : term;
    }
    case "call": {
      const fn = child(term.fn, depth);
      const arg = child(term.arg, depth);
      return fn === term.fn && arg === term.arg ? term : call(fn, arg);
    }
    case "lam": {
      const body = child(term.body, depth + 1);
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

/** Adds `by` to the indices that escape `from` binders. */
export function lift(term: Term, by: number, from = 0): Term {
  if (by === 0 || term.loose <= from) return term;
  if (term.tag === "bound") return bound(term.index + by, term.type);
  return rebuild(term, (part, depth) => lift(part, by, depth), from);
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
  return rebuild(term, (part, inner) => replaceBound(part, value, inner), depth);
}

/** `(fun x => body) value`, reduced once. */
export function instantiate(abstraction: LamTerm, value: Term): Term {
  return replaceBound(abstraction.body, value, 0);
}

/** `fun name => term` with the free variable `id` bound. */
export function abstract(term: Term, free: VarTerm, name: string = free.name): LamTerm {
  return lam(name, free.type, bindVariable(term, free, 0));
}

function bindVariable(term: Term, free: VarTerm, depth: number): Term {
  if (!term.hasVar && term.loose <= depth) return term;
  if (term.tag === "var") return term.id === free.id ? bound(depth, free.type) : term;
  if (term.tag === "bound") return term.index >= depth ? bound(term.index + 1, term.type) : term;
  return rebuild(term, (part, inner) => bindVariable(part, free, inner), depth);
}

/** `fun _ => term` with every occurrence of the closed-off subterm `target` bound; undefined when there is none. */
export function abstractTerm(term: Term, target: Term, name = "x"): LamTerm | undefined {
  let found = false;
  const walk = (part: Term, depth: number): Term => {
    if (part.size >= target.size && equal(part, depth === 0 ? target : lift(target, depth))) {
      found = true;
      return bound(depth, target.type);
    }
    if (part.tag === "bound") return part.index >= depth ? bound(part.index + 1, part.type) : part;
    return rebuild(part, walk, depth);
  };
  const body = walk(term, 0);
  return found ? lam(name, target.type, body) : undefined;
}

/** Replaces a free variable. */
export function substitute(term: Term, free: VarTerm, value: Term): Term {
  return term.hasVar ? instantiate(abstract(term, free), value) : term;
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

export const isApp = <O extends string>(term: Term, op: O): term is AppTerm & { readonly op: O } =>
  term.tag === "app" && term.op === op;
export const isProp = (term: Term): boolean => sameType(term.type, prop);

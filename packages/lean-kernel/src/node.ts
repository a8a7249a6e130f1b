import type { Op } from "./constants/names.ts";
import { hide } from "./hide.ts";
import { type Type, fun } from "./type.ts";

/**
 * Typed terms. Constants are always applied to all their arguments (`app`), a function value to one at a time (`call`).
 * Binders are de Bruijn: `bound` 0 is the innermost. Terms are built only by the functions of `term.ts`, which check types,
 * and cannot be changed: nothing else has the private mark that they ask of each other and the kernel asks of them. A term with
 * an unknown in it (`open`) is elaboration's business and no rule of the kernel takes it.
 */
export type Term = VarTerm | BoundTerm | NumTerm | AppTerm | CallTerm | LamTerm | MetaTerm;
export type VarTerm = VarNode;
export type BoundTerm = BoundNode;
export type NumTerm = NumNode;
export type AppTerm = AppNode;
export type CallTerm = CallNode;
export type LamTerm = LamNode;
export type MetaTerm = MetaNode;

/** The types that a term expects of the binders around it, innermost first; a gap for a binder it does not use. */
export type Scope = readonly (Type | undefined)[];
export const closed: Scope = [];

export const mix = (a: number, b: number): number => Math.imul((a ^ b) + 0x9e3779b9, 0x85ebca6b) ^ (a >>> 13);
const hashText = (text: string): number => {
  let hash = 17;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash, 31) + text.charCodeAt(i);
  return hash | 0;
};
const opHashes = new Map<string, number>();
export function hashOp(op: string): number {
  const known = opHashes.get(op);
  if (known !== undefined) return known;
  const hash = hashText(op);
  // Names come from the table of constants, so this stays small.
  if (opHashes.size < 10_000) opHashes.set(op, hash);
  return hash;
}

/**
 * What all terms have. Fields are only declared and each class below has a mark of its own: defining fields one by one, or one
 * mark for seven shapes of object, would take most of a check's time.
 */
class Node {
  declare readonly type: Type;
  declare readonly hash: number;
  declare readonly scope: Scope;
  declare readonly open: boolean;
  /** Whether a free variable occurs. */
  declare readonly hasVar: boolean;
  /** Nodes of the term, itself included. */
  declare readonly size: number;

  constructor(type: Type, hash: number, scope: Scope, open: boolean, hasVar: boolean, size: number) {
    this.type = type;
    this.hash = hash;
    this.scope = scope;
    this.open = open;
    this.hasVar = hasVar;
    this.size = size;
  }

  /** One more than the largest de Bruijn index that escapes; 0 when none does. */
  get loose(): number {
    return this.scope.length;
  }
}

/** A free variable. Equal ids and types, equal variables; the name is only for reading. */
export class VarNode extends Node {
  readonly #made = true;
  declare readonly tag: "var";
  declare readonly id: number;
  declare readonly name: string;
  constructor(name: string, type: Type, id: number) {
    super(type, mix(1, id), closed, type.open, true, 1);
    this.id = id;
    this.name = name;
    this.tag = "var";
    Object.freeze(this);
  }

  static isMade(value: object): boolean {
    return #made in value && value.#made;
  }
}
export class BoundNode extends Node {
  readonly #made = true;
  declare readonly tag: "bound";
  declare readonly index: number;
  constructor(index: number, type: Type) {
    const scope: (Type | undefined)[] = Array.from({ length: index });
    scope.push(type);
    super(type, mix(2, index), Object.freeze(scope), type.open, false, 1);
    this.index = index;
    this.tag = "bound";
    Object.freeze(this);
  }

  static isMade(value: object): boolean {
    return #made in value && value.#made;
  }
}
/** A literal, never negative: `-5` is `neg 5`. */
export class NumNode extends Node {
  readonly #made = true;
  declare readonly tag: "num";
  declare readonly value: bigint;
  constructor(value: bigint, type: Type) {
    const hash = mix(mix(4, Number(BigInt.asIntN(31, value))), type.open ? 0 : hashOp(type.key));
    super(type, hash, closed, type.open, false, 1);
    this.value = value;
    this.tag = "num";
    Object.freeze(this);
  }

  static isMade(value: object): boolean {
    return #made in value && value.#made;
  }
}
export class AppNode extends Node {
  readonly #made = true;
  declare readonly tag: "app";
  declare readonly op: Op;
  declare readonly args: readonly Term[];
  constructor(
    op: Op,
    args: readonly Term[],
    type: Type,
    hash: number,
    scope: Scope,
    open: boolean,
    hasVar: boolean,
    size: number,
  ) {
    super(type, hash, scope, open, hasVar, size);
    this.op = op;
    this.args = args;
    this.tag = "app";
    Object.freeze(this);
  }

  static isMade(value: object): boolean {
    return #made in value && value.#made;
  }
}
export class CallNode extends Node {
  readonly #made = true;
  declare readonly tag: "call";
  declare readonly fn: Term;
  declare readonly arg: Term;
  constructor(fn: Term, arg: Term, type: Type, scope: Scope, size: number) {
    const hash = mix(mix(6, fn.hash), arg.hash);
    super(type, hash, scope, fn.open || arg.open || type.open, fn.hasVar || arg.hasVar, size);
    this.fn = fn;
    this.arg = arg;
    this.tag = "call";
    Object.freeze(this);
  }

  static isMade(value: object): boolean {
    return #made in value && value.#made;
  }
}
export class LamNode extends Node {
  readonly #made = true;
  declare readonly tag: "lam";
  declare readonly name: string;
  declare readonly domain: Type;
  declare readonly body: Term;
  constructor(name: string, domain: Type, body: Term, scope: Scope) {
    const hash = mix(mix(7, hashOp(domain.key)), body.hash);
    super(fun(domain, body.type), hash, scope, body.open || domain.open, body.hasVar, 1 + body.size);
    this.name = name;
    this.domain = domain;
    this.body = body;
    this.tag = "lam";
    Object.freeze(this);
  }

  static isMade(value: object): boolean {
    return #made in value && value.#made;
  }
}
/** A hole that elaboration or unification fills. */
export class MetaNode extends Node {
  readonly #made = true;
  declare readonly tag: "meta";
  declare readonly id: number;
  constructor(type: Type, id: number) {
    super(type, mix(3, id), closed, true, false, 1);
    this.id = id;
    this.tag = "meta";
    Object.freeze(this);
  }

  static isMade(value: object): boolean {
    return #made in value && value.#made;
  }
}

hide(Node, VarNode, BoundNode, NumNode, AppNode, CallNode, LamNode, MetaNode);

/** Whether the value was made by this file, whatever its declared type says. */
export function isMade(value: Term): boolean {
  switch (value.tag) {
    case "app":
      return AppNode.isMade(value);
    case "bound":
      return BoundNode.isMade(value);
    case "var":
      return VarNode.isMade(value);
    case "num":
      return NumNode.isMade(value);
    case "lam":
      return LamNode.isMade(value);
    case "call":
      return CallNode.isMade(value);
    case "meta":
      return MetaNode.isMade(value);
    default:
      return false;
  }
}

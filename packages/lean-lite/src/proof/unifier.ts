import { offsetOf } from "../arithmetic/offset.ts";
import { Unknowns } from "../elaborate/unknowns.ts";
import {
  abstract,
  app,
  type AppTerm,
  call,
  equal,
  instantiate,
  lam,
  type MetaTerm,
  nat,
  num,
  numberOf,
  sameType,
  type Term,
  type VarTerm,
} from "@lemma/lean-kernel";
import { Budget } from "@lemma/lean-kernel/budget";
import { isInteger, numerator } from "@lemma/lean-kernel/rational";
import { sameNumber } from "./reduces.ts";

/** Finds the holes of a proof's terms by making two terms one. Statements are read without: only proofs leave terms to be found. */
export class Unifier extends Unknowns {
  #unfolds: boolean;

  /** @param unfolds whether closed integers may be computed by their definitions, as `exact` does and `rw` does not. */
  constructor(unfolds = true) {
    super();
    this.#unfolds = unfolds;
  }

  /** Runs `attempt` without unfolding, as `rw` looks for what it rewrites. */
  reducibly<T>(attempt: () => T): T {
    const before = this.#unfolds;
    this.#unfolds = false;
    try {
      return attempt();
    } finally {
      this.#unfolds = before;
    }
  }

  /** First-order unification; a hole takes any term of its type without escaping bound variables. */
  unify(a: Term, b: Term, spend: () => void): boolean {
    spend();
    const [left, right] = [this.#head(a), this.#head(b)];
    if (!left.open && !right.open && equal(left, right)) return true;
    if (left.tag === "meta") return this.#assignTerm(left, right);
    if (right.tag === "meta") return this.#assignTerm(right, left);
    const [pattern, other] = isPatternCall(left) ? [left, right] : [right, left];
    if (isPatternCall(pattern) && this.#assignFunction(pattern, other)) return true;
    if (left.tag !== right.tag) {
      if (this.#unifyCast(left, right, spend) || this.#unifyCast(right, left, spend)) return true;
      // n + 1 against a literal: 3 is 2 + 1.
      if (this.#unifySuccessor(left, right, spend) || this.#unifySuccessor(right, left, spend)) return true;
      // 8 * 8 against 64.
      return (
        (left.tag === "num" || right.tag === "num") && sameNumber(this.zonk(left), this.zonk(right), this.#unfolds)
      );
    }
    switch (left.tag) {
      case "num":
        return left.value === (right as typeof left).value && this.unifyTypes(left.type, right.type);
      case "bound":
        return left.index === (right as typeof left).index;
      case "var":
        return left.id === (right as typeof left).id;
      case "app": {
        const other = right as typeof left;
        const mark = this.mark();
        const alike =
          left.op === other.op &&
          left.args.length === other.args.length &&
          this.unifyTypes(left.type, right.type) &&
          left.args.every((arg, i) => this.unify(arg, other.args[i]!, spend));
        if (alike) return true;
        this.undo(mark);
        if (this.#unifyOffsets(left, other, spend)) return true;
        // ?n + 2 against 7 + 1: a sum of literals is its value.
        const [sum, closed] = left.open ? [left, other] : [other, left];
        if (sum.op !== "add" || !sum.open || closed.open || closed.hasVar || !sameType(closed.type, nat)) return false;
        const value = numberOf(closed, new Budget(10_000));
        return value !== undefined && isInteger(value) && this.#unifySuccessor(num(numerator(value), nat), sum, spend);
      }
      case "call": {
        const other = right as typeof left;
        return this.unify(left.fn, other.fn, spend) && this.unify(left.arg, other.arg, spend);
      }
      case "lam": {
        const other = right as typeof left;
        return this.unifyTypes(left.domain, other.domain) && this.unify(left.body, other.body, spend);
      }
    }
  }

  /** `?n + 1` against `k + 3`, `k + 1 + 2` against `k + 3`: the literals are counted together. */
  #unifyOffsets(a: AppTerm, b: AppTerm, spend: () => void): boolean {
    if (a.op !== "add" || b.op !== "add" || !sameType(this.type(a.type), nat)) return false;
    const [x, y] = [offsetOf(a), offsetOf(b)];
    if (x.base === undefined || y.base === undefined || x.offset === 0n || y.offset === 0n) return false;
    const [lower, higher] = x.offset <= y.offset ? [x, y] : [y, x];
    const rest = higher.offset - lower.offset;
    // Where nothing has become smaller, it would go on for ever.
    if (lower.base!.size >= a.size && lower.base!.size >= b.size) return false;
    return this.unify(lower.base!, rest === 0n ? higher.base! : app("add", [higher.base!, num(rest, nat)], nat), spend);
  }

  /** `↑3` against `3`: from two on, a literal of another type is defined as the cast of ℕ's. */
  #unifyCast(a: Term, b: Term, spend: () => void): boolean {
    if (a.tag !== "num" || a.value < 2n || b.tag !== "app" || b.op !== "cast") return false;
    const [inner] = b.args as [Term];
    return (
      sameType(this.type(inner.type), nat) &&
      this.unifyTypes(a.type, b.type) &&
      this.unify(inner, num(a.value, nat), spend)
    );
  }

  #unifySuccessor(a: Term, b: Term, spend: () => void): boolean {
    if (a.tag !== "num" || a.value === 0n || b.tag !== "app" || b.op !== "add") return false;
    const [base, one] = b.args as [Term, Term];
    if (
      !sameType(this.type(b.type), nat) ||
      one.tag !== "num" ||
      one.value > a.value ||
      this.#head(base).tag !== "meta"
    )
      return false;
    return this.unify(base, num(a.value - one.value, nat), spend);
  }

  #head(term: Term): Term {
    let current = term;
    for (;;) {
      if (current.tag === "meta") {
        const value = this.valueOf(current);
        if (value === undefined) return current;
        current = value;
      } else if (current.tag === "call" && current.open) {
        const fn = this.#head(current.fn);
        if (fn.tag !== "lam") return fn === current.fn ? current : call(fn, current.arg);
        current = instantiate(fn, current.arg);
      } else return current;
    }
  }

  #assignTerm(hole: MetaTerm, value: Term): boolean {
    if (value.tag === "meta" && value.id === hole.id) return true;
    if (value.loose > 0) return false;
    const zonked = this.zonk(value);
    if (mentionsHole(zonked, hole.id)) return false;
    if (!this.unifyTypes(hole.type, zonked.type)) return false;
    this.assign(hole, zonked);
    return true;
  }

  /** `?f x =?= t` with a free variable x, or the variable of the binder around both: ?f is `fun x => t`. */
  #assignFunction(pattern: Term, other: Term): boolean {
    if (pattern.tag !== "call") return false;
    const fn = this.#head(pattern.fn);
    const arg = this.#head(pattern.arg);
    if (fn.tag !== "meta") return false;
    if (arg.tag === "bound") {
      const body = this.zonk(other);
      // As under `∑ i ∈ s, ?f i`: no other binder's variable may escape.
      return arg.index === 0 && body.loose <= 1 && this.#assignTerm(fn, lam("x", this.type(arg.type), body));
    }
    if (arg.tag !== "var" || other.loose > 0) return false;
    const value = abstract(this.zonk(other), arg as VarTerm);
    return this.#assignTerm(fn, value);
  }
}

const isPatternCall = (term: Term): boolean => term.tag === "call" && term.open;

function mentionsHole(term: Term, id: number): boolean {
  if (!term.open) return false;
  switch (term.tag) {
    case "meta":
      return term.id === id;
    case "app":
      return term.args.some((arg) => mentionsHole(arg, id));
    case "call":
      return mentionsHole(term.fn, id) || mentionsHole(term.arg, id);
    case "lam":
      return mentionsHole(term.body, id);
    case "bound":
    case "num":
    case "var":
    default:
      return false;
  }
}

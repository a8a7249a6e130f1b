import {
  abstract,
  app,
  betaHead,
  bound,
  call,
  freshId,
  fun,
  isUnknown,
  lam,
  meta,
  type MetaTerm,
  num,
  occurs,
  sameType,
  type Term,
  type Type,
  unknownType,
  variable,
  type VarTerm,
  withArgs,
} from "@lemma/lean-kernel";

/**
 * What elaboration has found out so far: values of unknown types and of holes. Assignments are recorded on a trail, so that
 * a failed attempt leaves nothing behind.
 */
export class Unknowns {
  readonly #types = new Map<string, Type>();
  readonly #terms = new Map<number, Term>();
  readonly #trail: (string | number)[] = [];

  freshType(): Type {
    return unknownType(freshId());
  }

  freshTerm(type: Type): MetaTerm {
    return meta(type);
  }

  mark(): number {
    return this.#trail.length;
  }

  undo(mark: number): void {
    while (this.#trail.length > mark) {
      const key = this.#trail.pop()!;
      if (typeof key === "string") this.#types.delete(key);
      else this.#terms.delete(key);
    }
  }

  /** Runs `attempt`; forgets what it assigned unless it returns true. */
  speculate(attempt: () => boolean): boolean {
    const mark = this.mark();
    const done = attempt();
    if (!done) this.undo(mark);
    return done;
  }

  assign(hole: MetaTerm, value: Term): void {
    this.#terms.set(hole.id, value);
    this.#trail.push(hole.id);
  }

  valueOf(hole: MetaTerm): Term | undefined {
    return this.#terms.get(hole.id);
  }

  type(type: Type): Type {
    if (!type.open) return type;
    const known = this.#types.get(type.key);
    if (known !== undefined) return this.type(known);
    if (type.args.length === 0) return type;
    return withArgs(
      type,
      type.args.map((arg) => this.type(arg)),
    );
  }

  unifyTypes(a: Type, b: Type): boolean {
    const [left, right] = [this.type(a), this.type(b)];
    if (sameType(left, right)) return true;
    if (isUnknown(left)) return this.#assignType(left, right);
    if (isUnknown(right)) return this.#assignType(right, left);
    return (
      left.name === right.name &&
      left.args.length === right.args.length &&
      left.args.every((arg, i) => this.unifyTypes(arg, right.args[i]!))
    );
  }

  #assignType(unknown: Type, value: Type): boolean {
    const mentions = (type: Type): boolean => type.key === unknown.key || type.args.some(mentions);
    if (mentions(value)) return false;
    this.#types.set(unknown.key, value);
    this.#trail.push(unknown.key);
    return true;
  }

  /**
   * `fun x => body`, with `x` still free where something is open: a hole of the body may yet be filled with a term that mentions it.
   * `zonk` binds it.
   */
  bindLater(free: VarTerm, body: Term): Term {
    const type = this.type(free.type);
    if (!body.open && !type.open) return abstract(body, variable(free.name, type, free.id));
    return app(openFunction, [free, body], fun(type, this.type(body.type)));
  }

  /** The term with all that is known put in. */
  zonk(term: Term): Term {
    if (!term.open) return term;
    switch (term.tag) {
      case "meta": {
        const value = this.#terms.get(term.id);
        if (value !== undefined) return this.zonk(value);
        const type = this.type(term.type);
        return sameType(type, term.type) ? term : meta(type, term.id);
      }
      case "var": {
        const type = this.type(term.type);
        return sameType(type, term.type) ? term : variable(term.name, type, term.id);
      }
      case "bound":
        return bound(term.index, this.type(term.type));
      case "num": {
        const type = this.type(term.type);
        return sameType(type, term.type) ? term : num(term.value, type);
      }
      case "app": {
        const args = term.args.map((arg) => this.zonk(arg));
        const type = this.type(term.type);
        if (term.op === openFunction) {
          const [free, body] = args as [VarTerm, Term];
          return hasHole(body) ? app(openFunction, args, type) : abstract(body, free);
        }
        return app(term.op, args, type);
      }
      case "call":
        return betaHead(call(this.zonk(term.fn), this.zonk(term.arg)));
      case "lam": {
        const domain = this.type(term.domain);
        return lam(term.name, domain, this.zonk(term.body));
      }
    }
  }
}

/** A function whose variable is not bound yet. No constant of the kernel: nothing closed can have it. */
const openFunction = "fun?";

/** Whether a term's hole is left, whatever its types are. */
const hasHole = (term: Term): boolean => term.open && occurs(term, (part) => part.tag === "meta");

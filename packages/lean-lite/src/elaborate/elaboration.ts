import { equal, IllTyped, prop, type Term, type Type, variable, type VarTerm } from "@lemma/lean-kernel";
import type { Expression } from "../syntax/tree.ts";
import { asFunction, coerce, coercible } from "./coercions.ts";
import { describe } from "../print/describe.ts";
import { Obligations } from "./obligations.ts";
import { ElaborationProblem, UnsupportedProblem } from "./problem.ts";
import { typeOf } from "./types.ts";
import type { Unknowns } from "./unknowns.ts";

/** A name in scope: a variable, or a hypothesis (which is no term). */
export interface Local {
  readonly name: string;
  readonly term?: Term;
}

const maximumDepth = 400;

/** What the rules for the kinds of syntax share: names in scope, what is still to be found out, coercions, text that waits. */
export abstract class Elaboration {
  readonly unifier: Unknowns;
  readonly obligations: Obligations;
  readonly opens: readonly string[];
  #scope: Local[];
  readonly #autobound: ((name: string) => Term | undefined) | undefined;
  readonly #standIns = new Set<string>();
  /** Sets that a binder of the statement says to be finite, with the Finset of their elements. */
  readonly #finite: { readonly set: Term; readonly elements: Term }[] = [];
  #depth = 0;

  constructor(
    unifier: Unknowns,
    scope: readonly Local[],
    opens: readonly string[],
    autobound?: (name: string) => Term | undefined,
  ) {
    this.unifier = unifier;
    this.obligations = new Obligations(unifier);
    this.opens = opens;
    this.#scope = [...scope];
    this.#autobound = autobound;
  }

  push(local: Local): void {
    this.#scope.push(local);
  }

  pop(): void {
    this.#scope.pop();
  }

  lookup(name: string): Local | undefined {
    return this.#scope.findLast((local) => local.name === name);
  }

  /** Notes what is read as something of the same meaning that Lean's goals do not show. */
  standsIn(what: string): void {
    this.#standIns.add(what);
  }

  /** All that was noted. */
  get standIns(): readonly string[] {
    return [...this.#standIns];
  }

  /** The variable that an unknown letter is, where it may be one. */
  letter(name: string): Term | undefined {
    return this.#autobound?.(name);
  }

  /** From here on `set.toFinset` is `elements`. */
  noteFinite(finite: { readonly set: Term; readonly elements: Term }): void {
    this.#finite.push(finite);
  }

  /** The elements of a set that is known to be finite. */
  elementsOf(value: Term): Term | undefined {
    const { unifier } = this;
    return this.#finite.find(({ set: known }) => equal(unifier.zonk(known), unifier.zonk(value)))?.elements;
  }

  /** A formula on its own: nothing stays unknown. @throws {ElaborationProblem | UnsupportedProblem} */
  formula(syntax: Expression): Term {
    return this.finish(this.term(syntax, prop), syntax, prop);
  }

  /** A term on its own. */
  closed(syntax: Expression, expected?: Type): Term {
    return this.finish(this.term(syntax, expected), syntax, expected);
  }

  finish(term: Term, syntax: Expression, expected?: Type): Term {
    const ensured = expected === undefined ? term : this.ensure(term, expected, syntax);
    this.settle();
    const done = this.unifier.zonk(ensured);
    if (done.open) throw new ElaborationProblem("don't know how to synthesize placeholder", syntax.from);
    return done;
  }

  /** Decides what is left to decide, as Lean does at the end of a statement or of a term on its own. */
  settle(): void {
    this.obligations.settle();
  }

  /** Inserts a coercion where Lean would. */
  ensure(term: Term, expected: Type, syntax: Expression): Term {
    const { unifier } = this;
    if (unifier.speculate(() => unifier.unifyTypes(term.type, expected))) return term;
    const [from, to] = [unifier.type(term.type), unifier.type(expected)];
    if (coercible(from, to)) return coerce(term, to);
    const bare = asFunction(term, from);
    if (bare !== term && unifier.speculate(() => unifier.unifyTypes(bare.type, to))) return bare;
    const elements = from.name === "Finset" && to.name === "Set" ? ([from.args[0]!, to.args[0]!] as const) : undefined;
    if (elements !== undefined && unifier.speculate(() => unifier.unifyTypes(...elements)))
      return coerce(term, unifier.type(to));
    throw new ElaborationProblem(
      `type mismatch\n  term\nhas type\n  ${from.key} : Type\nbut is expected to have type\n  ${to.key} : Type`,
      syntax.from,
    );
  }

  /** Puts a hole for text that cannot be read before its type, or that of a part, is known; it keeps the scope it stands in. */
  postpone(type: Type, syntax: Expression, read: (known: Type, forced: boolean) => Term | undefined): Term {
    const hole = this.unifier.freshTerm(type);
    const scope = [...this.#scope];
    const attempt = (forced: boolean): boolean => {
      const outer = this.#scope;
      this.#scope = [...scope];
      try {
        const value = read(this.unifier.type(type), forced);
        if (value === undefined) return false;
        this.unifier.assign(hole, this.ensure(value, type, syntax));
        return true;
      } finally {
        this.#scope = outer;
      }
    };
    this.obligations.add({ kind: "postponed", attempt, at: syntax.from });
    return hole;
  }

  /** Runs `read`, and takes back all that it found out when it gives nothing. */
  trial<T>(read: () => T | undefined): T | undefined {
    const [mark, open] = [this.unifier.mark(), this.obligations.snapshot];
    const result = read();
    if (result === undefined) {
      this.unifier.undo(mark);
      this.obligations.restore(open);
    }
    return result;
  }

  /** Each kind of syntax by its own rule. */
  protected abstract read(syntax: Expression, expected?: Type): Term;

  /** Elaborates with a type in mind; the result may have another, which `ensure` then bridges. */
  term(syntax: Expression, expected?: Type): Term {
    if (++this.#depth > maximumDepth) throw new UnsupportedProblem("an expression this deep");
    const open = this.obligations.snapshot;
    try {
      return this.read(syntax, expected);
    } catch (error) {
      // Whoever goes on after this owes nothing for what failed.
      this.obligations.restore(open);
      if (error instanceof IllTyped) throw new ElaborationProblem(error.message, syntax.from);
      throw error;
    } finally {
      this.#depth--;
    }
  }

  /** Elaborates and bridges to the type. */
  at(syntax: Expression, type: Type): Term {
    return this.ensure(this.term(syntax, type), type, syntax);
  }

  /** @throws {UnsupportedProblem} when the syntax is no type of the fragment. */
  type(syntax: Expression): Type {
    const type = this.typeOf(syntax);
    if (type === undefined) throw new UnsupportedProblem(`the type ${describe(syntax)}`);
    return type;
  }

  /** The type that syntax denotes here, where a name in scope comes before a type's; undefined when it is none. */
  typeOf(syntax: Expression): Type | undefined {
    return typeOf(syntax, this.unifier, (name) => this.lookup(name) !== undefined);
  }

  bind(free: VarTerm, body: Term): Term {
    return this.unifier.bindLater(free, body);
  }

  /** `fun name => body` for terms that no text spells out. */
  readonly binding = (name: string, type: Type, body: (x: Term) => Term): Term => {
    const free = variable(name, type);
    return this.bind(free, body(free));
  };
}

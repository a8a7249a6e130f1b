import { int, isField, isFun, isNumeric, isUnknown, nat, real, sameType, complex, type Type } from "@lemma/lean-kernel";
import { ElaborationProblem, UnsupportedProblem, UndecidedProblem } from "./problem.ts";
import type { Unknowns } from "./unknowns.ts";

/**
 * What elaboration leaves open until a type is known, as Lean leaves its instance problems. `at` is a token index.
 *
 * - `arithmetic`: `HAdd left right out` and its kin;
 * - `power`: `HPow base exponent out`;
 * - `numeral`, `negation`, `inverse`: `OfNat type`, `Neg type`, `Inv type`;
 * - `member`: `Membership element container`, and what `∅`, `insert` and `{x}` ask: the container fixes its elements;
 * - `postponed`: a piece of text that has to wait for its type. `attempt` returns whether it is done; `forced` means that nothing
 *   more will be known before defaults are put.
 */
export type Obligation =
  | {
      readonly kind: "arithmetic";
      readonly symbol: string;
      readonly left: Type;
      readonly right: Type;
      readonly out: Type;
      readonly at: number;
    }
  | { readonly kind: "power"; readonly base: Type; readonly exponent: Type; readonly out: Type; readonly at: number }
  | { readonly kind: "numeral" | "negation" | "inverse"; readonly type: Type; readonly at: number }
  | { readonly kind: "member"; readonly element: Type; readonly container: Type; readonly at: number }
  | { readonly kind: "postponed"; readonly attempt: (forced: boolean) => boolean; readonly at: number };

/**
 * The obligations of one elaboration, in the order in which they arose. `progress` discharges those whose types are known and
 * decides nothing; `settle` does at the end what Lean's `synthesizeSyntheticMVars` does then: postponed text first, after
 * that one default at a time, the strongest first: homogeneous arithmetic and natural exponents, then ℤ for what is negated, then ℕ
 * for a numeral.
 *
 * @see Lean.Elab.SyntheticMVars and the `default_instance`s of `instHAdd`, `instHPow`, `Monoid.Pow`, `Int.instNegInt`, `instOfNatNat`
 */
export class Obligations {
  readonly #unifier: Unknowns;
  #open: readonly Obligation[] = [];

  constructor(unifier: Unknowns) {
    this.#unifier = unifier;
  }

  /** To come back to by `restore`, together with the unifier's mark. */
  get snapshot(): readonly Obligation[] {
    return this.#open;
  }

  restore(snapshot: readonly Obligation[]): void {
    this.#open = snapshot;
  }

  /** @throws {ElaborationProblem} when it can be seen now that nothing meets it. */
  add(obligation: Obligation): void {
    if (!this.#meet(obligation)) this.#open = [...this.#open, obligation];
  }

  /** Meets what the known types allow, until nothing changes. */
  progress(): void {
    while (this.#sweep((obligation) => this.#meet(obligation)));
  }

  /** Puts defaults, and leaves postponed text. While one piece of that is read, this sees its own obligations only. */
  useDefaults(): void {
    do this.progress();
    while (this.#defaultOne());
  }

  /** Decides all that can be decided. What stays open leaves a term open, which is an error of whoever needs it closed. */
  settle(): void {
    do this.progress();
    while (this.#sweep(force) || this.#defaultOne());
  }

  /** Offers every obligation once and keeps those that are not met; those that arise meanwhile come after them. */
  #sweep(meet: (obligation: Obligation) => boolean): boolean {
    const before = this.#open;
    if (before.length === 0) return false;
    this.#open = [];
    const kept = before.filter((obligation) => !meet(obligation));
    this.#open = [...kept, ...this.#open];
    return kept.length < before.length;
  }

  #defaultOne(): boolean {
    for (const strength of [arithmeticDefault, negationDefault, numeralDefault]) {
      for (const obligation of this.#open) {
        if (!this.#unifier.speculate(() => strength(this.#unifier, obligation))) continue;
        this.#open = this.#open.filter((other) => other !== obligation || !this.#meet(other));
        return true;
      }
    }
    return false;
  }

  #meet(obligation: Obligation): boolean {
    const { unifier, type } = { unifier: this.#unifier, type: (known: Type) => this.#unifier.type(known) };
    switch (obligation.kind) {
      case "arithmetic": {
        const [left, right] = [type(obligation.left), type(obligation.right)];
        if (left.open || right.open) return false;
        const { symbol, out, at } = obligation;
        if (!sameType(left, right)) throw noInstance(`${left.key} ${symbol} ${right.key}`, at);
        if (!isNumeric(left)) throw new UnsupportedProblem(`${symbol} on ${left.key}`);
        if (!unifier.unifyTypes(out, left)) throw noInstance(`${left.key} ${symbol} ${right.key}`, at);
        return true;
      }
      case "power": {
        const [base, exponent] = [type(obligation.base), type(obligation.exponent)];
        if (base.open || exponent.open) return false;
        if (!hasPower(base, exponent)) throw noInstance(`${base.key} ^ ${exponent.key}`, obligation.at);
        // As of `↑p ∣ n ^ 2`: which of the two is decided first is not known here.
        if (!unifier.unifyTypes(obligation.out, base))
          throw new UndecidedProblem("a power that is to have another type", obligation.at);
        return true;
      }
      case "numeral":
      case "negation":
      case "inverse": {
        const known = type(obligation.type);
        if (isUnknown(known)) return false;
        const { isOn, name, what } = instances[obligation.kind];
        if (isFun(known)) throw new UnsupportedProblem(`${what} a function`);
        if (!isOn(known)) throw noInstance(`${name} ${known.key}`, obligation.at);
        return true;
      }
      case "member": {
        const container = type(obligation.container);
        if (isUnknown(container)) return false;
        if (container.args.length !== 1) throw new UnsupportedProblem(`a member of ${container.key}`);
        if (!unifier.unifyTypes(obligation.element, container.args[0]!))
          throw noInstance(`Membership ${type(obligation.element).key} ${container.key}`, obligation.at);
        return true;
      }
      case "postponed":
        return obligation.attempt(false);
    }
  }
}

/** The classes of one type, and what it is that a function has no such instance for. */
const instances = {
  numeral: { isOn: isNumeric, name: "a numeral in", what: "a numeral as" },
  negation: { isOn: (type: Type) => isNumeric(type) && !sameType(type, nat), name: "Neg", what: "the negative of" },
  inverse: { isOn: isField, name: "Inv", what: "the inverse of" },
} as const;

const force = (obligation: Obligation): boolean => obligation.kind === "postponed" && obligation.attempt(true);

/** `[Add α] : HAdd α α α`; `[Pow α β] : HPow α β α` with `Pow α ℕ`. Each only where it leaves nothing to find. */
function arithmeticDefault(unifier: Unknowns, obligation: Obligation): boolean {
  if (obligation.kind === "arithmetic") {
    const { left, right, out } = obligation;
    return unifier.unifyTypes(left, right) && unifier.unifyTypes(left, out) && isNumeric(unifier.type(left));
  }
  if (obligation.kind === "power") {
    const { base, exponent, out } = obligation;
    if (!unifier.unifyTypes(base, out)) return false;
    if (isUnknown(unifier.type(exponent))) unifier.unifyTypes(exponent, nat);
    return hasPower(unifier.type(base), unifier.type(exponent));
  }
  return false;
}

function negationDefault(unifier: Unknowns, obligation: Obligation): boolean {
  return obligation.kind === "negation" && unifier.unifyTypes(obligation.type, int);
}

function numeralDefault(unifier: Unknowns, obligation: Obligation): boolean {
  return obligation.kind === "numeral" && unifier.unifyTypes(obligation.type, nat);
}

/** Natural exponents anywhere, whole ones in fields, and those of the field itself on ℝ and ℂ. */
function hasPower(base: Type, exponent: Type): boolean {
  if (!isNumeric(base)) return false;
  if (sameType(exponent, nat)) return true;
  if (sameType(exponent, int)) return isField(base);
  return sameType(base, exponent) && (sameType(base, real) || sameType(base, complex));
}

const noInstance = (what: string, at: number): ElaborationProblem =>
  new ElaborationProblem(`failed to synthesize\n  ${what}`, at);

import { type Binder, functions, type Operator, type Surface, type WrittenType } from "./surface.ts";
import type { Bound, Term } from "./term.ts";
import { coerces, Hole, isBase, isHole, known, Refused, type Type, unify } from "./type.ts";

/**
 * How a reader might get it wrong. Each names a decision; with none of them this is Lean's way. The campaigns use these to
 * find statements that are false, but true to somebody who misreads them.
 */
export interface Misreading {
  /** `∀ n x` gives both one type. */
  readonly sharedBinders?: boolean;
  /** An exponent whose type is not known is natural, at once. */
  readonly naturalExponents?: boolean;
  /** Under `↑`, numerals and names of no known type are natural, and a cast is put before them. */
  readonly naturalArrows?: boolean;
  /** Each side of a mixed operation is read alone and cast as a whole. */
  readonly castsAtTop?: boolean;
  /** `(e : T)` reads e alone, then casts it. */
  readonly ascribesLast?: boolean;
  /** A name that nothing binds is a natural number, the same one everywhere. */
  readonly naturalContext?: boolean;
  /** A name of Lean's types means that type, whatever is bound. */
  readonly typesFirst?: boolean;
}

export type Scope = ReadonlyMap<string, Term>;

type Tree =
  | { readonly kind: "leaf"; readonly term: Term }
  | { readonly kind: "operator"; readonly operator: Operator; readonly left: Tree; readonly right: Tree }
  | { readonly kind: "negative"; readonly of: Tree };

interface Instance {
  readonly operator: Operator | "neg";
  readonly left: Type;
  readonly right: Type;
  readonly result: Type;
}

const leanTypes: ReadonlyMap<string, Type> = new Map([
  ["Nat", "ℕ"],
  ["Int", "ℤ"],
  ["Rat", "ℚ"],
  ["Real", "ℝ"],
]);

let fresh = 0;
export const bound = (name: string, type: Type, proofOf?: Term): Bound => {
  fresh += 1;
  return { id: fresh, name, type, ...(proofOf === undefined ? {} : { proofOf }) };
};
export const variableOf = ({ id, name, type }: Bound): Term => ({ kind: "variable", id, name, type });

/**
 * Lean's elaboration of the terms in `surface.ts`, with its order of decisions: `binop%`, `rightact%`, `unop%` and `binrel%`
 * as in Lean.Elab.Extra, arrows that wait for their type, and instances by default only at the end, the exponent's first
 * (Monoid.Pow), then the operators', then negation's ℤ, then the numerals' ℕ.
 */
export class Elaborator {
  readonly #misreading: Misreading;
  readonly #reversed: boolean;
  #instances: Instance[] = [];
  #arrows: {
    readonly surface: Surface;
    readonly scope: Scope;
    readonly type: Type;
    readonly slot: { value?: Term };
  }[] = [];
  #numerals: Type[] = [];
  readonly #holes: Type[] = [];
  readonly #limits: { readonly type: Type; readonly allowed: readonly Type[] }[] = [];
  /** Names that nothing binds, where those are taken for natural numbers. */
  readonly unbound = new Map<string, Bound>();
  /** What became of each binder as written. */
  readonly bindings = new Map<Binder, Bound>();

  /**
   * @param reversed takes equal defaults, and the arguments whose order is not sure, in the other order: where that makes a
   * difference, no statement is made.
   */
  constructor(misreading: Misreading = {}, reversed = false) {
    this.#misreading = misreading;
    this.#reversed = reversed;
  }

  /** A whole proposition; all its types are decided after this. @throws {Refused} */
  statement(surface: Surface, scope: Scope): Term {
    const term = this.#ensure(this.#term(surface, scope, "Prop"), "Prop");
    this.#finish();
    return term;
  }

  /** A term of any type. @throws {Refused} */
  value(surface: Surface, scope: Scope): Term {
    const term = this.#term(surface, scope);
    this.#finish();
    return term;
  }

  #hole(): Hole {
    const hole = new Hole();
    this.#holes.push(hole);
    return hole;
  }

  /** Mathlib has the structure that a notation needs on these types alone; looked at when all is decided. */
  #only(type: Type, allowed: readonly Type[]): void {
    this.#limits.push({ type, allowed });
  }

  #ensure(term: Term, type: Type): Term {
    if (coerces(term.type, type)) return { kind: "cast", of: term, type };
    if (!unify(type, term.type)) throw new Refused("type mismatch");
    return term;
  }

  /** Elaborated against a type that it must have. */
  #checked = (surface: Surface, scope: Scope, type: Type): Term => this.#ensure(this.#term(surface, scope, type), type);

  #type(written: WrittenType | undefined, scope: Scope): { type: Type; proofOf?: Term } {
    if (written === undefined) return { type: this.#hole() };
    if ("named" in written) {
      const local = this.#misreading.typesFirst === true ? undefined : scope.get(written.named);
      const type = leanTypes.get(written.named);
      if (local !== undefined) {
        if (!unify(local.type, "Prop")) throw new Refused(`${written.named} is no type`);
        return { type: "Sort", proofOf: local };
      }
      if (type === undefined) throw new Refused(`unknown type ${written.named}`);
      return { type };
    }
    return { type: isHole(written.type) ? this.#hole() : written.type };
  }

  #bind(binder: Binder, scope: Scope, type?: Type): { bound: Bound; inner: Scope } {
    const written = this.#type(binder.type, scope);
    if (type !== undefined && !unify(type, written.type)) throw new Refused("binder of another type");
    const made = bound(binder.name, written.type, written.proofOf);
    this.bindings.set(binder, made);
    return { bound: made, inner: new Map(scope).set(binder.name, variableOf(made)) };
  }

  #term(surface: Surface, scope: Scope, expected?: Type): Term {
    switch (surface.kind) {
      case "number": {
        const type = this.#hole();
        this.#numerals.push(type);
        if (expected !== undefined) unify(type, expected);
        return { kind: "number", value: surface.value, type };
      }
      case "name": {
        const found = scope.get(surface.name);
        return found ?? this.#unknown(surface.name, expected);
      }
      case "operator":
      case "negative":
        return this.#operation(surface, scope, expected);
      case "ascription": {
        const { type } = this.#type(surface.type, scope);
        if (this.#misreading.ascribesLast === true) return this.#ensure(this.#term(surface.of, scope), type);
        return this.#checked(surface.of, scope, type);
      }
      case "arrow": {
        if (expected !== undefined && !isHole(expected)) return this.#arrow(surface.of, scope, expected);
        const type = expected ?? this.#hole();
        const slot: { value?: Term } = {};
        this.#arrows.push({ surface: surface.of, scope, type, slot });
        return { kind: "postponed", type, slot };
      }
      case "absolute": {
        const type = expected !== undefined && !isHole(expected) ? expected : this.#hole();
        this.#only(type, ["ℤ", "ℚ", "ℝ"]);
        return { kind: "absolute", of: this.#checked(surface.of, scope, type), type };
      }
      case "floor":
      case "ceiling": {
        const type = this.#hole();
        this.#only(type, ["ℤ", "ℚ", "ℝ"]);
        return { kind: surface.kind, of: this.#checked(surface.of, scope, type), type: "ℤ" };
      }
      case "call": {
        const { from, to } = functions[surface.name];
        const given = surface.arguments.map((argument, i) => {
          // `e.f` looks for f in the namespace of e's type, so e must have that type already.
          if (surface.style === "plain" || i > 0) return this.#checked(argument, scope, from[i]!);
          const receiver = this.#term(argument, scope);
          if (known(receiver.type) !== from[0]) throw new Refused("the receiver's type is another or not yet known");
          return receiver;
        });
        return { kind: "call", name: surface.name, arguments: given, type: to };
      }
      case "apply": {
        const applied = scope.get(surface.name);
        const type = applied && known(applied.type);
        if (applied === undefined || typeof type !== "object" || !("from" in type)) throw new Refused("no function");
        return {
          kind: "apply",
          function: applied,
          argument: this.#checked(surface.argument, scope, type.from),
          type: type.to,
        };
      }
      case "bijected": {
        const of = this.#term(surface.of, scope);
        const type = known(of.type);
        if (typeof type !== "object" || !("bijectionsOf" in type)) throw new Refused("no bijection");
        const argument = this.#checked(surface.argument, scope, type.bijectionsOf);
        return { kind: "bijected", of, direction: surface.direction, argument, type: type.bijectionsOf };
      }
      case "function":
      case "dots": {
        const binder = surface.kind === "dots" ? { name: surface.hole } : surface.binder;
        const { bound: made, inner } = this.#bind(binder, scope);
        const body = this.#term(surface.body, inner);
        const type = { from: made.type, to: body.type };
        const argument = this.#checked(surface.argument, scope, made.type);
        return { kind: "apply", function: { kind: "function", binder: made, body, type }, argument, type: body.type };
      }
      case "if": {
        const type = expected !== undefined && !isHole(expected) ? expected : this.#hole();
        const condition = this.#checked(surface.condition, scope, "Prop");
        const yes = this.#checked(surface.yes, scope, type);
        return { kind: "if", condition, yes, no: this.#checked(surface.no, scope, type), type };
      }
      case "big": {
        const type = expected !== undefined && !isHole(expected) ? expected : this.#hole();
        const element = this.#hole();
        const over = this.#checked(surface.over, scope, { of: "Finset", element });
        const { bound: made, inner } = this.#bind(surface.binder, scope, element);
        return {
          kind: "big",
          sign: surface.sign,
          binder: made,
          over,
          body: this.#checked(surface.body, inner, type),
          type,
        };
      }
      case "range":
        return { kind: "range", bound: this.#checked(surface.bound, scope, "ℕ"), type: { of: "Finset", element: "ℕ" } };
      case "interval": {
        const element = this.#hole();
        this.#only(element, surface.of === "Finset" ? ["ℕ", "ℤ"] : ["ℕ", "ℤ", "ℚ", "ℝ"]);
        if (expected !== undefined) unify(expected, { of: surface.of, element });
        const low = this.#checked(surface.low, scope, element);
        const high = this.#checked(surface.high, scope, element);
        return { kind: "interval", of: surface.of, low, high, type: { of: surface.of, element } };
      }
      case "filter": {
        const element = this.#hole();
        if (expected !== undefined) unify(expected, { of: "Finset", element });
        const early = this.#reversed ? this.#checked(surface.over, scope, { of: "Finset", element }) : undefined;
        const { bound: made, inner } = this.#bind(surface.binder, scope, element);
        const condition = this.#checked(surface.condition, inner, "Prop");
        const over = early ?? this.#checked(surface.over, scope, { of: "Finset", element });
        return { kind: "filter", binder: made, condition, over, type: { of: "Finset", element } };
      }
      case "builder": {
        const element = this.#hole();
        if (expected !== undefined) unify(expected, { of: "Set", element });
        const { bound: made, inner } = this.#bind(surface.binder, scope, element);
        const condition = this.#checked(surface.condition, inner, "Prop");
        return { kind: "builder", binder: made, condition, type: { of: "Set", element } };
      }
      case "card": {
        const of = this.#checked(surface.of, scope, { of: "Finset", element: this.#hole() });
        return { kind: "card", of, type: "ℕ" };
      }
      case "relation":
        return this.#relation(surface, scope);
      case "divides": {
        const type = this.#hole();
        const left = this.#checked(surface.left, scope, type);
        return { kind: "divides", left, right: this.#checked(surface.right, scope, type), type: "Prop" };
      }
      case "congruent": {
        const type = surface.over === "MOD" ? "ℕ" : "ℤ";
        const modulus = this.#checked(surface.modulus, scope, type);
        const left = this.#checked(surface.left, scope, type);
        return { kind: "congruent", left, right: this.#checked(surface.right, scope, type), modulus, type: "Prop" };
      }
      case "member": {
        // Mathlib turned the order of Membership.mem's arguments round in 2024: only what both orders read alike.
        const early = this.#reversed ? this.#term(surface.element, scope) : undefined;
        const of = this.#term(surface.of, scope);
        const element = early ?? this.#term(surface.element, scope);
        const type = known(of.type);
        if (typeof type !== "object" || !("of" in type)) throw new Refused("no collection");
        const [a, b] = [known(element.type), known(type.element)];
        if (isBase(a) && isBase(b) && a !== b) throw new Refused("an element of another type");
        if (!unify(element.type, type.element)) throw new Refused("an element of another type");
        return { kind: "member", element, of, type: "Prop" };
      }
      case "connective": {
        const left = this.#checked(surface.left, scope, "Prop");
        const right = this.#checked(surface.right, scope, "Prop");
        return { kind: "connective", connective: surface.connective, left, right, type: "Prop" };
      }
      case "not":
        return { kind: "not", of: this.#checked(surface.of, scope, "Prop"), type: "Prop" };
      case "truth":
        return { kind: "truth", value: surface.value, type: "Prop" };
      case "quantifier": {
        const made: Bound[] = [];
        let inner = scope;
        for (const binder of surface.binders) {
          const next = this.#bind(binder, inner);
          const first = made[0];
          if (this.#misreading.sharedBinders === true && binder.type === undefined && first !== undefined)
            unify(first.type, next.bound.type);
          made.push(next.bound);
          inner = next.inner;
        }
        const body = this.#checked(surface.body, inner, "Prop");
        return made.reduceRight<Term>(
          (of, binder) => ({ kind: "quantifier", quantifier: surface.quantifier, binder, body: of, type: "Prop" }),
          body,
        );
      }
      case "bounded": {
        const of: Surface = { kind: "name", name: surface.binder.name };
        const condition: Surface =
          surface.bound === "∈"
            ? { kind: "member", element: of, of: surface.than }
            : { kind: "relation", relation: surface.bound, left: of, right: surface.than };
        const body: Surface = {
          kind: "connective",
          connective: surface.quantifier === "∀" ? "→" : "∧",
          left: condition,
          right: surface.body,
        };
        return this.#term(
          { kind: "quantifier", quantifier: surface.quantifier, binders: [surface.binder], body },
          scope,
        );
      }
      case "dependent":
        return this.#term(
          { kind: "quantifier", quantifier: "∀", binders: [surface.binder], body: surface.body },
          scope,
        );
    }
  }

  #unknown(name: string, expected: Type | undefined): Term {
    if (this.#misreading.naturalContext !== true) throw new Refused(`unknown ${name}`);
    const found = this.unbound.get(name) ?? bound(name, expected === "Prop" ? "Prop" : "ℕ");
    this.unbound.set(name, found);
    return variableOf(found);
  }

  #arrow(of: Surface, scope: Scope, expected: Type): Term {
    const term = this.#term(of, scope);
    if (this.#misreading.naturalArrows === true && isHole(term.type)) {
      for (const numeral of this.#numerals) if (isHole(numeral)) unify(numeral, "ℕ");
      this.#settle();
      if (isHole(term.type)) unify(term.type, "ℕ");
    }
    return this.#ensure(term, expected);
  }

  #operation(surface: Surface, scope: Scope, expected?: Type): Term {
    const tree = this.#tree(surface, scope);
    this.#settle();
    const largest = this.#largest(tree, expected !== undefined && isHole(expected) ? undefined : expected);
    if (largest === undefined || this.#misreading.castsAtTop === true) return this.#untree(tree);
    return this.#untree(this.#coerce(tree, largest));
  }

  #relation(surface: Surface & { kind: "relation" }, scope: Scope): Term {
    const left = this.#tree(surface.left, scope);
    this.#settle();
    const right = this.#tree(surface.right, scope);
    this.#settle();
    const largest = this.#largest(right, this.#largest(left, undefined));
    const castLast = largest === undefined || this.#misreading.castsAtTop === true;
    let [a, b] = castLast
      ? [this.#untree(left), this.#untree(right)]
      : [this.#untree(this.#coerce(left, largest)), this.#untree(this.#coerce(right, largest))];
    if (castLast && coerces(a.type, b.type)) a = this.#ensure(a, b.type);
    else b = this.#ensure(b, a.type);
    if (!unify(a.type, b.type)) throw new Refused("sides of two types");
    this.#settle();
    return { kind: "relation", relation: surface.relation, left: a, right: b, type: "Prop" };
  }

  #tree(surface: Surface, scope: Scope): Tree {
    if (surface.kind === "negative") return { kind: "negative", of: this.#tree(surface.of, scope) };
    if (surface.kind !== "operator") return { kind: "leaf", term: this.#term(surface, scope) };
    const left = this.#tree(surface.left, scope);
    // `rightact%`: the exponent is a term of its own.
    const right: Tree =
      surface.operator === "^"
        ? { kind: "leaf", term: this.#term(surface.right, scope) }
        : this.#tree(surface.right, scope);
    if (surface.operator === "^" && right.kind === "leaf" && this.#misreading.naturalExponents === true)
      if (isHole(right.term.type)) unify(right.term.type, "ℕ");
    return { kind: "operator", operator: surface.operator, left, right };
  }

  /** The largest type of the leaves, none if no leaf's type is known. */
  #largest(tree: Tree, before: Type | undefined): Type | undefined {
    if (tree.kind === "negative") return this.#largest(tree.of, before);
    if (tree.kind === "operator") {
      const left = this.#largest(tree.left, before);
      return tree.operator === "^" ? left : this.#largest(tree.right, left);
    }
    const type = known(tree.term.type);
    if (type instanceof Hole) return before;
    if (before === undefined) return type;
    if (known(before) === type || coerces(type, before)) return before;
    if (coerces(before, type)) return type;
    throw new Refused("types that do not compare");
  }

  #coerce(tree: Tree, type: Type): Tree {
    switch (tree.kind) {
      case "negative":
        return { ...tree, of: this.#coerce(tree.of, type) };
      case "operator":
        // Whether a field has `%` depends on Mathlib's version, and what Lean then does with the leaves too.
        if (tree.operator === "%" && type !== "ℕ" && type !== "ℤ") throw new Refused("% in a field");
        return {
          ...tree,
          left: this.#coerce(tree.left, type),
          right: tree.operator === "^" ? tree.right : this.#coerce(tree.right, type),
        };
      case "leaf":
        return { kind: "leaf", term: this.#ensure(tree.term, type) };
    }
  }

  #untree(tree: Tree): Term {
    if (tree.kind === "leaf") return tree.term;
    if (tree.kind === "negative") {
      const of = this.#untree(tree.of);
      this.#instances.push({ operator: "neg", left: of.type, right: of.type, result: of.type });
      return { kind: "negative", of, type: of.type };
    }
    let [left, right] = [this.#untree(tree.left), this.#untree(tree.right)];
    if (this.#misreading.castsAtTop === true && tree.operator !== "^") {
      if (coerces(left.type, right.type)) left = this.#ensure(left, right.type);
      else if (coerces(right.type, left.type)) right = this.#ensure(right, left.type);
    }
    const type = this.#hole();
    const instance = { operator: tree.operator, left: left.type, right: right.type, result: type };
    if (!this.#solve(instance)) this.#instances.push(instance);
    return { kind: "operator", operator: tree.operator, left, right, type };
  }

  /** Whether the instance is found: then its result's type is known. */
  #solve({ operator, left, right, result }: Instance): boolean {
    const [a, b] = [known(left), known(right)];
    if (a instanceof Hole || b instanceof Hole) return false;
    if (!isBase(a) || !isBase(b)) throw new Refused("no arithmetic there");
    if (operator === "neg") {
      if (a === "ℕ") throw new Refused("no negation on ℕ");
      return true;
    }
    const powers = a === "ℕ" || a === "ℤ" ? ["ℕ"] : a === "ℚ" ? ["ℕ", "ℤ"] : ["ℕ", "ℤ", "ℝ"];
    const found = operator === "^" ? powers.includes(b) : a === b && (operator !== "%" || a === "ℕ" || a === "ℤ");
    if (!found || !unify(result, a)) throw new Refused(`no instance of ${a} ${operator} ${b}`);
    return true;
  }

  /** What needs no default: arrows whose type has become known, and instances. */
  #settle(): void {
    for (let changed = true; changed;) {
      const arrows = this.#arrows;
      const ready = arrows.filter(({ type }) => !isHole(type));
      this.#arrows = arrows.filter(({ type }) => isHole(type));
      for (const { surface, scope, type, slot } of ready) slot.value = this.#arrow(surface, scope, type);
      const before = this.#instances.length;
      this.#instances = this.#instances.filter((instance) => !this.#solve(instance));
      changed = ready.length > 0 || this.#instances.length !== before;
    }
  }

  /** The end of a statement: one default at a time, then what follows from it. */
  #finish(): void {
    for (;;) {
      this.#settle();
      if (this.#default()) continue;
      const arrow = this.#arrows.pop();
      if (arrow === undefined) break;
      // Still of no known type: it becomes what it stands before, and no cast is put.
      const term = this.#term(arrow.surface, arrow.scope);
      if (!unify(arrow.type, term.type)) throw new Refused("type mismatch");
      arrow.slot.value = term;
    }
    if (this.#instances.length > 0) throw new Refused("an instance is stuck");
    if (this.#holes.some(isHole)) throw new Refused("a type is not decided");
    for (const { type, allowed } of this.#limits)
      if (!allowed.some((one) => one === known(type))) throw new Refused("no such structure on the type");
    if (this.#numerals.some((type) => !isBase(known(type)))) throw new Refused("a numeral of no number type");
  }

  #default(): boolean {
    const inOrder = this.#reversed ? [...this.#instances].reverse() : this.#instances;
    const exponent = inOrder.find(({ operator, right }) => operator === "^" && isHole(right));
    if (exponent !== undefined) return unify(exponent.right, "ℕ") && unify(exponent.result, exponent.left);
    for (const { operator, left, right, result } of inOrder) {
      if (operator === "neg" || (known(left) === known(right) && known(right) === known(result))) continue;
      if (operator === "^" && known(left) === known(result)) continue;
      if (!unify(left, result) || (operator !== "^" && !unify(left, right))) throw new Refused("no default instance");
      return true;
    }
    const negated = inOrder.find(({ operator, left }) => operator === "neg" && isHole(left));
    if (negated !== undefined) return unify(negated.left, "ℤ");
    const numerals = this.#reversed ? [...this.#numerals].reverse() : this.#numerals;
    const numeral = numerals.find(isHole);
    return numeral !== undefined && unify(numeral, "ℕ");
  }
}

import { Elaborator } from "../elaborate/elaborator.ts";
import { namespaceOf } from "../elaborate/functions.ts";
import { Unifier } from "../elaborate/unifier.ts";
import { type Entry, type Goal, settled } from "../goal/goal.ts";
import { Hole, isFailure, TacticFailure } from "../goal/state.ts";
import {
  abstract,
  abstraction,
  and,
  assume,
  betaHead,
  call,
  conjoin,
  convert,
  discharge,
  eq,
  equal,
  equivalence,
  exists,
  fun,
  generalize,
  iff,
  imp,
  instantiate,
  isApp,
  lemmaAt,
  type MetaTerm,
  namedTypesOf,
  occurs,
  prop,
  reflexivity,
  type Rules,
  sameType,
  side,
  specialize,
  type Term,
  type Theorem,
  type Type,
  variable,
  type VarTerm,
  witness,
} from "@lemma/lean-kernel";
import { visibleNames } from "../print/goal.ts";
import { printTerm } from "../print/printer.ts";
import type { Argument, Block, Expression, Tactic } from "../syntax/tree.ts";
import { blockOf, exactly, rintro, unwrapped } from "./desugar.ts";
import { congruence, numeralEquation, transport } from "./equations.ts";
import { UnsolvedGoals, UnsupportedTactic } from "./failures.ts";
import { lemmasNamed } from "./names.ts";
import { cutProof, fromTheorem, type Proof } from "./proof.ts";
import { reflexive } from "./reflexive.ts";
import { elaboratorFor, findHypothesis, type Session, spender } from "./session.ts";
import { conform, definitional, detach, unfoldDefinition, unfoldTo } from "./unfold.ts";

/** Which holes become goals: none, those that say so (`?_`), or `_` too. */
export type Holes = "none" | "named" | "all";

/** Reads proof terms: applications of hypotheses and lemmas, `⟨…⟩`, `fun`, `by`, projections. */
export class ProofReader {
  readonly session: Session;
  readonly goal: Goal;
  readonly unifier: Unifier;
  /** When set, lemmas are taken at this type only. */
  onlyType: Type | undefined;
  /** New goals for `?_`, in order. */
  readonly holes: Hole[] = [];
  readonly #elaborator: Elaborator;
  /** Hypotheses that the term itself binds. */
  readonly #bound: { readonly name: string; readonly proof: Proof }[] = [];
  /** Variables that the term itself binds. */
  readonly #variables: VarTerm[] = [];
  readonly #allowed: Holes;
  readonly #later: (() => void)[] = [];

  constructor(session: Session, goal: Goal, allowed: Holes = "none", unifier = new Unifier()) {
    this.session = session;
    this.goal = goal;
    this.unifier = unifier;
    this.#elaborator = elaboratorFor(session, goal, unifier);
    this.#allowed = allowed;
  }

  /** The theorem that a term proves; with `expected`, exactly that formula. */
  theorem(syntax: Expression, expected?: Term): () => Theorem {
    if (expected === undefined) return this.claim(syntax).make;
    const proof = this.proof(syntax, expected);
    this.flush();
    return this.bridge(proof, expected);
  }

  /** What a term proves, and the theorem for when its holes are filled. */
  claim(syntax: Expression): { readonly formula: Term; readonly make: () => Theorem } {
    const proof = this.proof(syntax);
    this.flush();
    const formula = this.unifier.zonk(proof.formula);
    if (formula.open) throw new TacticFailure("don't know how to synthesize placeholder");
    return { formula, make: () => proof.make() };
  }

  /** What a term proves for all values of what it leaves to unification. */
  general(syntax: Expression): Theorem {
    const proof = this.proof(syntax);
    this.flush();
    const open = holesOf(this.unifier.zonk(proof.formula));
    const free = open.map((hole) => {
      const value = variable("x", this.unifier.type(hole.type));
      this.unifier.assign(hole, value);
      return value;
    });
    const formula = this.unifier.zonk(proof.formula);
    if (formula.open) throw new TacticFailure("don't know how to synthesize placeholder");
    return free.reduceRight((theorem, value) => generalize(value, theorem), proof.make());
  }

  /** Elaborates a proof of what it can find out; runs what was put off when `flush` is called. */
  proof(syntax: Expression, expected?: Term): Proof {
    this.session.state.tick();
    // Every other kind is one case: the default.
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check
    switch (syntax.kind) {
      case "paren":
        return this.proof(syntax.inner, expected);
      case "ascription": {
        if (syntax.type === undefined) return this.proof(syntax.inner, expected);
        return this.#against(syntax.inner, this.formula(syntax.type, expected));
      }
      case "show":
        return this.#against(syntax.body, this.formula(syntax.type, expected));
      case "name":
        return this.#name(syntax, [], expected);
      case "apply":
        return this.#application(syntax, expected);
      case "binary":
        if (syntax.op === "▸") {
          // `h ▸ e`: h rewrites what e proves into the goal, in whichever direction does it.
          const rewriting = (backward: boolean): Block =>
            blockOf([
              { name: "rewrite", rules: [{ value: syntax.left, backward }], from: 0, to: 0 },
              exactly(syntax.right),
            ]);
          const either = { name: "first", blocks: [rewriting(true), rewriting(false)], from: 0, to: 0 };
          return this.#tactics([either], this.#need(expected, "▸"));
        }
        if (syntax.op === "<|") {
          return this.proof(
            { kind: "apply", fn: syntax.left, args: [{ value: syntax.right }], from: syntax.from, to: syntax.to },
            expected,
          );
        }
        throw new TacticFailure(`proof expected, got an expression`);
      case "project":
        return this.#projection(syntax, [], expected);
      case "anonymous":
        return this.#anonymous(syntax.items, this.#need(expected, "anonymous constructor"));
      case "binder":
        if (syntax.op !== "fun" && syntax.op !== "λ") throw new TacticFailure("a formula is not a proof");
        return this.#function(syntax, this.#need(expected, "fun"));
      case "by":
        return this.#by(syntax, this.#need(expected, "by"));
      case "hole":
        return this.#hole(this.#need(expected, "_"), syntax.name !== undefined);
      case "sorry": {
        const formula = this.#need(expected, "sorry");
        const { from, to } = syntax;
        return this.#by({ kind: "by", block: { tactics: [{ name: "sorry", from, to }], from, to }, from, to }, formula);
      }
      case "assumption": {
        const formula = this.formula(syntax.type);
        const found = this.goal.entries.find((entry) => entry.kind === "hypothesis" && equal(entry.formula, formula));
        if (found === undefined) throw new TacticFailure("tactic 'assumption' failed");
        return fromTheorem(assume(formula));
      }
      case "have": {
        const formula = syntax.type === undefined ? undefined : this.formula(syntax.type);
        if (syntax.pattern.kind !== "name") {
          const { pattern, type, value: source } = syntax;
          const obtain = {
            name: "obtain",
            patterns: [pattern],
            value: source,
            ...(type === undefined ? {} : { type }),
          };
          return this.#tactics([{ ...obtain, from: 0, to: 0 }, exactly(syntax.body)], this.#need(expected, "have"));
        }
        const value = formula === undefined ? this.proof(syntax.value) : this.#against(syntax.value, formula);
        this.#bound.push({ name: syntax.pattern.name, proof: value });
        try {
          return this.proof(syntax.body, expected);
        } finally {
          this.#bound.pop();
        }
      }
      case "calc":
        return this.#tactics(
          [{ name: "calc", steps: syntax.steps, from: syntax.from, to: syntax.to }],
          this.#need(expected, "calc"),
        );
      default:
        throw new TacticFailure(`type mismatch: a ${syntax.kind} is not a proof`);
    }
  }

  /** Runs postponed `by` blocks. */
  flush(): void {
    while (this.#later.length > 0) this.#later.shift()!();
  }

  /** The theorem `expected` from a proof of the same thing up to definitions. */
  bridge(proof: Proof, expected: Term): () => Theorem {
    const spend = spender(this.session);
    if (!this.unifier.speculate(() => this.unifier.unify(proof.formula, expected, spend))) {
      const [have, want] = [this.#normal(proof.formula), this.#normal(expected)];
      const differInNumbers = (): boolean =>
        !have.open && !want.open && numeralEquation(have, want, this.session.state.budget) !== undefined;
      if (!this.unifier.speculate(() => this.unifier.unify(have, want, spend)) && !differInNumbers()) {
        throw new TacticFailure(
          `type mismatch\n  h\nhas type\n  ${this.print(proof.formula)} : Prop\nbut is expected to have type\n  ${this.print(expected)} : Prop`,
        );
      }
    }
    return () => {
      const [theorem, target] = [proof.make(), this.unifier.zonk(expected)];
      const { budget } = this.session.state;
      const [have, want] = [definitional(theorem.conclusion, spend), definitional(target, spend)];
      if (equal(have, want)) return convert(theorem, target, budget);
      // They unified, so they differ in how closed numbers are written.
      const equation = numeralEquation(have, want, budget);
      if (equation === undefined) throw new TacticFailure("type mismatch");
      return convert(transport(equation, convert(theorem, have, budget)), target, budget);
    };
  }

  #normal(formula: Term): Term {
    return definitional(this.unifier.zonk(formula), spender(this.session));
  }

  print(formula: Term): string {
    const names = new Map<number, string>();
    const visible = visibleNames(this.goal);
    this.goal.entries.forEach((entry, i) => {
      if (entry.kind === "var") names.set(entry.term.id, visible[i]!);
    });
    return printTerm(this.unifier.zonk(formula), { opens: this.session.opens }, names);
  }

  #need(expected: Term | undefined, what: string): Term {
    if (expected === undefined) throw new TacticFailure(`${what}: the expected type is not known`);
    return this.unifier.zonk(expected);
  }

  /** A formula that is written out; what is expected decides the types of its numerals before ℕ does. */
  formula(syntax: Expression, expected?: Term): Term {
    const term = this.unifier.zonk(this.#elaborator.at(syntax, prop));
    const meet = (): boolean =>
      expected !== undefined && this.unifier.speculate(() => this.unifier.unify(term, expected, spender(this.session)));
    // Numerals whose type nothing else tells must have it before they can be compared by value.
    const met = meet();
    this.#elaborator.settle();
    if (!met && !meet()) this.#fillHoles(this.unifier.zonk(term), expected);
    return this.unifier.zonk(term);
  }

  /** What stands for `_` in one side of a relation, though the other side is spelled otherwise. */
  #fillHoles(term: Term, expected: Term | undefined): void {
    if (!term.open || term.tag !== "app" || expected?.tag !== "app" || term.op !== expected.op) return;
    const spend = spender(this.session);
    term.args.forEach((arg, i) => {
      const other = expected.args[i];
      if (arg.open && other !== undefined) this.unifier.speculate(() => this.unifier.unify(arg, other, spend));
    });
  }

  #against(syntax: Expression, formula: Term): Proof {
    const proof = this.proof(syntax, formula);
    const make = this.bridge(proof, formula);
    return { formula, implicit: [], make };
  }

  #application(syntax: Expression & { kind: "apply" }, expected?: Term): Proof {
    const { fn, args } = syntax;
    if (fn.kind === "name") return this.#name(fn, args, expected);
    if (fn.kind === "project") {
      return this.#projection(fn, args, expected);
    }
    return this.#spine(this.proof(fn), args, expected);
  }

  /** `h.1`, and `(div_le_iff hc).mpr h`: the type of a lemma is chosen with the projection's arguments in view. */
  #projection(
    { inner, field }: { readonly inner: Expression; readonly field: string },
    args: readonly Argument[],
    expected?: Term,
  ): Proof {
    const bare = unwrapped(inner);
    const [head, own] = bare.kind === "apply" ? [bare.fn, bare.args] : [bare, []];
    if (head.kind === "name" && this.#local(head.name) === undefined && this.#isLemma(head.name))
      return this.#lemmaWhere(head.name, head.explicit === true, (lemma) =>
        this.#project(this.#spine(lemma, own, undefined, true), field, args, expected, true),
      );
    return this.#project(this.proof(inner), field, args, expected);
  }

  #name(syntax: Expression & { kind: "name" }, args: readonly Argument[], expected?: Term): Proof {
    const { name } = syntax;
    const local = this.#local(name);
    if (local !== undefined)
      return this.#spine(syntax.explicit === true ? { ...local, isExplicit: true } : local, args, expected);
    const dot = name.indexOf(".");
    if (dot > 0) {
      const head = this.#local(name.slice(0, dot));
      if (head !== undefined) {
        const fields = name.slice(dot + 1).split(".");
        const inner = fields.slice(0, -1).reduce((proof, field) => this.#project(proof, field, [], undefined), head);
        return this.#project(inner, fields.at(-1)!, args, expected);
      }
      const value = this.#elaborator.lookup(name.slice(0, dot))?.term;
      if (value !== undefined) return this.#fieldOf(syntax, args, expected);
    }
    // A variable hides a lemma of its name.
    if (this.#elaborator.lookup(name)?.term !== undefined)
      throw new UnsupportedTactic(`the variable ${name} as a proof`);
    const special = this.#special(name, args, expected);
    if (special !== undefined) return special;
    const last = name.lastIndexOf(".");
    if (last > 0 && !this.#isLemma(name) && this.#isLemma(name.slice(0, last))) {
      // `Nat.lt_succ_iff.mp h`: a lemma, then its projection.
      // The type is chosen with the projection's arguments in view: `mul_eq_zero.mp h` has no others to tell it.
      return this.#lemmaWhere(name.slice(0, last), false, (head) =>
        this.#project(this.#spine(head, [], undefined, true), name.slice(last + 1), args, expected, true),
      );
    }
    return this.lemma(name, args, expected, syntax.explicit === true);
  }

  /** `x.foo a` for a term x: the lemma `foo` of its type's namespace, with x as the first explicit argument of that type. */
  #fieldOf(syntax: Expression & { kind: "name" }, args: readonly Argument[], expected?: Term): Proof {
    const last = syntax.name.lastIndexOf(".");
    const [subject, field] = [syntax.name.slice(0, last), syntax.name.slice(last + 1)];
    const value = this.unifier.zonk(this.#elaborator.term({ ...syntax, name: subject }));
    const space = namespaceOf[value.type.name];
    const self = `✝self${this.#variables.length}`;
    const own: Argument = { value: { ...syntax, name: self } };
    this.#elaborator.push({ name: self, term: value });
    try {
      return this.#lemmaWhere(`${space ?? ""}.${field}`, false, (head) => {
        const place = placeOf(head, (type) => namespaceOf[type.name] === space);
        if (place === undefined) throw new UnsupportedTactic(`invalid field '${field}'`);
        return this.#spine(head, [...args.slice(0, place), own, ...args.slice(place)], expected, true);
      });
    } finally {
      this.#elaborator.pop();
    }
  }

  #isLemma(name: string): boolean {
    return lemmasNamed(name, this.session.opens).length > 0;
  }

  #local(name: string): Proof | undefined {
    const bound = this.#bound.findLast((each) => each.name === name);
    if (bound !== undefined) return bound.proof;
    const found = findHypothesis(this.goal, name);
    if (found !== undefined) return fromTheorem(assume(found.formula));
    const earlier = this.session.lemmas.get(name);
    if (earlier === undefined) return undefined;
    const { theorem, implicit } = earlier;
    return { formula: theorem.conclusion, implicit, make: () => theorem };
  }

  /** A library lemma, at the first type where it fits. */
  lemma(name: string, args: readonly Argument[], expected?: Term, explicit = false): Proof {
    return this.#lemmaWhere(name, explicit, (head) => this.#spine(head, args, expected, true));
  }

  #lemmaWhere(name: string, explicit: boolean, apply: (head: Proof) => Proof): Proof {
    let failure: unknown;
    for (const full of lemmasNamed(name, this.session.opens)) {
      for (const type of namedTypesOf(full)) {
        if (this.onlyType !== undefined && type !== undefined && !sameType(type, this.onlyType)) continue;
        const mark = this.unifier.mark();
        const [laters, holes] = [this.#later.length, this.holes.length];
        try {
          const lemma = lemmaAt(full, type)!;
          const head: Proof = {
            formula: lemma.theorem.conclusion,
            implicit: explicit ? [] : lemma.implicit,
            make: () => lemma.theorem,
          };
          return apply(head);
        } catch (error) {
          if (!isFailure(error)) throw error;
          failure = error;
          this.unifier.undo(mark);
          this.#later.length = laters;
          this.holes.length = holes;
        }
      }
    }
    if (failure instanceof Error) throw failure;
    throw new UnsupportedTactic(`unknown constant '${name}'`);
  }

  #special(name: string, args: readonly Argument[], expected?: Term): Proof | undefined {
    switch (name) {
      case "rfl":
      case "Eq.refl":
      case "Iff.rfl":
      case "HEq.rfl": {
        const formula = this.#need(expected, name);
        const target = unfoldTo(formula, "eq") ?? unfoldTo(formula, "iff") ?? formula;
        if (isApp(target, "iff")) return undefined;
        if (!isApp(target, "eq")) throw new TacticFailure("The rfl tactic failed.");
        const [a, b] = target.args as [Term, Term];
        if (!this.unifier.speculate(() => this.unifier.unify(a, b, spender(this.session)))) {
          const known = this.unifier.zonk(target);
          const theorem = known.open ? undefined : reflexive(this.session, known);
          if (theorem !== undefined) return fromTheorem(theorem);
          throw new TacticFailure("type mismatch\n  rfl");
        }
        return { formula: target, implicit: [], make: () => reflexivity(this.unifier.zonk(a)) };
      }
      case "congr_arg":
      case "congrArg":
        return args.length === 2 ? this.#congruence(args[0]!.value, args[1]!.value) : undefined;
      case "Exists.intro": {
        if (args.length !== 2) return undefined;
        return this.#anonymous([args[0]!.value, args[1]!.value], this.#need(expected, name));
      }
      default:
        return undefined;
    }
  }

  /** `congr_arg f h` for `h : a = b`: f a = f b, reduced. */
  #congruence(fn: Expression, equation: Expression): Proof {
    const proof = this.proof(equation);
    const target = unfoldTo(this.unifier.zonk(proof.formula), "eq");
    if (target === undefined || target.open) throw new TacticFailure("congr_arg: an equation is needed");
    const [a] = target.args as [Term, Term];
    const range = this.unifier.freshType();
    const f = this.#elaborator.finish(this.#elaborator.term(fn, fun(a.type, range)), fn, fun(a.type, range));
    const x = variable("x", a.type);
    const motive = abstract(betaHead(call(f, x)), x);
    const image = (side: Term): Term => betaHead(instantiate(motive, side));
    return {
      formula: eq(image(a), image(target.args[1]!)),
      implicit: [],
      make: () => congruence(motive, convert(proof.make(), target, this.session.state.budget)),
    };
  }

  /** Applies a proof to arguments: terms for ∀, proofs for →, unification for what is implicit. */
  #spine(head: Proof, args: readonly Argument[], expected?: Term, strict = false): Proof {
    const { unifier } = this;
    let { formula } = head;
    let make = (): Theorem => head.make();
    const slots: { premise: Term; syntax: Expression; set: (proof: () => Theorem) => void }[] = [];
    const open = [...args];
    let layer = 0;
    // Variables that a definition binds in ⦃ ⦄: found out where an argument follows.
    let found = head.isExplicit === true ? 0 : (head.strict ?? 0);
    for (;;) {
      formula = this.#whnf(formula);
      const isImplicit = head.implicit[layer] === true || found > 0;
      if (open.length === 0 && head.implicit[layer] !== true) break;
      if (isApp(formula, "forall")) {
        const body = abstraction(formula.args[0]!);
        let value: Term;
        const named = open.findIndex((arg) => arg.name === body.name);
        if (named >= 0) value = this.#argument(open.splice(named, 1)[0]!.value, body.domain);
        else if (isImplicit) value = unifier.freshTerm(body.domain);
        else if (open[0]!.name !== undefined) value = unifier.freshTerm(body.domain);
        else value = this.#argument(open.shift()!.value, body.domain);
        const before = make;
        make = () => specialize(conform(before(), "forall", this.session), unifier.zonk(value));
        formula = betaHead(instantiate(body, value));
        found = Math.max(0, found - 1);
      } else if (isApp(formula, "imp")) {
        const [premise, conclusion] = formula.args as [Term, Term];
        const named = open.findIndex((arg) => arg.name !== undefined);
        const arg = named >= 0 ? open.splice(named, 1)[0] : open.shift();
        if (arg === undefined) break;
        let part: (() => Theorem) | undefined;
        slots.push({ premise, syntax: arg.value, set: (proof) => (part = proof) });
        const before = make;
        make = () => detach(conform(before(), "imp", this.session), part!(), this.session);
        formula = conclusion;
      } else {
        const next = unfoldDefinition(formula);
        if (next === undefined || open.length === 0) {
          if (open.length === 0) break;
          throw new TacticFailure(`function expected\n  ${this.print(formula)}`);
        }
        if (formula.tag === "app" && head.isExplicit !== true) found = strictImplicits[formula.op] ?? 0;
        formula = next;
        continue;
      }
      layer++;
    }
    const spend = spender(this.session);
    const result = formula;
    if (expected !== undefined) {
      const fits =
        unifier.speculate(() => unifier.unify(result, expected, spend)) ||
        unifier.speculate(() => unifier.unify(this.#normal(result), this.#normal(expected), spend));
      // A lemma that does not fit here may fit at the next type.
      if (!fits && strict)
        throw new TacticFailure(`type mismatch\n  ${this.print(result)}\nexpected\n  ${this.print(expected)}`);
    }
    const isLate = (syntax: Expression): boolean =>
      syntax.kind === "by" ||
      syntax.kind === "hole" ||
      syntax.kind === "anonymous" ||
      (syntax.kind === "paren" && isLate(syntax.inner)) ||
      syntax.kind === "binder" ||
      (syntax.kind === "name" && syntax.name === "rfl");
    for (const slot of slots.toSorted((a, b) => Number(isLate(a.syntax)) - Number(isLate(b.syntax)))) {
      const premise = unifier.zonk(slot.premise);
      const proof = this.proof(slot.syntax, premise);
      slot.set(this.bridge(proof, premise));
    }
    return { formula, implicit: head.implicit.slice(layer), make };
  }

  #argument(syntax: Expression, type: Type): Term {
    if (syntax.kind === "hole") return this.unifier.freshTerm(type);
    const term = this.#elaborator.at(syntax, type);
    this.#elaborator.settle();
    return this.unifier.zonk(term);
  }

  #whnf(formula: Term): Term {
    const zonked = this.unifier.zonk(formula);
    return isApp(zonked, "not") ? (unfoldDefinition(zonked) ?? zonked) : betaHead(zonked);
  }

  #project(inner: Proof, field: string, args: readonly Argument[], expected?: Term, strict = false): Proof {
    const formula = this.unifier.zonk(inner.formula);
    const pick = (which: 0 | 1): Proof => {
      const shape = unfoldTo(formula, "and") ?? unfoldTo(formula, "iff");
      if (shape === undefined) throw new TacticFailure(`invalid projection: ${this.print(formula)} is not a structure`);
      const [a, b] = shape.args as [Term, Term];
      const part = shape.op === "and" ? (which === 0 ? a : b) : which === 0 ? imp(a, b) : imp(b, a);
      const make = (): Theorem =>
        side(convert(inner.make(), this.unifier.zonk(shape), this.session.state.budget), which);
      // `a ∈ lowerBounds s` is ∀ ⦃x⦄, x ∈ s → a ≤ x.
      const isBound = which === 1 && (isApp(formula, "isLeast") || isApp(formula, "isGreatest"));
      return this.#spine(
        { formula: part, implicit: [], make, ...(isBound ? { strict: 1 } : {}) },
        args,
        expected,
        strict,
      );
    };
    // `h.not_lt`, `h.le`: a lemma of the head constant's namespace, the proof its first explicit premise.
    const space = fieldSpaces[formula.tag === "app" ? formula.op : ""];
    switch (field) {
      case "1":
      case "left":
      case "mp":
        if (isApp(formula, "forall") || (isApp(formula, "imp") && field === "mp")) break;
        return pick(0);
      case "2":
      case "right":
      case "mpr":
        return pick(1);
      default:
    }
    for (const name of [...(space === undefined ? [] : [`${space}.${field}`]), ...symmetries(field)]) {
      if (lemmasNamed(name, []).length === 0) continue;
      const key = `✝${this.#bound.length}`;
      this.#bound.push({ name: key, proof: inner });
      try {
        const self: Argument = { value: { kind: "name", name: key, from: 0, to: 0 } };
        return this.lemma(name, [self, ...args], expected);
      } finally {
        this.#bound.pop();
      }
    }
    throw new UnsupportedTactic(`invalid field '${field}'`);
  }

  #anonymous(items: readonly Expression[], expected: Term): Proof {
    const span = { from: 0, to: 0 };
    const rest = (from: number): Expression =>
      items.length - from === 1 ? items[from]! : { kind: "anonymous", items: items.slice(from), ...span };
    const target = unfoldTo(expected, "and") ?? unfoldTo(expected, "exists") ?? unfoldTo(expected, "iff");
    if (target === undefined || items.length < 2) {
      if (isApp(expected, "true") && items.length === 0) return this.lemma("trivial", [], expected);
      throw new TacticFailure(
        `invalid constructor ⟨...⟩, expected type must be an inductive type\n  ${this.print(expected)}`,
      );
    }
    const budget = this.session.state.budget;
    const [a, b] = target.args as [Term, Term];
    if (target.op === "and") {
      const left = this.#against(items[0]!, a);
      const right = this.#against(rest(1), this.unifier.zonk(b));
      return { formula: and(a, b), implicit: [], make: () => conjoin(left.make(), right.make()) };
    }
    if (target.op === "iff") {
      const forward = this.#against(items[0]!, imp(a, b));
      const backward = this.#against(rest(1), imp(b, a));
      return { formula: iff(a, b), implicit: [], make: () => equivalence(forward.make(), backward.make()) };
    }
    const body = abstraction(a);
    const value = this.#argument(items[0]!, body.domain);
    const instance = betaHead(instantiate(body, value));
    const proof = this.#against(rest(1), instance);
    const statement = exists(body);
    return {
      formula: statement,
      implicit: [],
      make: () => {
        const known = this.unifier.zonk(value);
        return witness(statement, known, convert(proof.make(), betaHead(instantiate(body, known)), budget));
      },
    };
  }

  #function(syntax: Expression & { kind: "binder" }, expected: Term): Proof {
    const names = syntax.binders.flatMap((binder) => binder.names.map((name) => ({ name, type: binder.type })));
    if (syntax.binders.some((binder) => binder.pattern !== undefined))
      return this.#tactics([rintro(syntax.binders), this.#giving(syntax.body)], expected);
    const go = (i: number, formula: Term): Proof => {
      const own = names[i];
      if (own === undefined) return this.#against(syntax.body, formula);
      const target = unfoldTo(formula, "forall") ?? unfoldTo(formula, "imp");
      if (target === undefined) throw new TacticFailure("function expected");
      if (target.op === "forall") {
        const body = abstraction(target.args[0]!);
        if (own.type !== undefined) {
          const given = this.#elaborator.typeOf(own.type);
          if (given !== undefined && !sameType(given, body.domain)) throw new TacticFailure("type mismatch");
        }
        const free = variable(own.name, body.domain);
        this.#elaborator.push({ name: own.name, term: free });
        this.#variables.push(free);
        try {
          const inner = go(i + 1, betaHead(instantiate(body, free)));
          return { formula: target, implicit: [], make: () => generalize(free, inner.make(), body.name) };
        } finally {
          this.#elaborator.pop();
          this.#variables.pop();
        }
      }
      const [premise, conclusion] = target.args as [Term, Term];
      this.#bound.push({ name: own.name, proof: fromTheorem(assume(premise)) });
      try {
        const inner = go(i + 1, conclusion);
        return { formula: target, implicit: [], make: () => discharge(premise, inner.make()) };
      } finally {
        this.#bound.pop();
      }
    };
    return go(0, expected);
  }

  /** The tactic that the term is for, with as many holes as are allowed here. */
  #giving(body: Expression): Tactic {
    const names = { none: "exact", named: "refine", all: "refine'" } as const;
    return { ...exactly(body), name: names[this.#allowed] };
  }

  /** A term whose meaning is a tactic block. */
  #tactics(tactics: readonly Tactic[], expected: Term): Proof {
    return this.#by({ kind: "by", block: blockOf(tactics), from: 0, to: 0 }, expected, this.#allowed !== "none");
  }

  /** @param mayLeave whether what the block leaves open becomes goals of the whole term. */
  #by(syntax: Expression & { kind: "by" }, expected: Term, mayLeave = false): Proof {
    const bound = [...this.#bound];
    const variables = [...this.#variables];
    let hole: Hole | undefined;
    const run = (): void => {
      const formula = this.unifier.zonk(expected);
      if (formula.open) throw new TacticFailure("don't know how to synthesize placeholder");
      const entries = [...settled(this.goal.entries), ...this.#extra(variables, bound)];
      hole = new Hole({ entries, target: formula });
      const left = this.session.state.focus(hole, () => this.session.runBlock(syntax.block));
      if (left.length > 0 && !mayLeave) throw new UnsolvedGoals(left);
      this.holes.push(...left);
    };
    if (expected.open) this.#later.push(run);
    else run();
    return {
      formula: expected,
      implicit: [],
      make: () => bound.reduce((rest, { proof }) => cutProof(rest, proof), hole!.theorem()),
    };
  }

  /** Context lines for what the term has bound so far. */
  #extra(variables: readonly VarTerm[], bound: readonly { readonly name: string; readonly proof: Proof }[]): Entry[] {
    return [
      ...variables.map((term): Entry => ({ kind: "var", name: term.name, term })),
      ...bound.map(({ name, proof }): Entry => ({
        kind: "hypothesis",
        name,
        formula: this.unifier.zonk(proof.formula),
      })),
    ];
  }

  #hole(expected: Term, named: boolean): Proof {
    if (this.#allowed === "none" || (this.#allowed === "named" && !named))
      throw new TacticFailure("don't know how to synthesize placeholder");
    let hole: Hole | undefined;
    const bound = [...this.#bound];
    const variables = [...this.#variables];
    const place = this.holes.length;
    const create = (): void => {
      const formula = this.unifier.zonk(expected);
      if (formula.open) throw new UnsupportedTactic("a goal with unknown parts");
      hole = new Hole({ entries: [...this.goal.entries, ...this.#extra(variables, bound)], target: formula });
      this.holes.splice(place, 0, hole);
    };
    if (expected.open) this.#later.push(create);
    else create();
    return {
      formula: expected,
      implicit: [],
      make: () => bound.reduce((rest, { proof }) => cutProof(rest, proof), hole!.theorem()),
    };
  }
}

/** Definitions of the form `∀ ⦃a b⦄, …`, by how many variables they bind so. */
const strictImplicits: Rules<number> = {
  injective: 2,
  monotone: 2,
  antitone: 2,
  strictMono: 2,
  strictAnti: 2,
  subset: 1,
};

/** The holes of a term, each once. */
function holesOf(term: Term): MetaTerm[] {
  const found = new Map<number, MetaTerm>();
  occurs(term, (part) => {
    if (part.tag === "meta") found.set(part.id, part);
    return false;
  });
  return [...found.values()];
}

/** How many explicit arguments stand before the first explicit variable of such a type. */
function placeOf({ formula, implicit }: Proof, isWanted: (type: Type) => boolean): number | undefined {
  let rest = formula;
  let before = 0;
  for (let layer = 0; ; layer++) {
    const isExplicit = implicit[layer] !== true;
    if (isApp(rest, "forall")) {
      const body = abstraction(rest.args[0]!);
      if (isExplicit && isWanted(body.domain)) return before;
      rest = body.body;
    } else if (isApp(rest, "imp")) rest = rest.args[1]!;
    else return undefined;
    if (isExplicit) before++;
  }
}

const fieldSpaces: Readonly<Record<string, string>> = {
  lt: "LT.lt",
  le: "LE.le",
  gt: "LT.lt",
  ge: "LE.le",
  eq: "Eq",
  ne: "Ne",
  and: "And",
  or: "Or",
  iff: "Iff",
  false: "False",
  dvd: "Dvd.dvd",
  isLeast: "IsLeast",
  isGreatest: "IsGreatest",
  "Nat.Prime": "Nat.Prime",
};

const symmetries = (field: string): readonly string[] => (field === "symm" ? ["Eq.symm", "Ne.symm", "Iff.symm"] : []);

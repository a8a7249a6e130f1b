import type { Random } from "@lemma/interfaces";
import type { Command, Problem } from "./problem.ts";
import {
  ascription,
  type Binder,
  connective,
  type FunctionName,
  functions,
  name,
  negation,
  number,
  operator,
  relation,
  type Relation,
  type Surface,
} from "./surface.ts";
import type { Base, Type } from "./type.ts";

const bases: readonly Base[] = ["ℕ", "ℤ", "ℚ", "ℝ"];
const spellings: Readonly<Record<Base, string>> = { ℕ: "Nat", ℤ: "Int", ℚ: "Rat", ℝ: "Real" };
const relations: readonly Relation[] = ["=", "≠", "<", "≤", ">", "≥"];

/** What a generated term may mention. */
export interface Names {
  readonly numbers: readonly string[];
  readonly functions: readonly string[];
  readonly propositions: readonly string[];
}
export const nothing: Names = { numbers: [], functions: [], propositions: [] };

const weighted = <T>(random: Random, choices: readonly (readonly [weight: number, make: () => T])[]): T => {
  let draw = random.uniform() * choices.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, make] of choices) {
    draw -= weight;
    if (draw < 0) return make();
  }
  return choices.at(-1)![1]();
};

const withName = (names: Names, added: string): Names => ({ ...names, numbers: [...names.numbers, added] });

/** Random terms and formulas. Most are well typed for no reason but luck: the elaborator says which. */
export class Generator {
  readonly #random: Random;
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  #quoted(of: string): Binder {
    return this.#random.chance(0.1) ? { name: of, quoted: true } : { name: of };
  }

  #fresh(): string {
    this.#count += 1;
    return this.#random.choice(["i", "j", "k", "m"]) + (this.#random.chance(0.3) ? String(this.#count % 10) : "");
  }

  #name(of: string): Surface {
    return name(of, this.#random.chance(0.06));
  }

  leaf(names: Names): Surface {
    const random = this.#random;
    const named = (): Surface => this.#name(random.choice(names.numbers));
    const has = names.numbers.length > 0 ? 1 : 0;
    return weighted(random, [
      [3, () => number(random.integer(8))],
      [1, () => ascription(number(random.integer(8)), random.choice(bases))],
      [6 * has, named],
      [1.5 * has, () => ascription(named(), random.choice(bases))],
      [1 * has, () => ({ kind: "arrow", of: named() })],
    ]);
  }

  term(names: Names, depth: number): Surface {
    if (depth <= 0) return this.leaf(names);
    const random = this.#random;
    const part = (): Surface => this.term(names, depth - 1);
    return weighted(random, [
      [2, () => this.leaf(names)],
      [8, () => operator(random.choice(["+", "-", "*", "-", "/"]), part(), part())],
      [1, () => operator("%", part(), part())],
      [1.5, () => operator("^", part(), random.chance(0.6) ? number(random.integer(4)) : this.term(names, depth - 2))],
      [1, () => ({ kind: "negative", of: part() })],
      [2, () => ascription(part(), random.choice(bases))],
      [1.5, () => ({ kind: "arrow", of: part() })],
      [0.4, () => ({ kind: "absolute", of: part() })],
      [0.5, () => ({ kind: random.choice(["floor", "ceiling"] as const), of: part() })],
      [2, () => this.#call(names, depth)],
      [
        names.functions.length > 0 ? 2 : 0,
        () => ({ kind: "apply", name: random.choice(names.functions), argument: part() }),
      ],
      [0.8, () => this.#function(names, depth)],
      [0.8, () => ({ kind: "if", condition: this.atom(names, depth - 1), yes: part(), no: part() })],
      [1.5, () => this.#big(names, depth)],
      [0.6, () => this.#card(names, depth)],
    ]);
  }

  #call(names: Names, depth: number): Surface {
    const random = this.#random;
    const called = random.choice(Object.keys(functions) as FunctionName[]);
    const style = random.choice(["plain", "dot", "pipe"] as const);
    return {
      kind: "call",
      name: called,
      style,
      arguments: functions[called].from.map(() => this.term(names, depth - 1)),
    };
  }

  #function(names: Names, depth: number): Surface {
    const random = this.#random;
    const argument = this.term(names, depth - 1);
    if (random.chance(0.4)) {
      const [hole, other] = [name("·hole"), this.leaf(names)];
      const sign = random.choice(["+", "-", "*", "/"] as const);
      const body = random.chance(0.5) ? operator(sign, hole, other) : operator(sign, other, hole);
      return { kind: "dots", hole: "·hole", body, argument };
    }
    const binder = this.#quoted(
      random.chance(0.3) && names.numbers.length > 0 ? random.choice(names.numbers) : this.#fresh(),
    );
    const typed: Binder = random.chance(0.6) ? { ...binder, type: { type: random.choice(bases) } } : binder;
    return { kind: "function", binder: typed, body: this.term(withName(names, binder.name), depth - 1), argument };
  }

  #finset(names: Names, depth: number): Surface {
    const random = this.#random;
    if (random.chance(0.5))
      return { kind: "range", bound: random.chance(0.7) ? number(random.between(1, 5)) : this.term(names, depth - 1) };
    const low = random.integer(3);
    const edge = (n: number): Surface =>
      random.chance(0.3) ? ascription(number(n), random.choice(["ℕ", "ℤ"])) : number(n);
    return { kind: "interval", of: "Finset", low: edge(low), high: edge(low + random.integer(4)) };
  }

  #big(names: Names, depth: number): Surface {
    const random = this.#random;
    const binder = this.#quoted(
      random.chance(0.3) && names.numbers.length > 0 ? random.choice(names.numbers) : this.#fresh(),
    );
    const body = this.term(withName(names, binder.name), depth - 1);
    return { kind: "big", sign: random.chance(0.7) ? "∑" : "∏", binder, over: this.#finset(names, depth - 1), body };
  }

  #card(names: Names, depth: number): Surface {
    const random = this.#random;
    const style = random.choice(["dot", "pipe", "plain"] as const);
    const over = this.#finset(names, depth - 1);
    if (random.chance(0.4)) return { kind: "card", of: over, style };
    const binder = this.#quoted(this.#fresh());
    const condition = this.atom(withName(names, binder.name), depth - 1);
    return { kind: "card", of: { kind: "filter", binder, condition, over }, style };
  }

  atom(names: Names, depth: number): Surface {
    const random = this.#random;
    const part = (): Surface => this.term(names, depth - 1);
    return weighted(random, [
      [8, () => relation(random.choice(relations), part(), part())],
      [1, () => ({ kind: "divides", left: part(), right: part() })],
      [
        1,
        () => ({
          kind: "congruent",
          over: random.choice(["MOD", "ZMOD"] as const),
          left: part(),
          right: part(),
          modulus: number(random.between(2, 5)),
        }),
      ],
      [1, () => ({ kind: "member", element: part(), of: this.#finset(names, depth - 1) })],
      [names.propositions.length > 0 ? 3 : 0, () => name(random.choice(names.propositions))],
    ]);
  }

  formula(names: Names, depth: number): Surface {
    if (depth <= 0) return this.atom(names, 2);
    const random = this.#random;
    const part = (): Surface => this.formula(names, depth - 1);
    return weighted(random, [
      [4, () => this.atom(names, 2)],
      [3, () => connective(random.choice(["∧", "∨", "→", "↔"] as const), part(), part())],
      [1, () => negation(part())],
      [2, () => this.quantified(names, depth)],
    ]);
  }

  quantified(names: Names, depth: number): Surface {
    const random = this.#random;
    const quantifier = random.choice(["∀", "∃"] as const);
    if (random.chance(0.4)) {
      const binder = this.#quoted(this.#fresh());
      const inner = withName(names, binder.name);
      const than = random.chance(0.5) ? this.#finset(names, 1) : this.leaf(names);
      const bound =
        than.kind === "range" || than.kind === "interval" ? "∈" : random.choice(["<", "≤", ">", "≥"] as const);
      return { kind: "bounded", quantifier, binder, bound, than, body: this.formula(inner, depth - 1) };
    }
    const binders = this.binders(random.between(1, 2));
    const inner = binders.reduce((all, { name: of }) => withName(all, of), names);
    return { kind: "quantifier", quantifier, binders, body: this.formula(inner, depth - 1) };
  }

  /** Untyped names mostly; never some typed and some not, which ∃ does not allow. */
  binders(count: number): Binder[] {
    const random = this.#random;
    const typed = random.chance(0.4);
    const given = random.sample(["x", "y", "n", "a", "b", "k"], count);
    return given.map((of) =>
      typed ? { ...this.#quoted(of), type: this.#type(random.choice(bases)) } : this.#quoted(of),
    );
  }

  #type(type: Base): { type: Type; spelled?: string } {
    return this.#random.chance(0.2) ? { type, spelled: spellings[type] } : { type };
  }

  /** Something about t (and u) that holds in one of ℕ, ℤ, ℝ and fails in another. */
  telling(t: Surface, u: Surface): Surface {
    const random = this.#random;
    const zero = number(0);
    const one = number(1);
    const two = number(2);
    const y = this.#fresh();
    const some = (body: Surface): Surface => ({ kind: "quantifier", quantifier: "∃", binders: [{ name: y }], body });
    return random.choice([
      () => relation("≥", t, zero),
      () => relation("<", number(-1), t),
      () => connective("∨", relation("=", t, zero), relation("≥", t, one)),
      () => connective("∨", relation("≤", t, one), relation("≥", t, two)),
      () => relation("≥", operator("*", t, t), t),
      () => relation("≥", operator("^", t, two), t),
      () => relation("≠", operator("*", two, t), one),
      () => connective("→", relation("<", t, u), relation("≤", operator("+", t, one), u)),
      () => relation("=", operator("+", operator("-", t, u), u), t),
      () => relation("≤", operator("-", t, u), t),
      () => relation("<", operator("-", t, one), t),
      () => relation("=", operator("*", operator("/", t, two), two), t),
      () => relation("≤", operator("*", operator("/", t, two), two), t),
      () => connective("∨", relation("=", operator("/", t, two), zero), relation("≥", t, two)),
      () => relation("=", operator("-", operator("-", t, t), one), zero),
      () => negation(connective("∧", relation("<", zero, t), relation("<", t, one))),
      () => connective("∨", relation("=", operator("%", t, two), zero), relation("=", operator("%", t, two), one)),
      () => relation("=", { kind: "absolute", of: t }, t),
      () => relation("=", { kind: "floor", of: t }, t),
      () => relation("≥", operator("^", two, t), one),
      () => relation("≥", operator("^", two, t), operator("+", t, one)),
      () => relation("≥", operator("/", one, t), zero),
      () => some(relation("<", name(y), t)),
      () => some(relation("=", operator("*", two, name(y)), t)),
      () =>
        some(
          connective(
            "∨",
            relation("=", operator("*", two, name(y)), t),
            relation("=", operator("+", operator("*", two, name(y)), one), t),
          ),
        ),
    ])();
  }

  /** What lets Lean, sooner or later, know the type of a name. */
  anchor(of: string, type: Base, names: Names): Surface {
    const random = this.#random;
    const here = this.#name(of);
    return random.choice<() => Surface>([
      () => relation(random.choice(relations), here, ascription(number(random.integer(3)), type)),
      () => relation(random.choice(relations), ascription(number(random.integer(3)), type), here),
      () => relation("<", operator("*", here, ascription(number(1), type)), number(100)),
      () => relation("≥", operator("^", ascription(number(2), type), here), operator("-", here, number(9))),
      () => relation("<", operator("/", ascription(number(1), type), { kind: "arrow", of: here }), number(9)),
      () => ({ kind: "member", element: here, of: { kind: "range", bound: number(random.between(2, 9)) } }),
      () => ({
        kind: "member",
        element: here,
        of: { kind: "interval", of: "Set", low: ascription(number(-2), type), high: number(3) },
      }),
      () => ({
        kind: "member",
        element: here,
        of: {
          kind: "builder",
          binder: { name: this.#fresh(), type: { type } },
          condition: { kind: "truth", value: true },
        },
      }),
      () => relation("<", { kind: "call", name: "Real.exp", style: "plain", arguments: [here] }, number(99)),
      () => relation("<", { kind: "call", name: "Nat.succ", style: "plain", arguments: [here] }, number(99)),
      () =>
        names.functions.length > 0
          ? relation("=", { kind: "apply", name: random.choice(names.functions), argument: here }, number(0))
          : relation("=", here, here),
    ])();
  }

  /** A problem whose variables get their types late: in the statement itself, or in its context. */
  typed(): Problem {
    const random = this.#random;
    const count = random.between(1, 3);
    const given = random.sample(["x", "y", "n", "a", "b", "ε"], count);
    const types = given.map(() => random.choice(bases));
    const binders = given.map((of) => this.#quoted(of));
    const f = random.chance(0.25)
      ? [{ name: "f", type: { type: { from: random.choice(["ℝ", "ℤ"] as const), to: "ℝ" as const } } }]
      : [];
    const names: Names = { numbers: given, functions: f.map(({ name: of }) => of), propositions: [] };
    const subject = (of: string): Surface =>
      weighted<Surface>(random, [
        [5, () => this.#name(of)],
        [2, () => ascription(this.#name(of), random.choice(bases))],
        [1, () => ascription({ kind: "arrow", of: this.#name(of) }, random.choice(bases))],
        [1, () => ({ kind: "arrow", of: this.#name(of) })],
      ]);
    const claim = this.telling(subject(random.choice(given)), subject(random.choice(given)));
    const place = random.choice(["inside", "inside", "inside", "variable", "binders", "section"] as const);
    const anchors = given.flatMap((of, i) =>
      place !== "inside" && random.chance(0.7) ? [] : [this.anchor(of, types[i]!, names)],
    );
    const extra = random.chance(0.2) ? [this.formula(names, 1)] : [];
    const goal = random.chance(0.3) ? connective("∧", claim, this.atom(names, 1)) : claim;
    const declared = binders.map((binder, i) => ({ ...binder, type: this.#type(types[i]!) }));
    if (place !== "inside") {
      const context: Command[] =
        place === "variable" ? [{ kind: "variable", binders: [...declared, ...f], implicit: random.chance(0.3) }] : [];
      if (place === "section")
        context.push({
          kind: "closed section",
          binders: declared.map((binder) => ({ ...binder, type: { type: "ℕ" } })),
        });
      return {
        context,
        binders: place === "variable" ? [] : [...declared, ...f],
        hypotheses: [...anchors, ...extra],
        conclusion: goal,
      };
    }
    const typedToo = random.chance(0.15);
    const bound = typedToo ? declared : binders;
    const premises = [...anchors, ...extra];
    const conclusion: Surface = random.chance(0.7)
      ? {
          kind: "quantifier",
          quantifier: "∀",
          binders: bound,
          body: [...premises, goal].reduceRight((right, left) => connective("→", left, right)),
        }
      : negation({
          kind: "quantifier",
          quantifier: "∃",
          binders: bound,
          body: [...premises, negation(goal)].reduceRight((right, left) => connective("∧", left, right)),
        });
    return { context: [], binders: f, hypotheses: [], conclusion };
  }

  /** Plain arithmetic over variables of one or two declared types: what omega, linarith, nlinarith and positivity are for. */
  arithmetic(): Problem {
    const random = this.#random;
    const pair = random.choice<readonly Base[]>([["ℕ"], ["ℤ"], ["ℕ", "ℤ"], ["ℝ"], ["ℚ"], ["ℕ", "ℝ"]]);
    const whole = pair.every((type) => type === "ℕ" || type === "ℤ");
    const binders = random
      .sample(["x", "y", "n"], random.between(1, 3))
      .map((of): Binder => ({ name: of, type: this.#type(random.choice(pair)) }));
    const names: Names = { ...nothing, numbers: binders.map(({ name: of }) => of) };
    const linear = (depth: number): Surface => {
      if (depth === 0) return random.chance(0.7) ? name(random.choice(names.numbers)) : number(random.integer(6));
      const part = (): Surface => linear(depth - 1);
      const constant = (): Surface => number(random.between(whole ? -3 : 1, 4));
      return weighted<Surface>(random, [
        [3, part],
        [5, () => operator(random.choice(["+", "-"] as const), part(), part())],
        [2, () => operator("*", number(random.between(2, 4)), part())],
        [1.5, () => operator("*", part(), part())],
        [1, () => operator("^", part(), number(random.between(2, 3)))],
        [whole ? 2 : 1, () => operator("/", part(), random.chance(0.8) ? constant() : part())],
        [whole ? 2 : 0, () => operator("%", part(), random.chance(0.8) ? constant() : part())],
        [0.7, () => ({ kind: "negative", of: part() })],
        [pair.includes("ℕ") ? 0 : 0.7, () => ({ kind: "absolute", of: part() })],
        [0.5, () => ({ kind: "if", condition: fact(0), yes: part(), no: part() })],
        [pair.length > 1 ? 2 : 0, () => ascription(part(), pair.at(-1)!)],
        [
          whole ? 0.7 : 0,
          () => ({
            kind: "call",
            name: random.choice(["Int.toNat", "Int.natAbs", "Nat.pred"] as const),
            style: "plain",
            arguments: [part()],
          }),
        ],
      ]);
    };
    const fact = (depth: number): Surface =>
      weighted(random, [
        [6, () => relation(random.choice(relations), linear(depth), linear(depth))],
        [whole ? 1 : 0, () => ({ kind: "divides" as const, left: number(random.between(2, 4)), right: linear(depth) })],
        [0.5, () => negation(relation(random.choice(relations), linear(depth), linear(depth)))],
        [0.5, () => connective(random.choice(["∧", "∨"] as const), fact(0), fact(0))],
      ]);
    const hypotheses = Array.from({ length: random.integer(3) }, () => fact(1));
    return { context: [], binders, hypotheses, conclusion: fact(2) };
  }

  /** A bijection known at few places, and a claim about it or its inverse at another. */
  bijective(): Problem {
    const random = this.#random;
    const base = random.choice(bases);
    const spelled = random.choice([`Equiv ${base} ${base}`, `${base} ≃ ${base}`, `Equiv.Perm ${base}`]);
    const binders: Binder[] = [{ name: "σ", type: { type: { bijectionsOf: base }, spelled } }];
    const isOpen = random.chance(0.4);
    if (isOpen) binders.push({ name: "x", type: this.#type(base) });
    const names: Names = isOpen ? withName(nothing, "x") : nothing;
    const image = (depth: number): Surface => {
      if (depth === 0) return this.leaf(names);
      const argument = random.chance(0.2)
        ? operator(random.choice(["+", "-"]), image(depth - 1), number(1))
        : image(depth - 1);
      const direction = random.choice(["forward", "back"] as const);
      const style = random.choice(["number", "number", "field", "function"] as const);
      return { kind: "bijected", of: name("σ"), direction, style, argument };
    };
    const hypotheses = Array.from({ length: random.integer(3) }, () =>
      relation("=", image(1), random.chance(0.3) ? image(1) : this.leaf(names)),
    );
    const conclusion = random.choice<() => Surface>([
      () => relation(random.choice(relations), image(2), this.leaf(names)),
      () => relation("=", image(2), image(random.integer(3))),
      () => this.telling(image(1), image(1)),
      () => connective("→", relation("=", image(1), image(1)), relation("=", this.leaf(names), this.leaf(names))),
    ])();
    if (random.chance(0.8)) return { context: [], binders, hypotheses, conclusion };
    const body = hypotheses.reduceRight((right, left) => connective("→", left, right), conclusion);
    const quantified: Surface = { kind: "quantifier", quantifier: "∀", binders, body };
    return { context: [], binders: [], hypotheses: [], conclusion: quantified };
  }

  /** Names of propositions that look like types, arrows that bind, names in guillemets. */
  strange(): Problem {
    const random = this.#random;
    const p = random.choice(["p", "Nat", "Int", "Real", "q"]);
    const one: Surface = name(p);
    const prop = { type: "Prop" } as const;
    const inner = random.choice<() => Surface>([
      () => ({
        kind: "quantifier",
        quantifier: "∃",
        binders: [{ name: "x", type: { named: p } }],
        body: { kind: "truth", value: true },
      }),
      () =>
        connective(
          "→",
          {
            kind: "quantifier",
            quantifier: "∀",
            binders: [{ name: "x", type: { named: p } }],
            body: { kind: "truth", value: false },
          },
          { kind: "truth", value: false },
        ),
      () => one,
      () => connective("∨", one, { kind: "truth", value: false }),
      () => connective("→", { kind: "truth", value: true }, one),
      () => ({ kind: "dependent", binder: { name: "q", type: prop }, body: connective("→", one, name("q")) }),
      () => ({ kind: "dependent", binder: { name: "h", type: { named: p } }, body: { kind: "truth", value: false } }),
    ])();
    const binder: Binder = { name: p, type: prop, ...(random.chance(0.3) ? { quoted: true } : {}) };
    const shape = random.integer(3);
    if (shape === 0) return { context: [], binders: [binder], hypotheses: [], conclusion: inner };
    if (shape === 1)
      return { context: [], binders: [], hypotheses: [], conclusion: { kind: "dependent", binder, body: inner } };
    return {
      context: [],
      binders: [],
      hypotheses: [],
      conclusion: { kind: "quantifier", quantifier: "∀", binders: [binder], body: inner },
    };
  }

  /** A problem about names that the context defines, perhaps twice or as something that a binder hides. */
  defined(): Problem {
    const random = this.#random;
    const first = this.#definition(random.choice(["a", "k", "c", "θ", "e"]));
    const context: Command[] = [first];
    let shown = first.name;
    if (first.kind === "definition" && first.namespace === undefined && random.chance(0.4)) {
      const again = this.#definition(first.name);
      if (again.kind === "definition") {
        const namespace = {
          name: random.choice(["Aux", "Nat", "MyWork"]),
          after: random.choice(["closed", "left open"] as const),
        };
        context.push({ ...again, namespace });
        if (random.chance(0.4)) shown = `${namespace.name}.${shown}`;
      }
    } else if (first.kind === "definition" && first.namespace !== undefined && random.chance(0.5)) {
      shown = `${first.namespace.name}.${shown}`;
    }
    const hidden = random.chance(0.2) ? [{ name: first.name, type: this.#type(random.choice(bases)) }] : [];
    if (hidden.length > 0 && random.chance(0.5)) context.push({ kind: "variable", binders: hidden.splice(0) });
    const isFunction = first.kind === "definition" && first.parameter !== undefined;
    const applied = (): Surface => ({ kind: "apply", name: shown, argument: this.leaf(nothing) });
    const one = isFunction ? applied() : name(shown);
    const names: Names = isFunction ? { ...nothing, functions: [shown] } : { ...nothing, numbers: [shown] };
    const claim = this.telling(one, random.chance(0.5) ? one : this.leaf(names));
    return { context, binders: hidden, hypotheses: random.chance(0.3) ? [this.atom(names, 1)] : [], conclusion: claim };
  }

  #definition(of: string): Command & { kind: "definition" | "notation" } {
    const random = this.#random;
    const type = random.choice(bases);
    const plain =
      type === "ℕ" || random.chance(0.3)
        ? number(random.integer(4))
        : random.choice([
            number(-1),
            number(-3),
            operator("/", number(1), number(2)),
            operator("-", number(1), number(3)),
          ]);
    if (random.chance(0.2)) return { kind: "notation", name: `${of}₀`, type, value: plain };
    const word = random.chance(0.2) ? "abbrev" : "def";
    const namespace = random.chance(0.25)
      ? { name: random.choice(["Aux", "MyWork"]), after: random.choice(["closed", "opened", "left open"] as const) }
      : undefined;
    const parameter = random.chance(0.3) ? { name: "n", type: random.choice([type, random.choice(bases)]) } : undefined;
    const value = parameter === undefined ? plain : operator(random.choice(["+", "-", "*"] as const), name("n"), plain);
    return {
      kind: "definition",
      name: of,
      type,
      value,
      word,
      ...(namespace === undefined ? {} : { namespace }),
      ...(parameter === undefined ? {} : { parameter }),
    };
  }

  /** Commands that change nothing. */
  idle(): Command[] {
    const all = [
      "open Nat",
      "open BigOperators Real Nat Topology Rat",
      "open Finset Nat",
      "set_option maxHeartbeats 400000",
      "set_option autoImplicit false",
      "set_option tactic.hygienic false",
      "-- a comment: variable (x : ℤ)",
      "/- open Real\nvariable (a b : ℝ) -/",
      "/-- about nothing -/\ntheorem one_one : 1 + 1 = 2 := by norm_num",
      "open scoped BigOperators",
      "noncomputable section",
    ];
    return this.#random.sample(all, this.#random.between(0, 2)).map((text) => ({ kind: "text", text }));
  }
}

import {
  abstraction,
  type AppTerm,
  instantiate,
  isApp,
  isEquiv,
  isFun,
  type LamTerm,
  leanNameOf,
  type Op,
  sameType,
  type Term,
  type Type,
  variable,
  type VarTerm,
} from "@lemma/lean-kernel";
import { notations, type SpecialOp, symbolOf } from "./notations.ts";

export interface PrintOptions {
  /** Mathlib's notations: `√x`, `∃ x > 0, p`, `|x|`. Without, as core Lean prints. */
  readonly mathlib?: boolean;
  /** Namespaces whose prefix is left out where the rest is unambiguous. */
  readonly opens?: readonly string[];
  /** Every type that a reader would have to infer: of each bound variable, cast and literal. */
  readonly types?: boolean;
}

/** A printed term: how tightly it holds together, and how tightly its last part does (a quantifier swallows what follows). */
interface Printed {
  readonly text: string;
  readonly level: number;
  readonly tail: number;
}

const maximum = 1024;
const lead = maximum - 1;
const atom = (text: string): Printed => ({ text, level: maximum, tail: maximum });

export function printType(type: Type, level = 0): string {
  const wrap = (text: string, own: number): string => (own < level ? `(${text})` : text);
  if (isFun(type)) return wrap(`${printType(type.args[0]!, 26)} → ${printType(type.args[1]!, 25)}`, 25);
  if (type.name === "×") return wrap(`${printType(type.args[0]!, 36)} × ${printType(type.args[1]!, 35)}`, 35);
  if (isEquiv(type)) {
    const [of] = type.args as [Type];
    return wrap(`${printType(of, 25)} ≃ ${printType(of, 26)}`, 25);
  }
  if (type.args.length === 0) return type.name;
  return wrap([type.name, ...type.args.map((arg) => printType(arg, maximum))].join(" "), maximum - 1);
}

const dotted: Readonly<Record<string, string>> = {
  Nat: "ℕ",
  Int: "ℤ",
  Rat: "ℚ",
  Real: "ℝ",
  Complex: "ℂ",
  Finset: "Finset",
  Set: "Set",
  List: "List",
  Equiv: "Equiv",
};
/** Never `x.floor`: the first argument's type is not what the namespace names, or Mathlib forbids it. */
const undotted = new Set([
  "Nat.floor",
  "Nat.ceil",
  "Int.floor",
  "Int.ceil",
  "Nat.digits",
  "Finset.filter",
  "Finset.image",
  "Complex.normSq",
  "Complex.abs",
]);
/** Names that a second open namespace, or the root, has too. */
const ambiguous = new Set([
  "sqrt",
  "gcd",
  "lcm",
  "log",
  "floor",
  "ceil",
  "card",
  "add",
  "sub",
  "Prime",
  "succ",
  "pred",
  "cast",
]);

class Printer {
  readonly #mathlib: boolean;
  readonly #opens: readonly string[];
  readonly #types: boolean;
  readonly #vars = new Map<number, string>();
  /** How many arrows and sets stand around what is printed: there a literal's type is not ℕ of itself. */
  #undecided = 0;

  constructor(options: PrintOptions, names?: ReadonlyMap<number, string>) {
    this.#types = options.types ?? false;
    // A bound as part of its binder leaves no room for the type.
    this.#mathlib = !this.#types && (options.mathlib ?? true);
    this.#opens = options.opens ?? [];
    for (const [id, name] of names ?? []) this.#vars.set(id, name);
  }

  at(term: Term, level: number): string {
    const printed = this.print(term);
    return printed.level < level ? `(${printed.text})` : printed.text;
  }

  /** As the left part of something: what trails must not be swallowed. */
  #left(term: Term, level: number): string {
    const printed = this.print(term);
    return printed.level < level || printed.tail < level ? `(${printed.text})` : printed.text;
  }

  #right(term: Term, level: number): { text: string; tail: number } {
    const printed = this.print(term);
    return printed.level < level
      ? { text: `(${printed.text})`, tail: maximum }
      : { text: printed.text, tail: printed.tail };
  }

  print(term: Term): Printed {
    switch (term.tag) {
      case "var":
        return atom(this.#vars.get(term.id) ?? term.name);
      case "bound":
        return atom(`#${term.index}`);
      case "meta":
        return atom(`?m.${term.id}`);
      case "num":
        return this.#typed(atom(String(term.value)), term);
      case "lam": {
        if (this.#types) {
          const { free, body } = this.#open(term);
          return { text: `fun ${this.#binder(free)} => ${this.at(body, 0)}`, level: maximum, tail: 0 };
        }
        const { names, body } = this.#openAll(term);
        return { text: `fun ${names.join(" ")} => ${this.at(body, 0)}`, level: maximum, tail: 0 };
      }
      case "call": {
        const parts: Term[] = [];
        let fn: Term = term;
        while (fn.tag === "call") {
          parts.unshift(fn.arg);
          fn = fn.fn;
        }
        // The arrow shows only where a bijection is given no argument.
        return this.#juxtapose(this.#left(isApp(fn, "Equiv.coe") ? fn.args[0]! : fn, maximum), parts);
      }
      case "app": {
        const isUndecided = term.op === "cast" || term.type.args.length > 0;
        if (isUndecided) this.#undecided++;
        const printed = this.#app(term);
        if (isUndecided) this.#undecided--;
        return printed;
      }
    }
  }

  #juxtapose(head: string, args: readonly Term[]): Printed {
    if (args.length === 0) return atom(head);
    let tail = maximum;
    const texts = args.map((arg, i) => {
      if (i < args.length - 1) return this.#left(arg, maximum);
      const last = this.#right(arg, maximum);
      tail = last.tail;
      return last.text;
    });
    return { text: [head, ...texts].join(" "), level: lead, tail: Math.min(tail, lead) };
  }

  /** `(3 : ℝ)`. A natural number goes without where Lean takes it for one anyway: under no arrow, and in no set. */
  #typed(printed: Printed, { type }: Term): Printed {
    return this.#types && (type.name !== "ℕ" || this.#undecided > 0)
      ? atom(`(${printed.text} : ${printType(type)})`)
      : printed;
  }

  #binder(free: VarTerm): string {
    return `(${this.print(free).text} : ${printType(free.type)})`;
  }

  #app(term: AppTerm): Printed {
    const { op, args } = term;
    const rule = notations[op];
    if (rule === "special") return this.#special(op as SpecialOp, term) ?? this.#named(leanNameOf(op), args);
    if (rule !== "name") {
      const left = this.#left(args[0]!, rule.left);
      // `x ^ (-3)`, though `-3` would bind tightly enough.
      const right = this.#right(
        args[1]!,
        op === "pow" && args[1]!.tag === "app" && args[1]!.op === "neg" ? 76 : rule.right,
      );
      return {
        text: `${left} ${rule.symbol} ${right.text}`,
        level: rule.level,
        tail: Math.min(rule.right, right.tail),
      };
    }
    return this.#named(leanNameOf(op), args);
  }

  #named(full: string, args: readonly Term[]): Printed {
    const dot = full.indexOf(".");
    const space = dot > 0 ? full.slice(0, dot) : "";
    const short = full.slice(dot + 1);
    const first = args[0];
    if (
      first !== undefined &&
      dot > 0 &&
      !undotted.has(full) &&
      first.type.name === dotted[space] &&
      !isNumeralLike(first)
    ) {
      const receiver =
        first.tag === "app" && (first.op === "cast" || first.op === "neg")
          ? `(${this.at(first, 0)})`
          : this.#left(first, maximum);
      return this.#juxtapose(`${receiver}.${short}`, args.slice(1));
    }
    const shorten = dot > 0 && this.#opens.includes(space) && !ambiguous.has(short);
    return this.#juxtapose(shorten ? short : full, args);
  }

  #special(op: SpecialOp, term: AppTerm): Printed | undefined {
    const { args } = term;
    const [a, b] = args as [Term, Term];
    const bracket = (open: string, close: string): Printed => atom(`${open}${this.at(a, 0)}${close}`);
    switch (op) {
      case "neg": {
        const operand = this.#right(a, 75);
        // Two dashes would begin a comment.
        return {
          text: operand.text.startsWith("-") ? `- ${operand.text}` : `-${operand.text}`,
          level: 75,
          tail: Math.min(75, operand.tail),
        };
      }
      case "not": {
        const operand = this.#right(a, 40);
        return { text: `¬${operand.text}`, level: maximum, tail: Math.min(40, operand.tail) };
      }
      case "cast":
      case "toSet": {
        const operand = this.#right(a, maximum);
        return this.#typed({ text: `↑${operand.text}`, level: maximum, tail: operand.tail }, term);
      }
      case "Equiv.coe": {
        const operand = this.#right(a, maximum);
        return { text: `⇑${operand.text}`, level: maximum, tail: operand.tail };
      }
      case "inv":
        return atom(`${this.#left(a, maximum)}⁻¹`);
      case "abs":
        return a.type.name === "ℂ" ? this.#named("Complex.abs", args) : bracket("|", "|");
      case "Int.floor":
        return bracket("⌊", "⌋");
      case "Int.ceil":
        return bracket("⌈", "⌉");
      case "Nat.floor":
        return bracket("⌊", "⌋₊");
      case "Nat.ceil":
        return bracket("⌈", "⌉₊");
      case "Real.sqrt": {
        const operand = this.#right(a, maximum);
        return { text: `√${operand.text}`, level: maximum, tail: operand.tail };
      }
      case "Nat.factorial": {
        const text = this.#left(a, maximum);
        return {
          text: /[\p{L}\p{N}_']$/u.test(text) && !/^[0-9]+$/.test(text) ? `${text} !` : `${text}!`,
          level: maximum,
          tail: maximum,
        };
      }
      case "Real.pi":
        return atom(this.#opens.includes("Real") ? "π" : "Real.pi");
      case "decimal":
        return a.tag === "num" && b.tag === "num" ? this.#typed(atom(decimal(a.value, b.value)), term) : undefined;
      case "modEq": {
        const [n, x, y] = args as [Term, Term, Term];
        const word = n.type.name === "ℕ" ? "MOD" : "ZMOD";
        return {
          text: `${this.#left(x, 50)} ≡ ${this.at(y, 50)} [${word} ${this.at(n, 0)}]`,
          level: 50,
          tail: maximum,
        };
      }
      case "ite": {
        const [c, yes, no] = args as [Term, Term, Term];
        return { text: `if ${this.at(c, 0)} then ${this.at(yes, 0)} else ${this.at(no, 0)}`, level: lead, tail: 0 };
      }
      case "pair":
        return atom(`(${this.at(a, 0)}, ${this.at(b, 0).replace(/^\((.*, .*)\)$/, "$1")})`);
      case "fst":
      case "snd":
        return atom(`${this.#left(a, maximum)}.${op === "fst" ? 1 : 2}`);
      case "empty":
        return this.#typed(atom("∅"), term);
      case "univ":
        return this.#typed(atom("Set.univ"), term);
      case "insert":
      case "singleton": {
        const items: string[] = [];
        let rest: Term = term;
        while (rest.tag === "app" && rest.op === "insert") {
          items.push(this.at(rest.args[0]!, 0));
          rest = rest.args[1]!;
        }
        if (rest.tag !== "app" || rest.op !== "singleton") return undefined;
        items.push(this.at(rest.args[0]!, 0));
        return this.#typed(atom(`{${items.join(", ")}}`), term);
      }
      case "setOf": {
        const { free, body } = this.#open(abstraction(a));
        const name = this.print(free).text;
        return atom(`{${this.#types ? `${name} : ${printType(free.type)}` : name} | ${this.at(body, 0)}}`);
      }
      case "forall":
        return this.#forall(term);
      case "exists":
      case "existsUnique":
        return this.#exists(term);
      case "sum":
      case "prod": {
        if (b.tag !== "lam") return this.#named(op === "sum" ? "Finset.sum" : "Finset.prod", args);
        const { free, body } = this.#open(b);
        const over = this.at(a, 0);
        const inner = this.#right(body, 67);
        const text = `${op === "sum" ? "∑" : "∏"} ${this.print(free).text} ∈ ${over}, ${inner.text}`;
        return { text, level: lead, tail: Math.min(67, inner.tail) };
      }
    }
  }

  /** `∀ (x y : T), p`, `∀ x > 0, p`, `∀ x ∈ s, p`. */
  #forall(term: AppTerm): Printed {
    const { free, body } = this.#open(abstraction(term.args[0]!));
    const guarded = this.#guard(free, body, "imp");
    if (guarded !== undefined) return this.#quantifier(`∀ ${guarded.text}`, guarded.body);
    const groups = [{ type: free.type, names: [this.print(free).text] }];
    let rest: Term = body;
    while (rest.tag === "app" && rest.op === "forall") {
      const opened = this.#open(abstraction(rest.args[0]!));
      if (this.#guard(opened.free, opened.body, "imp") !== undefined) break;
      const name = this.print(opened.free).text;
      const last = groups.at(-1)!;
      if (sameType(last.type, opened.free.type)) last.names.push(name);
      else groups.push({ type: opened.free.type, names: [name] });
      rest = opened.body;
    }
    return this.#quantifier(
      `∀ ${groups.map(({ names, type }) => `(${names.join(" ")} : ${printType(type)})`).join(" ")}`,
      rest,
    );
  }

  #exists(term: AppTerm): Printed {
    const word = term.op === "exists" ? "∃" : "∃!";
    const { free, body } = this.#open(abstraction(term.args[0]!));
    const guarded = this.#guard(free, body, "and");
    if (guarded !== undefined) return this.#quantifier(`${word} ${guarded.text}`, guarded.body);
    if (this.#types) return this.#quantifier(`${word} ${this.#binder(free)}`, body);
    const names = [this.print(free).text];
    let rest: Term = body;
    while (term.op === "exists" && rest.tag === "app" && rest.op === "exists") {
      const opened = this.#open(abstraction(rest.args[0]!));
      if (this.#guard(opened.free, opened.body, "and") !== undefined) break;
      names.push(this.print(opened.free).text);
      rest = opened.body;
    }
    return this.#quantifier(`${word} ${names.join(" ")}`, rest);
  }

  #quantifier(head: string, body: Term): Printed {
    return { text: `${head}, ${this.at(body, 0)}`, level: lead, tail: 0 };
  }

  /** Mathlib prints a bound that stands first as part of the binder. */
  #guard(free: VarTerm, body: Term, connective: "imp" | "and"): { text: string; body: Term } | undefined {
    if (!this.#mathlib || body.tag !== "app" || body.op !== connective) return undefined;
    const guard = body.args[0]!;
    const negated = guard.tag === "app" && guard.op === "not" ? guard.args[0]! : undefined;
    const relation = negated ?? guard;
    if (relation.tag !== "app" || !guards.has(relation.op) || (negated !== undefined && relation.op !== "mem"))
      return undefined;
    const [x, bound] = relation.args as [Term, Term];
    if (connective === "imp" && relation.op === "ne") return undefined;
    if (x.tag !== "var" || x.id !== free.id || mentions(bound, free.id)) return undefined;
    const symbol = negated === undefined ? symbolOf(relation.op) : "∉";
    return { text: `${this.print(free).text} ${symbol} ${this.at(bound, 51)}`, body: body.args[1]! };
  }

  #open(fn: LamTerm): { free: VarTerm; body: Term } {
    let name = fn.name;
    // A bound variable steps aside only where the name it would hide is used in the body.
    const base = name;
    for (let i = 1; this.#isUsed(name, fn.body); i++) name = `${base}_${i}`;
    const free = variable(name, fn.domain);
    return { free, body: instantiate(fn, free) };
  }

  #isUsed(name: string, body: Term): boolean {
    if (!body.hasVar) return false;
    switch (body.tag) {
      case "var":
        return (this.#vars.get(body.id) ?? body.name) === name;
      case "app":
        return body.args.some((arg) => this.#isUsed(name, arg));
      case "call":
        return this.#isUsed(name, body.fn) || this.#isUsed(name, body.arg);
      case "lam":
        return this.#isUsed(name, body.body);
      case "bound":
      case "meta":
      case "num":
      default:
        return false;
    }
  }

  #openAll(fn: LamTerm): { names: string[]; body: Term } {
    const names: string[] = [];
    let rest: Term = fn;
    while (rest.tag === "lam") {
      const { free, body } = this.#open(rest);
      names.push(free.name);
      rest = body;
    }
    return { names, body: rest };
  }
}

const guards = new Set<Op>(["lt", "le", "gt", "ge", "ne", "mem", "subset"]);

function mentions(term: Term, id: number): boolean {
  if (!term.hasVar) return false;
  if (term.tag === "var") return term.id === id;
  if (term.tag === "app") return term.args.some((arg) => mentions(arg, id));
  if (term.tag === "call") return mentions(term.fn, id) || mentions(term.arg, id);
  return term.tag === "lam" && mentions(term.body, id);
}

const isNumeralLike = (term: Term): boolean => term.tag === "num" || (term.tag === "app" && term.op === "decimal");

function decimal(mantissa: bigint, exponent: bigint): string {
  const digits = String(mantissa).padStart(Number(exponent) + 1, "0");
  const whole = digits.slice(0, digits.length - Number(exponent));
  return `${whole}.${digits.slice(whole.length)}`;
}

/** A term as Lean prints it. `names` gives variables other names than their own. */
export function printTerm(term: Term, options: PrintOptions = {}, names?: ReadonlyMap<number, string>): string {
  return new Printer(options, names).at(term, 0);
}

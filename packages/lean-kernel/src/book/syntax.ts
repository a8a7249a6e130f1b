/**
 * The language of the book's lines: a part of Lean's syntax in which nothing has to be guessed. Every binder but `∀ x ∈ s` has
 * its type, an embedding is written `(n : α)`, a numeral takes the type of what stands beside it.
 */
export type Syntax =
  | { readonly kind: "number"; readonly digits: bigint; readonly decimals: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "apply"; readonly name: string; readonly args: readonly Syntax[] }
  | { readonly kind: "ascribe"; readonly term: Syntax; readonly type: TypeSyntax }
  | { readonly kind: "singleton"; readonly element: Syntax }
  /** `∀`, `∃`, `∑`, `∏`, `{x : α | …}`; over a type or over the elements of a set. */
  | {
      readonly kind: "bind";
      readonly binder: string;
      readonly name: string;
      readonly domain: TypeSyntax | undefined;
      readonly set: Syntax | undefined;
      readonly body: Syntax;
    };

/** `ℕ`, `α`, `Finset α`, `ℕ → α` */
export interface TypeSyntax {
  readonly name: string;
  readonly args: readonly TypeSyntax[];
}

/** `(a b : α)`, `{n : ℕ}`, `(h : a ≤ b)` */
export interface BinderSyntax {
  readonly names: readonly string[];
  readonly implicit: boolean;
  readonly type: { readonly domain: TypeSyntax } | { readonly formula: Syntax };
}

export interface LineSyntax {
  readonly binders: readonly BinderSyntax[];
  readonly conclusion: Syntax;
}

/** A line that the book's language does not have. Its author's mistake: every line is read by a test. */
export class BookError extends Error {
  override readonly name = "BookError";
}

const token = /\s*(?:(\d+(?:\.\d+)?)|([\p{L}_](?:[\p{L}\p{N}_'₀-₉]|\.(?=\p{L}))*)|(\[Z?MOD|⁻¹|⌋₊|⌉₊|\S))/uy;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const matcher = new RegExp(token);
  while (text.slice(matcher.lastIndex).trim() !== "") {
    const found = matcher.exec(text)!;
    tokens.push(found[1] ?? found[2] ?? found[3]!);
  }
  return tokens;
}

/** An infix's own precedence, and the least that its left and its right side may have. Lean's numbers. */
type Infix = readonly [own: number, left: number, right: number];
const relation: Infix = [50, 51, 51];
const sum: Infix = [65, 65, 66];
const product: Infix = [70, 70, 71];
const infixes: Readonly<Record<string, Infix>> = {
  "↔": [20, 21, 21],
  "→": [25, 26, 25],
  "∨": [30, 31, 30],
  "∧": [35, 36, 35],
  "=": relation,
  "≠": relation,
  "<": relation,
  "≤": relation,
  ">": relation,
  "≥": relation,
  "∣": relation,
  "∈": relation,
  "∉": relation,
  "≡": relation,
  "+": sum,
  "-": sum,
  "∪": sum,
  "*": product,
  "/": product,
  "%": product,
  "∩": product,
  "\\": product,
  "^": [75, 76, 75],
};
const highest = 1024;
/** A prefix's own precedence and its argument's. */
const prefixes: Readonly<Record<string, readonly [own: number, argument: number]>> = {
  "¬": [highest, 40],
  "-": [75, 75],
  "⇑": [highest, highest],
};
/** What binds a variable, and the least precedence of its body. */
const binders: Readonly<Record<string, number>> = { "∀": 0, "∃": 0, "∑": 67, "∏": 67 };
const brackets: Readonly<Record<string, readonly string[]>> = { "|": ["|"], "⌊": ["⌋", "⌋₊"], "⌈": ["⌉", "⌉₊"] };
const formers = new Set(["Finset", "Set", "Equiv.Perm"]);
const typeNames = new Set(["ℕ", "ℤ", "ℚ", "ℝ", "ℂ", "Prop", "α", ...formers]);

/** Reads `binders : statement`. @throws {BookError} */
export function parseLine(text: string): LineSyntax {
  const tokens = tokensOf(text);
  let place = 0;
  const peek = (): string | undefined => tokens[place];
  const next = (): string => tokens[place++] ?? fail("more text");
  const fail = (wanted: string): never => {
    throw new BookError(`${text}: expected ${wanted} at ${tokens.slice(place).join(" ")}`);
  };
  const expect = (wanted: string): void => {
    if (next() !== wanted) {
      place -= 1;
      fail(wanted);
    }
  };
  const isName = (word: string | undefined): word is string => word !== undefined && /^[\p{L}_]/u.test(word);

  const binderGroups: BinderSyntax[] = [];
  while (peek() === "(" || peek() === "{") {
    const implicit = next() === "{";
    const names: string[] = [];
    while (isName(peek())) names.push(next());
    expect(":");
    const type = typeNames.has(peek() ?? "") ? { domain: parseType() } : { formula: parseTerm(0) };
    expect(implicit ? "}" : ")");
    binderGroups.push({ names, implicit, type });
  }
  expect(":");
  const conclusion = parseTerm(0);
  if (place < tokens.length) fail("the end");
  return { binders: binderGroups, conclusion };

  function parseType(): TypeSyntax {
    const left = parseDomain();
    if (peek() !== "→") return left;
    next();
    return { name: "→", args: [left, parseType()] };
  }

  /** `Finset ℕ` of `Finset ℕ → Prop`. */
  function parseDomain(): TypeSyntax {
    const name = next();
    if (!typeNames.has(name)) fail("a type");
    return { name, args: formers.has(name) ? [parseDomain()] : [] };
  }

  function parseTerm(least: number): Syntax {
    let [left, own] = parsePrefix();
    for (;;) {
      const infix = peek();
      const holds = infix === undefined ? undefined : infixes[infix];
      if (holds === undefined || holds[0] < least || own < holds[1]) return left;
      next();
      const right = parseTerm(holds[2]);
      own = holds[0];
      if (infix !== "≡") {
        left = apply(infix!, left, right);
        continue;
      }
      left = apply(next(), parseTerm(0), left, right);
      expect("]");
    }
  }

  function parsePrefix(): readonly [Syntax, own: number] {
    const word = peek() ?? fail("a term");
    const holds = prefixes[word];
    if (holds !== undefined) {
      next();
      return [apply(word === "-" ? "neg" : word, parseTerm(holds[1])), holds[0]];
    }
    const reach = binders[word];
    if (reach !== undefined) {
      next();
      return [parseBinder(word, reach), reach];
    }
    if (word === "if") {
      next();
      const condition = parseTerm(0);
      expect("then");
      const yes = parseTerm(0);
      expect("else");
      return [apply("if", condition, yes, parseTerm(0)), 0];
    }
    if (!isName(word)) return [parsePostfix(), highest];
    next();
    const args: Syntax[] = [];
    while (startsAtom(peek())) args.push(parsePostfix());
    if (args.length > 0) return [{ kind: "apply", name: word, args }, highest];
    place -= 1;
    return [parsePostfix(), highest];
  }

  function startsAtom(word: string | undefined): boolean {
    if (word === undefined || word === "then" || word === "else") return false;
    // `|` closes what it opened: after a term it never opens, but a function's argument in bars is written in parentheses.
    return (
      isName(word) || /^\d/.test(word) || word === "(" || word === "{" || word === "∅" || word === "⌊" || word === "⌈"
    );
  }

  function parseBinder(binder: string, reach: number): Syntax {
    const name = next();
    if (!isName(name)) fail("a name");
    const [domain, set] =
      peek() === ":" ? [(next(), parseType()), undefined] : [undefined, (expect("∈"), parseTerm(51))];
    expect(",");
    return { kind: "bind", binder, name, domain, set, body: parseTerm(reach) };
  }

  function parsePostfix(): Syntax {
    let term = parseAtom();
    while (peek() === "⁻¹") {
      next();
      term = apply("⁻¹", term);
    }
    return term;
  }

  function parseAtom(): Syntax {
    const word = next();
    if (/^\d/.test(word)) {
      const [whole, fraction = ""] = word.split(".") as [string, string?];
      return { kind: "number", digits: BigInt(whole + fraction), decimals: fraction.length };
    }
    const closing = brackets[word];
    if (closing !== undefined) {
      const inner = parseTerm(0);
      const close = next();
      if (!closing.includes(close)) fail(closing.join(" or "));
      return apply(word + close, inner);
    }
    if (word === "∅" || isName(word)) return { kind: "name", name: word };
    if (word === "{") {
      if (isName(peek()) && tokens[place + 1] === ":") {
        const name = next();
        expect(":");
        const domain = parseType();
        expect("|");
        const body = parseTerm(0);
        expect("}");
        return { kind: "bind", binder: "{", name, domain, set: undefined, body };
      }
      const element = parseTerm(0);
      expect("}");
      return { kind: "singleton", element };
    }
    if (word !== "(") fail("a term");
    const term = parseTerm(0);
    if (peek() !== ":") {
      expect(")");
      return term;
    }
    next();
    const type = parseType();
    expect(")");
    return { kind: "ascribe", term, type };
  }

  function apply(name: string, ...args: readonly Syntax[]): Syntax {
    return { kind: "apply", name, args };
  }
}

import { type Token, bracketStep, tokenize } from "./tokens.ts";

/** A theorem-like declaration inside a Lean file. Offsets are into the file's text. */
export interface Declaration {
  readonly keyword: "theorem" | "lemma" | "example";
  /** Absent for `example`. */
  readonly name?: string;
  /** Where the declaration starts, its doc comment, attributes and modifiers included. */
  readonly start: number;
  /** Where the next command starts, or the end of the file. */
  readonly end: number;
  /** Text between the name and `:=`: binders and the proposition. */
  readonly signature: string;
  /** Text after `:=`, trimmed on the right; empty when there is none. */
  readonly body: string;
  /** The doc comment's text, without its delimiters. */
  readonly doc?: string;
}

const theoremKeywords = new Set(["theorem", "lemma", "example"]);
/** Reserved words: they start a command wherever they stand. */
const reserved = new Set([...theoremKeywords, "def", "abbrev", "axiom", "inductive", "structure", "opaque"]);
/** Commands that could also stand inside a term or a tactic block: only at the margin do they start a command. */
const atMargin = new Set(
  (
    "import open set_option namespace section end variable variables universe instance attribute notation macro syntax " +
    "class local infixl infixr infix export"
  ).split(" "),
);
const modifiers = new Set(["private", "protected", "noncomputable", "nonrec", "unsafe", "partial", "scoped"]);

/** The theorem-like declarations of a Lean file, in order. */
export function declarations(source: string): Declaration[] {
  const tokens = tokenize(source);
  const starts = commandStarts(source, tokens);
  return starts.flatMap(({ keyword, first }, position) => {
    const token = tokens[keyword]!;
    if (!theoremKeywords.has(token.text)) return [];
    const end = starts[position + 1]?.offset ?? source.length;
    const inside = tokens.slice(keyword + 1).filter(({ kind, start }) => kind !== "comment" && start < end);
    const nameToken = token.text === "example" ? undefined : inside[0];
    const named = nameToken?.kind === "identifier";
    const signatureStart = named ? nameToken.end : token.end;
    const assign = findAssignment(inside) ?? firstAlternative(source, inside);
    const first_ = tokens[first]!;
    return [
      {
        keyword: token.text as Declaration["keyword"],
        ...(named ? { name: nameToken.text } : {}),
        start: first_.start,
        end,
        signature: source.slice(signatureStart, assign?.start ?? end).trim(),
        body: assign === undefined ? "" : source.slice(assign.end, end).trimEnd(),
        ...(first_.text.startsWith("/--") ? { doc: first_.text.slice(3, -2).trim() } : {}),
      },
    ];
  });
}

/** The first `:=` that ends a signature: outside brackets, and not the one of a `let` or `have` inside the statement. */
export function findAssignment(tokens: readonly Token[]): Token | undefined {
  let depth = 0;
  let bindings = 0;
  for (const token of tokens) {
    depth += bracketStep(token);
    if (depth > 0) continue;
    if (token.kind === "identifier" && (token.text === "let" || token.text === "have")) bindings += 1;
    if (token.text !== ":=" || token.kind !== "symbol") continue;
    if (bindings === 0) return token;
    bindings -= 1;
  }
  return undefined;
}

/**
 * The declaration's proof as a tactic block: what follows `by`, or its term after `exact`. Empty for a proof by alternatives,
 * which has no such form.
 */
export function tacticBlock(declaration: Declaration): string {
  const byBlock = /^\s*by(?![\p{L}\p{N}_'!?])/u.exec(declaration.body);
  if (byBlock !== null) return declaration.body.slice(byBlock[0].length).replace(/^[ \t]*\n/, "");
  const term = declaration.body.trim();
  // Alternatives may call the theorem itself, which no tactic block can.
  return term === "" || term.startsWith("|") ? "" : `  exact (${term})`;
}

/** Where a proof by alternatives begins, `| 0 => …`: a bar that is the first thing on its line. Nothing of it is skipped. */
function firstAlternative(source: string, tokens: readonly Token[]): Token | undefined {
  const bar = tokens.find(({ text, start }) => text === "|" && /\n[ \t]*$/.test(source.slice(0, start)));
  return bar === undefined ? undefined : { ...bar, end: bar.start };
}

function commandStarts(
  source: string,
  tokens: readonly Token[],
): { readonly keyword: number; readonly first: number; readonly offset: number }[] {
  const starts: { keyword: number; first: number; offset: number }[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== "identifier") return;
    const margin = token.start === 0 || source[token.start - 1] === "\n";
    if (!reserved.has(token.text) && !(margin && atMargin.has(token.text))) return;
    const first = theoremKeywords.has(token.text) ? firstOfCommand(tokens, index) : index;
    starts.push({ keyword: index, first, offset: tokens[first]!.start });
  });
  return starts;
}

/** Walks back over modifiers, `@[…]` attributes and the doc comment in front of a keyword. */
function firstOfCommand(tokens: readonly Token[], keyword: number): number {
  let first = keyword;
  for (;;) {
    const before = tokens[first - 1];
    if (before === undefined) return first;
    if (modifiers.has(before.text)) first -= 1;
    else if (before.text.startsWith("/--")) return first - 1;
    else if (before.text === "]") {
      let open = first - 1;
      while (open > 0 && tokens[open]!.text !== "[") open -= 1;
      if (tokens[open - 1]?.text !== "@") return first;
      first = open - 1;
    } else return first;
  }
}

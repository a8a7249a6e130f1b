import { gluedKeyword } from "./keywords.ts";
import { lex, words, type Token } from "./lexer.ts";

/** The declaration that a statement makes. */
export interface StatementHead {
  readonly keyword: "theorem" | "lemma" | "example" | "def" | "instance";
  /** As written; undefined for an `example`. */
  readonly name: string | undefined;
  /** Where keyword and name stand in the statement, for rewriting. */
  readonly keywordStart: number;
  readonly keywordEnd: number;
}

const keywords = new Set(["theorem", "lemma", "example", "def", "instance"]);

/** @returns undefined when the text makes no declaration that could be proved. */
export function statementHead(statement: string): StatementHead | undefined {
  const { tokens } = lex(statement);
  // The last one: a statement may bring helpers of its own before it.
  const index = tokens.findLastIndex(
    (token, at) => keywords.has(token.text) && token.kind === "word" && opens(tokens, at),
  );
  const token = tokens[index];
  if (token === undefined) return undefined;
  const keyword = token.text as StatementHead["keyword"];
  const next = tokens[index + 1];
  const name = keyword !== "example" && next?.kind === "word" ? next.text : undefined;
  if (name === undefined && keyword !== "example") return undefined;
  return { keyword, name, keywordStart: token.start, keywordEnd: token.end };
}

const modifiers = new Set(["private", "protected", "noncomputable", "nonrec", "local", "scoped", "in", "]"]);

/** Whether a declaration may begin at this token: at the margin, or after modifiers and attributes. */
const opens = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]!.atMargin || index === 0 || modifiers.has(tokens[index - 1]!.text);

/** The namespaces that `header` leaves open, outermost first. */
export function openNamespaces(header: string): readonly string[] {
  const { tokens } = lex(header);
  const stack: { readonly kind: "namespace" | "section"; readonly name: string }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "word" || !token.atMargin) continue;
    const next = tokens[index + 1];
    const name = next?.kind === "word" && !next.atMargin ? next.text : "";
    if (token.text === "namespace" || token.text === "section") stack.push({ kind: token.text, name });
    if (token.text === "end") {
      // `end A.B` closes what `namespace A.B`, or `namespace A` and `namespace B`, opened.
      let left = name === "" ? 1 : name.split(".").length;
      while (left > 0 && stack.length > 0) left -= Math.max(1, stack.pop()!.name.split(".").length);
    }
  }
  return stack.filter(({ kind }) => kind === "namespace").map(({ name }) => name);
}

/** The declaration's name from the root, as `#print axioms _root_.…` takes it. */
export function fullName(name: string, header: string): string {
  if (name.startsWith("_root_.")) return name.slice("_root_.".length);
  return [...openNamespaces(header), name].join(".");
}

/**
 * The statement's tokens in one line, without comments, up to the last `:=`: two texts of one statement differ in blanks
 * and comments only.
 */
export function normalizeStatement(statement: string): string {
  const { tokens } = lex(statement);
  const texts = tokens.map(({ text }) => (text === "lemma" ? "theorem" : text));
  const end = texts.findLastIndex((text, at) => text === ":" && texts[at + 1] === "=");
  return texts.slice(0, end === -1 ? texts.length : end).join(" ");
}

/**
 * The declaration of `name` in a file, from its keyword to its `:=`, normalised like `normalizeStatement`; undefined when
 * the file does not declare it in so many words.
 */
export function declarationIn(code: string, name: string): string | undefined {
  const { tokens } = lex(code);
  const index = tokens.findIndex(
    (token, at) =>
      (token.text === "theorem" || token.text === "lemma") && opens(tokens, at) && tokens[at + 1]?.text === name,
  );
  if (index === -1) return undefined;
  let depth = 0;
  const texts: string[] = ["theorem"];
  for (const token of tokens.slice(index + 1)) {
    if ("([{⟨".includes(token.text)) depth += 1;
    if (")]}⟩".includes(token.text)) depth -= 1;
    if (depth === 0 && token.text === ":" && code[token.end] === "=") return texts.join(" ");
    texts.push(token.text);
  }
  return undefined;
}

/** Commands after which the same words may mean something else. */
const alteringWords = new Set(
  words(`
    notation infix infixl infixr prefix postfix instance variable variables namespace open export attribute
    local scoped set_option universe section def abbrev structure inductive class opaque deriving include omit
    irreducible_def alias
  `),
);

/**
 * @returns the first command before `name`'s declaration that may change what its statement means, by name. Used only where
 *   the statement cannot be compared as Lean understood it.
 */
export function alterationBefore(code: string, name: string): string | undefined {
  const { tokens } = lex(code);
  for (const [at, token] of tokens.entries()) {
    if ((token.text === "theorem" || token.text === "lemma") && tokens[at + 1]?.text === name) return undefined;
    // Anywhere: no command needs a line of its own.
    const altering = alteringWords.has(token.text) ? token.text : gluedKeyword(token.text);
    if (token.kind === "word" && altering !== undefined) return altering;
    if (token.text === "@" && tokens[at + 1]?.text === "[") return "@[…]";
  }
  return undefined;
}

/** The header of the benchmarks of this field. Its `open`s are the only ones a file may bring of its own. */
const customaryOpens = new Set(
  words("BigOperators Real Nat Topology Rat Finset Polynomial Classical Set Function Filter Complex Int Matrix"),
);

/** Splits a whole file into what stands before its first declaration (imports, options, `open`) and the rest. */
export function splitFile(code: string): {
  readonly header: string;
  readonly body: string;
  readonly customary: boolean;
} {
  const { tokens } = lex(code);
  let end = 0;
  let customary = true;
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!;
    if (!token.atMargin || !["import", "open", "set_option", "public", "module", "noncomputable"].includes(token.text))
      break;
    if (token.text === "noncomputable" && tokens[at + 1]?.text !== "section") break;
    let next = at + 1;
    while (next < tokens.length && !tokens[next]!.atMargin) next += 1;
    // `open Foo in` and `set_option x in` belong to the declaration that follows.
    if (tokens[next - 1]?.text === "in") break;
    // An unknown name that becomes a variable makes another statement.
    if (token.text === "set_option" && /autoImplicit$/i.test(tokens[at + 1]?.text ?? "")) customary = false;
    if (
      token.text === "open" &&
      !tokens.slice(at + 1, next).every(({ text }) => customaryOpens.has(text) || text === "scoped")
    )
      customary = false;
    end = tokens[next - 1]!.end;
    at = next;
  }
  return { header: code.slice(0, end), body: code.slice(end), customary };
}

/** Splits a header into its imports and the commands after them. */
export function splitHeader(header: string): { readonly imports: string; readonly rest: string } {
  const { tokens } = lex(header);
  let end = 0;
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!;
    if (!token.atMargin || !["import", "public", "module", "prelude", "meta"].includes(token.text)) break;
    let next = at + 1;
    while (next < tokens.length && !tokens[next]!.atMargin) next += 1;
    end = tokens[next - 1]!.end;
    at = next;
  }
  return { imports: header.slice(0, end).trim(), rest: header.slice(end).trim() };
}

/** The statement with its `example` made a theorem of that name, so that it can be asked about. */
export function named(statement: string, name: string): string {
  const head = statementHead(statement);
  if (head === undefined || head.name !== undefined) return statement;
  return `${statement.slice(0, head.keywordStart)}theorem ${name}${statement.slice(head.keywordEnd)}`;
}

/**
 * Cuts a file's body into its commands, at lines that begin one at the margin. A cut inside a command would change its
 * meaning, so anything doubtful is left whole: after `in`, after an attribute or a doc comment, inside `mutual`.
 */
export function splitCommands(body: string): readonly string[] {
  const { tokens, unterminated } = lex(body);
  if (unterminated !== undefined) return [body];
  const cuts: number[] = [];
  let mutual = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "word" || !token.atMargin || (body[token.start - 1] ?? "\n") !== "\n") continue;
    if (token.text === "mutual") mutual += 1;
    if (token.text === "end" && mutual > 0) mutual -= 1;
    if (mutual > 0 || !["theorem", "lemma", "def", "example", "abbrev", "instance"].includes(token.text)) continue;
    const previous = tokens[at - 1];
    if (previous === undefined || previous.text === "in" || previous.text === "]") continue;
    // Only blank lines between the two: a comment there may be a doc comment, which belongs to what follows.
    if (!/^\s*\n\s*$/.test(body.slice(previous.end, token.start))) continue;
    cuts.push(token.start);
  }
  const pieces: string[] = [];
  let from = 0;
  for (const cut of cuts) {
    pieces.push(body.slice(from, cut));
    from = cut;
  }
  pieces.push(body.slice(from));
  return pieces.filter((piece) => piece.trim() !== "");
}

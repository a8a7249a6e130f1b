import type { Theorem } from "@lemma/interfaces";
import { type Token, TooLongError, tokenize } from "./syntax/lexer.ts";
import { SyntaxProblem } from "./syntax/statement.ts";

/** The one theorem of a whole file, or why there is none to check. */
export type Candidate =
  | { readonly text: string; readonly earlier?: readonly string[] }
  | { readonly status: "unsupported"; readonly construct: string }
  | { readonly status: "mismatch"; readonly reason: string }
  | { readonly status: "forbidden"; readonly construct: string };

const forbidden = [
  "axiom",
  "native_decide",
  "implemented_by",
  "unsafe",
  "macro",
  "macro_rules",
  "elab",
  "syntax",
  "notation",
  "instance",
  "set_option debug",
];

/** Finds the theorem in a file that must prove `theorem`'s statement, and compares the two word for word. */
export function candidateOf(theorem: Theorem, code: string): Candidate {
  let tokens;
  try {
    tokens = tokenize(code);
  } catch (error) {
    if (!(error instanceof SyntaxProblem || error instanceof TooLongError)) throw error;
    // Let the checker report it where it stands.
    return { text: code };
  }
  for (const token of tokens) {
    if (token.kind === "name" && forbidden.includes(token.text)) return { status: "forbidden", construct: token.text };
  }
  const starts = tokens.filter(
    (token) => token.kind === "name" && (token.text === "theorem" || token.text === "lemma") && token.column === 0,
  );
  if (starts.length === 0) return { status: "mismatch", reason: "the file has no theorem" };
  const last = starts.at(-1)!;
  const text = withOwnProof(theorem.statement, code, tokens.slice(tokens.indexOf(last)));
  if (text === undefined) return { status: "mismatch", reason: "the file proves another statement" };
  const other = tokens.find(
    (token) =>
      token.kind === "name" &&
      token.column === 0 &&
      !starts.includes(token) &&
      (declarations.has(token.text) || (token.start > starts[0]!.start && between.has(token.text))),
  );
  if (other !== undefined) return { status: "unsupported", construct: `${other.text} before the theorem` };
  const earlier = starts.slice(0, -1).map((start, i) => code.slice(start.start, starts[i + 1]!.start));
  return { text, earlier };
}

/** Commands that a file's header may have, between theorems not. */
const between = new Set(["open", "set_option", "attribute", "universe", "end"]);

/** What may stand before the theorem in Lean but changes what its words mean here: only theorems do not. */
const declarations = new Set(["def", "abbrev", "example", "variable", "namespace", "section", "local"]);

/**
 * The statement as it was asked, with the file's proof; undefined when the file's own statement has other words or another
 * name. Spaces can decide how words are read (`x |y|`, `n !`), so those of the file do not count.
 */
function withOwnProof(statement: string, code: string, found: readonly Token[]): string | undefined {
  let wanted: readonly Token[];
  try {
    wanted = tokenize(statement);
  } catch (error) {
    if (!(error instanceof SyntaxProblem || error instanceof TooLongError)) throw error;
    return undefined;
  }
  const end = wanted.findLastIndex(({ text }) => text === ":=");
  if (end < 2 || found[end]?.text !== ":=") return undefined;
  // `lemma` is another word for `theorem`; the name is what the file is asked for by.
  for (let i = wanted[0]!.text === "example" ? 2 : 1; i < end; i++)
    if (wanted[i]!.text !== found[i]!.text) return undefined;
  return statement.slice(0, wanted[end]!.end) + code.slice(found[end].end);
}

const known = new Set(["Real", "Nat", "Rat", "Int", "Finset", "Set", "Complex", "Function"]);

/** The namespaces that a theorem's header opens: the file's own may not change what the statement means. */
export function opensOf(header: string): readonly string[] {
  const opens: string[] = [];
  for (const [, list] of header.matchAll(/^open\s+(?!.*\bin\b)(.*)$/gm)) {
    for (const name of list!.split(/\s+/)) if (known.has(name)) opens.push(name);
  }
  return opens;
}

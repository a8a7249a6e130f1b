import type { Theorem } from "@lemma/interfaces";
import { type Token, tokenize } from "./syntax/lexer.ts";
import { SyntaxProblem } from "./syntax/statement.ts";

/** The one theorem of a whole file, or why there is none to check. */
export type Candidate =
  | { readonly text: string }
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
    if (!(error instanceof SyntaxProblem)) throw error;
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
  if (
    tokens.some(
      (token) => token.kind === "name" && token.column === 0 && token !== last && declarations.has(token.text),
    )
  ) {
    return { status: "unsupported", construct: "a file with several declarations" };
  }
  return { text };
}

const declarations = new Set([
  "theorem",
  "lemma",
  "def",
  "abbrev",
  "example",
  "variable",
  "namespace",
  "section",
  "local",
]);

/**
 * The statement as it was asked, with the file's proof; undefined when the file's own statement has other words (names may
 * differ). Spaces can decide how words are read (`x |y|`, `n !`), so those of the file do not count.
 */
function withOwnProof(statement: string, code: string, found: readonly Token[]): string | undefined {
  let wanted: readonly Token[];
  try {
    wanted = tokenize(statement);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return undefined;
  }
  const end = wanted.findLastIndex(({ text }) => text === ":=");
  if (end < 2 || found[end]?.text !== ":=") return undefined;
  for (let i = 2; i < end; i++) if (wanted[i]!.text !== found[i]!.text) return undefined;
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

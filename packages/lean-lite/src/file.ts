import type { Theorem } from "@lemma/interfaces";
import { tokenize } from "./syntax/lexer.ts";
import { SyntaxProblem } from "./syntax/statement.ts";

/** The one theorem of a whole file, or why there is none to check. */
export type Candidate =
  | { readonly text: string; readonly opens: readonly string[] | undefined }
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
    return { text: code, opens: undefined };
  }
  for (const token of tokens) {
    if (token.kind === "name" && forbidden.includes(token.text)) return { status: "forbidden", construct: token.text };
  }
  const starts = tokens.filter(
    (token) => token.kind === "name" && (token.text === "theorem" || token.text === "lemma") && token.column === 0,
  );
  if (starts.length === 0) return { status: "mismatch", reason: "the file has no theorem" };
  const last = starts.at(-1)!;
  const wanted = words(theorem.statement);
  const found = words(code.slice(last.start));
  if (!sameStart(wanted, found)) return { status: "mismatch", reason: "the file proves another statement" };
  if (starts.length > 1) return { text: code.slice(starts[0]!.start), opens: undefined };
  return { text: code.slice(last.start), opens: opensOf(code.slice(0, last.start)) };
}

/** The statement's tokens from its first binder on: names may differ. */
function words(text: string): string[] {
  const all = tokenize(text).map((token) => token.text);
  const end = all.lastIndexOf(":=");
  void end;
  return all.slice(2);
}

function sameStart(wanted: readonly string[], found: readonly string[]): boolean {
  const statement = wanted.slice(0, wanted.lastIndexOf(":="));
  return statement.every((word, i) => found[i] === word) && found[statement.length] === ":=";
}

const known = new Set(["Real", "Nat", "Rat", "Int", "Finset", "Set", "Complex", "Function"]);

function opensOf(header: string): readonly string[] {
  const opens: string[] = [];
  for (const [, list] of header.matchAll(/^open\s+(?!.*\bin\b)(.*)$/gm)) {
    for (const name of list!.split(/\s+/)) if (known.has(name)) opens.push(name);
  }
  return opens;
}

import { namedTypesOf } from "@lemma/lean-kernel";
import { type CodeToken, tokenize, unquote } from "@lemma/lean-text";
import { type Earlier, fullNameOf } from "./context/context.ts";
import { entryNamed } from "./elaborate/definitions.ts";
import { UnsupportedProblem } from "./elaborate/problem.ts";
import { isTypeName } from "./elaborate/types.ts";

/**
 * What Lean refuses of a theorem whatever it says and however it is proved. Nothing rests on it but that Lean takes the text too: what it
 * lets through is read and proved like anything else. @throws {UnsupportedProblem}
 */
export function requireAdmissible({ file, declaration, context }: Earlier): void {
  requireSpaces(file.source, file.tokens.slice(declaration.from, declaration.to));
  if (declaration.name === undefined || declaration.keyword === "example") return;
  const name = unquote(declaration.name);
  const full = fullNameOf(name, context.namespaces);
  if (isOfLibrary(full)) throw new UnsupportedProblem(`a name that the library has: ${full}`);
  // In its proof a theorem's name, long or short, is that theorem: a recursion.
  const own = full.split(".").map((_, i, parts) => parts.slice(i).join("."));
  const proof = file.tokens.slice(declaration.signatureEnd.at, declaration.to);
  const named = proof.flatMap(({ kind, text }) => (kind === "name" ? [unquote(text)] : []));
  const itself = named.find((word) => own.some((each) => word === each && isOfLibrary(each)));
  if (itself !== undefined) throw new UnsupportedProblem(`${itself} in its own proof`);
}

const isOfLibrary = (name: string): boolean =>
  namedTypesOf(name).length > 0 || entryNamed(name) !== undefined || isTypeName(name);

/** Lean's white space is blanks and line ends, and a doc comment stands before a command only. @throws {UnsupportedProblem} */
function requireSpaces(source: string, tokens: readonly CodeToken[]): void {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || !/[\t\r]|\/-[-!]/.test(source.slice(first.start, last!.end))) return;
  for (const [i, { end }] of tokens.slice(0, -1).entries()) {
    for (const { kind, text } of tokenize(source.slice(end, tokens[i + 1]!.start))) {
      if (kind === "doc") throw new UnsupportedProblem("a doc comment inside a theorem");
      if (kind !== "space") continue;
      if (text.includes("\t")) throw new UnsupportedProblem("a tab");
      if (/\r(?!\n)/.test(text)) throw new UnsupportedProblem("a carriage return without a line feed");
    }
  }
}

import type { VerifyRequest } from "@lemma/interfaces";
import {
  codeTokens,
  differenceOf,
  gluedKeyword,
  headAt,
  readFile,
  type StatementHead,
  theoremsOf,
  unquote,
} from "@lemma/lean-text";
import { splitFile, splitHeader } from "../text/file.ts";

/**
 * For servers that answer no questions: whether a file states the theorem in the same words, with nothing before them that may
 * change what they mean. @returns why not.
 */
export function differsInWords({ theorem, proof }: VerifyRequest, name: string, header: string): string | undefined {
  if (proof.kind !== "file") return undefined;
  const asked = headsIn(theorem.statement).at(-1);
  if (asked?.name === undefined) return "the statement declares no theorem";
  const declared = headsIn(proof.code).find((head) => unquote(head.name ?? "") === unquote(asked.name!));
  if (declared === undefined) return `the file does not declare ${name}`;
  const difference = differenceOf(asked, declared);
  if (difference !== undefined) return `${name} has another statement in the file: ${difference}`;
  const file = splitFile(proof.code);
  const own = inOneLine(splitHeader(file.header).rest);
  const isUsual = theorem.header === undefined && file.customary;
  if (own !== "" && own !== inOneLine(splitHeader(header).rest) && !isUsual)
    return "the file opens other namespaces, or sets other options, than the theorem's header";
  const altered = alterationBefore(file.body, asked.name);
  return altered === undefined ? undefined : `\`${altered}\` before the statement may change what it means`;
}

const inOneLine = (text: string): string =>
  codeTokens(text)
    .map((token) => token.text)
    .join(" ");

/** The heads of a text's theorems, as the statement lock takes them. */
function headsIn(text: string): readonly StatementHead[] {
  const file = readFile(text);
  return theoremsOf(file).map(({ at, to }) => headAt(file.tokens, at, to)!);
}

/** Commands after which the same words may mean something else. */
const alteringWords = new Set(
  (
    "notation infix infixl infixr prefix postfix instance variable variables namespace open export attribute " +
    "local scoped set_option universe section def abbrev structure inductive class opaque deriving include omit " +
    "irreducible_def alias"
  ).split(" "),
);

/**
 * @returns the first command before `name`'s declaration that may change what its statement means, by name. Used only where
 *   the statement cannot be compared as Lean understood it.
 */
export function alterationBefore(code: string, name: string): string | undefined {
  const tokens = codeTokens(code);
  for (const [at, token] of tokens.entries()) {
    if ((token.text === "theorem" || token.text === "lemma") && tokens[at + 1]?.text === name) return undefined;
    if (token.text.endsWith("@[")) return "@[…]";
    if (token.kind !== "name") continue;
    // Anywhere: no command needs a line of its own.
    const altering = alteringWords.has(token.text) ? token.text : gluedKeyword(tokens, at);
    if (altering !== undefined) return altering;
  }
  return undefined;
}

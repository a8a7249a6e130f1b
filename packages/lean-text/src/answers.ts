import { theoremsOf, readFile } from "./commands.ts";
import { signatureText } from "./normalise.ts";
import { codeTokens } from "./tokens.ts";

/** The contents of every fenced Lean block (`lean4`, `lean`, or untagged), in order; the last one may not be closed. */
function leanBlocks(text: string): readonly { readonly code: string; readonly isClosed: boolean }[] {
  const blocks = text.matchAll(/```(?:lean4?|tactics)?[ \t]*\n([\s\S]*?)(```|$)/g);
  return [...blocks].map((match) => ({ code: match[1]!.trimEnd(), isClosed: match[2] !== "" }));
}

/**
 * The last block that declares a theorem, else the last block; undefined when there is none.
 *
 * @param wasCut the text ends where its writer was stopped: a block that is not closed then counts only where no closed one
 *   declares a theorem.
 */
export function lastLeanBlock(text: string, wasCut = false): string | undefined {
  const blocks = leanBlocks(text);
  const declares = ({ code }: { readonly code: string }): boolean => theoremsOf(readFile(code)).length > 0;
  const whole = wasCut ? blocks.findLast((block) => block.isClosed && declares(block)) : undefined;
  return (whole ?? blocks.findLast(declares) ?? blocks.at(-1))?.code;
}

/** What a model that reasons answered once it had thought: the text after its last `</think>`, or undefined where there is none. */
export function afterThought(text: string): string | undefined {
  const end = text.lastIndexOf("</think>");
  return end === -1 ? undefined : text.slice(end + "</think>".length);
}

/** What a model wrote after an open code fence: up to the fence's end. */
export function untilFence(text: string): string {
  const end = text.indexOf("```");
  return (end === -1 ? text : text.slice(0, end)).trimEnd();
}

/**
 * The first theorem's statement in `text`, in its own words, ending in `:= by` whatever followed its `:=`.
 *
 * @returns undefined when no `theorem` or `lemma` with a name and a `:` stands there, or its brackets do not close.
 */
export function firstStatement(text: string): string | undefined {
  const start = /(?:^|\n)[ \t]*(?=(?:theorem|lemma)\s+\S)/.exec(text);
  if (start === null) return undefined;
  const file = readFile(text.slice(start.index + start[0].length));
  const declaration = theoremsOf(file)[0];
  if (declaration?.name === undefined || declaration.signatureEnd.kind === "undecided") return undefined;
  const signature = signatureText(file, declaration);
  if (!codeTokens(signature).some(({ text: word }) => word === ":")) return undefined;
  const head = file.source.slice(file.tokens[declaration.at]!.start, file.tokens[declaration.signatureFrom]!.start);
  return `${head}${signature} := by`;
}

/** A statement's binders and goal: without `theorem NAME` in front and `:= by` behind, white space collapsed. */
export function statementBody(statement: string): string {
  const file = readFile(statement);
  const declaration = theoremsOf(file)[0];
  const body = declaration === undefined ? statement : signatureText(file, declaration);
  return body.replace(/\s+/g, " ").trim();
}

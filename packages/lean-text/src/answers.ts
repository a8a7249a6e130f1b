import { theoremsOf, readFile } from "./commands.ts";
import { signatureText } from "./normalise.ts";
import { codeTokens } from "./tokens.ts";

/** The contents of every fenced Lean block (`lean4`, `lean`, or untagged), in order; an unclosed last one counts. */
export function leanBlocks(text: string): readonly string[] {
  const blocks: string[] = [];
  for (const match of text.matchAll(/```(?:lean4?|tactics)?[ \t]*\n([\s\S]*?)(?:```|$)/g))
    blocks.push(match[1]!.trimEnd());
  return blocks;
}

/** The last block that declares a theorem, else the last block; undefined when there is none. */
export function lastLeanBlock(text: string): string | undefined {
  const blocks = leanBlocks(text);
  return blocks.findLast((block) => theoremsOf(readFile(block)).length > 0) ?? blocks.at(-1);
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

// Finding Lean in a model's answer. This is not a parser: it only knows brackets, comments and strings, which is what it
// takes to tell the `:=` that ends a statement from the ones inside binders.

/** The contents of every fenced Lean block (`lean4`, `lean`, or untagged), in order; an unclosed last one counts. */
export function leanBlocks(text: string): readonly string[] {
  const blocks: string[] = [];
  for (const match of text.matchAll(/```(?:lean4?|tactics)?[ \t]*\n([\s\S]*?)(?:```|$)/g))
    blocks.push(match[1]!.trimEnd());
  return blocks;
}

/** The last block that declares something, else the last block; undefined when there is none. */
export function lastLeanBlock(text: string): string | undefined {
  const blocks = leanBlocks(text);
  return blocks.findLast((block) => declaration.test(block)) ?? blocks.at(-1);
}

/** What a model wrote after an open code fence: up to the fence's end. */
export function untilFence(text: string): string {
  const end = text.indexOf("```");
  return (end === -1 ? text : text.slice(0, end)).trimEnd();
}

const declaration = /(?:^|\n)[ \t]*(?:theorem|lemma|example)\b/;

/**
 * The first theorem's statement in `text`, ending in `:= by`, whatever followed its `:=`.
 *
 * @returns undefined when no `theorem` or `lemma` with a name and a `:` stands there, or its brackets do not close.
 */
export function firstStatement(text: string): string | undefined {
  const start = /(?:^|\n)[ \t]*(?=(?:theorem|lemma)\s+\S)/.exec(text);
  if (start === null) return undefined;
  const statement = text.slice(start.index + start[0].length);
  const end = endOfStatement(statement);
  if (end === undefined) return undefined;
  const head = statement.slice(0, end).trimEnd();
  return /:/.test(head) ? `${head} := by` : undefined;
}

/** A statement's binders and goal: without `theorem NAME` in front and `:= by` behind, white space collapsed. */
export function statementBody(statement: string): string {
  const body = statement.replace(/^\s*(?:theorem|lemma)\s+\S+/, "");
  const end = endOfStatement(body) ?? body.length;
  return body.slice(0, end).replace(/\s+/g, " ").trim();
}

/** Where the `:=` outside all brackets stands (the length when there is none); undefined when brackets do not match. */
function endOfStatement(text: string): number | undefined {
  const opened: string[] = [];
  let candidate: number | undefined;
  for (let i = 0; i < text.length; i += 1) {
    if (text.startsWith("--", i)) i = endOrLast(text, "\n", i);
    else if (text.startsWith("/-", i)) i = endOrLast(text, "-/", i) + 1;
    else if (text[i]! in closing) opened.push(closing[text[i]!]!);
    else if (closers.has(text[i]!)) {
      if (opened.pop() !== text[i]) return candidate;
    } else if (opened.length === 0 && text.startsWith(":=", i)) {
      // `let x := 5; …` may stand inside a goal: the `:=` that `by` follows ends the statement, if any does.
      if (/^:=\s*(?:by\b|$)/.test(text.slice(i))) return i;
      candidate ??= i;
    }
  }
  return candidate ?? (opened.length === 0 ? text.length : undefined);
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "⟨": "⟩", "⦃": "⦄" };
const closers = new Set(Object.values(closing));

function endOrLast(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found;
}

import { signatureEnd, type SignatureEnd } from "./signature.ts";
import { type CodeToken, codeTokens } from "./tokens.ts";

export type TheoremKeyword = "theorem" | "lemma" | "example";

export const theoremKeywords: ReadonlySet<string> = new Set<TheoremKeyword>(["theorem", "lemma", "example"]);

/** The head of a theorem: keyword, name, and where its signature stands among the tokens. */
export interface StatementHead {
  readonly keyword: TheoremKeyword;
  /** As written; undefined for an `example`. */
  readonly name: string | undefined;
  /** The tokens of the text the head was read from. */
  readonly tokens: readonly CodeToken[];
  /** The keyword's place among the tokens. */
  readonly at: number;
  /** The signature's first token. */
  readonly from: number;
  readonly end: SignatureEnd;
}

/** Reads a theorem that begins at token `at`; undefined when none begins there. */
export function headAt(tokens: readonly CodeToken[], at: number, to = tokens.length): StatementHead | undefined {
  const token = tokens[at];
  if (token === undefined || at >= to || token.kind !== "name" || !theoremKeywords.has(token.text)) return undefined;
  const keyword = token.text as TheoremKeyword;
  const next = tokens[at + 1];
  const named = keyword !== "example" && at + 1 < to && next?.kind === "name";
  if (keyword !== "example" && !named) return undefined;
  const from = at + (named ? 2 : 1);
  return { keyword, name: named ? next.text : undefined, tokens, at, from, end: signatureEnd(tokens, from, to) };
}

/** A statement that is whole: `theorem NAME … :=`, or with `by` after it, and nothing else. */
export interface Statement extends StatementHead {
  /** The signature, from after the name to before the `:=`. */
  readonly signature: readonly CodeToken[];
}

/**
 * A text that states one theorem and leaves its proof to come.
 *
 * @returns why it is none, where it is none: a statement that is not finished would let its proof finish it.
 */
export function wholeStatement(text: string): Statement | { readonly problem: string } {
  const tokens = codeTokens(text);
  const head = headAt(tokens, 0);
  if (head === undefined) return { problem: "expected 'theorem NAME : … := by'" };
  const { end } = head;
  if (end.kind === "undecided") return { problem: end.because };
  const rest = tokens.slice(end.at + 1);
  const isWhole = end.kind === "assign" && (rest.length === 0 || (rest.length === 1 && rest[0]!.text === "by"));
  if (!isWhole) return { problem: "the statement must end in ':= by'" };
  // A comment behind the last word would take the proof in, or be ended by it.
  const last = tokens.at(-1)!;
  if (text.slice(last.end).trim() !== "") return { problem: "a comment after ':= by'" };
  return { ...head, signature: tokens.slice(head.from, end.at) };
}

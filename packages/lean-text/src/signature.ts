import { closerOf, closes } from "./symbols.ts";
import type { CodeToken } from "./tokens.ts";

/**
 * Where a declaration's signature ends: at its `:=`, at the bar of its first alternative, at `where`, or with the text. A place
 * among the tokens. `undecided`: a bracket that does not close, or words between which only Lean's parser can tell.
 */
export type SignatureEnd =
  | { readonly kind: "assign" | "alternatives" | "where" | "none"; readonly at: number }
  | { readonly kind: "undecided"; readonly at: number; readonly because: string };

/** They bring a `:=` of their own: `let x := 1; x = 1`. */
const bindings = new Set(["let", "have", "let_fun", "letI", "haveI"]);
/** Behind these come tactics and programs, whose `:=` nobody could tell from the statement's. */
const blocks = new Set(["by", "do", "calc", "show", "suffices", "match", "nomatch", "termination_by", "decreasing_by"]);

/**
 * @param from the first token after the declaration's name.
 * @param to where its command ends.
 */
export function signatureEnd(tokens: readonly CodeToken[], from: number, to = tokens.length): SignatureEnd {
  const open: string[] = [];
  let pending = 0;
  for (let at = from; at < to; at += 1) {
    const { kind, text } = tokens[at]!;
    if (kind === "symbol") {
      const closer = closerOf(text);
      if (closer !== undefined) open.push(closer);
      else if (closes(text) !== undefined && open.pop() !== closes(text))
        return { kind: "undecided", at, because: `'${text}' closes no bracket` };
      if (open.length > 0) continue;
      if (text === ":=") {
        if (pending === 0) return { kind: "assign", at };
        pending -= 1;
      }
      // `| 0 => …`; a bar around a term (`|x|`) begins no line in text that people write, and neither do alternatives end one.
      if (text === "|" && tokens[at]!.startsLine && pending === 0 && startsAlternative(tokens, at, to))
        return { kind: "alternatives", at };
      if (text === "|" && pending > 0) return { kind: "undecided", at, because: "'|' in a binding" };
      continue;
    }
    if (kind !== "name" || open.length > 0) continue;
    if (bindings.has(text)) pending += 1;
    else if (text === "where") return { kind: "where", at };
    else if (blocks.has(text)) return { kind: "undecided", at, because: `'${text}' in a statement` };
  }
  if (open.length > 0) return { kind: "undecided", at: to, because: `'${open.at(-1)!}' is missing` };
  return { kind: "none", at: to };
}

/** An arrow `=>` follows outside brackets before the next bar that begins a line. */
function startsAlternative(tokens: readonly CodeToken[], bar: number, to: number): boolean {
  let depth = 0;
  for (let at = bar + 1; at < to; at += 1) {
    const { kind, text, startsLine } = tokens[at]!;
    if (kind !== "symbol") continue;
    if (closerOf(text) !== undefined) depth += 1;
    else if (closes(text) !== undefined) depth -= 1;
    if (depth < 0 || (depth === 0 && text === "|" && startsLine)) return false;
    if (depth === 0 && text === "=>") return true;
    if (depth === 0 && text === ":=") return false;
  }
  return false;
}

import { type Command, type Declaration, declarationOf, type LeanFile } from "./commands.ts";
import { theoremKeywords } from "./statement.ts";
import { closes } from "./symbols.ts";
import { type CodeToken, codeTokens } from "./tokens.ts";

/** What may stand in place of a `sorry`: tactics, or a term. */
export type HoleForm = "tactics" | "term";

/** A `sorry` (or `admit`) of a file. */
export interface SorryToken {
  /** Its place among the file's code tokens. */
  readonly at: number;
  readonly command: Command;
  /** The theorem in whose proof it stands. */
  readonly declaration: Declaration | undefined;
  /** Why no proof can stand in its place, where none can. */
  readonly refusal: string | undefined;
  /** How Lean may read it, the likeliest first; where tokens tell, one. */
  readonly forms: readonly HoleForm[];
}

/** The `sorry`s of a file, in order. Comments and strings have none. */
export function sorriesOf(file: LeanFile): SorryToken[] {
  return file.commands.flatMap((command) => {
    const declaration = theoremKeywords.has(command.keyword) ? declarationOf(file, command) : undefined;
    return placesOf(file.tokens, command).map((at) => ({
      at,
      command,
      declaration,
      refusal: refusalOf(file, command, declaration, at),
      forms: formsAt(file.tokens, at),
    }));
  });
}

const isSorry = ({ kind, text }: CodeToken): boolean => kind === "name" && (text === "sorry" || text === "admit");

function placesOf(tokens: readonly CodeToken[], { from, to }: Command): number[] {
  const places: number[] = [];
  for (let at = from; at < to; at += 1) if (isSorry(tokens[at]!)) places.push(at);
  return places;
}

function refusalOf(
  { isOpen }: LeanFile,
  { keyword }: Command,
  declaration: Declaration | undefined,
  at: number,
): string | undefined {
  if (isOpen) return "the file has a comment or a string that does not end";
  if (declaration === undefined)
    return keyword === ""
      ? "it stands in no declaration"
      : `it stands in a '${keyword}': what belongs there is no proof`;
  const { signatureEnd } = declaration;
  if (signatureEnd.kind === "undecided") return `where the statement ends is not clear: ${signatureEnd.because}`;
  return at < signatureEnd.at ? "it stands in a statement" : undefined;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
/** What tactics follow. */
const beforeTactics = words("by · ; <;> <|> try repeat repeat' all_goals any_goals focus iterate case' conv_lhs");
/** What a term follows. */
const beforeTerm = words(
  ":= exact from , ⟨ ↦ refine refine' apply ← $ <| |> show this using exact_mod_cast + - * / = ≤ < ≥ > ≠ ∧ ∨ → ↔ [ @",
);

function formsAt(tokens: readonly CodeToken[], at: number): readonly HoleForm[] {
  const before = tokens[at - 1]?.text ?? "";
  if (tokens[at]!.text === "admit" || beforeTactics.has(before)) return ["tactics"];
  if (beforeTerm.has(before)) return ["term"];
  if (before === "(") return beforeTactics.has(tokens[at - 2]?.text ?? "") ? ["tactics", "term"] : ["term", "tactics"];
  if (before === "=>") return isFunction(tokens, at) ? ["term", "tactics"] : ["tactics", "term"];
  return tokens[at]!.startsLine || before === "." || before === "{" ? ["tactics", "term"] : ["term", "tactics"];
}

/** Whether the arrow before it is a function's and not an alternative's. */
function isFunction(tokens: readonly CodeToken[], at: number): boolean {
  for (let i = at - 2; i >= 0; i -= 1) {
    const { text, startsLine } = tokens[i]!;
    if (text === "fun" || text === "λ") return true;
    if (text === "|" || startsLine) return false;
  }
  return false;
}

/**
 * The text that stands in place of a `sorry` for a tactic block, whatever stands around it. The block's lines are set under its
 * first, which begins where the `sorry` did; nothing outside of the `sorry` changes.
 *
 * @returns undefined for a block without a tactic.
 */
export function fillingOf(file: LeanFile, at: number, form: HoleForm, tactics: string): string | undefined {
  const lines = linesOf(tactics);
  if (lines === undefined) return undefined;
  const { source, tokens } = file;
  const hole = tokens[at]!;
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  const isLast = after === undefined || endsHere(hole, after);
  const isFirst =
    form === "term"
      ? before !== undefined && (opensTerm.has(before.text) || (before.text === "(" && after?.text === ")"))
      : before === undefined || opensBlock.has(before.text) || (hole.startsLine && !beforeTactics.has(before.text));
  const isBare = isFirst && isLast;
  const opening = `${isBare ? "" : "("}${form === "term" ? "by " : ""}`;
  const lineStart = source.lastIndexOf("\n", hole.start - 1) + 1;
  const margin = source.slice(lineStart, hole.start);
  // What stands before it on its line is kept where it is blank: tabs and all.
  const indent = (/^\s*$/.test(margin) ? margin : " ".repeat(hole.column)) + " ".repeat(opening.length);
  const newline = source.includes("\r\n") ? "\r\n" : "\n";
  return `${opening}${lines.map((line, i) => (i === 0 || line === "" ? line : indent + line)).join(newline)}${isBare ? "" : ")"}`;
}

const opensBlock = words("by · . => { (");
const opensTerm = words(":= => ↦ from");

/** Whether what comes next is no part of what stands in the place of the hole. */
function endsHere(hole: CodeToken, next: CodeToken): boolean {
  // A comma does not end it: `use 1, 2` would take in what comes next.
  if (next.kind === "symbol" && (closes(next.text) !== undefined || next.text === ":")) return true;
  const joins = next.kind === "symbol" && !["·", "|", "@[", "⟨", "_"].includes(next.text);
  return next.line > hole.line && !joins;
}

/** A tactic block's lines, moved left together, without what stands before its first token and behind its last. */
function linesOf(tactics: string): string[] | undefined {
  const tokens = codeTokens(tactics);
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const start = tactics.lastIndexOf("\n", first.start) + 1;
  const lines = tactics
    .slice(start, last.end)
    .split(/\r?\n/)
    .map((line) => line.trimEnd());
  const indents = lines.filter((line) => line !== "").map((line) => /^\s*/.exec(line)![0].length);
  const margin = Math.min(...indents);
  return lines.map((line) => line.slice(margin));
}

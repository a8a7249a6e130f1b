import { unquote } from "./characters.ts";
import type { StatementHead } from "./statement.ts";

/**
 * Whether two theorems are stated in the same words under the same name; where not, in which word they part. Blanks and comments
 * are no words, and `lemma` is another word for `theorem`. A head whose end is undecided is the same as none.
 */
export function differenceOf(asked: StatementHead, found: StatementHead): string | undefined {
  for (const { end } of [asked, found]) if (end.kind !== "assign") return "where the statement ends is not clear";
  if ((asked.keyword === "example") !== (found.keyword === "example"))
    return `asked for ${asked.keyword === "example" ? "an example" : "a theorem"}, found '${found.keyword}'`;
  if (unquote(asked.name ?? "") !== unquote(found.name ?? ""))
    return `asked for '${asked.name}', found '${found.name}'`;
  const [wanted, got] = [asked, found].map(({ tokens, from, end }) => tokens.slice(from, end.at));
  for (let i = 0; i < Math.max(wanted!.length, got!.length); i += 1) {
    const [left, right] = [wanted![i]?.text ?? ":=", got![i]?.text ?? ":="];
    if (left !== right) return `where the statement has '${left}', the file has '${right}'`;
  }
  return undefined;
}

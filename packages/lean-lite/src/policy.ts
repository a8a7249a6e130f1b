import type { CodeToken } from "@lemma/lean-text";
import { isForbiddenOption } from "./context/options.ts";

/** Axioms, programs that run while a proof is read, code that stands in for one, and changes to the language itself. */
const forbidden = new Set(
  (
    "axiom native_decide implemented_by unsafe macro macro_rules elab elab_rules syntax notation notation3 infix infixl " +
    "infixr prefix postfix instance run_cmd run_tac initialize sorryAx lcProof ofReduceBool reduceBool"
  ).split(" "),
);

/** The first construct of a candidate that no proof may have, by name. */
export function forbiddenIn(tokens: readonly CodeToken[]): string | undefined {
  for (const [i, { kind, text }] of tokens.entries()) {
    if (kind !== "name") continue;
    if (forbidden.has(text)) return text;
    const option = tokens[i + 1]?.text ?? "";
    if (text === "set_option" && isForbiddenOption(option)) return `set_option ${option}`;
  }
  return undefined;
}

import { words } from "./lexer.ts";

/** Commands that would end a tactic block and start something else. */
export const commandWords = new Set(
  words(`
    theorem lemma def abbrev example instance opaque structure inductive class namespace section end variable
    variables universe universes export attribute notation infix infixl infixr prefix postfix mutual private
    protected import noncomputable partial nonrec deriving prelude alias irreducible_def notation3 unif_hint
    grind_pattern add_decl_doc
  `),
);

/** Those, and what else means something as a word of its own only. */
const keywords = new Set([...commandWords, ...words("set_option open local scoped omit include in add_aesop_rules")]);

/**
 * What a word falls into where Lean knows a letter for no letter but a sign, so that it ends there: `fᶜ`, `λx`, a notation's
 * own. Lean's table of letters is shorter than Unicode's, and grows from version to version.
 */
export function signSeparated(word: string): readonly string[] {
  return /(?![«»])\P{ASCII}/u.test(word) ? word.split(/[^\w'!?.«»]+/) : [];
}

/** A keyword that Lean may see inside a word: `sᶜset_option` is a set's complement, and then an option is set. */
export const gluedKeyword = (word: string): string | undefined =>
  signSeparated(word).find((part) => keywords.has(part));

export const unquote = (name: string): string => name.replaceAll(/[«»]/g, "");

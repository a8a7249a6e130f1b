import { commandWords, declarationWords } from "../command-words.ts";
import type { CodeToken } from "../tokens.ts";
import { words } from "../words.ts";

/** Words that would end a tactic block and start something else. */
export const blockEnding: ReadonlySet<string> = new Set([
  ...declarationWords,
  ...commandWords,
  ...words("variables universes attribute private protected noncomputable partial nonrec"),
]);

/** Of these, words that are ordinary names elsewhere, or in some versions, and commands only where a line begins. */
export const onlyAtMargin: ReadonlySet<string> = new Set(
  words("class prefix postfix notation partial variables universes include omit seal unseal recall"),
);

/** Those, and what else means something as a word of its own only. */
const keywords = new Set([...blockEnding, ...words("set_option open local scoped in add_aesop_rules")]);

/**
 * What a name falls into where Lean knows a letter for no letter but a sign, so that it ends there, by a notation maybe: the table of
 * letters grows from version to version.
 */
export function signSeparated(name: string): readonly string[] {
  return /(?![«»])\P{ASCII}/u.test(name) ? name.split(/[^\w'!?.«»]+/) : [];
}

/** A sign that ends in what Unicode calls a letter, as `λ` and `ᶜ` do, may to some Lean be the beginning of the name behind it. */
const letterLike = /(?=\P{ASCII})[\p{L}\p{N}]$/u;

/**
 * A keyword that stands right behind a letter, or inside a word: `sᶜset_option` is a set's complement, and then an option is set.
 *
 * @param index of a name.
 */
export function gluedKeyword(tokens: readonly CodeToken[], index: number): string | undefined {
  const { text, spaceBefore } = tokens[index]!;
  const before = tokens[index - 1];
  const isGlued =
    !spaceBefore && (before?.kind === "symbol" || before?.kind === "unknown") && letterLike.test(before.text);
  return [...(isGlued ? [text] : []), ...signSeparated(text)].find((part) => keywords.has(part));
}

import { InputError } from "@lemma/interfaces";

/** Cuts a command line into words as a shell does, quotes and backslashes included, without expanding anything. */
export function splitCommandLine(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else if (character === "\\" && quote === '"' && '"\\$`'.includes(text[at + 1] ?? "")) {
        at += 1;
        word = `${word ?? ""}${text[at] ?? ""}`;
      } else word = `${word ?? ""}${character}`;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (character === "\\") {
      at += 1;
      word = `${word ?? ""}${text[at] ?? ""}`;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ""}${character}`;
  }
  if (quote !== undefined) throw new InputError(`the command ${JSON.stringify(text)} has an open quote`);
  if (word !== undefined) words.push(word);
  return words;
}

import type { Example, Theorem } from "@lemma/interfaces";
import { type CodeToken, codeTokens } from "@lemma/lean-text";

/** What of the target was put into a proof before it was tried: nothing, its names, or its names and numerals. */
export type PutIn = "nothing" | "names" | "names and numerals";

export interface Candidate {
  readonly proof: string;
  readonly putIn: PutIn;
}

/**
 * A proof as it may prove another theorem: as it stands; with the target's names of variables and hypotheses in place of its own
 * theorem's; with its numerals too. What stands for what is read off the two statements, laid beside each other so that as many of
 * their words as possible agree, names and numerals agreeing with any of their kind. Texts that are equal come once.
 */
export function putIn(known: Example, target: Theorem): readonly Candidate[] {
  const { names, numerals } = correspondence(known.theorem.statement, target.statement);
  const renamed = replace(known.proof, names);
  const candidates: readonly Candidate[] = [
    { proof: known.proof, putIn: "nothing" },
    { proof: renamed, putIn: "names" },
    { proof: replace(known.proof, new Map([...names, ...numerals])), putIn: "names and numerals" },
  ];
  return candidates.filter(({ proof }, i) => candidates.findIndex((other) => other.proof === proof) === i);
}

interface Correspondence {
  readonly names: ReadonlyMap<string, string>;
  readonly numerals: ReadonlyMap<string, string>;
}

/** Which name and which numeral of one statement stands where another stands in the other. */
function correspondence(from: string, to: string): Correspondence {
  const [a, b] = [signatureWords(from), signatureWords(to)];
  const votes = { names: new Map<string, Map<string, number>>(), numerals: new Map<string, Map<string, number>>() };
  for (const [i, j] of align(a.kinds, b.kinds)) {
    const [x, y] = [a.words[i]!, b.words[j]!];
    const kind = a.kinds[i];
    if (kind !== boundName && kind !== numeral) continue;
    const of = kind === boundName ? votes.names : votes.numerals;
    const row = of.get(x) ?? new Map<string, number>();
    of.set(x, row);
    row.set(y, (row.get(y) ?? 0) + 1);
  }
  const winners = (of: ReadonlyMap<string, ReadonlyMap<string, number>>): Map<string, string> =>
    new Map(
      [...of].map(([word, row]) => [word, [...row].reduce((best, next) => (next[1] > best[1] ? next : best))[0]]),
    );
  return { names: winners(votes.names), numerals: winners(votes.numerals) };
}

const boundName = "a bound name";
const numeral = "a numeral";

/** A statement's words after its name, and what each may be laid beside. */
function signatureWords(statement: string): { readonly words: readonly string[]; readonly kinds: readonly string[] } {
  const tokens = codeTokens(statement).slice(2);
  const bound = boundNames(tokens);
  return {
    words: tokens.map(({ text }) => text),
    kinds: tokens.map(({ kind, text }) =>
      kind === "number" || kind === "decimal" ? numeral : bound.has(headOf(text)) ? boundName : text,
    ),
  };
}

/** Names between an opening bracket, or a quantifier, and the colon or comma after it. */
function boundNames(tokens: readonly CodeToken[]): ReadonlySet<string> {
  const bound = new Set<string>();
  tokens.forEach(({ text }, at) => {
    if (!["(", "{", "∀", "∃", "∑", "∏", "fun"].includes(text)) return;
    const names: string[] = [];
    let next = at + 1;
    while (tokens[next]?.kind === "name") names.push(tokens[next++]!.text);
    const isBinder = text !== "(" && text !== "{" ? true : tokens[next]?.text === ":";
    if (isBinder) for (const name of names) bound.add(name);
  });
  return bound;
}

/** Pairs of places of a longest common subsequence. */
function align(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  // lengths[i][j]: of a from i and b from j.
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i += 1;
    else j += 1;
  }
  return pairs;
}

/** The text with some of its words replaced, all at once; of `h.le` the `h`. */
function replace(text: string, by: ReadonlyMap<string, string>): string {
  let result = "";
  let end = 0;
  for (const token of codeTokens(text)) {
    const word = token.kind === "name" ? headOf(token.text) : token.text;
    const isWord = token.kind === "name" || token.kind === "number" || token.kind === "decimal";
    const other = isWord ? by.get(word) : undefined;
    if (other === undefined) continue;
    result += text.slice(end, token.start) + other;
    end = token.start + word.length;
  }
  return result + text.slice(end);
}

const headOf = (name: string): string => name.split(".", 1)[0]!;

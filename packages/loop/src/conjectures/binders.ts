import { codeTokens } from "@lemma/lean-text";

/** What stands in a statement's binders, as far as it can be told without elaborating. */
export interface Binders {
  /** Names of the variables of an ordered ring: ℝ, ℚ, ℤ. */
  readonly variables: readonly string[];
  /** Whether all binders are variables of inhabited types: nothing is assumed. */
  readonly assumesNothing: boolean;
}

const ring = /^(ℝ|ℚ|ℤ|Real|Rat|Int)$/;
// Types that have elements, and how types are made of them. Any other word may be a proposition, or an empty type.
const typeWords = /^(ℝ|ℚ|ℤ|ℕ|ℂ|Real|Rat|Int|Nat|Complex|Bool|→|×|\(|\)|Set|Finset|List|Polynomial)$/;

/** Reads binders such as `(a b : ℝ) (h : a < b)`, as `openStatement` gives them. */
export function readBinders(binders: string): Binders {
  const words = codeTokens(binders).map(({ text }) => text);
  const variables: string[] = [];
  let assumesNothing = true;
  for (let at = 0; at < words.length;) {
    const end = closing(words, at);
    const group = words.slice(at + 1, end);
    const colon = group.indexOf(":");
    const type = group.slice(colon + 1);
    if (colon === -1 || words[at] === "[" || !type.every((word) => typeWords.test(word))) assumesNothing = false;
    else if (type.length === 1 && ring.test(type[0]!)) variables.push(...group.slice(0, colon));
    at = end + 1;
  }
  return { variables, assumesNothing };
}

/** Where the bracket at `at` is closed; `at` itself where no bracket stands. */
function closing(words: readonly string[], at: number): number {
  let depth = 0;
  for (let i = at; i < words.length; i += 1) {
    if (/^[([{⦃]$/.test(words[i]!)) depth += 1;
    if (/^[)\]}⦄]$/.test(words[i]!)) depth -= 1;
    if (depth === 0) return i;
  }
  return words.length;
}

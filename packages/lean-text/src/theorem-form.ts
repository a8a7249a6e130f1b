import { isName } from "./characters.ts";
import { type Context, contextOf, relevantMeanings, relevantVariables } from "./context.ts";
import { hashOf, normalTokens } from "./normal-form.ts";
import { headAt } from "./statement.ts";
import { codeTokens } from "./tokens.ts";

/** A statement and what stands before it. */
export interface Stated {
  readonly statement: string;
  readonly header?: string | undefined;
}

/**
 * The normal form of a theorem where it stands: `normalTokens` of its statement with the variables that it takes from its header as
 * binders, and then what else of the header can change what it says: definitions that it speaks of, notation, instances, and, where
 * it has a name that a namespace might complete, the namespaces that are open.
 *
 *     variable (a b : ℝ)  theorem t (h : a < b) : a ≤ b      theorem t (a b : ℝ) (h : a < b) : a ≤ b
 *     both: #0 : ℝ ; #1 : ℝ ; #2 : #0 < #1 ⊢ #0 ≤ #1
 *
 * Where the header changes nothing it is that of the statement alone. As there, unequal forms need not differ in meaning.
 */
export function theoremTokens(theorem: Stated): string[] {
  const { tokens, context } = formOf(theorem);
  return context.length === 0 ? tokens : [...tokens, "under", ...context];
}

/** 16 hexadecimal digits, as `statementHash` has them, over `theoremTokens`. */
export function theoremHash(theorem: Stated): string {
  return hashOf(theoremTokens(theorem));
}

/** The statement's own normal form, its header's variables among the binders, and what else the header gives it. */
export function formOf({ statement, header }: Stated): {
  readonly tokens: string[];
  readonly context: readonly string[];
} {
  const alone = normalTokens(statement);
  if (header === undefined || header.trim() === "") return { tokens: alone, context: [] };
  const context = lastContext(header);
  const groups = relevantVariables(context.variables, new Set(alone.filter(isName)), context.included);
  const tokens = groups.length === 0 ? alone : normalTokens(bound(statement, groups.map(({ text }) => text).join(" ")));
  const free = new Set(tokens.filter((word) => isName(word) && !reserved.has(word)));
  const meanings = relevantMeanings(context.meanings, free);
  const opens = [...free].some(mayBeCompleted) || tokens.some(isUncommon) ? context.opens : [];
  return {
    tokens,
    context: [...opens.map((space) => `open ${space} ;`), ...meanings.flatMap(({ words }) => [...words, ";"])],
  };
}

/** Theorems of one file come one after the other, and records of a set under one header. */
let last: { readonly header: string; readonly context: Context } | undefined;
function lastContext(header: string): Context {
  if (last?.header !== header) last = { header, context: contextOf(header) };
  return last.context;
}

function bound(statement: string, binders: string): string {
  const tokens = codeTokens(statement);
  const head = headAt(tokens, 0);
  if (head === undefined) return `theorem t ${binders} : ${statement}`;
  const from = tokens[head.from]?.start ?? statement.length;
  return `${statement.slice(0, from)}${binders} ${statement.slice(from)}`;
}

const reserved = new Set(
  (
    "ℕ ℤ ℚ ℝ ℂ Type Prop Sort True False fun let have show from if then else in by with match do at this " +
    "ℝ≥0 _ ∑ ∏ ∀ ∃ ¬"
  ).split(" "),
);

/** Namespaces of the library's root: what is called by one of them is called in full. */
const rootSpaces =
  /^(Nat|Int|Rat|Real|Complex|NNReal|ENNReal|EReal|Finset|Set|Multiset|List|Fin|ZMod|Function|Filter|Polynomial|Matrix|Equiv|Option|Prod|String|Char|Array|Bool|Metric|MeasureTheory)\../;

const mayBeCompleted = (word: string): boolean => !rootSpaces.test(word);

/** A sign that one namespace may write and another not: neither ASCII nor of logic, arithmetic, sets and orders. */
const isUncommon = (word: string): boolean =>
  !isName(word) && /\P{ASCII}/u.test(word) && !/^[→↔∧∨¬≤≥≠∀∃∑∏∈∉⊆⊂∣⁻¹∘×⟨⟩·∪∩∅⌊⌋⌈⌉↑≡∞⊢ℕℤℚℝℂ⁰-₉]+$/u.test(word);

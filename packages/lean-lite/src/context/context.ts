import type { Command, CodeToken, Declaration, LeanFile } from "@lemma/lean-text";
import type { Binder } from "../syntax/tree.ts";

/** One name of a `variable` command. */
export interface ContextVariable {
  /** `inst✝` for a class instance. */
  readonly name: string;
  readonly isInstance: boolean;
  readonly isTyped: boolean;
  /** Every name in its binder. */
  readonly words: ReadonlySet<string>;
  /** The binder with this name alone. @throws {SyntaxProblem} for one that does not parse. */
  readonly read: () => Binder;
}

/** A declaration that stands before, by its name from the root. It is read when something asks for it. */
export interface Earlier {
  readonly fullName: string;
  readonly file: LeanFile;
  readonly declaration: Declaration;
  /** What stood before it. */
  readonly context: Context;
}

/** A `section` or `namespace` that is open, with what is put back at its end. */
interface Scope {
  readonly kind: "section" | "namespace";
  readonly name: string;
  readonly outer: Context;
}

/** What stands before a declaration and decides what its words mean. */
export interface Context {
  /** Why nothing behind is read: a command that this reader does not know, or would have to obey. */
  readonly refusal: { readonly status: "unsupported" | "forbidden"; readonly construct: string } | undefined;
  /** Modules that are imported by name; where there are none, a record stands below all of Mathlib. */
  readonly imports: readonly string[];
  /** Namespaces of the library whose names are within reach. */
  readonly opens: readonly string[];
  /** Those of the file itself. */
  readonly ownOpens: readonly string[];
  /** `open scoped Real`, `open Real`: their notation holds. */
  readonly scoped: readonly string[];
  /** Names that would be read otherwise than Lean reads them, each with its reason. */
  readonly refused: ReadonlyMap<string, string>;
  /** Whether an unknown letter is a variable that nobody bound: `autoImplicit`, and every open namespace known by heart. */
  readonly bindsLetters: boolean;
  readonly variables: readonly ContextVariable[];
  /** Names of `include`. */
  readonly included: ReadonlySet<string>;
  /** The namespaces that are open around, outermost first. */
  readonly namespaces: readonly string[];
  readonly scopes: readonly Scope[];
  readonly definitions: readonly Earlier[];
  readonly theorems: readonly Earlier[];
  /** An earlier `@[simp]`: what `simp` fails to do here, it may do in Lean. */
  readonly extendsSimp: string | undefined;
}

/** Before the first command of a file. */
export const emptyContext: Context = {
  refusal: undefined,
  imports: [],
  opens: [],
  ownOpens: [],
  scoped: [],
  refused: new Map<string, string>(),
  bindsLetters: true,
  variables: [],
  included: new Set<string>(),
  namespaces: [],
  scopes: [],
  definitions: [],
  theorems: [],
  extendsSimp: undefined,
};

/** Where a theorem names no header: that of the benchmarks of this field, `open BigOperators Real Nat Topology Rat`. */
export const customaryContext: Context = {
  ...emptyContext,
  opens: ["Real", "Nat", "Rat"],
  scoped: ["BigOperators", "Real", "Nat", "Topology", "Rat"],
};

export const refuse = (
  context: Context,
  construct: string,
  status: "unsupported" | "forbidden" = "unsupported",
): Context => (context.refusal === undefined ? { ...context, refusal: { status, construct } } : context);

/** The command as its first words, for a refusal. */
export function wordsOf(tokens: readonly CodeToken[], { from, at, to, keyword }: Command): string {
  const isWord = ({ kind }: CodeToken): boolean => kind === "name" || kind === "hash";
  if (keyword === "") return `'${tokens[at]?.text ?? ""}'`;
  // A modifier and the command; or the command and what it is about.
  const words = tokens.slice(from, Math.min(to, from + 2));
  return (words.every(isWord) ? words : words.slice(0, 1)).map(({ text }) => text).join(" ");
}

/** A name from the root, as a file's own declaration in these namespaces has it. */
export function fullNameOf(name: string, namespaces: readonly string[]): string {
  return name.startsWith("_root_.") ? name.slice("_root_.".length) : [...namespaces, name].join(".");
}

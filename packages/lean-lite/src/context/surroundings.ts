import { type CodeToken, unquote } from "@lemma/lean-text";
import { app, type Term } from "@lemma/lean-kernel";
import type { Local } from "../elaborate/elaboration.ts";
import { candidates } from "../elaborate/functions.ts";
import { UnsupportedProblem } from "../elaborate/problem.ts";
import { isFailure } from "../goal/state.ts";
import type { NamedTheorem } from "../proof/session.ts";
import { SyntaxProblem } from "../syntax/lexer.ts";
import type { Context, Earlier } from "./context.ts";
import { define, type Definition } from "./definitions.ts";
import { letters } from "./namespaces.ts";
import { withinOwnName } from "./read.ts";

/** A formula that a proof may assume. */
export interface Given {
  readonly formula: Term;
  /** An earlier theorem that is not proved, and why: `helper (sorry)`. Undefined for a definition's equations. */
  readonly rests: string | undefined;
}

/** An earlier theorem as later ones use it: with what it assumes, which is itself where it is not proved. */
export interface Standing {
  readonly lemma: NamedTheorem;
  readonly given: readonly Given[];
}

/** What the words of one declaration may mean beyond the library. */
export interface Surroundings {
  readonly opens: readonly string[];
  /** Constants of the file within reach. */
  readonly globals: readonly Local[];
  /** Theorems of the file, and the equations of its definitions, by the names that reach them. */
  readonly lemmas: ReadonlyMap<string, NamedTheorem>;
  /** What the proof may assume: the equations, and the theorems that are not proved. */
  readonly given: readonly Given[];
  /** The definitions that its words mean. */
  readonly definitions: readonly Definition[];
  /** Whether a letter that nobody bound is a variable. */
  readonly mayBind: (name: string) => boolean;
  /** Why a failure here may be none in Lean: a definition that more can be seen through than is known here. */
  readonly doubt: string | undefined;
}

/** Reads an earlier theorem; undefined where its statement is not understood. */
export type Judge = (earlier: Earlier) => Standing | undefined;

/** Procedures that a theorem's attribute can give more to work with. */
const extendable = /simp|norm_num|_cast|aesop|ext|gcongr|mono|bound|grind/;

/**
 * What stands around a declaration with these tokens.
 *
 * @throws {UnsupportedProblem} where one of its words means something that is not understood.
 */
export function surroundingsOf(context: Context, tokens: readonly CodeToken[], judge: Judge): Surroundings {
  const words = new Set(tokens.filter(({ kind }) => kind === "name").map(({ text }) => unquote(text)));
  const heads = new Set([...words].map((word) => word.split(".")[0]!));
  for (const [name, why] of context.refused)
    if (heads.has(name)) throw new UnsupportedProblem(`${name}, of which an '${why}' speaks`);

  const globals: Local[] = [];
  // `open scoped Real` brings the sign, and no names.
  if (context.scoped.includes("Real") && !context.opens.includes("Real"))
    globals.push({ name: "π", term: app("Real.pi", []) });
  const lemmas = new Map<string, NamedTheorem>();
  const given: Given[] = [];
  const definitions: Definition[] = [];
  const reach = reachOf(context);
  const known = new Set<string>(context.variables.map(({ name }) => name));
  let doubt = [...words].some((word) => extendable.test(word)) ? context.extendsSimp : undefined;
  for (const earlier of context.definitions) {
    const names = reach(earlier.fullName, isProtected(earlier)).filter((name) => isMentioned(name, words));
    const last = earlier.fullName.slice(earlier.fullName.lastIndexOf(".") + 1);
    known.add(last);
    if (names.length === 0) {
      // `x.f` may be it under a type's name.
      if ([...words].some((word) => word.split(".").slice(1).includes(last)))
        throw new UnsupportedProblem(`def ${earlier.fullName}`);
      continue;
    }
    const definition = definitionOf(earlier, names[0]!, judge);
    if (names.some((name) => candidates(name, context.opens).length > 0))
      throw new UnsupportedProblem(`def ${earlier.fullName}, whose name has other meanings`);
    doubt ??= `def ${earlier.fullName}`;
    definitions.push(definition);
    given.push({ formula: definition.lemma.theorem.conclusion, rests: undefined });
    for (const name of names) {
      if (lemmas.has(name)) throw new UnsupportedProblem(`${name}, which means two things`);
      lemmas.set(name, definition.lemma);
      globals.push({ name, term: definition.term });
    }
  }
  for (const earlier of context.theorems) {
    const names = reach(earlier.fullName, isProtected(earlier)).filter((name) => isMentioned(name, words));
    known.add(earlier.fullName.slice(earlier.fullName.lastIndexOf(".") + 1));
    if (names.length === 0) continue;
    const standing = judge(earlier);
    if (standing === undefined) throw new UnsupportedProblem(`theorem ${earlier.fullName}`);
    given.push(...standing.given);
    for (const name of names) {
      // Two theorems within reach of one name: Lean takes the inner namespace's, or the one that fits.
      if (lemmas.has(name)) throw new UnsupportedProblem(`${name}, which means two things`);
      lemmas.set(name, standing.lemma);
    }
  }
  return {
    opens: context.opens,
    globals,
    lemmas,
    given,
    definitions,
    mayBind: (name) => context.bindsLetters && !known.has(name) && !letters.has(name),
    doubt,
  };
}

const isMentioned = (name: string, words: ReadonlySet<string>): boolean =>
  words.has(name) || [...words].some((word) => word.startsWith(`${name}.`));

/** The names under which a declaration of the file is within reach; one that is `protected` never under its last part alone. */
function reachOf({ namespaces, ownOpens, opens }: Context): (fullName: string, isProtected: boolean) => string[] {
  const prefixes = [...namespaces.map((_, i) => namespaces.slice(0, i + 1).join(".")), ...ownOpens, ...opens];
  return (fullName, isProtected) => {
    const names = new Set([fullName, `_root_.${fullName}`]);
    for (const prefix of prefixes) {
      const short = fullName.startsWith(`${prefix}.`) ? fullName.slice(prefix.length + 1) : undefined;
      if (short !== undefined && !(isProtected && !short.includes("."))) names.add(short);
    }
    return [...names];
  };
}

const isProtected = ({ declaration }: Earlier): boolean => declaration.modifiers.includes("protected");

const definitionsRead = new WeakMap<Earlier, Definition | { readonly unsupported: string }>();

function definitionOf(earlier: Earlier, name: string, judge: Judge): Definition {
  let found = definitionsRead.get(earlier);
  if (found === undefined) {
    found = readDefinition(earlier, name, judge);
    definitionsRead.set(earlier, found);
  }
  if ("unsupported" in found) throw new UnsupportedProblem(found.unsupported);
  return found;
}

function readDefinition(earlier: Earlier, name: string, judge: Judge): Definition | { readonly unsupported: string } {
  const what = `def ${earlier.fullName}`;
  const { declaration, file } = earlier;
  const context = withinOwnName(earlier.context, declaration.name);
  if (context.refusal !== undefined) return { unsupported: context.refusal.construct };
  const own = file.tokens.slice(declaration.at, declaration.to);
  const word = own.find(({ text }) => context.variables.some((bound) => bound.name === text));
  if (word !== undefined) return { unsupported: `${what}, which depends on the variable ${word.text}` };
  const odd = declaration.modifiers.find(
    (modifier) => !["noncomputable", "private", "protected", "public"].includes(modifier),
  );
  if (odd !== undefined) return { unsupported: `${odd} ${what}` };
  try {
    return define(earlier, name, surroundingsOf(context, own.slice(2), judge));
  } catch (error) {
    if (error instanceof UnsupportedProblem) return { unsupported: `${what}: ${error.construct}` };
    if (error instanceof SyntaxProblem || (error instanceof Error && isFailure(error)))
      return { unsupported: `${what}: ${error.message.split("\n")[0]!}` };
    throw error;
  }
}

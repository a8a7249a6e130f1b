import {
  abstract,
  axiom,
  complex,
  forall,
  imp,
  int,
  nat,
  rat,
  real,
  type Term,
  type Theorem,
  type Type,
} from "@lemma/lean-kernel";
import { elaborateStatement } from "../elaborate/statement.ts";
import { parseDeclaration } from "../syntax/statement.ts";
import { lemmaSource } from "./sources.ts";

/** A library lemma at one type. */
export interface Lemma {
  readonly name: string;
  readonly theorem: Theorem;
  /** Per leading ∀ or premise: whether Lean leaves it to unification. */
  readonly implicit: readonly boolean[];
}

/** The types that a lemma's `α` stands for, by the letters of its source. */
const typesByLetter: Readonly<Record<string, Type>> = { N: nat, Z: int, Q: rat, R: real, C: complex };

const cache = new Map<string, Lemma>();

/** The types at which a lemma is known; a lemma without `α` is known at none, and once. */
export function typesOf(name: string): readonly (Type | undefined)[] {
  const source = lemmaSource(name);
  if (source === undefined) return [];
  let types = typesByLetters.get(source.letters);
  if (types === undefined) {
    types = source.letters === "" ? [undefined] : source.letters.split("").map((letter) => typesByLetter[letter]);
    typesByLetters.set(source.letters, types);
  }
  return types;
}
const typesByLetters = new Map<string, readonly (Type | undefined)[]>();

/** The lemma at a type. Its statement is read by the same parser and elaborator as everyone's, once. */
export function lemmaAt(name: string, type: Type | undefined): Lemma | undefined {
  const source = lemmaSource(name);
  if (source === undefined) return undefined;
  const key = `${source.name} ${type?.key ?? ""}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  // `sub_add_cancel` is no lemma of ℕ: the table says where each holds, and nobody may use it elsewhere.
  if (!typesOf(name).some((each) => each?.key === type?.key)) return undefined;
  const text = type === undefined ? source.text : source.text.replaceAll("α", type.name);
  const declaration = parseDeclaration(`theorem x ${text} := sorry`);
  const goal = elaborateStatement(declaration, []);
  const implicit: boolean[] = [];
  for (const binder of declaration.binders) for (const _ of binder.names) implicit.push(binder.implicit === true);
  let statement: Term = goal.target;
  for (const entry of goal.entries.toReversed()) {
    statement = entry.kind === "var" ? forall(abstract(statement, entry.term)) : imp(entry.formula, statement);
  }
  const lemma: Lemma = { name: source.name, theorem: axiom(statement), implicit };
  cache.set(key, lemma);
  return lemma;
}

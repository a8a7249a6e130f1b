import { takeAssumptionDoor, type Theorem } from "../theorem.ts";
import type { Type } from "../type.ts";
import { type BookLine, bookLines } from "./lines.ts";
import { readLine } from "./reader.ts";
import { BookError } from "./syntax.ts";

/** A lemma of the book at one type. */
export interface Lemma {
  readonly name: string;
  /** What α stands for, where the line has one. */
  readonly type: Type | undefined;
  readonly theorem: Theorem;
  /** Per leading ∀ or premise: whether Lean leaves it to unification. */
  readonly implicit: readonly boolean[];
}

const assumption = takeAssumptionDoor();

const byName = new Map<string, BookLine>();
for (const line of bookLines) {
  for (const name of line.names) {
    if (byName.has(name)) throw new BookError(`two texts for ${name}`);
    byName.set(name, line);
  }
}

/** Every lemma that was used, by its number; a theorem says which numbers it rests on. */
const used: Lemma[] = [];
const known = new Map<string, Lemma>();
const nowhere: readonly (Type | undefined)[] = [];

/** The types at which tactics may use the lemma; `[undefined]` where no α occurs in it. */
export const typesOf = (name: string): readonly (Type | undefined)[] => byName.get(name)?.types ?? nowhere;

/** The types at which a proof's text may use it: Lean knows no internal lemma. */
export function namedTypesOf(name: string): readonly (Type | undefined)[] {
  const line = byName.get(name);
  return line === undefined || line.isInternal ? nowhere : line.types;
}

/** The lemma at a type, read at its first use; undefined where the book does not have it. */
export function lemmaAt(name: string, type: Type | undefined): Lemma | undefined {
  const line = byName.get(name);
  if (line === undefined) return undefined;
  const key = type === undefined ? name : `${name} ${type.key}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const own = line.types.find((each) => each?.key === type?.key);
  // `sub_add_cancel` is no lemma of ℕ: nobody may use it where its line does not have it.
  if (own === undefined && type !== undefined) return undefined;
  if (type === undefined && line.types[0] !== undefined) return undefined;
  const { statement, implicit } = readLine(line.text, own);
  const lemma: Lemma = Object.freeze({
    name,
    type: own,
    theorem: assumption(statement, used.length),
    implicit: Object.freeze([...implicit]),
  });
  used.push(lemma);
  known.set(key, lemma);
  return lemma;
}

/** The lemmas that a theorem rests on. */
export const lemmasOf = (theorem: Theorem): readonly Lemma[] => theorem.lemmas.map((number) => used[number]!);

import { equal, lemmaAt, lemmasOf, type Theorem } from "@lemma/lean-kernel";
import { readFile, theoremsOf } from "@lemma/lean-text";
import { checkDeclaration } from "../check.ts";
import { emptyContext } from "../context/context.ts";
import type { NamedTheorem } from "../proof/session.ts";
import { type Instance, instances, lineTitleOf } from "./instances.ts";

/** A lemma of the book, made by the kernel's rules from other lemmas. */
export interface Derivation {
  readonly theorem: Theorem;
  /** The titles of the lemmas that it is made from; never its own. */
  readonly from: readonly string[];
}

const limits = { steps: 400_000, wallMs: 5_000 };

/**
 * The book's own lemmas, which no name of Lean's means, by names that a text can have: `Finset.induction✝` is
 * `Finset.induction_of_the_book`.
 */
const internal: ReadonlyMap<string, NamedTheorem> = new Map(
  instances.flatMap(({ line, name: own, type }) => {
    const name = asText(own);
    const lemma = line.isInternal && type === undefined ? lemmaAt(own, type) : undefined;
    return lemma === undefined ? [] : [[name, { name, theorem: lemma.theorem, implicit: lemma.implicit }] as const];
  }),
);
function asText(name: string): string {
  return name.replaceAll("✝", "_of_the_book");
}

/** Proves the line at its type by the tactics; undefined when they do not, prove it from itself, or prove something else. */
export function derive(instance: Instance, tactics: string): Derivation | undefined {
  const body = asText(tactics).replaceAll(/^/gm, "  ");
  const file = readFile(`theorem lemma_under_test ${instance.text} := by\n${body}`);
  const [declaration] = theoremsOf(file);
  if (declaration === undefined) return undefined;
  const { outcome, lemma } = checkDeclaration(
    { fullName: "", file, declaration, context: emptyContext },
    limits,
    internal,
  );
  if (outcome.status !== "proved" || lemma === undefined) return undefined;
  const { theorem } = lemma;
  const from = [...new Set(lemmasOf(theorem).map(lineTitleOf))];
  const statement = lemmaAt(instance.name, instance.type)!.theorem.conclusion;
  const isIt = theorem.hypotheses.length === 0 && equal(theorem.conclusion, statement);
  return isIt && !from.includes(instance.title) ? { theorem, from } : undefined;
}

/**
 * What each lemma rests on in the end: nothing for one whose derivation leads back to the rules alone, itself for one that is
 * assumed. @throws {Error} for a circle, in which nothing would be proved.
 */
export function restsOf(
  titles: readonly string[],
  derivations: ReadonlyMap<string, Pick<Derivation, "from">>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const rests = new Map<string, ReadonlySet<string>>();
  const open = new Set<string>();
  const visit = (title: string): ReadonlySet<string> => {
    const known = rests.get(title);
    if (known !== undefined) return known;
    if (open.has(title)) throw new Error(`${title} is derived from itself: ${[...open].join(", ")}`);
    open.add(title);
    const derivation = derivations.get(title);
    const found = derivation === undefined ? [title] : derivation.from.flatMap((each) => [...visit(each)]);
    open.delete(title);
    rests.set(title, new Set(found));
    return rests.get(title)!;
  };
  titles.forEach(visit);
  return rests;
}

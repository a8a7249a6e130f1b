import type { Random } from "@lemma/interfaces";
import { type Family, type Naming, drawNaming, statementOf } from "./draft.ts";
import { arithmetic } from "./families/arithmetic.ts";
import { functions } from "./families/functions.ts";
import { inequalities } from "./families/inequality.ts";
import { linear } from "./families/linear.ts";
import { modular } from "./families/modular.ts";
import { polynomials } from "./families/polynomial.ts";

/** Every kind of problem the generator knows. Adding one is adding an entry to one of these tables. */
export const families: readonly Family[] = [
  ...arithmetic,
  ...linear,
  ...functions,
  ...modular,
  ...polynomials,
  ...inequalities,
];

export interface GeneratedTheorem {
  readonly family: string;
  readonly statement: string;
  /** Proofs worth trying, the most readable first; none is known to be right. */
  readonly proofs: readonly string[];
}

/** One theorem, and related ones of its family in the same names: what a conjecture about it should look like. */
export interface GeneratedGroup {
  readonly target: GeneratedTheorem;
  readonly related: readonly GeneratedTheorem[];
}

const totalShare = families.reduce((total, family) => total + family.share, 0);

function chooseFamily(random: Random): Family {
  let left = random.uniform() * totalShare;
  for (const family of families) {
    left -= family.share;
    if (left < 0) return family;
  }
  return families.at(-1)!;
}

function draw(family: Family, naming: Naming, random: Random, name: string): GeneratedTheorem {
  const draft = family.draw(random, naming);
  return { family: family.name, statement: statementOf(draft, name), proofs: draft.proofs };
}

/** Draws a theorem and `related` further ones of its family. */
export function generateGroup(random: Random, name: string, related: number): GeneratedGroup {
  const family = chooseFamily(random);
  const naming = drawNaming(random);
  const target = draw(family, naming, random, name);
  return { target, related: Array.from({ length: related }, (_, i) => draw(family, naming, random, `${name}_${i}`)) };
}

import { algebra } from "./algebra.ts";
import { definitions } from "./definitions.ts";
import { finiteSets } from "./finite-sets.ts";
import { integers } from "./integers.ts";
import { logic } from "./logic.ts";
import { numberFunctions } from "./number-functions.ts";
import { order } from "./order.ts";
import { reals } from "./reals.ts";
import { simplification } from "./simplification.ts";
import { sums } from "./sums.ts";
import { transcendental } from "./transcendental.ts";
import type { LibraryLemma } from "./table.ts";

export type { LibraryLemma } from "./table.ts";

/** Every lemma that proofs may name. Read when it is first named, so that a start costs nothing. */
export const libraryLemmas: readonly LibraryLemma[] = [
  ...logic,
  ...definitions,
  ...algebra,
  ...order,
  ...integers,
  ...numberFunctions,
  ...reals,
  ...transcendental,
  ...sums,
  ...finiteSets,
  ...simplification,
];

const byName = new Map(libraryLemmas.map((lemma) => [lemma.name, lemma]));

/** The lemma of this full name (`Nat.add_mod`, `sq_nonneg`). */
export const libraryLemma = (name: string): LibraryLemma | undefined => byName.get(name);

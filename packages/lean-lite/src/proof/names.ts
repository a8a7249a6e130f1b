import { namedTypesOf } from "@lemma/lean-kernel";

/**
 * The lemmas that a proof may mean by a name: the name itself, then under each open namespace. The book marks those that
 * only tactics know, and no proof can call them.
 */
export const lemmasNamed = (name: string, opens: readonly string[]): readonly string[] =>
  [name, ...opens.map((space) => `${space}.${name}`)].filter((full) => namedTypesOf(full).length > 0);

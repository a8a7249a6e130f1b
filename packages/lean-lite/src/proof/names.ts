import { typesOf } from "../lemmas/lemma.ts";

/**
 * The lemmas that a proof may mean by a name: the name itself, then under each open namespace. Lemmas that tactics use
 * under names of our own end in `✝`, which Lean's names cannot, and no proof can call them.
 */
export function lemmasNamed(name: string, opens: readonly string[]): readonly string[] {
  if (name.includes("✝")) return [];
  return [name, ...opens.map((space) => `${space}.${name}`)].filter((full) => typesOf(full).length > 0);
}

import { namedTypesOf } from "@lemma/lean-kernel";

/**
 * The lemmas that a proof may mean by a name: the name itself, then under each open namespace. The book marks those that
 * only tactics know, and no proof can call them.
 */
export function lemmasNamed(name: string, opens: readonly string[]): readonly string[] {
  const root = name.startsWith("_root_.") ? [name.slice(7)] : undefined;
  const all = root ?? [name, ...opens.map((space) => `${space}.${name}`)];
  return all.filter((full) => namedTypesOf(full).length > 0);
}

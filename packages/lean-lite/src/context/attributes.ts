import type { CodeToken } from "@lemma/lean-text";

/** Attributes that give a declaration to the library's own procedures and change nothing for itself. */
const plain = new Set(
  (
    "simp ext gcongr norm_cast push_cast simps to_additive aesop mono positivity bound continuity measurability field_simps " +
    "parity_simps mfld_simps refl symm trans elab_as_elim deprecated inherit_doc nolint reducible irreducible inline " +
    "local scoped grind norm_num_lemmas fun_prop congr subst expose"
  ).split(" "),
);
const forbidden = new Set("implemented_by extern export csimp init builtin_init macro instance".split(" "));

export type Attributes = readonly (readonly CodeToken[])[];

/** The word that names an attribute. */
export const nameOf = (attribute: readonly CodeToken[]): string =>
  attribute.find(({ text }) => text !== "local" && text !== "scoped" && text !== "-")?.text.replace(/[!?]$/, "") ?? "";

/** The first attribute that is not known to be harmless. */
export function refusedAttribute(
  attributes: Attributes,
): { readonly status: "unsupported" | "forbidden"; readonly construct: string } | undefined {
  for (const attribute of attributes) {
    const name = nameOf(attribute);
    if (forbidden.has(name)) return { status: "forbidden", construct: name };
    if (!plain.has(name)) return { status: "unsupported", construct: `@[${name}]` };
  }
  return undefined;
}

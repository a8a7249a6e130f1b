import { type Theory, indented } from "./theory.ts";

/** The theory as a Lean file. @param open leave the targets to be proved. */
export function leanFile({ definitions, theorems }: Theory, { open = true }: { readonly open?: boolean } = {}): string {
  const blocks = theorems.map(
    ({ theorem, proof, role }) => `${theorem.statement}\n${open && role === "target" ? "  sorry" : indented(proof)}\n`,
  );
  return `${definitions}\n${blocks.join("\n")}`;
}

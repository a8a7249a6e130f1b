import type { Expression } from "../syntax/tree.ts";

/** The construct, as a user would name it. */
export function describe(syntax: Expression): string {
  // Every other kind is one case: the default.
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check
  switch (syntax.kind) {
    case "name":
      return syntax.name;
    case "apply":
      return describe(syntax.fn);
    case "by":
      return "`by` in a term";
    case "other":
      return syntax.what;
    default:
      return syntax.kind;
  }
}

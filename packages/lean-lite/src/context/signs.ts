import { UnsupportedProblem } from "../elaborate/problem.ts";
import type { Context, Earlier } from "./context.ts";
import { isBrought } from "./libraries.ts";

/** Signs that are tokens only where their namespace is open: `n !`, `1 /. 2`. */
const scopedSigns: ReadonlyMap<string, string> = new Map([
  ["!", "Nat"],
  ["/.", "Rat"],
]);

/** That the signs in a theorem have their meaning where it stands. @throws {UnsupportedProblem} */
export function requireSigns({ file, declaration }: Earlier, within: Context): void {
  const tokens = file.tokens.slice(declaration.from, declaration.to);
  for (const { kind, text } of tokens) {
    const namespace = kind === "symbol" ? scopedSigns.get(text) : undefined;
    if (namespace !== undefined && !within.scoped.includes(namespace))
      throw new UnsupportedProblem(`'${text}' where ${namespace} is not open`);
  }
  const signs = tokens.some(({ text }) => text === "ℂ" || text.startsWith("Complex"))
    ? (["ℝ", "ℂ"] as const)
    : (["ℝ"] as const);
  const missing = signs.find((sign) => !isBrought(sign, within.imports));
  if (missing !== undefined) throw new UnsupportedProblem(`imports that need not bring ${missing}`);
}

import { arithmeticLemmas } from "./arithmetic.ts";
import { libraryLemmas } from "../library/index.ts";
import { logicLemmas } from "./logic.ts";
import { numberLemmas } from "./numbers.ts";
import { orderLemmas } from "./order.ts";

/** `letters name binders : statement`: the types for α out of N Z Q R C (`-` for none), Lean's name, Lean's statement. */
export interface LemmaSource {
  readonly name: string;
  readonly letters: string;
  readonly text: string;
}

const table = new Map<string, LemmaSource>();
for (const block of [logicLemmas, orderLemmas, arithmeticLemmas, numberLemmas]) {
  for (const line of block.split("\n")) {
    const found = /^\s*([NZQRC]+|-) (\S+) (.*)$/.exec(line);
    if (found === null) continue;
    const [, letters, names, text] = found as unknown as [string, string, string, string];
    // `a=b`: two names of one statement.
    for (const name of names.split("=")) table.set(name, { name, letters: letters === "-" ? "" : letters, text });
  }
}
const letterOf: Readonly<Record<string, string>> = { ℕ: "N", ℤ: "Z", ℚ: "Q", ℝ: "R", ℂ: "C" };
for (const { name, signature, types } of libraryLemmas) {
  if (!table.has(name))
    table.set(name, { name, letters: types.map((type) => letterOf[type]!).join(""), text: signature });
}

const used = new Map<string, LemmaSource>();
/** The library's table first; the one here holds what tactics need besides, and other names of the same statements. */
for (const { name, signature, types } of libraryLemmas) {
  const own = table.get(name);
  if (own !== undefined && types.length === 0 && own.letters !== "") continue;
  used.set(name, { name, letters: types.map((type) => letterOf[type]!).join(""), text: signature });
}

export const lemmaSource = (name: string): LemmaSource | undefined => used.get(name) ?? table.get(name);
export const allLemmas = (): readonly LemmaSource[] => [...table.values()];

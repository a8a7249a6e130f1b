import { unquote } from "./keywords.ts";
import { words } from "./lexer.ts";

/**
 * Where the parts of metaprograms and of input and output live. A program needs no forbidden keyword to be run while a proof
 * is elaborated: `linarith (oracle := f)`, `aesop (add safe f)`, `solve_by_elim (config := { proc := f })` and every other
 * configuration evaluate the candidate's own definitions. Without these names there is nothing to write one with. Of the
 * proofs in the test data that real Lean had accepted, none uses one.
 */
const namespaces = new Set(words("Lean IO BaseIO EIO System Qq Aesop Batteries.Tactic Mathlib.Tactic Mathlib.Meta"));

/** Below `Lean`, with nothing but lemmas and their data in them. */
const harmless = new Set(words("Omega Grind Order RArray"));

const types = new Set(
  words(`
    MetaM TermElabM TacticM CommandElabM CoreM MacroM AttrM DelabM UnexpandM SimpM GrindM RuleTac SingleRuleTac
    CertificateOracle GlobalBranchingPreprocessor GlobalPreprocessor
  `),
);

/** @returns whether opening it brings metaprograms' parts within reach by shorter names. */
export const isProgramNamespace = (name: string): boolean => namespaces.has(unquote(name).replace(/^_root_\./, ""));

/** @returns the name of a metaprogram's part that `word` is or begins with; undefined when it is none. */
export function metaprogramming(word: string): string | undefined {
  const [first = "", second = "", ...more] = unquote(word)
    .replace(/^_root_\./, "")
    .split(".");
  for (const part of [first, second, ...more]) if (types.has(part)) return part;
  // As variables they are as good as any: `IO` is a segment's length.
  const isNamespace = second !== "" || first === "Lean";
  if (isNamespace && namespaces.has(first) && !(first === "Lean" && harmless.has(second)))
    return second === "" ? first : `${first}.${second}`;
  return namespaces.has(`${first}.${second}`) ? `${first}.${second}` : undefined;
}

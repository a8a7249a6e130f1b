import { TacticFailure } from "../goal/state.ts";
import type { Alternative } from "../syntax/proofs/tree.ts";

/**
 * Each alternative of `cases … with` or `induction … with` is one of a case that there is, and names no more than it has.
 *
 * @param arities how many names each case has. @throws {TacticFailure}
 */
export function requireCases(
  alternatives: readonly Alternative[] | undefined,
  arities: Readonly<Record<string, number>>,
): void {
  for (const { tag, names } of alternatives ?? []) {
    // `| _ n ih => …` is whichever case is left, with its names.
    const arity = tag === "_" ? Infinity : Object.hasOwn(arities, tag) ? arities[tag]! : undefined;
    if (arity === undefined) throw new TacticFailure(`invalid alternative name '${tag}'`);
    if (names.length > arity) throw new TacticFailure(`too many variable names provided at alternative '${tag}'`);
  }
}

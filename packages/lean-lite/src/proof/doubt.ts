import { Random } from "@lemma/interfaces";
import { StepLimitError } from "@lemma/lean-kernel/budget";
import { type Attributes, nameOf } from "../context/attributes.ts";
import type { Goal } from "../goal/goal.ts";
import { findCounterexample } from "../refute/counterexample.ts";

/**
 * Tactics that rewrite by what Mathlib has collected over years, of which a part is known here: the goals they leave may look
 * otherwise in Lean, so what fails on them later need not fail there.
 */
export const approximate: ReadonlySet<string> = new Set(
  "simp simp_all simpa dsimp norm_num norm_num1 field_simp ring_nf ring norm_cast push_cast zify aesop gcongr congr".split(
    " ",
  ),
);

/** Tactics that may find more in Lean: that they fail here is no word on the proof. */
export const incomplete: ReadonlySet<string> = new Set([
  ...approximate,
  ..."nlinarith positivity exact_mod_cast tauto".split(" "),
]);

/** Attributes with which procedures of later proofs do more. */
const strengthens = new Set(
  "simp ext gcongr norm_cast push_cast aesop mono bound grind simps to_additive field_simps parity_simps".split(" "),
);

/** The first such attribute. */
export const simpAttribute = (attributes: Attributes): string | undefined => {
  const found = attributes.map(nameOf).find((name) => strengthens.has(name));
  return found === undefined ? undefined : `@[${found}]`;
};

const tries = 40;

/** Whether small numbers show that the goal is false: then no tactic proves it, in Lean as here. */
export function isFalse(goal: Goal): boolean {
  try {
    return findCounterexample(goal, new Random(0), tries) !== undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof StepLimitError) return false;
    throw error;
  }
}

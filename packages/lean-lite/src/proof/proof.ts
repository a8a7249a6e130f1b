import { cut } from "../goal/state.ts";
import type { Term, Theorem } from "@lemma/lean-kernel";

/** A proof being elaborated: what it proves, perhaps with holes, and the theorem once the holes are known. */
export interface Proof {
  readonly formula: Term;
  readonly implicit: readonly boolean[];
  /** How many of its leading variables a definition binds in ⦃ ⦄. */
  readonly strict?: number;
  /** Written with `@`: whatever its definitions leave implicit is given too. */
  readonly isExplicit?: boolean;
  make(): Theorem;
}

export const cutProof = (rest: Theorem, proof: Proof): Theorem => cut(proof.make(), rest);

export const fromTheorem = (theorem: Theorem): Proof => ({
  formula: theorem.conclusion,
  implicit: [],
  make: () => theorem,
});

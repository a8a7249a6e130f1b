import type { Term, Theorem } from "@lemma/lean-kernel";
import { needHypothesis, type Session } from "../proof/session.ts";
import { Simplifier } from "../rewriting/simplifier.ts";
import { applyConversionAt } from "./convert-at.ts";
import type { TacticRule } from "./tactic.ts";

const lemmas =
  "not_and not_or not_lt not_le not_gt✝ not_ge✝ not_exists✝ not_forall✝ not_not not_imp not_iff_not✝ not_ne_iff ne_fold✝".split(
    " ",
  );

/** ⊢ formula = the formula with its negations moved inwards as far as they go. */
export const pushNegation = (session: Session, formula: Term): Theorem | undefined =>
  new Simplifier(session, { rules: [], defaults: lemmas }).simplify(formula);

/** `push_neg`, which is content with nothing to push. */
export const pushNeg: TacticRule = (session, { at }) => {
  for (const name of at?.names ?? []) needHypothesis(session.state.goal, name);
  session.state.attempt(() =>
    applyConversionAt(session, at, (_, formula) => pushNegation(session, formula), "push_neg"),
  );
};

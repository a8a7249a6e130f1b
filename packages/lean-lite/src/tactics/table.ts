import { linarith, nlinarith, omega, ring as ring1 } from "./arithmetic.ts";
import * as basic from "./basic.ts";
import { cases, casesPrime, rcases } from "./cases.ts";
import { exactModCast, normCast, pushCast } from "./casts.ts";
import { fieldSimp } from "./field-simp.ts";
import { gcongr } from "./gcongr.ts";
import { ring, ringNf } from "./ring-nf.ts";
import { have, obtain, set, suffices } from "./have.ts";
import { inductionTactic } from "./induction.ts";
import { intervalCases } from "./interval-cases.ts";
import { linearCombination } from "./linear-combination.ts";
import { positivity } from "./positivity.ts";
import { aesop, contrapose, tauto } from "./propositional.ts";
import { pushNeg } from "./push-neg.ts";
import { rw } from "./rewrite.ts";
import { normNum, simp, simpa, simpAll } from "./simp.ts";
import { subst, substVars } from "./subst.ts";
import type { TacticRule } from "./tactic.ts";

/** Every tactic that is not a combinator, by its name. */
export const tacticTable: Readonly<Record<string, TacticRule>> = {
  intro: basic.intro,
  intros: basic.intros,
  rintro: basic.intro,
  exact: basic.exact,
  exacts: basic.exacts,
  refine: basic.refine,
  "refine'": basic.refine,
  apply: basic.apply,
  assumption: basic.assumption,
  exfalso: basic.exfalso,
  contradiction: basic.contradiction,
  constructor: basic.constructor,
  fconstructor: basic.constructor,
  left: basic.left,
  right: basic.right,
  use: basic.use,
  exists: basic.use,
  existsi: basic.use,
  rfl: basic.rfl,
  "rfl'": basic.rfl,
  eq_refl: basic.rfl,
  decide: basic.decideTactic,
  trivial: basic.trivial,
  show: basic.show,
  change: basic.show,
  symm: basic.symm,
  by_contra: basic.byContra,
  by_cases: basic.byCases,
  ext: basic.ext,
  funext: basic.ext,
  revert: basic.revert,
  clear: basic.clear,
  rename_i: basic.renameInaccessible,
  specialize: basic.specializeTactic,
  have: have,
  haveI: have,
  suffices: suffices,
  obtain: obtain,
  set: set,
  rcases: rcases,
  "cases'": casesPrime,
  cases: cases,
  induction: inductionTactic,
  "induction'": inductionTactic,
  subst: subst,
  subst_vars: substVars,
  rw: rw,
  rwa: rw,
  rewrite: rw,
  erw: rw,
  nth_rw: rw,
  nth_rewrite: rw,
  simp: simp,
  dsimp: simp,
  norm_num: normNum,
  norm_num1: normNum,
  simp_all: simpAll,
  simpa: simpa,
  linarith: linarith,
  nlinarith: nlinarith,
  omega: omega,
  ring: ring,
  ring1: ring1,
  ring_nf: ringNf,
  field_simp: fieldSimp,
  push_cast: pushCast,
  norm_cast: normCast,
  exact_mod_cast: exactModCast,
  push_neg: pushNeg,
  positivity: positivity,
  gcongr: gcongr,
  tauto: tauto,
  itauto: tauto,
  aesop: aesop,
  contrapose: contrapose,
  let: set,
  interval_cases: intervalCases,
  linear_combination: linearCombination,
};

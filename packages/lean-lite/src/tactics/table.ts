import { apply, exact, exacts, refine } from "./exact.ts";
import { applyFun } from "./apply-fun.ts";
import { assumption, contradiction, exfalso, trivial } from "./closing.ts";
import { byCases, byContra } from "./classical.ts";
import { clear, renameInaccessible, revert, specializeTactic } from "./context.ts";
import { constructor, left, right } from "./constructor.ts";
import { decideTactic, rfl } from "./rfl.ts";
import { ext } from "./ext.ts";
import { intro, intros } from "./intro.ts";
import { show, symm } from "./show.ts";
import { unfold } from "./unfold.ts";
import { use } from "./use.ts";
import { linarith, nlinarith, omega, ring as ring1 } from "./arithmetic.ts";
import { cases, casesPrime, rcases } from "./cases.ts";
import { exactModCast, normCast, pushCast, toIntegers } from "./casts.ts";
import { congr } from "./congr.ts";
import { dsimp } from "./dsimp.ts";
import { fieldSimp } from "./field-simp.ts";
import { gcongr } from "./gcongr.ts";
import { ring, ringNf } from "./ring-nf.ts";
import { have, obtain, set, suffices } from "./have.ts";
import { inductionTactic } from "./induction.ts";
import { intervalCases } from "./interval-cases.ts";
import { linearCombination } from "./linear-combination.ts";
import { match } from "./match.ts";
import { positivity } from "./positivity.ts";
import { aesop, contrapose, tauto } from "./propositional.ts";
import { pushNeg } from "./push-neg.ts";
import { rw } from "./rewrite.ts";
import { normNum, normNum1, simp, simpa, simpAll } from "./simp.ts";
import { subst, substVars } from "./subst.ts";
import type { TacticRule } from "./tactic.ts";

/** Every tactic that is not a combinator, by its name. */
export const tacticTable: Readonly<Record<string, TacticRule>> = {
  intro: intro,
  intros: intros,
  rintro: intro,
  exact: exact,
  exacts: exacts,
  refine: refine,
  "refine'": refine,
  apply: apply,
  assumption: assumption,
  exfalso: exfalso,
  contradiction: contradiction,
  constructor: constructor,
  fconstructor: constructor,
  left: left,
  right: right,
  unfold: unfold,
  use: use,
  exists: use,
  existsi: use,
  rfl: rfl,
  "rfl'": rfl,
  decide: decideTactic,
  trivial: trivial,
  show: show,
  change: show,
  symm: symm,
  by_contra: byContra,
  by_cases: byCases,
  ext: ext,
  funext: ext,
  revert: revert,
  clear: clear,
  rename_i: renameInaccessible,
  specialize: specializeTactic,
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
  dsimp: dsimp,
  norm_num: normNum,
  norm_num1: normNum1,
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
  aesop: aesop,
  contrapose: contrapose,
  let: set,
  interval_cases: intervalCases,
  linear_combination: linearCombination,
  match: match,
  apply_fun: applyFun,
  congr: congr,
  zify: toIntegers,
};

import { words } from "../words.ts";

/**
 * Options that bear on how long Lean tries, what it warns of and which of its procedures it uses. All others are refused:
 * `debug.*` switches checks off, most of `pp.*` changes how a statement is printed that is compared as printed
 * (with `pp.fullNames false` two constants are printed alike), `sat.solver` names a program to run.
 */
const known = words(`
  maxHeartbeats maxRecDepth maxSynthPendingDepth maxUniverseOffset synthInstance. autoImplicit relaxedAutoImplicit linter.
  weak.linter. exponentiation.threshold tactic. aesop. backward. grind. smartUnfolding simprocs warningAsError diagnostics
  profiler profiler.threshold trace. quotPrecheck hygiene structure. eval.pp says. deprecated. smt. field_simp. ring_nf.
  allowUnsafeReducibility push_cast. checkBinderAnnotations pp.numericTypes pp.funBinderTypes pp.piBinderTypes
`);

/** Writes a file. */
const unknown = "trace.profiler";

/** @param option without quotes. A name that ends in a dot above stands for all below it. */
export const isKnownOption = (option: string): boolean =>
  !option.startsWith(unknown) && known.some((name) => (name.endsWith(".") ? option.startsWith(name) : option === name));

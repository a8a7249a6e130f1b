/** What a file may import: Mathlib and what it stands on. Any other library could change what words mean. */
const roots = new Set(
  "Mathlib Aesop Batteries Init Std Lean Qq ProofWidgets Plausible ImportGraph LeanSearchClient Cli".split(" "),
);

/** Parts of Mathlib below which ℝ, and with it ℕ, ℤ and ℚ, have their meaning. */
const withReals =
  /^Mathlib(\.Tactic|\.(Analysis|Topology|MeasureTheory|Probability|Geometry|NumberTheory|Data\.(Real|NNReal|Complex))(\..*)?)?$/;
const withComplex = /^Mathlib(\.(Analysis|MeasureTheory|Probability|Data\.Complex)(\..*)?)?$/;

/** Whether these imports give a type's sign its meaning; without it the sign is a variable that nobody bound. */
export const isBrought = (sign: "ℝ" | "ℂ", imports: readonly string[]): boolean =>
  imports.length === 0 || imports.some((module) => (sign === "ℂ" ? withComplex : withReals).test(module));

export const isKnownLibrary = (module: string): boolean => roots.has(module.split(".")[0]!);

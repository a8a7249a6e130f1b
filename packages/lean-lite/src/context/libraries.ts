/** What a file may import: Mathlib and what it stands on. Any other library could change what words mean. */
const roots = new Set(
  "Mathlib Aesop Batteries Init Std Lean Qq ProofWidgets Plausible ImportGraph LeanSearchClient Cli".split(" "),
);

export const isKnownLibrary = (module: string): boolean => roots.has(module.split(".")[0]!);

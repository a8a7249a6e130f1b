// A name of each library that its import must bring: a failed import says nothing and leaves an empty environment.
const names: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:public\s+)?import\s+Mathlib\s*$/m, "Real"],
  [/^\s*(?:public\s+)?import\s+Lean\s*$/m, "Lean.Expr"],
];

/** Commands that have an error where one of these imports failed. */
export const importProbes = (imports: string): readonly string[] =>
  ["Nat", ...names.flatMap(([pattern, name]) => (pattern.test(imports) ? [name] : []))].map((name) => `#check ${name}`);

/** One line of the training corpus: a proof to write, or a lemma to propose for a target. */
export type Task =
  | { readonly task: "prove"; readonly source: string; readonly statement: string; readonly proof: string }
  | { readonly task: "conjecture"; readonly source: string; readonly target: string; readonly statement: string };

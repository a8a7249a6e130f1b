/** A formal statement to prove. */
export interface Theorem {
  readonly id: string;
  /** Lean text that ends in `:= by`, without header. */
  readonly statement: string;
  /** What stands before the statement in a Lean file: imports, options, `open`. The verifier's own default when absent. */
  readonly header?: string;
  /** The problem in words. */
  readonly informal?: string;
  /** The part of its data set, such as `test` or `valid`. */
  readonly split?: string;
}

/**
 * A candidate proof. `tactics` is the block that follows `:= by`; `file` is a whole Lean file, which must prove exactly the
 * theorem's statement, whatever else it contains.
 */
export type Proof =
  | { readonly kind: "tactics"; readonly tactics: string }
  | { readonly kind: "file"; readonly code: string };

/** A theorem with a proof of it, verified or not: what the prover is adapted on. */
export interface Example {
  readonly theorem: Theorem;
  /** A tactic block, or a whole Lean file. */
  readonly proof: string;
  /** The whole answer in which a model found it, its reasoning included; absent for a proof from elsewhere. */
  readonly completion?: string;
}

/** An example and its share wᵢ of the inner loss. The weights of one adaptation are ≥ 0 and sum to 1. */
export interface WeightedExample extends Example {
  readonly weight: number;
}

/** A verifier's statement and its proof as one Lean text. */
export function assemble(theorem: Theorem, tactics: string): string {
  // A block that starts at the margin would end the theorem: indent all of it by the same amount.
  const lines = tactics.replace(/^\n+|\s+$/g, "").split("\n");
  const indent = lines.some((line) => line !== "" && !/^\s/.test(line)) ? "  " : "";
  const block = lines.map((line) => (line === "" ? "" : indent + line)).join("\n");
  return `${theorem.statement.trimEnd()}\n${block}\n`;
}

/** A theorem with its proof, as tasks show it. */
export interface Shown {
  readonly id: string;
  readonly statement: string;
  /** Absent where a seed was only conjectured from. */
  readonly proof?: string;
}

/** How a target was found for a seed. */
export const relations = ["uses the target", "shares a lemma", "conjectured from it"] as const;
export type Relation = (typeof relations)[number];

/** One line of a cold-start file. `prompt` and `completion` are STP's; the other fields let any other format be made. */
export type ColdStartTask =
  | {
      readonly task: "prove";
      readonly id: string;
      readonly statement: string;
      readonly proof: string;
      /** What its header opens, as commands, where that is not what the customary one does. */
      readonly opens?: string;
      readonly prompt: string;
      readonly completion: string;
    }
  | {
      readonly task: "conjecture";
      /** The target's id. */
      readonly id: string;
      readonly seed: Shown;
      /** The target: what the model is to write. */
      readonly statement: string;
      readonly relation: Relation;
      /** The lemma named in the prompt; absent where it was left empty. */
      readonly lemma?: string;
      /** What the header of both opens, as above. */
      readonly opens?: string;
      readonly prompt: string;
      readonly completion: string;
    };

const opening = "Complete the following Lean 4 code:\n\n```lean4\n";
const header = (opens = "open BigOperators Real Nat Topology Rat\n"): string =>
  `import Mathlib\nimport Aesop\nset_option maxHeartbeats 0\n${opens}`;

/**
 * DeepSeek-Prover-V1.5's completion prompt: the model goes on after `:= by`.
 *
 * @param opens `open` commands, each on its line, in place of the customary ones.
 */
export function provePrompt(statement: string, opens?: string): string {
  return `${opening}${header(opens)}\n${statement}\n`;
}

/**
 * STP's conjecture prompt: a lemma (or nothing), a theorem with its proof that uses it, and the tag after which a harder one is
 * to follow. STP's own sampling and training prompts differ in whether they have the header; here both have it.
 *
 * @see Dong & Ma 2025, arXiv:2502.00212, appendix A
 */
export function conjecturePrompt(seed: Pick<Shown, "statement" | "proof">, lemma = "", opens?: string): string {
  const proved = seed.proof === undefined ? seed.statement : `${seed.statement}\n${seed.proof}`;
  return `${opening}${header(opens)}<lemma>\n${lemma}\n<easy theorem>\n${proved}\n<hard theorem>`;
}

/** What the model is to write: the statement, then the closing tag. */
export function conjectureCompletion(statement: string): string {
  return `\n${statement}\n</hard theorem>`;
}

import type { turnsByName } from "./turns.ts";

// What each model's maker fixed, as data. `{code}` is the Lean file so far, `{problem}` the problem in words.

export interface Template {
  /** `model`: by the template that the model's folder holds. */
  readonly chat: keyof typeof turnsByName | "model";
  readonly system?: string;
  readonly user: string;
  /** What follows `:= by` in `{code}`. */
  readonly hole: "" | "\n  sorry";
  /** Whether the answer goes on where the prompt's code stops, or holds whole files in fences. */
  readonly answer: "continuation" | "file";
  readonly stop: readonly string[];
}

/** The header of both miniF2F splits as DeepSeek-Prover-V1.5, V2 and Goedel-Prover-V2 use them. */
export const leanHeader =
  "import Mathlib\nimport Aesop\n\nset_option maxHeartbeats 0\n\nopen BigOperators Real Nat Topology Rat\n\n";

const plan =
  "Before producing the Lean 4 code to formally prove the given theorem, provide a detailed proof plan outlining the main " +
  "proof steps and strategies.\nThe plan should highlight key ideas, intermediate lemmas, and proof structures that will " +
  "guide the construction of the final formal proof.";

export const templates = {
  /**
   * DeepSeek-Prover-V2 without a chain of thought: the fence is left open and the model goes on with the tactics, as
   * Goedel-Prover-V2's harness asks it. arXiv:2504.21801, appendix A.1, shows the request with a closed fence.
   */
  "deepseek-v2": {
    chat: "none",
    user: "Complete the following Lean 4 code:\n\n```lean4\n{code}",
    hole: "",
    answer: "continuation",
    stop: ["```"],
  },
  /** https://github.com/deepseek-ai/DeepSeek-Prover-V2, README section 5. */
  "deepseek-v2-cot": {
    chat: "deepseek",
    user: `Complete the following Lean 4 code:\n\n\`\`\`lean4\n{code}\n\`\`\`\n\n${plan}`,
    hole: "\n  sorry",
    answer: "file",
    stop: [],
  },
  /** https://github.com/Goedel-LM/Goedel-Prover-V2, README section 6: no newline before the closing fence. */
  "goedel-v2": {
    chat: "chatml",
    user: `Complete the following Lean 4 code:\n\n\`\`\`lean4\n{code}\`\`\`\n\n${plan}`,
    hole: "\n  sorry",
    answer: "file",
    stop: [],
  },
  /** The model card of AI-MO/Kimina-Prover-Preview-Distill-7B. */
  kimina: {
    chat: "chatml",
    system: "You are an expert in mathematics and Lean 4.",
    user:
      "Think about and solve the following problem step by step in Lean 4.\n# Problem:{problem}\n# Formal statement:\n" +
      "```lean4\n{code}\n```\n",
    hole: "",
    answer: "file",
    stop: [],
  },
  /** https://github.com/kfdong/STP: DeepSeek-Prover-V1.5's code completion, fence left open. */
  stp: {
    chat: "none",
    user: "Complete the following Lean 4 code:\n\n```lean4\n{code}",
    hole: "",
    answer: "continuation",
    stop: ["```"],
  },
  /** Any chat model, asked for a whole file in a turn of its own. */
  chat: {
    chat: "model",
    user: `Complete the following Lean 4 code:\n\n\`\`\`lean4\n{code}\n\`\`\`\n\n${plan}`,
    hole: "\n  sorry",
    answer: "file",
    stop: [],
  },
} as const satisfies Record<string, Template>;

/** How a chat model is asked for a conjecture; STP's prompt, which goes on in the middle of a file, is not a question. */
export const conjectureQuestion =
  "Here is a Lean 4 theorem:\n\n```lean4\n{code}\n```\n\nState one other theorem whose proof would help with this one: a lemma of " +
  "it, a special case or a relative. Answer with its statement alone, in a lean4 block, ending in `:= by sorry`.";

/**
 * STP's conjecture prompt with its role tags; `{lemma}` may be empty. The header is part of it both in training and in
 * sampling: in STP's own code one of the two left it out. Dong and Ma 2025, arXiv:2502.00212, appendix A.1.
 */
export const conjectureTemplate = {
  user:
    "Complete the following Lean 4 code:\n\n```lean4\nimport Mathlib\nimport Aesop\nset_option maxHeartbeats 0\n" +
    "open BigOperators Real Nat Topology Rat\n<lemma>\n{lemma}\n<easy theorem>\n{statement}\n<hard theorem>",
  closing: "</hard theorem>",
} as const;

/** The embedded model's marks: a prompt is this, a statement's body and a newline; the end-of-sequence token ends the answer. */
export const tinyMarks = { prove: "", conjecture: "<|conjecture|>", end: "<|end|>" } as const;

import { faultKinds } from "@lemma/audit";
import { verdictStatuses } from "@lemma/interfaces";
import { z } from "zod";

// What tools take and give. Texts are bounded: a client is a program, and programs make mistakes.
const text = (what: string) => z.string().max(1_000_000).describe(what);
const optional = (what: string) => text(what).optional();

export const position = z.object({ line: z.number().int(), column: z.number().int() });

/** A verdict, in what callers act on. */
export const verdict = z.object({
  id: z.string(),
  line: z.number().int().optional(),
  status: z.enum(verdictStatuses),
  verifier: z.string(),
  evidence: z.enum(["kernel", "messages", "axioms", "external"]),
  axioms: z.array(z.string()).optional().describe("what a proved theorem assumes"),
  reason: z.string().optional().describe("why it is not proved, or why the evidence is weak"),
  goal: z.string().optional().describe("the first open goal, as Lean prints it"),
  messages: z.array(z.object({ severity: z.string(), text: z.string(), start: position.optional() })),
});

/** Statuses that say nothing about the proof. */
const notJudged = z
  .array(z.object({ id: z.string(), why: z.string() }))
  .describe("theorems about whose proofs nothing is known: they are neither right nor wrong");

const statement = text("a Lean 4 theorem that ends in `:= by`");
const header = optional(
  "what stands before the theorem: imports, `open`, definitions; the customary Mathlib header when absent",
);
const code = text("a Lean 4 file");
const seed = z.number().int().min(0).default(1).describe("the same seed gives the same result");
const attempts = z.number().int().min(1).max(1000).optional().describe("attempts at each goal");

export const checkInput = z.object({
  code: optional("a Lean 4 file: with `statement` it must prove exactly that, without each of its theorems is judged"),
  statement: optional("the theorem that is asked for, ending in `:= by`"),
  proof: optional("the tactic block that follows the statement"),
  header,
});
export const checkOutput = z.object({ verdicts: z.array(verdict), notJudged, allProved: z.boolean() });

export const goalsInput = z.object({
  code: optional("a Lean 4 file with `sorry`s"),
  statement: optional("a theorem that ends in `:= by`, in place of a file"),
  proof: optional("tactics with `sorry`s that follow the statement; `sorry` when absent"),
  header,
});
const hole = z.object({
  id: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  goals: z.array(z.string()).describe("as Lean prints them, hypotheses and all"),
  refused: z.string().optional().describe("why nothing can be proved there"),
});
export const goalsOutput = z.object({ holes: z.array(hole) });

export const tryInput = z.object({
  code: optional("a Lean 4 file with `sorry`s"),
  statement: optional("a theorem that ends in `:= by`, in place of a file"),
  header,
  hole: z.string().optional().describe("the id of a hole, as `goals` gives it; the first when absent"),
  tactics: z.array(text("a tactic block")).min(1).max(256),
});
export const tryOutput = z.object({
  hole: z.string(),
  goals: z.array(z.string()),
  results: z.array(
    z.object({
      tactics: z.string(),
      outcome: z
        .enum(["closes", "progresses", "fails", "not judged"])
        .describe("`closes`: the hole is proved; `progresses`: it runs and leaves `goals`"),
      goals: z.array(z.string()).optional(),
      message: z.string().optional(),
    }),
  ),
});

export const proveInput = z.object({
  statement,
  header,
  attempts,
  conjectures: z.number().int().min(0).max(64).optional().describe("lemmas to study first"),
  rounds: z
    .number()
    .int()
    .min(1)
    .max(16)
    .optional()
    .describe("rounds of attempts; each later one is shown what was rejected"),
  seed,
});
export const proveOutput = z.object({
  status: z.enum(["proved", "failed", "unsupported", "error", "infrastructure"]),
  proof: z.string().optional(),
  evidence: z.string().optional(),
  message: z.string().optional(),
  attempts: z.array(z.object({ proof: z.string(), status: z.enum(verdictStatuses), message: z.string().optional() })),
});

export const fillInput = z.object({
  code,
  attempts,
  study: z.enum(["self", "file", "both", "none"]).default("both").describe("what to learn from first"),
  disprove: z.boolean().default(false).describe("first try to prove that a goal is false"),
  seed,
});
export const fillOutput = z.object({
  code: z.string().describe("the file with everything that was filled"),
  patch: z.string().describe("the same as a unified diff"),
  holes: z.array(
    hole.extend({
      status: z.enum(["filled", "open", "refused", "false"]),
      text: z.string().optional().describe("what stands in place of the `sorry` now"),
      evidence: z.string().optional(),
      rests: z.array(z.string()).optional().describe("what its theorem still rests on"),
      replayed: z.string().optional().describe("the theorem whose proof it is"),
      closest: z.string().optional().describe("the attempt that came furthest"),
      message: z.string().optional(),
      negation: z.string().optional().describe("of a goal that is false, the negation with its proof"),
    }),
  ),
  theorems: z.array(z.object({ id: z.string(), line: z.number().int(), status: z.enum(verdictStatuses) })),
});

export const auditInput = z.object({
  code: optional("a Lean 4 file whose theorems are looked at"),
  statement: optional("a theorem that ends in `:= by`, in place of a file"),
  header,
});
export const auditOutput = z.object({
  statements: z.array(
    z.object({
      id: z.string(),
      findings: z.array(
        z.object({
          kind: z.enum(faultKinds),
          level: z.enum(["fault", "note"]).describe("`note`: it may be meant"),
          message: z.string(),
          certificate: z
            .object({ statement: z.string(), proof: z.string() })
            .optional()
            .describe("what shows it, accepted by the embedded checker's kernel"),
          values: z.record(z.string(), z.string()).optional(),
        }),
      ),
      unread: z.string().optional().describe("why it was not read: of its truth nothing is known"),
    }),
  ),
});

export const disproveInput = z.object({ statement, header, attempts, seed });
export const disproveOutput = z.object({
  disproved: z.boolean(),
  message: z.string(),
  counterexample: z.record(z.string(), z.string()).optional(),
  negation: z.string().optional().describe("the negation that was proved, with its proof"),
  evidence: z.string().optional(),
});

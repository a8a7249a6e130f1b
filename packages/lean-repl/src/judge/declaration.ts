import type { Evidence, VerifyRequest } from "@lemma/interfaces";
import type { Assembled } from "../assembled.ts";
import type { Answers } from "../audit/questions.ts";
import type { ReferenceStatements } from "../audit/reference.ts";
import { judgeAxioms, standardAxioms } from "../verdict.ts";
import type { Bare } from "./bare.ts";
import { differsInWords } from "./words.ts";

export interface DeclarationRules {
  readonly references: ReferenceStatements;
  readonly allowedAxioms?: readonly string[] | undefined;
  readonly wallMs: number;
}

/** The rule, after clean messages: statement and axioms, by whichever process the answers are from. */
export async function judgeDeclaration(
  rules: DeclarationRules,
  request: VerifyRequest,
  assembled: Assembled,
  answers: Answers | undefined,
  evidence: Evidence,
): Promise<Bare> {
  const { name } = assembled;
  if (answers === undefined) {
    // A server that tells nothing but messages: the words of the statement are all there is to go by.
    const reason = differsInWords(request, name, assembled.referenceHeaders[0] ?? "");
    return reason === undefined ? { status: "proved", evidence } : { status: "mismatch", reason, evidence };
  }
  if (!answers.inStep) return { status: "crash", reason: "a reply was forged or out of step", evidence };
  if (answers.unknown && answers.type === undefined)
    return { status: "mismatch", reason: `the text does not declare ${name}`, evidence };
  if (answers.axioms === undefined)
    return { status: "crash", reason: `Lean did not report the axioms of ${name}`, evidence };
  const axioms = judgeAxioms(name, answers.axioms, rules.allowedAxioms ?? standardAxioms);
  if (axioms.status === "sorry" || axioms.status === "error") return { status: axioms.status, evidence };
  if (axioms.status === "forbidden") return { status: "forbidden", construct: axioms.construct, evidence };
  // Locked, and judged where the candidate had no say: nothing stood before it that could change its meaning.
  if (!assembled.statementIsLocked || evidence === "axioms") {
    const mismatch = await compareStatement(rules, assembled, answers.type);
    if (mismatch !== undefined) return { ...mismatch, evidence };
  }
  return { status: "proved", axioms: axioms.axioms, evidence };
}

async function compareStatement(
  { references, wallMs }: DeclarationRules,
  { name, statement, referenceHeaders }: Assembled,
  type: string | undefined,
): Promise<{ readonly status: "mismatch" | "infrastructure"; readonly reason: string } | undefined> {
  if (type === undefined) return { status: "mismatch", reason: `Lean did not print the statement of ${name}` };
  let problem = "";
  for (const header of referenceHeaders) {
    const reference = await references.type(header, statement, name, wallMs);
    if (reference.kind === "unavailable")
      return { status: "infrastructure", reason: `the statement could not be read on its own: ${reference.reason}` };
    // `⋯` stands for what was left out, and could be anything.
    if (reference.kind === "known" && reference.type === type && !type.includes("⋯")) return undefined;
    problem =
      reference.kind === "known"
        ? `${name} states ${shorten(type)}, not ${shorten(reference.type)}`
        : `the statement alone does not elaborate: ${reference.message}`;
  }
  return { status: "mismatch", reason: problem };
}

const shorten = (text: string): string => (text.length <= 200 ? text : `${text.slice(0, 200)}…`);

import { assemble, type Proof, type Theorem } from "@lemma/interfaces";
import { codeTokens, declarationOf, findForbidden, readFile, wholeStatement } from "@lemma/lean-text";
import { checkDeclaration } from "./check.ts";
import { Contexts } from "./context/contexts.ts";
import { checkFile, type Refused } from "./file.ts";
import type { CheckLimits, CheckOutcome } from "./outcome.ts";

/** What a check comes to: an outcome, or why there was nothing to check. */
export type Judged = CheckOutcome | Refused;

/** Judges a proof of a theorem in its own context. */
export function judge(theorem: Theorem, proof: Proof, limits: CheckLimits, contexts: Contexts): Judged {
  const { refusal } = contexts.ofHeader(theorem.header);
  if (refusal?.status === "forbidden") return { status: "forbidden", construct: refusal.construct };
  if (proof.kind === "tactics") return judgeTactics(theorem, proof.tactics, limits, contexts);
  const checked = checkFile(theorem, proof.code, limits, contexts);
  if ("status" in checked) return checked;
  const { outcome, given = [] } = checked;
  // A whole file is wrong where any theorem is that this one rests on.
  const failed = given.find(({ rests }) => rests?.endsWith("(error)") === true);
  if (failed === undefined) return outcome;
  const text = `the proof rests on ${failed.rests!}`;
  return { status: "error", steps: outcome.steps, messages: [{ severity: "error", text }] };
}

function judgeTactics(theorem: Theorem, tactics: string, limits: CheckLimits, contexts: Contexts): Judged {
  const forbidden = findForbidden(tactics, { plainLanguage: true });
  if (forbidden !== undefined) return { status: "forbidden", construct: forbidden };
  const statement = wholeStatement(theorem.statement);
  if ("problem" in statement) return { status: "unsupported", construct: statement.problem };
  if (codeTokens(tactics).length === 0)
    return {
      status: "error",
      steps: 0,
      messages: [{ severity: "error", text: "no proof", start: { line: 1, column: 0 } }],
    };
  const inside = readFile(theorem.statement);
  const second = inside.commands[1];
  if (second !== undefined)
    return { status: "unsupported", construct: `'${inside.tokens[second.from]?.text ?? ""}' in a statement` };
  const file = readFile(assemble(theorem, tactics));
  const [command, next] = file.commands;
  const declaration = command === undefined ? undefined : declarationOf(file, command);
  const place = next === undefined ? undefined : file.tokens[next.from];
  if (declaration === undefined || place !== undefined || file.isOpen) {
    const text = file.isOpen ? "a comment or string that does not end" : `unexpected '${place?.text ?? ""}' in a proof`;
    const start = place === undefined ? {} : { start: { line: place.line, column: place.column } };
    return { status: "error", steps: 0, messages: [{ severity: "error", text, ...start }] };
  }
  // The statement ends where it ended before the proof was put behind it.
  if (declaration.signatureEnd.kind !== "assign" || declaration.signatureEnd.at !== statement.end.at)
    return { status: "unsupported", construct: "a statement whose end depends on its proof" };
  const context = contexts.ofHeader(theorem.header);
  return settled(checkDeclaration({ fullName: "", file, declaration, context }, limits));
}

/** What rests on an earlier theorem that failed, or was not understood, is neither right nor wrong. */
function settled({ outcome, given = [] }: ReturnType<typeof checkDeclaration>): CheckOutcome {
  const lacking = given.find(({ rests }) => rests !== undefined && !rests.endsWith("(sorry)"));
  if (lacking === undefined) return outcome;
  const { steps, messages } = outcome;
  return { status: "unsupported", construct: `a proof that rests on ${lacking.rests!}`, steps, messages };
}

/** Checks a tactic block against a statement that ends in `:= by`, without waiting. */
export function checkProof(statement: string, tactics: string, limits: CheckLimits = {}): CheckOutcome {
  const judged = judgeTactics({ id: "", statement }, tactics, limits, customary);
  if ("steps" in judged) return judged;
  const construct = "construct" in judged ? judged.construct : judged.reason;
  return { status: "unsupported", construct, steps: 0, messages: [] };
}
const customary = new Contexts();

import type { VerifyRequest } from "@lemma/interfaces";
import { findCommand, findForbidden, type Policy } from "@lemma/lean-text";
import type { Bare } from "./bare.ts";

/** The rule, before Lean is asked: what the text may not hold, statement and proof. */
export function judgeText({ theorem, proof }: VerifyRequest, policy: Policy): Bare | undefined {
  const source = proof.kind === "tactics" ? proof.tactics : proof.code;
  const construct =
    // A model may have written the statement, too.
    findForbidden(theorem.statement, policy) ??
    findForbidden(source, policy) ??
    (proof.kind === "tactics" ? foreignCommand(proof.tactics, policy) : undefined);
  return construct === undefined ? undefined : { status: "forbidden", construct, evidence: "messages" };
}

function foreignCommand(tactics: string, policy: Policy): string | undefined {
  const command = findCommand(tactics);
  return command === undefined || policy.allow?.includes(command) === true ? undefined : command;
}

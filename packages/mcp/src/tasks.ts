import { assemble, InputError, reasonOf, type Theorem, type Verdict } from "@lemma/interfaces";
import { normaliseStatement } from "@lemma/lean-text";
import type { z } from "zod";
import type { verdict as verdictSchema } from "./schemas.ts";

/** A theorem out of a call's words. @throws {InputError} for text that states nothing. */
export function theoremOf({
  statement,
  header,
}: {
  readonly statement: string;
  readonly header?: string | undefined;
}): Theorem {
  const read = normaliseStatement(statement, "statement");
  if (read === undefined)
    throw new InputError("expected Lean text such as `theorem t : 1 + 1 = 2 := by`", { field: "statement" });
  const before = header ?? (read.header.trim() === "" ? undefined : read.header);
  return {
    id: read.name ?? "statement",
    statement: read.statement,
    ...(before === undefined ? {} : { header: before }),
  };
}

/** What the benchmarks of this field put before a theorem that brings nothing. */
const customaryHeader = "import Mathlib\n\nopen BigOperators Real Nat Topology Rat\n";

/** A file with the holes that a call asks about: its own, or a statement's. @throws {InputError} where neither is given. */
export function sourceOf(given: {
  readonly code?: string | undefined;
  readonly statement?: string | undefined;
  readonly proof?: string | undefined;
  readonly header?: string | undefined;
}): string {
  if (given.code !== undefined) return given.code;
  if (given.statement === undefined) throw new InputError("give either `code` or `statement`");
  const { header = customaryHeader, ...theorem } = theoremOf({ statement: given.statement, header: given.header });
  return `${header.trimEnd()}\n\n${assemble(theorem, given.proof ?? "sorry")}`;
}

/** A verdict as clients are given it. */
export function shown(verdict: Verdict, line?: number): z.infer<typeof verdictSchema> {
  const { id, status, verifier, evidence, messages } = verdict;
  const reason = reasonOf(verdict);
  return {
    id,
    ...(line === undefined ? {} : { line }),
    status,
    verifier,
    evidence,
    ...(verdict.status === "proved" && verdict.axioms !== undefined ? { axioms: [...verdict.axioms] } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...("goal" in verdict && verdict.goal !== undefined ? { goal: verdict.goal } : {}),
    messages: messages.map(({ severity, text, start }) => ({
      severity,
      text,
      ...(start === undefined ? {} : { start }),
    })),
  };
}

import type { Theorem } from "@lemma/interfaces";
import { throwIfAborted } from "@lemma/interfaces";
import { LeanLite } from "@lemma/lean-lite";
import { closedTerm, openStatement, theoremHash } from "@lemma/lean-text";
import type { Finding, Subject } from "./finding.ts";
import { names } from "./names.ts";
import { operations } from "./operations.ts";
import { triviality } from "./triviality.ts";
import { truth } from "./truth.ts";

export interface AuditOptions {
  /** Deterministic steps for one search of a proof; 50,000 when absent. */
  readonly steps?: number;
  readonly signal?: AbortSignal;
}

/** What was found out about one statement. */
export interface Audited {
  readonly id: string;
  readonly findings: readonly Finding[];
  /** Why the statement was not read, where it was not: names and duplicates were looked at all the same. */
  readonly unread?: string;
}

/**
 * Looks for faults of statements, one after the other. What a finding claims of truth is shown by a proof that the kernel accepts or by
 * values that were computed exactly; a statement without findings may still be wrong.
 *
 * @throws {AbortedError} when the signal fires.
 */
export async function* audit(
  theorems: Iterable<Theorem> | AsyncIterable<Theorem>,
  { steps = 50_000, signal }: AuditOptions = {},
): AsyncGenerator<Audited, void, undefined> {
  await using lean = new LeanLite();
  const seen = new Map<string, string>();
  for await (const theorem of theorems) {
    throwIfAborted("audit", signal);
    const { id } = theorem;
    const opened = openStatement(theorem.statement);
    if (opened === undefined) {
      yield { id, findings: [], unread: "it states no theorem" };
      continue;
    }
    const subject: Subject = { theorem, opened, lean, steps };
    const reading = await lean.read(theorem, { limits: { steps } });
    const findings = [...names(subject)];
    if (reading.status === "read") {
      findings.push(...operations(subject));
      findings.push(...(await truth(subject)));
      // What contradicts itself is closed by anything.
      if (!findings.some(({ kind }) => kind === "contradictory" || kind === "counterexample"))
        findings.push(...(await triviality(subject)));
    }
    const key = theoremHash({ ...theorem, statement: `theorem t : ${closedTerm(opened)} := by` });
    const first = seen.get(key);
    if (first !== undefined)
      findings.push({ kind: "duplicate", level: "fault", message: `it is ${first} in other words` });
    else seen.set(key, id);
    yield { id, findings, ...(reading.status === "read" ? {} : { unread: unreadBecause(reading) }) };
  }
}

function unreadBecause(reading: Exclude<Awaited<ReturnType<LeanLite["read"]>>, { status: "read" }>): string {
  if (reading.status === "unsupported") return reading.construct;
  return reading.status === "error" ? reading.message : reading.reason;
}

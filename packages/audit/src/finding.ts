import type { Theorem } from "@lemma/interfaces";
import type { LeanLite } from "@lemma/lean-lite";
import type { OpenedStatement } from "@lemma/lean-text";

/** What can be wrong with a statement. */
export const faultKinds = [
  "contradictory",
  "counterexample",
  "trivial",
  "escape",
  "unbound",
  "subtraction",
  "division",
  "unused",
  "duplicate",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Something that a statement's owner should look at. */
export interface Finding {
  readonly kind: FaultKind;
  /** `fault`: it is not what anybody means; `note`: it may be meant. */
  readonly level: "fault" | "note";
  readonly message: string;
  /** A statement with a proof of it, accepted by the kernel, that shows the fault. */
  readonly certificate?: { readonly statement: string; readonly proof: string };
  /** Values at which it shows. */
  readonly values?: Readonly<Record<string, string>>;
}

/** A statement under audit. */
export interface Subject {
  readonly theorem: Theorem;
  readonly opened: OpenedStatement;
  readonly lean: LeanLite;
  /** Deterministic steps for one search of a proof. */
  readonly steps: number;
}

/** Whether the kernel accepts a proof of a statement, under the subject's header. */
export async function accepts({ theorem, lean, steps }: Subject, statement: string, proof: string): Promise<boolean> {
  const { header } = theorem;
  const request = {
    theorem: { id: theorem.id, statement, ...(header === undefined ? {} : { header }) },
    proof: { kind: "tactics", tactics: proof } as const,
  };
  return (await lean.verify(request, { limits: { steps } })).status === "proved";
}

import { isConclusive, type Theorem, type Verdict, type Verifier, type VerifyOptions } from "@lemma/interfaces";

/** Whether some tactic proves a theorem; `"unknown"` when a check was inconclusive and none proved it. */
export type Closing = { readonly tactic: string } | "none" | "unknown";

/**
 * The first of the tactics that proves the theorem alone. All are tried in one check, `first | (t₁; done) | … | sorry`: most
 * theorems are closed by none, and a check of real Lean costs more than the tactics in it. That `sorry` is reached says that all
 * of it was read and that none closed the goal. Any other answer is settled by asking one by one.
 */
export async function closingTactic(
  verifier: Verifier | undefined,
  theorem: Theorem,
  tactics: readonly string[],
  options: VerifyOptions = {},
): Promise<Closing> {
  if (verifier === undefined) return "unknown";
  const ask = (block: string): Promise<Verdict> =>
    verifier.verify({ theorem, proof: { kind: "tactics", tactics: block } }, options);
  const alternatives = [...tactics.map((tactic) => `(${tactic}; done)`), "sorry"];
  const together = await ask(`  first\n${alternatives.map((alternative) => `    | ${alternative}`).join("\n")}`);
  if (together.status === "sorry") return "none";
  let isInconclusive = false;
  for (const tactic of tactics) {
    const verdict = await ask(`  ${tactic}`);
    if (verdict.status === "proved") return { tactic };
    if (!isConclusive(verdict)) isInconclusive = true;
  }
  return isInconclusive ? "unknown" : "none";
}

import type { Theorem, Verdict } from "@lemma/interfaces";

/**
 * Why a conjecture is not worth proving, or undefined when it is. Copies of the target would let the loop train on the
 * answer; copies of one another would only count twice.
 */
export async function rejectConjecture(
  lemma: Theorem,
  target: Theorem,
  earlier: readonly Theorem[],
  elaborate: (lemma: Theorem) => Promise<Verdict>,
): Promise<string | undefined> {
  const shape = shapeOf(lemma.statement);
  if (shape === shapeOf(target.statement)) return "copy of the target";
  if (earlier.some((other) => shapeOf(other.statement) === shape)) return "proposed already";
  const verdict = await elaborate(lemma);
  if (verdict.status === "sorry") return undefined;
  if (verdict.status === "unsupported") return `unsupported: ${verdict.construct}`;
  return `does not elaborate: ${verdict.messages[0]?.text.split("\n")[0] ?? verdict.status}`;
}

/** A statement without its name and its spaces. */
function shapeOf(statement: string): string {
  return statement.replace(/^\s*(theorem|lemma|example)\s+[^\s({:]*/, "").replaceAll(/\s+/g, "");
}

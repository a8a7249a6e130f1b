import { expect, test } from "vitest";
import { candidates } from "../search/index.ts";
import { checkProof } from "../judge.ts";
import { hasData, rowsOf, type DataRow } from "../../../../tools/data.ts";

const file = "lean-workbook/audit_false_statements_visible.jsonl";

/** The refuted statement at the type that `detail` or `kind` names, as a theorem; undefined for a row that was cut off. */
function falseTheorem(row: DataRow): string | undefined {
  const kind = String(row["kind"]);
  if (kind === "closed_arithmetic_nat_vs_rat") {
    const detail = row["detail"] as Record<string, string>;
    const type = detail["ℕ"] === "FALSE" ? "ℕ" : "ℚ";
    const text = String(row["statement"]);
    // Ascribing the first numeral makes the whole statement speak of that type.
    const at = text.search(/\d/);
    const ascribed = text.slice(at).replace(/^\d+/, (numeral) => `(${numeral} : ${type})`);
    return isCutOff(text) ? undefined : `theorem refuted : ${text.slice(0, at)}${ascribed} := by`;
  }
  if (kind === "closed_arithmetic_exponent_truncation") return `theorem refuted : ${String(row["statement"])} := by`;
  const variables = Object.keys(row["witness"] as Record<string, unknown>).join(" ");
  const type = kind.startsWith("nat") ? "ℕ" : "ℝ";
  const hypotheses = typeof row["hyps"] === "string" ? ` (h : ${row["hyps"]})` : "";
  return `theorem refuted (${variables} : ${type})${hypotheses} : ${String(row["body"])} := by`;
}

const isCutOff = (text: string): boolean => text.split("(").length !== text.split(")").length;

const closers = [
  "norm_num",
  "decide",
  "rfl",
  "simp",
  "omega",
  "ring",
  "ring_nf",
  "nlinarith",
  "linarith",
  "positivity",
  "field_simp",
];

test.runIf(hasData(file))("no script proves a statement that Lean refuted", () => {
  const rows = rowsOf(file);
  const accepted: string[] = [];
  let judged = 0;
  for (const row of rows) {
    const theorem = falseTheorem(row);
    if (theorem === undefined) continue;
    const scripts = [...new Set([...closers.map((closer) => `  ${closer}`), ...candidates(theorem)])];
    for (const proof of scripts) {
      const outcome = checkProof(theorem, proof, { steps: 200_000, wallMs: 2_000 });
      if (outcome.status === "proved") accepted.push(`${theorem}\n${proof}`);
      if (outcome.status === "error") judged += 1;
    }
  }
  expect(accepted).toEqual([]);
  // The statements were understood: scripts failed on them rather than being waved away.
  expect(judged).toBeGreaterThan(20 * rows.length);
});

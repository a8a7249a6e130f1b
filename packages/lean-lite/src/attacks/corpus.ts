import { type DataRow, hasData, rowsOf } from "../../../../tools/data.ts";
import type { ProofPair } from "./campaign.ts";

/** Takes the last theorem of a Lean file apart; undefined when there is none or it has no tactic proof. */
export function splitFile(code: string): { statement: string; proof: string } | undefined {
  const bare = code.replace(/\/-[\s\S]*?-\//g, "").replace(/--[^\n]*/g, "");
  const starts = [...bare.matchAll(/^\s*(theorem|lemma|example)\b/gm)];
  // Helper lemmas before the theorem would be missing from the pair.
  if (starts.length !== 1) return undefined;
  const text = bare.slice(starts[0]!.index).trimStart();
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    if ("([{⟨".includes(text[i]!)) depth += 1;
    else if (")]}⟩".includes(text[i]!)) depth -= 1;
    else if (depth === 0 && text.startsWith(":=", i)) {
      const by = /^:=\s*by\b/.exec(text.slice(i));
      if (by === null) return undefined;
      return {
        statement: `${text.slice(0, i).trimEnd()} := by`,
        proof: text.slice(i + by[0].length).replace(/^[ \t]*\n/, ""),
      };
    }
  }
  return undefined;
}

const proofFiles = [
  "conjectures/conjectures_proved_visible.jsonl",
  "lean-verdicts/minif2f_attempts_visible.jsonl",
  "lean-workbook/goedel_proofs_repl_visible.jsonl",
  "lean-workbook/audit_certified_visible.jsonl",
  "minif2f-proofs/dsv2_valid.jsonl",
  "minif2f-proofs/dsv2_test_visible.jsonl",
  "minif2f-proofs/v15_valid_fewshot.jsonl",
] as const;

/** Every proof in the data that stands by itself, passing ones and, from the attempts, failing ones too. */
export function proofPairs(files: readonly string[] = proofFiles): ProofPair[] {
  const pairs: ProofPair[] = [];
  for (const file of files.filter((name) => hasData(name))) {
    rowsOf(file).forEach((row, index) => {
      const codes = Array.isArray(row["proofs"])
        ? (row["proofs"] as unknown[])
        : [row["code"] ?? row["proof"] ?? row["formal_proof"]];
      for (const code of codes) {
        const parts = typeof code === "string" ? splitFile(code) : undefined;
        if (parts === undefined) continue;
        const verdict = typeof row["pass"] === "boolean" && !hasSystemErrors(row) ? { accepted: row["pass"] } : {};
        pairs.push({ origin: `${file}:${index + 1}`, ...parts, ...verdict });
      }
    });
  }
  return pairs;
}

/** The harness failed, which says nothing about the proof. */
const hasSystemErrors = (row: DataRow): boolean =>
  row["pass"] === false && row["n_errors"] === 0 && row["system_errors"] !== null && row["system_errors"] !== undefined;

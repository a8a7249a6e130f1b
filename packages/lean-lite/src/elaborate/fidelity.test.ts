import { describe, expect, test } from "vitest";
import { isWhole, rowsOf } from "../../../../tools/data.ts";
import { printGoal } from "../print/goal.ts";
import { parseDeclaration } from "../syntax/statement.ts";
import { defaultOpens } from "./functions.ts";
import { elaborateStatement } from "./statement.ts";

const workbook = "lean-workbook/statements.jsonl";

interface Row {
  readonly text: string;
  readonly goal: string | undefined;
}

const rows = (file: string, pick: (row: Record<string, string>) => Row | undefined): Row[] =>
  rowsOf(file).flatMap((row) => pick(row as Record<string, string>) ?? []);

const squeeze = (text: string): string => text.replace(/\s+/g, " ").trim();

function measure(
  all: readonly Row[],
  opens: readonly string[],
  mathlib: boolean,
): { elaborated: number; equal: number } {
  let elaborated = 0;
  let equal = 0;
  for (const { text, goal } of all) {
    try {
      const printed = printGoal(elaborateStatement(parseDeclaration(text), opens), { opens, mathlib });
      elaborated++;
      if (goal === undefined || squeeze(printed) === squeeze(goal)) equal++;
    } catch {
      // Outside the fragment: what the rates below count.
    }
  }
  return { elaborated: elaborated / all.length, equal: equal / all.length };
}

/** Whole theorems, `sorry` for a proof; a bare `∀ …` gets a name. */
function whole(statement: string): string {
  if (!statement.startsWith("theorem")) return `theorem x : ${statement.replace(/^∀ : /, "")} := by sorry`;
  return /:=\s*by\s*$/.test(statement) ? `${statement} sorry` : statement;
}

describe("goals as real Lean printed them", () => {
  test("core statements over ℕ and ℤ", () => {
    const all = rows("lean-core/goals.jsonl", (row) =>
      row["status"] === "sorry" ? { text: `${row["statement"]} sorry`, goal: row["goal"] } : undefined,
    );
    const { elaborated, equal } = measure(all, [], false);
    expect(elaborated).toBeGreaterThan(0.99);
    expect(equal).toBeGreaterThan(0.99);
  });

  test("miniF2F", () => {
    const all = rows("minif2f-lean4/minif2f_v15.jsonl", (row) => ({
      text: `${row["formal_statement"]} sorry`,
      goal: row["goal"],
    }));
    const { elaborated, equal } = measure(all, defaultOpens, true);
    const [read, same] = isWhole("minif2f-lean4/minif2f_v15.jsonl") ? [470 / 488, 450 / 488] : [117 / 122, 112 / 122];
    expect(elaborated).toBeGreaterThanOrEqual(read);
    // What is read by its definition, or as a pair or a Finset, is printed as that.
    expect(equal).toBeGreaterThanOrEqual(same);
  });

  test("Lean Workbook elaborates", () => {
    const all = rows(workbook, (row) => ({ text: whole(row["statement"]!), goal: undefined }));
    const every = process.env["LEMMA_SOAK"] === "1" || !isWhole(workbook) ? 1 : 20;
    const sample = all.filter((_, i) => i % every === 0);
    expect(measure(sample, defaultOpens, true).elaborated).toBeGreaterThan(0.9);
  });
});

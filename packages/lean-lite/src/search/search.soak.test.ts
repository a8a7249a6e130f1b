import { expect, test } from "vitest";
import { hasData, rowsOf } from "../../../../tools/data.ts";
import { searchProof } from "./index.ts";

/** The share of the statements that one search each proves, every `stride`-th tried. */
function provedShare(statements: readonly string[], stride: number): number {
  const tried = statements.filter((_, i) => i % stride === 0);
  const proved = tried.filter((statement) => searchProof(statement) !== undefined).length;
  console.info(`search proves ${proved} of ${tried.length}`);
  return proved / tried.length;
}

test.runIf(hasData("minif2f-lean4/minif2f_v15.jsonl"))(
  "proves at least 15 % of miniF2F-valid",
  { timeout: 900_000 },
  () => {
    const valid = rowsOf("minif2f-lean4/minif2f_v15.jsonl").filter((row) => row["split"] === "valid");
    expect(
      provedShare(
        valid.map((row) => String(row["formal_statement"])),
        1,
      ),
    ).toBeGreaterThanOrEqual(0.15);
  },
);

test.runIf(hasData("lean-workbook/statements.jsonl"))(
  "proves at least 25 % of Lean Workbook",
  { timeout: 900_000 },
  () => {
    const statements = rowsOf("lean-workbook/statements.jsonl").map((row) => String(row["statement"]));
    expect(provedShare(statements, 10)).toBeGreaterThanOrEqual(0.25);
  },
);

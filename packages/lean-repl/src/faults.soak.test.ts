import { expect, test } from "vitest";
import { runFaults } from "./testing/fault-run.ts";

test.each([
  // Every success is audited, and some audits die.
  { backend: "repl", checks: 10_000, share: 0.05, audit: "fresh" },
  { backend: "lsp", checks: 1_000, share: 0.05 },
  { backend: "http", checks: 2_000, share: 0.04 },
] as const)(
  "$backend: $checks checks with $share of each fault at concurrency 8: one right verdict each, nobody left, memory flat",
  { timeout: 7_200_000 },
  async (run) => {
    const report = await runFaults({ ...run, concurrency: 8, seed: 11, timeoutMs: 6_000 });
    console.log(JSON.stringify({ ...run, ...report, wrong: report.wrong.length }));
    expect(report.wrong).toEqual([]);
    expect(report).toMatchObject({ lost: 0, doubled: 0, processesLeft: 0 });
    const [early, late] = report.residentBytes;
    expect(late - early).toBeLessThan(100 * 2 ** 20);
  },
);

import type { Reporter, TestModule } from "vitest/node";
import { processorSeconds } from "./processor-time.ts";

/**
 * Closes a run with its processor time and its dearest files (`LEMMA_TEST_TIMES=all`: every file), then with one plain line,
 * `N passed, N failed, N skipped`, for whatever reads the log.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") counts.passed += 1;
        else if (state === "failed") counts.failed += 1;
        else counts.skipped += 1;
      }
      // A file that does not load, or whose hooks throw, must not pass unseen.
      if (module.errors().length > 0) counts.failed += 1;
    }
    counts.failed += errors.length;
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`;
    const files = dearest(modules, process.env["LEMMA_TEST_TIMES"] === "all" ? modules.length : 8);
    // After vitest's own summary, which it writes once this hook has returned, and once its workers' time is counted.
    process.once("exit", () => {
      const whole = processorSeconds();
      if (whole !== undefined) process.stdout.write(`${files}processor time of the run: ${whole.toFixed(0)} s\n`);
      process.stdout.write(line);
    });
  }
}

function dearest(modules: readonly TestModule[], count: number): string {
  return modules
    .map((module) => ({ name: module.relativeModuleId, seconds: module.meta().processorSeconds ?? 0 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(8)} s  ${name}\n`)
    .join("");
}

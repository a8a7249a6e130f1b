import type { Reporter, TestModule } from "vitest/node";

/** Closes a run with one plain line, `N passed, N failed[, N skipped]`, for whatever reads the log. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      let tests = 0;
      for (const test of module.children.allTests()) {
        tests += 1;
        const { state } = test.result();
        if (state === "passed") counts.passed += 1;
        else if (state === "failed") counts.failed += 1;
        else counts.skipped += 1;
      }
      // A file that does not even load has no tests to count, and must not pass unseen.
      if (tests === 0 && module.errors().length > 0) counts.failed += 1;
    }
    counts.failed += errors.length;
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`;
    // After vitest's own summary, which it writes once this hook has returned.
    process.once("exit", () => process.stdout.write(line));
  }
}

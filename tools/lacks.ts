import { expect, test } from "vitest";

/**
 * For many cases that need one thing: a test that it is here, skipped with its name where it is not, in place of them all.
 *
 * @param problem why it is not here; undefined where it is.
 * @returns whether it is not.
 */
export function lacks(cases: string, what: string, problem: string | undefined): boolean {
  test.skipIf(problem !== undefined)(`${cases} (needs ${what}: ${problem ?? "here"})`, () =>
    expect(problem).toBeUndefined(),
  );
  return problem !== undefined;
}

import { expect, test } from "vitest";
import { lastWords } from "./reason.ts";

test("of what a program said last, lines and words stay whole", () => {
  expect(lastWords(" short\n")).toBe("short");
  expect(lastWords("info: first line\nerror: could not download\nit ended", 36)).toBe(
    "error: could not download\nit ended",
  );
  expect(lastWords("info: downloading component lean", 20)).toBe("… component lean");
  expect(lastWords("x".repeat(20), 10)).toBe(`…${"x".repeat(10)}`);
});

import { expect, test, vi } from "vitest";
import { runReadme } from "../../../tools/readme.ts";

test("the README's programs run and print what their comments say", { timeout: 120_000 }, async () => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await runReadme(new URL("../README.md", import.meta.url));
  expect(printed.mock.calls.map((words) => words.join(" "))).toEqual([
    "proved",
    "error",
    "x : ℝ\nn : ℕ\n⊢ x ^ 2 + ↑n > 1 / 2",
    "error refuted linarith",
  ]);
});

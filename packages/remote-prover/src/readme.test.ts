import { expect, test } from "vitest";
import { runReadme } from "../../../tools/readme.ts";

test("the README's programs run", { timeout: 120_000 }, async () => {
  expect(await runReadme(new URL("../README.md", import.meta.url))).toBeGreaterThan(0);
});

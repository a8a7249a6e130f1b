import { expect, test } from "vitest";
import { runReadme } from "../../../tools/readme.ts";

test("the README's program runs", async () => {
  expect(await runReadme(new URL("../README.md", import.meta.url))).toBe(1);
});

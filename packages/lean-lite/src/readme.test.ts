import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the README's program runs and prints what its comments say", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, program] = /```ts\n([\s\S]*?)```/.exec(readme)!;
  const { checkProof, elaborateStatement, LeanLite } = await import("./index.ts");
  const printed: unknown[] = [];
  // The import line names the package; its exports are given by hand. `await using` is newer than what `Function` reads here.
  const body = program!
    .replace(/^import .*$/m, "")
    .replace("await using", "const")
    .replaceAll("console.log", "print");
  const run = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor;
  await run(
    "checkProof",
    "elaborateStatement",
    "LeanLite",
    "print",
    body,
  )(checkProof, elaborateStatement, LeanLite, (x: unknown) => printed.push(x));
  expect(printed).toEqual(["proved", "error", "x : ℝ\nn : ℕ\n⊢ x ^ 2 + ↑n > 1 / 2"]);
});

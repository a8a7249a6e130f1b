import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the README's program runs, and prints what it says", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const program = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const wanted = [...program.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map((match) => match[1]!);
  // Node 20 has no `await using`: the same without the sugar.
  const script = `${program.replace("await using lean", "const lean")}\nawait lean[Symbol.asyncDispose]();`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    cwd: fileURLToPath(new URL("..", import.meta.url)),
  });
  expect(output.trim().split("\n")).toEqual(wanted);
});

import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

// In a process of its own, with the collector at hand: a test runner's own garbage is larger than the leaks looked for.
const program = `
  import { add, compile, grad, mul, spec, sum, tanh, tensor } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
  const x = tensor("float32", [64], 0.5);
  const cycle = async (i) => {
    // Another constant each time, so that no session is shared with the one before.
    const program = compile(grad((y) => sum(tanh(add(mul(y, y), i)))), [spec("float32", ["n"])], { threads: 1 });
    await program(x);
    await program.dispose();
  };
  const residentMiB = async () => {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 200));
    return process.memoryUsage.rss() / 2 ** 20;
  };
  const after = [];
  for (let i = 0; i < 12_000; i += 1) {
    await cycle(i);
    if (i % 1_000 === 999) after.push(await residentMiB());
  }
  // The first 2,000 fill the heaps and the allocator.
  console.log(after.at(-1) - after[1]);
  process.exit(0);
`;

test("10,000 cycles of compile, run and dispose do not grow memory", { timeout: 1_200_000 }, () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  // A leak of 2 KiB a session would show.
  expect(Number(stdout)).toBeLessThan(20);
});

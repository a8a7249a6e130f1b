import { expect, test } from "vitest";
import { add, mul } from "../primitives/binary.ts";
import { sum } from "../primitives/reduce.ts";
import { tanh } from "../primitives/unary.ts";
import { grad } from "../transforms/grad.ts";
import type { Tensor } from "../tensor.ts";
import { spec, tensor } from "../value.ts";
import { compile } from "./compile.ts";

test("10,000 cycles of compile, run and dispose do not grow memory", { timeout: 1_200_000 }, async () => {
  const x = tensor("float32", [64], 0.5);
  const cycle = async (i: number): Promise<void> => {
    // Another constant each time, so that no session is shared with the one before.
    await using program = compile(
      grad((y: Tensor) => sum(tanh(add(mul(y, y), i)))),
      [spec("float32", ["n"])],
      { threads: 1 },
    );
    await program(x);
  };
  const resident = async (): Promise<number> => {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 200));
    return process.memoryUsage.rss() / 2 ** 20;
  };
  for (let i = 0; i < 1_000; i += 1) await cycle(i);
  const warm = await resident();
  for (let i = 1_000; i < 10_000; i += 1) await cycle(i);
  // 9,000 further sessions: a leak of 4 KiB in each would show.
  expect((await resident()) - warm).toBeLessThan(32);
});

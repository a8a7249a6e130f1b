import { expect, test } from "vitest";
import { compile } from "../runtime/compile.ts";
import { spec, tensor } from "../value.ts";
import { zeros } from "./constant.ts";
import { scatterAdd } from "./indexing.ts";

test("rows that are named thousands of times get every update, on several threads too", async () => {
  const [count, width] = [20_000, 64];
  await using program = compile(
    (indices, updates) => scatterAdd(zeros([4, width], "float32"), indices, updates),
    [spec("int64", ["n"]), spec("float32", ["n", width])],
    { threads: 2 },
  );
  const indices = tensor(
    "int64",
    [count],
    BigInt64Array.from({ length: count }, (_, i) => BigInt(i % 2)),
  );
  const updates = tensor("float32", [count, width], 1);
  const result = await program(indices, updates);
  expect(result.data.slice(0, 2 * width).every((x) => Number(x) === count / 2)).toBe(true);
  expect(result.data.slice(2 * width).every((x) => Number(x) === 0)).toBe(true);
});

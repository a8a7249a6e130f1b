import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  DifferentiationError,
  type Tensor,
  compile,
  constant,
  external,
  grad,
  hvp,
  linear,
  mul,
  quantizeMatrix,
  quantized,
  spec,
  sum,
  tensor,
  toBfloat16Bits,
  toNumbers,
  trace,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { afterAll, expect, test } from "vitest";
import {
  type TokenBatch,
  tokenBatchSpec,
  tokenLosses,
  vocabularyLoss,
  vocabularyLosses,
  weightedTokenLoss,
} from "./index.ts";

// 150 rows in blocks of 64, the least that there are: so many tokens are never there, but blocks are cut for them.
const [vocabulary, width, manyTokens] = [150, 32, 2 ** 20];
const random = new Random(3);
const values = Float32Array.from({ length: vocabulary * width }, () => random.normal());
const directory = mkdtempSync(path.join(tmpdir(), "lemma-head-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = path.join(directory, "head");
writeFileSync(file, new Uint8Array(Uint16Array.from(values, toBfloat16Bits).buffer));
const bytes = 2 * values.length;

const heads = {
  "float64 numbers": constant(tensor("float64", [vocabulary, width], Float64Array.from(values))),
  "bfloat16 in a file": external({
    path: file,
    offset: 0,
    byteLength: bytes,
    dtype: "bfloat16",
    shape: [vocabulary, width],
  }),
  "4 bits": quantized(quantizeMatrix(values, [vocabulary, width], { bits: 4, block: 32, offsets: true })),
};

test.for(Object.entries(heads))(
  "losses by blocks of the vocabulary are those of whole logits, with any derivative: %s",
  async ([, head]) => {
    const batch = tokenBatchSpec("float64");
    const whole = (x: Tensor, given: TokenBatch<Tensor>): Tensor => weightedTokenLoss(linear(x, head), given).total;
    const swept = (x: Tensor, given: TokenBatch<Tensor>): Tensor => vocabularyLoss(x, head, given, manyTokens).total;
    const hidden = spec("float64", ["batch", "seq", width]);
    await using program = compile(
      (x, direction, given) => {
        // The loss enters nonlinearly, and twice.
        const all = (f: typeof whole): Tensor[] => {
          const loss = (y: Tensor): Tensor => mul(f(y, given), f(mul(y, 0.5), given));
          return [
            loss(x),
            grad(loss)(x),
            hvp(loss)(direction, x),
            grad((y: Tensor) => sum(mul(grad(loss)(y), direction)))(x),
          ];
        };
        const each = [tokenLosses(linear(x, head), given.labels), vocabularyLosses(x, head, given.labels, manyTokens)];
        return { whole: [...all(whole), each[0]!], swept: [...all(swept), each[1]!] };
      },
      [hidden, hidden, batch],
    );
    const normal = (): number => random.normal();
    const draw = (): ReturnType<typeof tensor> =>
      tensor("float64", [2, 5, width], Float64Array.from({ length: 10 * width }, normal));
    const labels = [0, 63, 64, 127, 128, 149, 1, 65, 129, 149];
    const given = {
      tokens: tensor("int64", [2, 5], labels),
      labels: tensor("int64", [2, 5], labels),
      mask: tensor("float64", [2, 5], [0, 1, 0.5, 2, 1, 0, 0, 1, 1, 0.25]),
    };
    const result = await program(draw(), draw(), given);
    for (const [i, expected] of result.whole.entries()) {
      const [left, right] = [toNumbers(expected), toNumbers(result.swept[i]!)];
      expect(right).toHaveLength(left.length);
      const scale = Math.max(...left.map(Math.abs));
      expect(Math.max(...left.map((x, k) => Math.abs(x - right[k]!))) / scale).toBeLessThan(1e-12);
    }
  },
);

test("logits far from 0 neither overflow nor lose the small ones", async () => {
  const head = constant(
    tensor(
      "float32",
      [vocabulary, width],
      values.map((x) => 100 * x),
    ),
  );
  await using losses = compile(
    (x, labels) => vocabularyLosses(x, head, labels, manyTokens),
    [spec("float32", ["batch", "seq", width]), spec("int64", ["batch", "seq"])],
  );
  const x = Float32Array.from({ length: 3 * width }, () => random.normal());
  const result = toNumbers(await losses(tensor("float32", [1, 3, width], x), tensor("int64", [1, 3], [5, 80, 149])));
  for (const [i, label] of [5, 80, 149].entries()) {
    const logits = Array.from({ length: vocabulary }, (_, v) =>
      x
        .subarray(i * width, (i + 1) * width)
        .reduce((total, value, k) => total + value * 100 * values[v * width + k]!, 0),
    );
    const top = Math.max(...logits);
    const expected = top + Math.log(logits.reduce((total, l) => total + Math.exp(l - top), 0)) - logits[label]!;
    expect(Math.abs(result[i]! - expected)).toBeLessThan(1e-2);
  }
});

test("a head that is trained is refused, not left without its gradient", () => {
  const loss = (w: Tensor, x: Tensor, given: { labels: Tensor; mask: Tensor }): Tensor =>
    vocabularyLoss(x, w, given, manyTokens).total;
  expect(() =>
    trace(
      (w, x, given) => grad(loss)(w, x, given),
      [spec("float32", [vocabulary, width]), spec("float32", ["batch", "seq", width]), tokenBatchSpec()],
    ),
  ).toThrow(DifferentiationError);
});

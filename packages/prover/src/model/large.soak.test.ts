import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Tensor,
  compile,
  constant,
  expandDims,
  iota,
  mul,
  spec,
  sum,
  tensor,
  valueAndGrad,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referenceBlock } from "../testing/reference-block.ts";
import { sevenBillion, writeSparseCheckpoint } from "../testing/sparse-checkpoint.ts";
import { readFrom } from "../weights.ts";
import { llamaBlock, ropeOf } from "./llama.ts";
import { type LlamaModel, loadModel } from "./load.ts";

const layer = 7;
const module = `model.layers.${layer}.self_attn.v_proj`;
const directory = mkdtempSync(path.join(tmpdir(), "lemma-7b-"));
let model: LlamaModel;

beforeAll(async () => {
  await writeSparseCheckpoint(directory, sevenBillion, { block: layer, seed: 3, shards: 3 });
  model = await loadModel(directory);
}, 300_000);
afterAll(() => rmSync(directory, { recursive: true }));

describe("a checkpoint of 7 billion bfloat16 parameters, in place", () => {
  test("a random block's forward pass and LoRA gradient agree with float64 on the host", async () => {
    const [T, C] = [2, sevenBillion.hiddenSize];
    const random = new Random(1);
    const normal = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());
    const [x, r, a, direction] = [normal(T * C), normal(T * C), normal(C), normal(C)];
    const program = compile(
      (input: Tensor, weight: Tensor, down: Tensor, up: Tensor) => {
        const block = (b: Tensor): [Tensor, Tensor] => {
          const y = llamaBlock(sevenBillion, model.parameters, layer, input, {
            rope: ropeOf(sevenBillion, expandDims(iota(T), 0), "float32"),
            mask: constant(tensor("float32", [T, T], [0, -1e9, 0, 0])),
            adapters: [{ parameters: { [module]: { a: down, b } }, scale: 1 }],
          });
          return [sum(mul(y, weight)), y];
        };
        const [[, y], gradient] = valueAndGrad(block, { hasAux: true })(up);
        return { y, gradient };
      },
      [spec("float32", [1, T, C]), spec("float32", [1, T, C]), spec("float32", [1, C]), spec("float32", [C, 1])],
    );
    const b = new Float32Array(C);
    const { y, gradient } = await program(
      tensor("float32", [1, T, C], x),
      tensor("float32", [1, T, C], r),
      tensor("float32", [1, C], a),
      tensor("float32", [C, 1], b),
    );
    await program.dispose();
    const read = readFrom(model.places);
    const weight = async (name: string): Promise<Float32Array> =>
      (await read(`model.layers.${layer}.${name}_proj.weight`))!;
    const weights = {
      q: await weight("self_attn.q"),
      k: await weight("self_attn.k"),
      v: await weight("self_attn.v"),
      o: await weight("self_attn.o"),
      gate: await weight("mlp.gate"),
      up: await weight("mlp.up"),
      down: await weight("mlp.down"),
    };
    const rows = [0, 1].map((t) => Float64Array.from(x.subarray(t * C, (t + 1) * C)));
    const forward = (size: number): Float64Array[] =>
      referenceBlock(sevenBillion, weights, rows, (normed) => {
        const inner = normed.reduce((total, value, i) => total + value * a[i]!, 0);
        return Float64Array.from(direction, (value) => size * value * inner);
      });
    const expected = forward(0);
    const worst = Math.max(
      ...expected.flatMap((row, t) => Array.from(row, (value, i) => Math.abs(value - Number(y.data[t * C + i])))),
    );
    expect(worst).toBeLessThan(1e-3);
    const loss = (own: readonly Float64Array[]): number =>
      own.reduce((total, row, t) => total + row.reduce((part, value, i) => part + value * r[t * C + i]!, 0), 0);
    const step = 1e-5;
    const slope = (loss(forward(step)) - loss(forward(-step))) / (2 * step);
    const received = direction.reduce((total, value, i) => total + value * Number(gradient.data[i]), 0);
    expect(Math.abs(received - slope) / Math.abs(slope)).toBeLessThan(1e-3);
  }, 300_000);
});

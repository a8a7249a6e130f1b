// Differentiates a small network's loss, checks one slope by hand, and trains it to draw a sine.
import {
  type Tensor,
  type TensorValue,
  add,
  compile,
  matmul,
  mean,
  spec,
  square,
  sub,
  sum,
  tanh,
  tensor,
  toNumbers,
  valueAndGrad,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { Trainer, adamw, cosineSchedule } from "@lemma/train";

interface Network<T> {
  readonly w1: T;
  readonly b1: T;
  readonly w2: T;
}
interface Batch<T> {
  readonly x: T;
  readonly y: T;
}

const predict = ({ w1, b1, w2 }: Network<Tensor>, x: Tensor): Tensor => matmul(tanh(add(matmul(x, w1), b1)), w2); // [rows, 1]
const errors = (network: Network<Tensor>, { x, y }: Batch<Tensor>): Tensor => square(sub(predict(network, x), y));

const random = new Random(7);
const draw = (rows: number, columns: number) =>
  tensor(
    "float32",
    [rows, columns],
    Array.from({ length: rows * columns }, () => random.normal()),
  );
const network = { w1: draw(1, 24), b1: draw(1, 24), w2: draw(24, 1) };
const xs = Array.from({ length: 64 }, (_, i) => -3 + (6 * i) / 63);
const batch = { x: tensor("float32", [64, 1], xs), y: tensor("float32", [64, 1], xs.map(Math.sin)) };
const batchSpec = { x: spec("float32", ["rows", 1]), y: spec("float32", ["rows", 1]) };

// Any function of tensors has a gradient; compiled, it is one ONNX graph.
const specs = { w1: spec("float32", [1, 24]), b1: spec("float32", [1, 24]), w2: spec("float32", [24, 1]) };
await using slope = compile(
  valueAndGrad((parameters: Network<Tensor>, rows: Batch<Tensor>) => mean(errors(parameters, rows))),
  [specs, batchSpec],
);
const at = async (shift: number) => {
  const w2 = tensor(
    "float32",
    [24, 1],
    toNumbers(network.w2).map((value, i) => value + (i === 0 ? shift : 0)),
  );
  return slope({ ...network, w2 }, batch);
};
const [[before, gradient], [up], [down]] = [await at(0), await at(1e-2), await at(-1e-2)];
const difference = (Number(up.data[0]) - Number(down.data[0])) / 2e-2;
console.log(`loss ${Number(before.data[0]).toFixed(3)}`);
console.log(`slope ${Number(gradient.w2.data[0]).toFixed(3)}, by differences ${difference.toFixed(3)}`);

await using trainer = new Trainer<Network<TensorValue>, Batch<TensorValue>>({
  parameters: network,
  loss: (parameters: Network<Tensor>, rows: Batch<Tensor>) => {
    const squares = errors(parameters, rows);
    return { total: sum(squares), count: sum(add(sub(squares, squares), 1)) };
  },
  batch: batchSpec,
  optimizer: adamw(),
  schedule: cosineSchedule({ peak: 0.03, totalSteps: 400 }),
});
await trainer.train({
  steps: 400,
  batches: () => [batch],
  onStep: ({ step, loss }) => step % 100 === 0 && console.log(`step ${step} loss ${loss.toFixed(5)}`),
});

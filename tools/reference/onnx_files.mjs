// Writes the .onnx files that onnx_check.py checks: `node tools/reference/onnx_files.mjs FOLDER`. They are every primitive's
// samples, transformations of a Llama and of loops, every element type, and random programs with their gradients.
import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  add,
  cast,
  checkpoint,
  concat,
  customVjp,
  dtypes,
  expandDims,
  external,
  full,
  grad,
  hvp,
  isFloat,
  iota,
  jvp,
  less,
  map,
  matmul,
  mul,
  reshape,
  scan,
  scatterAdd,
  slice,
  softmax,
  spec,
  sum,
  take,
  tanh,
  toOnnx,
  topK,
  trace,
  valueAndGrad,
  where,
  whileLoop,
} from "../../packages/autodiff/dist/index.js";
import { apply } from "../../packages/autodiff/dist/primitive.js";
import {
  allPrimitives,
  llamaLoss,
  llamaSpecs,
  lossOf,
  runProgram,
} from "../../packages/autodiff/dist/testing/index.js";
import { Random } from "../../packages/interfaces/dist/index.js";

const [folder] = process.argv.slice(2);
const write = (name, f, specs) =>
  writeFileSync(path.join(folder, `${name}.onnx`), toOnnx(trace(f, specs), { name: name.replaceAll("-", "_") }));

for (const primitive of allPrimitives())
  primitive.samples(new Random(7)).forEach(({ inputs, attributes }, i) => {
    const f = (x) => [...apply(primitive, x, attributes)];
    write(`primitive-${primitive.name}-${i}`, f, [inputs.map(({ dtype, dims }) => spec(dtype, dims))]);
  });

const shape = {
  vocabulary: 13,
  channels: 8,
  layers: 2,
  heads: 2,
  keyValueHeads: 1,
  hidden: 12,
  ropeTheta: 10_000,
  epsilon: 1e-5,
};
const tokens = spec("int64", ["batch", "seq"]);
for (const dtype of ["float64", "float32", "float16"]) {
  const specs = llamaSpecs(shape, dtype);
  const loss = (p, t) => llamaLoss(p, t, shape);
  write(`llama-loss-${dtype}`, loss, [specs, tokens]);
  write(`llama-gradient-${dtype}`, valueAndGrad(loss), [specs, tokens]);
  write(`llama-hvp-${dtype}`, hvp(loss), [specs, specs, tokens]);
  write(
    `llama-checkpoint-${dtype}`,
    valueAndGrad((p, t) => llamaLoss(p, t, shape, checkpoint)),
    [specs, tokens],
  );
}

const step = (w) => (c, x) => {
  const next = tanh(add(matmul(c, w), expandDims(x, 0)));
  return [next, sum(next)];
};
const looped = (w, x) => {
  const [last, all] = scan(step(w), mul(slice(w, 0, 0, 1), 0), x);
  return add(sum(last), sum(mul(all, all)));
};
const nested = (w, x) =>
  sum(scan((c, row) => [add(c, scan((d, y) => [tanh(mul(add(d, c), y)), d], c, row)[0]), c], sum(mul(w, 0)), x)[1]);
const loops = {
  looped,
  nested,
  kept: (w, x) => checkpoint(looped)(w, x),
  mapped: (w, x) => sum(map((r) => tanh(matmul(expandDims(r, 0), w)), x)),
};
const [square, rows] = [spec("float32", [3, 3]), spec("float32", ["steps", 3])];
for (const [name, f] of Object.entries(loops)) {
  write(`scan-${name}`, f, [square, rows]);
  write(`scan-${name}-gradient`, valueAndGrad(f), [square, rows]);
  write(`scan-${name}-hvp`, hvp(f), [square, square, rows]);
}
write("scan-no-steps", (x) => scan((c, r) => [add(c, sum(r)), c], full([], 1, "float32"), x), [
  spec("float32", [0, 3]),
]);

const doubling = (y) =>
  whileLoop(
    (z) => less(sum(z), 100),
    (z) => mul(z, 2),
    y,
  );
write("while", doubling, [spec("float32", ["n"])]);
write("while-jvp", (y, dy) => jvp(doubling, [y], [dy]), [spec("float32", ["n"]), spec("float32", ["n"])]);
write(
  "while-growing",
  (prefix, steps) =>
    whileLoop(
      ({ i }) => less(i, steps),
      ({ i, tail }) => ({ i: add(i, 1), tail: concat([tail, expandDims(sum(concat([prefix, tail], 0)), 0)], 0) }),
      { i: full([], 0, "int64"), tail: full([0], 0, "float32") },
      { carry: { i: spec("int64"), tail: spec("float32", ["tail"]) } },
    ).tail,
  [spec("float32", ["prefix"]), spec("int64")],
);
write(
  "custom-vjp",
  grad((x) =>
    sum(
      customVjp(
        (y) => mul(y, y),
        ([y], _, g) => [mul(g, y)],
      )(x),
    ),
  ),
  [spec("float32", ["n"])],
);
write("symbolic", (x, y) => reshape(concat([x, y], 1), ["n*m+n*k"]), [
  spec("float32", ["n", "m"]),
  spec("float32", ["n", "k"]),
]);
write("empty", (x) => [topK(x, 2, 1), softmax(x), sum(x)], [spec("float64", [0, 3])]);

// Every element type, as what goes in, what is computed in, and what comes out.
for (const dtype of Object.keys(dtypes)) {
  const wide = (x) => cast(x, "float32");
  write(`dtype-${dtype}`, (x) => wide(cast(x, dtype)), [spec("float32", ["n"])]);
  write(`dtype-${dtype}-full`, (x) => add(wide(full(x.shape, 1, dtype)), x), [spec("float32", ["n"])]);
  if (dtype !== "bfloat16") write(`dtype-${dtype}-border`, (x) => where(cast(x, "bool"), x, x), [spec(dtype, ["n"])]);
  if (!isFloat(dtype)) continue;
  const inner = (w, x) => {
    const y = softmax(matmul(cast(x, dtype), cast(w, dtype)));
    return sum(wide(scatterAdd(y, iota(1), take(y, iota(1)))));
  };
  write(`dtype-${dtype}-gradient`, grad(inner), [square, rows]);
}

writeFileSync(path.join(folder, "weights.bin"), new Uint8Array(24));
const weights = { path: path.join(folder, "weights.bin"), offset: 0, byteLength: 18, dtype: "bfloat16", shape: [3, 3] };
write("external", (x) => matmul(x, cast(external(weights), "float32")), [rows]);

const random = new Random(2026);
for (let i = 0; i < 100; i += 1) {
  const instructions = Array.from({ length: 1 + random.integer(30) }, () =>
    [1000, 1000, 1000, 1000].map((n) => random.integer(n)),
  );
  const specs = [["n", "m"], ["m"], [2, 3], [], ["n", 1]].map((dims) => spec("float64", dims));
  write(`random-${i}`, (x) => runProgram(x, instructions), [specs]);
  write(`random-${i}-gradient`, (x) => valueAndGrad((y) => lossOf(runProgram(y, instructions)))(x), [specs]);
}

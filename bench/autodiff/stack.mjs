// The Llama block stack that everything here is measured on.
import { hold, spec, tensor, treeMap } from "@lemma/autodiff";
import { layerSpecs } from "@lemma/autodiff/testing";

export const shapeOf = (layers) => ({
  vocabulary: 0,
  channels: 512,
  layers,
  heads: 8,
  keyValueHeads: 8,
  hidden: 1376,
  ropeTheta: 10_000,
  epsilon: 1e-5,
});

export const stackSpecs = (shape) => Array.from({ length: shape.layers }, () => layerSpecs(shape, "float32"));

export const inputSpec = spec("float32", ["batch", "seq", 512]);

/** xorshift32: cheap, and nothing here needs more. */
export function generator(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32 - 0.5;
  };
}

export function randomTensor(dims, scale, random) {
  const data = new Float32Array(dims.reduce((a, b) => a * b, 1));
  for (let i = 0; i < data.length; i += 1) data[i] = random() * scale;
  return tensor("float32", dims, data);
}

/** Norms are ones; matrices are small. Held: each thread gets them once. */
export const randomWeights = (specs, random) =>
  treeMap(specs, (s) =>
    hold(s.shape.length === 1 ? tensor("float32", s.shape, 1) : randomTensor(s.shape, 0.08, random)),
  );

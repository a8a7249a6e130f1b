// Writes a GGUF file in the shape of DeepSeek-Prover-V2-7B with random weights in 4 bits (Q4_0; embedding and output layer in Q8_0): 4.3 GB,
// to measure speed and memory with where the real one is not at hand.
//
//   node tools/quantized-7b.mjs FILE.gguf [LAYERS]
import { Random } from "../packages/interfaces/dist/index.js";
import { sevenBillion, writeRandomGgufModel } from "../packages/prover/dist/testing/index.js";

const [file, layers] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node tools/quantized-7b.mjs FILE.gguf [LAYERS]");
  process.exit(2);
}
const config = { ...sevenBillion, layers: Number(layers ?? sevenBillion.layers) };
await writeRandomGgufModel(file, config, new Random(1));
console.log(`wrote ${file}: the shape of a 7B model of ${config.layers} layers, random weights in 4 bits`);

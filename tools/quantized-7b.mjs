// Writes the shape of DeepSeek-Prover-V2-7B with random weights in 4 bits, embedding and output layer in 8: a folder as `lemma quantize` makes
// (4.7 GB), or a GGUF file (4.3 GB), to measure speed and memory with where the real one is not at hand.
//
//   node tools/quantized-7b.mjs DIR|FILE.gguf [LAYERS]
import { Random } from "../packages/interfaces/dist/index.js";
import {
  sevenBillion,
  writeRandomGgufModel,
  writeRandomQuantizedModel,
} from "../packages/prover/dist/testing/index.js";

const [out, layers] = process.argv.slice(2);
if (out === undefined) {
  console.error("usage: node tools/quantized-7b.mjs DIR|FILE.gguf [LAYERS]");
  process.exit(2);
}
const config = { ...sevenBillion, layers: Number(layers ?? sevenBillion.layers) };
await (out.endsWith(".gguf") ? writeRandomGgufModel : writeRandomQuantizedModel)(out, config, new Random(1));
console.log(`wrote ${out}: the shape of a 7B model of ${config.layers} layers, random weights in 4 bits`);

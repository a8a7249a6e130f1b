// Writes a checkpoint in the shape of DeepSeek-Prover-V2-7B whose weights are holes of zeros: 13.8 GB that take almost no disk,
// to plan with where the real one is not at hand.
//
//   node tools/sparse-7b.mjs DIR && pnpm lemma eval --problems FILE --out DIR --model DIR --dry-run
import { sevenBillion, writeSparseCheckpoint } from "../packages/prover/dist/testing/index.js";

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error("usage: node tools/sparse-7b.mjs DIR");
  process.exit(2);
}
// No block of that number: none gets the random weights that tests of a forward pass need.
await writeSparseCheckpoint(directory, sevenBillion, { block: -1, seed: 0, shards: 3 });
console.log(`wrote ${directory}: the shape of a 7B model, all weights zero`);

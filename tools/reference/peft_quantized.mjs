// Writes what peft_quantized.py reads: an adapter trained over a model in 4 bits, that model's values as a float32 folder, and the
// log-probabilities of some tokens under both: `node tools/reference/peft_quantized.mjs FOLDER`.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { LocalProver, loadModel, quantizeModel, readParameters, saveModel } from "../../packages/prover/dist/index.js";
import { characterTokenizer, writeRandomModel } from "../../packages/prover/dist/testing/index.js";

const [folder] = process.argv.slice(2);
const [quantised, base, adapterFolder] = ["quantised", "base", "adapter"].map((name) => path.join(folder, name));
const { definition, config: tokenizer } = characterTokenizer(["<|end|>", "<|conjecture|>"]);
await quantizeModel(await writeRandomModel({ config: { model_type: "qwen3", head_dim: 16 } }), quantised, { bits: 4 });
const model = await loadModel(quantised);
await saveModel(base, {
  config: model.config,
  parameters: await readParameters(model),
  tokenizer: { definition, config: tokenizer },
});
const prover = await LocalProver.of(model, { weights: "in-place" });
const theorem = { id: "t", statement: "theorem t (a : Nat) : a + 0 = a := by" };
const settings = { rank: 4, alpha: 8, learningRate: 0.05, epochs: 5, optimizer: "adamw", seed: 1 };
const { adapter } = await prover.adapt([{ theorem, proof: "simp", weight: 1 }], settings);
await adapter.save(adapterFolder);
const tokens = prover.tokenizer.encode("theorem t (b : Nat) : b * 1 = b := by omega");
const logprobs = async (adapters) => [...(await prover.logprobs([{ tokens, promptLength: 1 }], adapters))[0]];
const expected = { tokens, base: await logprobs([]), adapted: await logprobs([adapter]), quantised: prover.model };
writeFileSync(path.join(folder, "expected.json"), JSON.stringify(expected));
await prover[Symbol.asyncDispose]();

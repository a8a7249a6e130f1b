// @ts-check
import { readFileSync } from "node:fs";
import {
  cast,
  compile,
  spec,
  sum,
  tensor,
  toNumbers,
  treeLeaves,
  treeMap,
  valueAndGrad,
} from "../../packages/autodiff/dist/index.js";
import { LocalProver, llamaLogits, parseLlamaConfig, tokenLosses } from "../../packages/prover/dist/index.js";
import { characterTokenizer } from "../../packages/prover/dist/testing/character-tokenizer.js";
import { hashedWeights } from "../../packages/prover/dist/testing/hashed-weights.js";
import { noisyAdapter } from "../../packages/prover/dist/testing/noisy-adapter.js";

// Written by tools/reference/model_parity.py.
const fixtureFile = new URL("../../packages/prover/src/fixtures/model-parity.json", import.meta.url);

/**
 * The largest distance allowed, over the largest value: float32 is the promise of 1e-4 (logits here are below 30, and are held
 * to it absolutely in the tests); the others are 2⁻¹¹ and 2⁻⁸ a rounding, through three blocks.
 *
 * @type {Readonly<Record<import("./shapes.mjs").FloatType, number>>}
 */
const tolerance = { float32: 2e-5, float16: 1e-2, bfloat16: 6e-2 };

/**
 * @param {import("./shapes.mjs").Settings} settings
 * @returns {AsyncGenerator<import("./shapes.mjs").Row>}
 */
export async function* parity({ provider, dtypes }) {
  const fixture = JSON.parse(readFileSync(fixtureFile, "utf8"));
  for (const name of ["plain", "grouped", "yarn-mscale", "biases"]) {
    const { config: json, logits, greedy } = fixture.cases[name];
    const config = parseLlamaConfig(json, name);
    const parameters = hashedWeights(config);
    const weights = specsOf(parameters);
    const [prompt] = fixture.prompts;
    const tokens = tensor("int64", [1, prompt.length], prompt);
    const mask = tensor("float32", [1, prompt.length], 1);
    const adapter = noisyAdapter(config, { rank: 4, alpha: 8, targetModules: ["q_proj", "v_proj", "down_proj"] }, 1);
    const lora = specsOf(adapter.parameters);
    /** @param {string} on @param {import("./shapes.mjs").FloatType} dtype */
    const gradientOn = async (on, dtype) => {
      const program = compile(
        (given, own, rows, targetMask) =>
          valueAndGrad((/** @type {Adapted} */ x) => {
            const adapters = [{ parameters: x, scale: adapter.scale }];
            return sum(tokenLosses(config, given, { tokens: rows, targetMask }, adapters, { dtype }).lossSum);
          })(own)[1],
        [weights, lora, spec("int64", ["batch", "seq"]), spec("float32", ["batch", "seq"])],
        { executionProviders: [on], name: `gradient in ${dtype}` },
      );
      const gradients = await program(parameters, adapter.parameters, tokens, mask);
      await program.dispose();
      return treeLeaves(gradients).flatMap(toNumbers);
    };
    const reference = await gradientOn("cpu", "float32");
    for (const dtype of new Set(["float32", ...dtypes])) {
      const own = /** @type {import("./shapes.mjs").FloatType} */ (dtype);
      const program = compile(
        (given, rows) => cast(llamaLogits(config, given, rows, { dtype: own }), "float32"),
        [weights, spec("int64", ["batch", "seq"])],
        { executionProviders: [provider], name: `logits in ${dtype}` },
      );
      const received = toNumbers(await program(parameters, tokens)).slice(-config.vocabularySize);
      await program.dispose();
      yield check("logits", name, own, received, logits[0][1]);
      yield check("LoRA gradient", name, own, await gradientOn(provider, own), reference);
    }
    const { tokenizer } = characterTokenizer();
    const prover = await LocalProver.ofValues(
      { name, config, tokenizer, parameters },
      { executionProviders: [provider] },
    );
    const sampling = { temperature: 0, maxTokens: 200 };
    const completions = await prover.generateTokens(fixture.prompts, 1, { sampling, seed: 0 });
    await prover[Symbol.asyncDispose]();
    const same = completions.every(([only], i) => only?.tokens.join() === greedy[i].join());
    yield { check: "200 greedy tokens", model: name, dtype: "float32", passed: same };
  }
}

/**
 * The types and shapes of a tree of values.
 *
 * @template T
 * @param {T} values
 */
function specsOf(values) {
  const specs = treeMap(values, (/** @type {Value} */ { dtype, dims }) => spec(dtype, dims));
  return /** @type {import("../../packages/autodiff/dist/index.js").Replace<T, Value, Spec>} */ (specs);
}

/**
 * @typedef {import("../../packages/autodiff/dist/index.js").TensorValue} Value
 * @typedef {import("../../packages/autodiff/dist/index.js").TensorSpec} Spec
 * @typedef {import("../../packages/lora/dist/index.js").LoraParameters<import("../../packages/autodiff/dist/index.js").Tensor>} Adapted
 */

/**
 * @param {string} what @param {string} model @param {import("./shapes.mjs").FloatType} dtype
 * @param {readonly number[]} received @param {readonly number[]} expected
 */
function check(what, model, dtype, received, expected) {
  const scale = Math.max(...expected.map(Math.abs));
  const distance = Math.max(...expected.map((value, i) => Math.abs(value - (received[i] ?? Number.NaN)))) / scale;
  // NaN is no distance at all.
  return { check: what, model, dtype, distance, allowed: tolerance[dtype], passed: distance <= tolerance[dtype] };
}

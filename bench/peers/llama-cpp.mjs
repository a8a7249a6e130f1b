// llama.cpp through node-llama-cpp, which is no dependency of this repository (its libraries take 700 MB): `LLAMA_CPP` names a folder
// where `npm install node-llama-cpp@3.21.1` was run.
import path from "node:path";
import { pathToFileURL } from "node:url";

export const llamaCppFolder = process.env.LLAMA_CPP;

/** A model of a GGUF file on so many threads, with a context of so many tokens. */
export async function openLlamaCpp(file, { threads, contextTokens, sequences = 1 }) {
  const entry = path.resolve(llamaCppFolder, "node_modules/node-llama-cpp/dist/index.js");
  const { getLlama } = await import(pathToFileURL(entry).href);
  const llama = await getLlama({ gpu: false, build: "never", maxThreads: threads, logLevel: "error" });
  const model = await llama.loadModel({ modelPath: file });
  const context = await model.createContext({ contextSize: contextTokens, threads, sequences, batchSize: 512 });
  const next = { generateNext: { probabilities: true, options: { temperature: 1, topK: 0, topP: 1, minP: 0 } } };
  return {
    /** Log-probabilities of every token after each of `tokens`, as a function of the token. */
    async logprobs(tokens) {
      const sequence = context.getSequence();
      const outputs = await sequence.controlledEvaluate(tokens.map((token) => [token, next]));
      sequence.dispose();
      return outputs.map((output) => {
        const probabilities = output.next.probabilities;
        const total = [...probabilities.values()].reduce((a, b) => a + b, 0);
        let [best, most] = [-1, -1];
        for (const [token, value] of probabilities) if (value > most) [best, most] = [token, value];
        return { best, of: (token) => Math.log((probabilities.get(token) ?? 0) / total) };
      });
    },
    /** Seconds for each of `count` tokens after `prompt`, one row, greedily. */
    async decode(prompt, count) {
      const sequence = context.getSequence();
      const seconds = [];
      let before;
      for await (const _ of sequence.evaluate(prompt, { temperature: 0, yieldEogToken: true })) {
        const now = performance.now();
        if (before !== undefined) seconds.push((now - before) / 1000);
        before = now;
        if (seconds.length === count) break;
      }
      sequence.dispose();
      return seconds;
    },
    async dispose() {
      await context.dispose();
      await model.dispose();
      await llama.dispose();
    },
  };
}

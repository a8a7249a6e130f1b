// Tokens a second through `lemma serve` at 16 concurrent requests, beside LocalProver.generate with 16 rows in one process.
//   pnpm bench serve [--json] [--tokens 128] [--rounds 3]
//
// A random Llama of 34 million parameters without an end token; prompts of 64 tokens, all different; temperature 1. Each of 16 clients
// asks for its next completion when it has one. By turns, so that a busy minute of the machine is nobody's alone.

import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { LocalProver } from "../packages/prover/dist/index.js";
import { writeRandomModel } from "../packages/prover/dist/testing/index.js";
import { RemoteProver } from "../packages/remote-prover/dist/index.js";
import { startServer } from "../packages/server/dist/index.js";

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    tokens: { type: "string", default: "128" },
    rounds: { type: "string", default: "3" },
  },
});
const clients = 16;
const maxTokens = Number(flags.tokens);
const rounds = Number(flags.rounds);
const requests = 4; // of each client, a round

const model = await writeRandomModel({
  config: {
    hidden_size: 512,
    intermediate_size: 1408,
    num_hidden_layers: 9,
    num_attention_heads: 8,
    num_key_value_heads: 8,
    max_position_embeddings: 1024,
    eos_token_id: null,
  },
});
const sampling = { temperature: 1, maxTokens };
const prompt = (client, round) => `theorem ${client} ${round} `.padEnd(64, "x + y = ");
let seed = 0;

const prover = await LocalProver.open(model);
const server = await startServer({ prover, name: "model", token: "t", port: 0 });
const remote = await RemoteProver.open({
  url: server.url,
  token: "t",
  format: "tiny",
  tokenizer: prover.tokenizer,
});

async function locally() {
  for (let round = 0; round < requests; round += 1) {
    const prompts = Array.from({ length: clients }, (_, client) => prompt(client, round));
    await prover.generate(prompts, 1, { sampling, seed: (seed += 1) });
  }
}

async function served() {
  const client = async (_, number) => {
    for (let round = 0; round < requests; round += 1)
      await remote.generate([prompt(number, round)], 1, { sampling, seed: (seed += 1) });
  };
  await Promise.all(Array.from({ length: clients }, client));
}

const contestants = { "LocalProver.generate, 16 rows": locally, "lemma serve, 16 requests": served };
const best = {};
for (const run of Object.values(contestants)) await run();
for (let round = 0; round < rounds; round += 1)
  for (const [name, run] of Object.entries(contestants)) {
    const began = performance.now();
    await run();
    const rate = (clients * requests * maxTokens) / ((performance.now() - began) / 1000);
    (best[name] ??= []).push(rate);
  }
for (const opened of [remote, server, prover]) await opened[Symbol.asyncDispose]();
rmSync(model, { recursive: true });

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const rows = Object.entries(best).map(([of, rates]) => ({ of, tokensPerSecond: Math.round(median(rates)) }));
const ratios = { throughputOverLocal: Number((rows[1].tokensPerSecond / rows[0].tokensPerSecond).toFixed(3)) };
for (const { of, tokensPerSecond } of rows) console.log(`${of.padEnd(30)} ${tokensPerSecond} tokens/s`);
console.log(`throughputOverLocal ${ratios.throughputOverLocal}`);
if (flags.json) console.log(JSON.stringify({ name: "serve", rows, ratios }));

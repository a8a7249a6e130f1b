import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Completion, type LemmaEvent, Random, type Theorem } from "@lemma/interfaces";
import { LeanLite } from "@lemma/lean-lite";
import { LemmaProver, tinySettings } from "@lemma/loop";
import { LoraAdapter, initLora } from "@lemma/lora";
import { type LlamaConfig, LocalProver, llamaModules } from "@lemma/prover";
import { RemoteProver } from "../index.ts";

/** A server of a model that is also at hand. */
export interface Served {
  readonly url: string;
  readonly token?: string;
  /** The folder that it reads adapters from. */
  readonly adapters: string;
  /** How many it holds. */
  readonly limit: number;
}

/** What a server must share with `LocalProver`, whichever server it is. */
export class Agreement implements AsyncDisposable {
  readonly #local: LocalProver;
  readonly #remote: RemoteProver;
  readonly #limit: number;

  private constructor(local: LocalProver, remote: RemoteProver, limit: number) {
    this.#local = local;
    this.#remote = remote;
    this.#limit = limit;
  }

  static async open(model: string, { url, token, adapters, limit }: Served): Promise<Agreement> {
    const local = await LocalProver.open(model, { threads: 1 });
    const remote = await RemoteProver.open({
      url,
      ...(token === undefined ? {} : { token }),
      format: "tiny",
      tokenizer: local.tokenizer,
      adapters: { directory: adapters, limit },
    });
    return new Agreement(local, remote, limit);
  }

  /** Greedy tokens without an adapter, with one and with two, and their log-probabilities to 1e-3: how many of one prompt at most. */
  async samplesAlike(prompts: readonly string[]): Promise<number> {
    let longest = 0;
    for (const adapters of [[], ...adapterStacks(this.#local.config)]) {
      const options = { sampling: { temperature: 0, maxTokens: 200 }, seed: 1, adapters };
      const here = (await this.#local.generate(prompts, 1, options)).flat();
      const there = (await this.#remote.generate(prompts, 1, options)).flat();
      const told = ({ text, tokens, finishReason }: Completion): object => ({ text, tokens, finishReason });
      assert.deepEqual(there.map(told), here.map(told));
      for (const [row, { logprobs }] of here.entries()) {
        longest = Math.max(longest, logprobs.length);
        for (const [i, value] of logprobs.entries()) assert.ok(Math.abs(value - there[row]!.logprobs[i]!) < 1e-3);
      }
    }
    return longest;
  }

  /** Whether a seed's samples repeat, and stream to the same text. */
  async repeats(): Promise<boolean> {
    const options = { sampling: { temperature: 0.8, maxTokens: 20 }, seed: 5 };
    const [first] = await this.#remote.generate(["theorem t"], 3, options);
    let streamed = "";
    const onText = (_index: number, sample: number, text: string): void => void (sample === 0 && (streamed += text));
    const [again] = await this.#remote.generate(["theorem t"], 2, { ...options, onText });
    const drawn = (rows: readonly Completion[]): readonly (readonly number[])[] => rows.map(({ tokens }) => tokens);
    assert.deepEqual(drawn(again!), drawn(first!.slice(0, 2)));
    return streamed === first![0]!.text;
  }

  /** Whether a stop string ends a completion where it ends here, and is no part of it. */
  async stopsAlike(prompt: string): Promise<boolean> {
    const sampling = { temperature: 0, maxTokens: 40 };
    const [[whole]] = (await this.#local.generate([prompt], 1, { sampling, seed: 1 })) as [[Completion]];
    const stop = [whole.text.slice(20, 22)];
    const options = { sampling: { ...sampling, stop }, seed: 1 };
    const [[here]] = (await this.#local.generate([prompt], 1, options)) as [[Completion]];
    const [[there]] = (await this.#remote.generate([prompt], 1, options)) as [[Completion]];
    assert.deepEqual([there.text, there.finishReason], [here.text, "stop"]);
    return here.text.length <= 20;
  }

  /** The first tokens that are drawn from a nucleus of a heated distribution, sorted: it is heated before it is cut. */
  async nuclei(prompt: string): Promise<{ readonly here: readonly string[]; readonly there: readonly string[] }> {
    const options = { sampling: { temperature: 2, topP: 0.15, maxTokens: 1 }, seed: 3 };
    const drawn = async (prover: LocalProver | RemoteProver): Promise<readonly string[]> => {
      const rows = (await prover.generate([prompt], 200, options)).flat();
      return [...new Set(rows.map(({ text }) => text))].sort();
    };
    return { here: await drawn(this.#local), there: await drawn(this.#remote) };
  }

  /** So many adapters one after another within what the server holds: how many sampled by their own weights. */
  async changesAdapters(count: number): Promise<number> {
    assert.ok(count > this.#limit);
    let alike = 0;
    for (let seed = 0; seed < count; seed += 1) {
      const adapters = [randomAdapter(this.#local.config, seed, 2, ["q_proj", "v_proj"])];
      const options = { sampling: { temperature: 0, maxTokens: 4 }, seed: 1, adapters };
      const [[here], [there]] = [
        await this.#local.generate(["theorem t"], 1, options),
        await this.#remote.generate(["theorem t"], 1, options),
      ] as const;
      if (there![0]!.tokens.join() === here![0]!.tokens.join()) alike += 1;
    }
    return alike;
  }

  /**
   * The whole loop: it samples there, trains here, and what it trained samples there. The proof that it finds after studying; or without,
   * where the server takes no adapters.
   */
  async proves(theorem: Theorem, adapt = true): Promise<string | undefined> {
    const parts = { prover: this.#remote, trainer: this.#local, verifier: new LeanLite() };
    // Nothing replayed: a proof found by trying known ones would end the run before it trains.
    const settings = { ...tinySettings, adapt, weighting: "uniform", replay: { nearest: 0, checks: 0 } } as const;
    const lemma = new LemmaProver(parts, settings);
    for (let seed = 1; seed <= 20; seed += 1) {
      const events: LemmaEvent[] = [];
      for await (const event of lemma.prove(theorem, { seed })) events.push(event);
      const last = events.at(-1);
      assert.ok(last?.type === "finished" && last.status !== "infrastructure");
      for (const event of events) if (event.type === "proved" && event.adapted === adapt) return event.proof;
    }
    return undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#remote[Symbol.asyncDispose]();
    await this.#local[Symbol.asyncDispose]();
  }
}

/** What `samplesAlike` samples with: an adapter alone, and behind another one. */
export function adapterStacks(config: LlamaConfig): readonly (readonly LoraAdapter[])[] {
  const own = randomAdapter(config, 2, 3, ["q_proj", "k_proj", "o_proj", "gate_proj", "up_proj"]);
  const lasting = randomAdapter(config, 1, 4, ["q_proj", "v_proj", "down_proj"]);
  return [[own], [lasting, own]];
}

function randomAdapter(config: LlamaConfig, seed: number, rank: number, targetModules: readonly string[]): LoraAdapter {
  const lora = { rank, alpha: 8, targetModules };
  const random = new Random(seed);
  const noisy = Object.entries(initLora(lora, llamaModules(config), random)).map(([name, { a, b }]) => {
    const data = Float32Array.from(b.data as Float32Array, () => 0.05 * random.normal());
    return [name, { a, b: { ...b, data } }] as const;
  });
  return new LoraAdapter(lora, Object.fromEntries(noisy));
}

export const adapterFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), "lemma-adapters-"));

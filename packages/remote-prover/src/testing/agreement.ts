import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Completion, type LemmaEvent, Random, type Theorem } from "@lemma/interfaces";
import { LeanLite } from "@lemma/lean-lite";
import { LemmaProver, tinySettings } from "@lemma/loop";
import { LoraAdapter, initLora } from "@lemma/lora";
import { LocalProver, llamaModules } from "@lemma/prover";
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
    const own = this.#adapter(2, 3, ["q_proj", "k_proj", "o_proj", "gate_proj", "up_proj"]);
    const lasting = this.#adapter(1, 4, ["q_proj", "v_proj", "down_proj"]);
    let longest = 0;
    for (const adapters of [[], [own], [lasting, own]]) {
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

  /** So many adapters one after another within what the server holds: how many sampled by their own weights. */
  async changesAdapters(count: number): Promise<number> {
    assert.ok(count > this.#limit);
    let alike = 0;
    for (let seed = 0; seed < count; seed += 1) {
      const adapters = [this.#adapter(seed, 2, ["q_proj", "v_proj"])];
      const options = { sampling: { temperature: 0, maxTokens: 4 }, seed: 1, adapters };
      const [[here], [there]] = [
        await this.#local.generate(["theorem t"], 1, options),
        await this.#remote.generate(["theorem t"], 1, options),
      ] as const;
      if (there![0]!.tokens.join() === here![0]!.tokens.join()) alike += 1;
    }
    return alike;
  }

  /** The whole loop: it samples there, trains here, and what it trained samples there. The proof that it finds after studying. */
  async proves(theorem: Theorem): Promise<string | undefined> {
    const parts = { prover: this.#remote, trainer: this.#local, verifier: new LeanLite() };
    // Nothing replayed: a proof found by trying known ones would end the run before it trains.
    const settings = { ...tinySettings, weighting: "uniform", replay: { nearest: 0, checks: 0 } } as const;
    const lemma = new LemmaProver(parts, settings);
    for (let seed = 1; seed <= 20; seed += 1) {
      const events: LemmaEvent[] = [];
      for await (const event of lemma.prove(theorem, { seed })) events.push(event);
      const last = events.at(-1);
      assert.ok(last?.type === "finished" && last.status !== "infrastructure");
      for (const event of events) if (event.type === "proved" && event.adapted) return event.proof;
    }
    return undefined;
  }

  #adapter(seed: number, rank: number, targetModules: readonly string[]): LoraAdapter {
    const config = { rank, alpha: 8, targetModules };
    const random = new Random(seed);
    const noisy = Object.entries(initLora(config, llamaModules(this.#local.config), random)).map(([name, { a, b }]) => {
      const data = Float32Array.from(b.data as Float32Array, () => 0.05 * random.normal());
      return [name, { a, b: { ...b, data } }] as const;
    });
    return new LoraAdapter(config, Object.fromEntries(noisy));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#remote[Symbol.asyncDispose]();
    await this.#local[Symbol.asyncDispose]();
  }
}

export const adapterFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), "lemma-adapters-"));

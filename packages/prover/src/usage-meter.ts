import { AsyncLocalStorage } from "node:async_hooks";
import type { Bindings, Graph } from "@lemma/autodiff";
import type { ComputeUsage } from "@lemma/interfaces";
import { FlopMeter } from "./flop-meter.ts";

/** Who else counts what is done in a call, and in all that it awaits. */
const scope = new AsyncLocalStorage<UsageMeter>();

/** Counts what a model computes. */
export class UsageMeter {
  readonly #flops = new FlopMeter();
  #tokens = { promptTokens: 0, sampledTokens: 0, trainedTokens: 0 };

  /** Notes a run of a program with these sizes. */
  ran(program: { readonly graph: Graph }, dims: Bindings): void {
    this.#flops.ran(program, dims);
    this.#other()?.ran(program, dims);
  }

  count(tokens: Partial<Omit<ComputeUsage, "flops">>): void {
    const { promptTokens = 0, sampledTokens = 0, trainedTokens = 0 } = tokens;
    this.#tokens = {
      promptTokens: this.#tokens.promptTokens + promptTokens,
      sampledTokens: this.#tokens.sampledTokens + sampledTokens,
      trainedTokens: this.#tokens.trainedTokens + trainedTokens,
    };
    this.#other()?.count(tokens);
  }

  get usage(): ComputeUsage {
    return { ...this.#tokens, flops: this.#flops.flops };
  }

  /** Does some work whose part of every other meter's counts is counted here too. */
  over<T>(work: () => Promise<T>): Promise<T> {
    return scope.run(this, work);
  }

  #other(): UsageMeter | undefined {
    const other = scope.getStore();
    return other === this ? undefined : other;
  }
}

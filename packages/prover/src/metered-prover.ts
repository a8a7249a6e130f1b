import type {
  Adapting,
  Completion,
  ComputeUsage,
  Conjecturer,
  ConjectureOptions,
  Example,
  GenerateOptions,
  PromptFormat,
  Proposal,
  Prover,
  Theorem,
} from "@lemma/interfaces";
import { UsageMeter } from "./usage-meter.ts";

/** What a prover in this process is to the loop. */
type Whole = Prover & Conjecturer & Adapting;

/** A prover whose usage is what was asked of it alone, however much is asked of the one behind it meanwhile. */
export class MeteredProver implements Prover, Conjecturer, Adapting {
  readonly model: string;
  readonly format: PromptFormat;
  readonly #inner: Whole;
  readonly #meter = new UsageMeter();

  constructor(inner: Whole) {
    this.#inner = inner;
    this.model = inner.model;
    this.format = inner.format;
  }

  get usage(): ComputeUsage {
    return this.#meter.usage;
  }

  async generate(
    prompts: readonly string[],
    samples: number,
    options: GenerateOptions,
  ): Promise<readonly (readonly Completion[])[]> {
    return this.#meter.over(() => this.#inner.generate(prompts, samples, options));
  }

  async conjecture(target: Theorem, count: number, options: ConjectureOptions): Promise<readonly Proposal[]> {
    return this.#meter.over(() => this.#inner.conjecture(target, count, options));
  }

  async adapt(...given: Parameters<Adapting["adapt"]>): ReturnType<Adapting["adapt"]> {
    return this.#meter.over(() => this.#inner.adapt(...given));
  }

  room(prompt: string): number {
    return this.#inner.room(prompt);
  }

  fits(example: Example): boolean {
    return this.#inner.fits(example);
  }

  /** Nothing: whoever opened the prover behind it closes that. */
  async [Symbol.asyncDispose](): Promise<void> {}
}

import type { Example, Theorem, WeightedExample } from "./theorem.ts";

/**
 * A trained LoRA adapter as provers pass it around. A prover in this process reads its tensors; a remote server is given
 * the PEFT folder that `save` writes.
 */
export interface Adapter {
  /** Content-addressed or otherwise unique: a server that has loaded this name need not load it again. */
  readonly id: string;
  /** Writes `adapter_config.json` and `adapter_model.safetensors` into `directory`, which is made when absent. */
  save(directory: string): Promise<void>;
}

export interface SamplingSettings {
  /** 0 means greedy. */
  readonly temperature: number;
  /** Keep the smallest set of tokens whose probability reaches this; 1 keeps all. */
  readonly topP?: number;
  /** Keep the k likeliest tokens; 0 keeps all. */
  readonly topK?: number;
  readonly maxTokens: number;
  /** Text at which a completion ends; it is not part of the completion. */
  readonly stop?: readonly string[];
}

export interface GenerateOptions {
  readonly sampling: SamplingSettings;
  /** Every draw descends from it. The same seed gives the same completions on the CPU. */
  readonly seed: number;
  /** Applied in order, on top of the base model: a lasting one, then a theorem's own. */
  readonly adapters?: readonly Adapter[];
  readonly signal?: AbortSignal;
  /** Called as text arrives, where the sampler can stream. */
  readonly onText?: (index: number, sample: number, text: string) => void;
}

export interface Completion {
  readonly text: string;
  readonly tokens: readonly number[];
  /** log π(token) at the sampling temperature, one per token; what GRPO's ratios need. */
  readonly logprobs: readonly number[];
  readonly finishReason: "stop" | "length";
}

/**
 * What a model has computed so far. FLOPs are counted from the graphs that ran, those of many samples of one prompt as if each had been
 * drawn by itself, whatever they share; a remote server reports tokens only.
 */
export interface ComputeUsage {
  /** Prompts are read once, however many completions each gets. */
  readonly promptTokens: number;
  readonly sampledTokens: number;
  readonly trainedTokens: number;
  readonly flops: number;
}

/** Draws text. The smallest thing a sampler, local or on a server, must do. */
export interface Sampler extends AsyncDisposable {
  /** Names the model in logs, reports and cache keys. */
  readonly model: string;
  /** A snapshot of all that ran since it was opened; differences of two snapshots are the cost of what lies between. */
  readonly usage?: ComputeUsage;
  /** `samples` completions for each prompt: `[prompts][samples]`. */
  generate(
    prompts: readonly string[],
    samples: number,
    options: GenerateOptions,
  ): Promise<readonly (readonly Completion[])[]>;
}

/** How a model is asked: prompts differ between models, and the model's maker fixed them. */
export interface PromptFormat {
  prove(theorem: Theorem, lemmas?: readonly { readonly theorem: Theorem; readonly proof: string }[]): string;
  /** Asks again after a proof that was rejected with `message`; what comes is read as `prove`'s answer is. */
  repair(theorem: Theorem, rejected: { readonly proof: string; readonly message: string }): string;
  /**
   * What the model would write for this proof after `prove(theorem)`, without its reasoning: `extractProof` of it is the proof,
   * and prompt and answer together are the Lean text that a verifier gets.
   */
  answer(example: { readonly theorem: Theorem; readonly proof: string }): string;
  /**
   * The tactic block (or whole file) in a completion of `prove`.
   *
   * @param wasCut the completion ends at its limit of tokens: what it left open counts only where nothing is whole.
   */
  extractProof(completion: string, wasCut?: boolean): string;
  conjecture(theorem: Theorem): string;
  /** The statement in a completion of `conjecture`, ending in `:= by`; undefined when there is none. */
  extractStatement(completion: string): string | undefined;
  readonly stop: { readonly prove: readonly string[]; readonly conjecture: readonly string[] };
  /** The token that ends an answer; absent where it is the tokenizer's end-of-sequence token. */
  readonly turnEnd?: string;
  /** Its prompts hold the beginning-of-sequence token themselves, where the model wants one: none is put before them. */
  readonly writesBeginning: boolean;
}

/** What one adaptation did, as data for events and reports. */
export interface AdaptationTrace {
  /**
   * Weighted loss over the examples in each epoch, every one before the step that learns from it, then after the last: `epochs + 1`
   * numbers.
   */
  readonly losses: readonly number[];
  /** ‖∇‖₂ over the adapter's parameters at each step. */
  readonly gradientNorms: readonly number[];
  /** ‖θ' − θ‖₂ over the adapter's parameters. */
  readonly updateNorm: number;
  /** Tokens that went through a forward and a backward pass. */
  readonly trainedTokens: number;
}

export interface AdaptSettings {
  readonly rank: number;
  /** LoRA's α: the update is scaled by α / rank. */
  readonly alpha: number;
  readonly learningRate: number;
  /** Passes over the examples. */
  readonly epochs: number;
  /**
   * Examples per step of the optimiser, drawn anew in each epoch. Default: all, an epoch then being one step. A step moves along the
   * weighted gradient of its examples alone, Σ wᵢ ∇ℓᵢ, with weights that sum to 1 over the epoch.
   */
  readonly batchSize?: number;
  readonly optimizer: "sgd" | "adamw";
  readonly seed: number;
}

/** Fine-tunes on weighted examples: θ' = θ − α Σ wᵢ ∇ℓ(lᵢ, pᵢ; θ) (paper, section 4). */
export interface Adapting {
  /** As a `Sampler`'s: of one that does both it is the same. */
  readonly usage?: ComputeUsage;
  adapt(
    examples: readonly WeightedExample[],
    settings: AdaptSettings,
    options?: { readonly base?: readonly Adapter[]; readonly signal?: AbortSignal },
  ): Promise<{ readonly adapter: Adapter; readonly trace: AdaptationTrace }>;
  /** Whether an example, its prompt and its end included, fits the model's context; `adapt` refuses one that does not. */
  fits(example: Example): boolean;
  /** As a `Prover`'s. */
  metered?(): Adapting;
  /** Closes what it holds, where it holds something. */
  [Symbol.asyncDispose]?(): Promise<void>;
}

/** Says how likely a model finds proofs that are at hand. */
export interface Scoring {
  /** log p of each whole proof given its theorem, in nats at temperature 1. */
  logProbabilities(
    examples: readonly Example[],
    adapters?: readonly Adapter[],
    signal?: AbortSignal,
  ): Promise<readonly number[]>;
}

/** A sampler that knows how to ask its model for proofs and for conjectures. */
export interface Prover extends Sampler {
  readonly format: PromptFormat;
  /**
   * How many tokens an answer to this prompt may have before the model's context is full; less than 1 where the prompt alone fills
   * it, which `generate` refuses. Infinite for a model that runs elsewhere and keeps its own counsel.
   */
  room(prompt: string): number;
  /** The same model with counts of its own, so that what several theorems cost is told apart while they are worked on at once. */
  metered?(): Prover & Conjecturer;
}

export interface ConjectureOptions extends GenerateOptions {
  /**
   * How many more times conjectures are drawn in place of those that hold no statement or that `accepts` refuses. Default 0. Not
   * for training on what was drawn: it is no longer a sample of the model.
   */
  readonly redraws?: number;
  /** Asked once about each statement, in order. Default: every statement is accepted. */
  readonly accepts?: (statement: string) => boolean;
}

/** What a conjecturer wrote, and the statement in it, if there is one. */
export interface Proposal {
  readonly statement: string | undefined;
  readonly completion: Completion;
}

/** Proposes lemmas related to a target. */
export interface Conjecturer {
  /** `count` proposals; where redrawing is asked for, those that were accepted come first. */
  conjecture(target: Theorem, count: number, options: ConjectureOptions): Promise<readonly Proposal[]>;
}

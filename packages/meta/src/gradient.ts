import {
  type Compiled,
  type Graph,
  type Tensor,
  type TensorSpec,
  type TensorValue,
  compile,
  div,
  expandDims,
  mul,
  spec,
  sub,
  sum,
  take,
  tensor,
  toNumbers,
  treeMap,
} from "@lemma/autodiff";
import { type BilevelProblem, type InnerTrace, metaGradient } from "@lemma/bilevel-optimizer";
import { type LoraConfig, type LoraParameters, loraScale } from "@lemma/lora";
import {
  type Optimizer,
  type TokenBatch,
  type TokenExample,
  adamw,
  completionBatch,
  globalNorm,
  sgd,
  tokenBatchSpec,
  tokenLosses,
} from "@lemma/train";
import { type LlamaConfig, type LlamaParameters, llamaLogits } from "@lemma/prover";
import type { MetaSettings } from "./settings.ts";

/** What the meta-gradient of one theorem says. */
export interface MetaGradientResult {
  /** L_outer before and after the inner steps, in nats per proof token. */
  readonly outerLossBefore: number;
  readonly outerLossAfter: number;
  /** ∂L_outer/∂wᵢ: negative where more of example i would have helped. */
  readonly gradient: readonly number[];
  readonly innerLosses: readonly number[];
  readonly gradientNorms: readonly number[];
  /** ‖θ_K − θ₀‖₂. */
  readonly updateNorm: number;
}

type Parameters<T> = LoraParameters<T>;
type Batch<T> = TokenBatch<T>;

interface Outputs<T> {
  readonly before: T;
  readonly after: T;
  readonly gradient: T;
  readonly trace: InnerTrace;
  readonly updateNorm: T;
}

export interface MetaGradientProgramSettings {
  readonly config: LlamaConfig;
  /** Frozen base weights, captured by the program. */
  readonly weights: LlamaParameters;
  readonly lora: LoraConfig;
  /** The lasting adapter beneath, of the same configuration. */
  readonly policy: LoraConfig;
  readonly settings: MetaSettings["inner"];
}

const inner: Readonly<Record<MetaSettings["inner"]["optimizer"], (settings: MetaSettings["inner"]) => Optimizer>> = {
  sgd: () => sgd(),
  adamw: ({ epsRoot }) => adamw({ epsRoot }),
};

/**
 * ∂L_outer/∂w through K inner steps of the per-theorem adapter, as one program: only losses, weights and the adapter cross
 * to it and back. Inner loss Σ wᵢ ℓᵢ(θ), outer loss the cross-entropy of a verified proof of the target (paper, section 4).
 */
export class MetaGradientProgram implements AsyncDisposable {
  readonly #settings: MetaGradientProgramSettings;
  #program: Compiled<readonly unknown[], Outputs<TensorValue>> | undefined;

  constructor(settings: MetaGradientProgramSettings) {
    this.#settings = settings;
  }

  async run(
    start: Parameters<TensorValue>,
    policy: Parameters<TensorValue>,
    examples: readonly TokenExample[],
    weights: readonly number[],
    target: TokenExample,
    signal: AbortSignal | undefined,
  ): Promise<MetaGradientResult> {
    const program = (this.#program ??= this.#compile(start, policy));
    const plain = examples.map(({ tokens, promptLength }) => ({ tokens, promptLength }));
    const result = await program.run(
      [
        start,
        policy,
        completionBatch(plain),
        completionBatch([target]),
        tensor("float32", [weights.length], weights),
        tensor("float32", [], this.#settings.settings.learningRate),
      ],
      { signal },
    );
    return {
      outerLossBefore: Number(result.before.data[0]),
      outerLossAfter: Number(result.after.data[0]),
      gradient: toNumbers(result.gradient),
      innerLosses: toNumbers(result.trace.innerLosses as unknown as TensorValue),
      gradientNorms: toNumbers(result.trace.gradientNorms as unknown as TensorValue),
      updateNorm: Number(result.updateNorm.data[0]),
    };
  }

  /** What would run, traced and not opened: `batch` examples of `seq` tokens, a target of `target` tokens. */
  graph(start: Parameters<TensorValue>, policy: Parameters<TensorValue>): Graph {
    return (this.#program ??= this.#compile(start, policy)).graph;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program?.dispose();
  }

  #compile(
    start: Parameters<TensorValue>,
    policy: Parameters<TensorValue>,
  ): Compiled<readonly unknown[], Outputs<TensorValue>> {
    const { config, weights: frozen, lora, policy: policyConfig, settings } = this.#settings;
    const program = (
      theta: Parameters<Tensor>,
      lasting: Parameters<Tensor>,
      batch: Batch<Tensor>,
      target: Batch<Tensor>,
      w: Tensor,
      learningRate: Tensor,
    ): Outputs<Tensor> => {
      const losses = (own: Parameters<Tensor>, rows: Batch<Tensor>): Tensor => {
        const adapters = [
          { parameters: lasting, scale: loraScale(policyConfig) },
          { parameters: own, scale: loraScale(lora) },
        ];
        const logits = llamaLogits(config, frozen, rows.tokens, {
          adapters,
          checkpoint: settings.checkpoint ? "blocks" : "nothing",
        });
        const masked = mul(tokenLosses(logits, rows.labels), rows.mask);
        return div(sum(masked, { axis: 1 }), sum(rows.mask, { axis: 1 })); // ℓᵢ: [m]
      };
      const outer = (own: Parameters<Tensor>): Tensor => sum(losses(own, target));
      const row = <T>(tree: T, i: Tensor): T => treeMap(tree, (x: Tensor) => expandDims(take(x, i), 0)) as T;
      // Where memory is dear, no more than one example's activations live at a time either.
      const problem: BilevelProblem<Parameters<Tensor>, { readonly w: Tensor }> = settings.checkpoint
        ? {
            parts: "batch",
            inner: (own, { w: meta }, _, i) => sum(mul(row(meta, i), losses(own, row(batch, i)))),
            outer,
          }
        : { inner: (own, { w: meta }) => sum(mul(meta, losses(own, batch))), outer };
      const result = metaGradient(problem, {
        parameters: theta,
        meta: { w },
        steps: settings.steps,
        optimizer: inner[settings.optimizer](settings),
        learningRate,
      });
      const moved = treeMap2Sub(result.adapted, theta);
      return {
        before: sum(losses(theta, target)),
        after: result.outerLoss,
        gradient: result.gradient.meta.w,
        trace: result.trace,
        updateNorm: globalNorm(moved),
      };
    };
    const specs = [
      specsOf(start),
      specsOf(policy),
      tokenBatchSpec(),
      tokenBatchSpec(),
      spec("float32", ["batch"]),
      spec("float32", []),
    ];
    // One batch is the examples', the other the target's: their symbols must not meet.
    const renamed = {
      ...tokenBatchSpec(),
      tokens: spec("int64", [1, "target"]),
      labels: spec("int64", [1, "target"]),
      mask: spec("float32", [1, "target"]),
    };
    specs[3] = renamed;
    return compile(program as (...args: unknown[]) => unknown, specs as unknown[], {
      name: "metaGradient",
    }) as unknown as Compiled<readonly unknown[], Outputs<TensorValue>>;
  }
}

function treeMap2Sub(x: Parameters<Tensor>, y: Parameters<Tensor>): Parameters<Tensor> {
  return Object.fromEntries(
    Object.entries(x).map(([path, { a, b }]) => [path, { a: sub(a, y[path]!.a), b: sub(b, y[path]!.b) }]),
  );
}

const specsOf = (tree: Parameters<TensorValue>): unknown =>
  treeMap<unknown, TensorValue, TensorSpec>(tree, ({ dtype, dims }) => spec(dtype, dims));

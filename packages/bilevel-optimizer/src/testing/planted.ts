import {
  type Tensor,
  type TensorValue,
  compile,
  constant,
  mean,
  mul,
  reshape,
  spec,
  sum,
  tensor,
  toNumbers,
  treeMap,
} from "@lemma/autodiff";
import type { Example, Random, Theorem } from "@lemma/interfaces";
import { type LoraParameters, initLora } from "@lemma/lora";
import { type TokenBatch, completionBatch, sgd, tokenBatchSpec, tokenLosses } from "@lemma/train";
import { type LlamaParameters, llamaLogits, llamaModules, randomLlama } from "@lemma/lora/testing";
import { metaGradient } from "../index.ts";

// A world where it is known which examples help. A family has five letters. Its theorems are letters of its own; a proof is
// such letters between the words of a grammar that all families share. Half of a theorem's examples are of its family; the
// others are noise, or have their proof replaced by noise.

const letters = 40;
const [open, step, close, stop] = [letters, letters + 1, letters + 2, letters + 3];
export const plantedVocabulary = letters + 4;

export interface PlantedTask {
  readonly target: Theorem;
  /** The target's proof, which the outer loss is taken on. */
  readonly proof: string;
  readonly examples: readonly Example[];
  readonly isGood: readonly boolean[];
}

/** Texts are token ids with spaces between. */
export const plantedTokenizer = {
  encode: (text: string): number[] => (text === "" ? [] : text.split(" ").map(Number)),
};

export function plantedTask(family: number, examples: number, random: Random): PlantedTask {
  const own = Array.from({ length: 5 }, (_, i) => (7 * family + 11 * i + family * family) % letters);
  const word = (): number => random.choice(own);
  const anything = (): number => random.integer(plantedVocabulary);
  const text = (tokens: readonly number[]): string => tokens.join(" ");
  const statement = (): string => text([word(), word(), word()]);
  const proof = (): string => text([open, word(), step, word(), step, word(), close, stop]);
  const noise = (length: number): string => text(Array.from({ length }, anything));
  const theorem = (id: string, given: string): Theorem => ({ id, statement: given });
  const drawn = random.shuffle(Array.from({ length: examples }, (_, i) => i < examples / 2)).map((isGood, i) => {
    // Of the bad ones half are noise all over, half state a good lemma that their proof does not prove.
    const corrupted = random.chance(0.5);
    const lemma = theorem(`l${i}`, isGood || corrupted ? statement() : noise(3));
    return { isGood, example: { theorem: lemma, proof: isGood ? proof() : noise(8) } };
  });
  return {
    target: theorem("t", statement()),
    proof: proof(),
    examples: drawn.map(({ example }) => example),
    isGood: drawn.map(({ isGood }) => isGood),
  };
}

const shape = { vocabulary: plantedVocabulary, width: 32, hidden: 48, layers: 2, heads: 4 };

/** A small random Llama that studies with LoRA: the outer loss after K steps on weighted examples, and its gradient by them. */
export function plantedLearner(random: Random, { steps = 3, learningRate = 0.3 } = {}) {
  const base = randomLlama(shape, random, "float32", 0.15);
  const targetModules = ["q_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];
  const adapter = initLora({ rank: 4, alpha: 4, targetModules }, llamaModules(shape), random);
  const batchOf = (texts: readonly (readonly [string, string])[]): TokenBatch<TensorValue> =>
    completionBatch(
      texts.map(([prompt, proof]) => {
        const promptTokens = plantedTokenizer.encode(prompt);
        return { tokens: [...promptTokens, ...plantedTokenizer.encode(proof)], promptLength: promptTokens.length };
      }),
      { normalizer: "example" },
    );
  const specs = treeMap(adapter, ({ dtype, dims }: TensorValue) => spec(dtype, dims)) as LoraParameters<
    ReturnType<typeof spec>
  >;
  const program = compile(
    (theta, weights, studied, target) => {
      const frozen = treeMap(base, (value: TensorValue) => constant(value)) as LlamaParameters<Tensor>;
      const losses = (parameters: LoraParameters<Tensor>, batch: TokenBatch<Tensor>): Tensor => {
        const logits = llamaLogits(shape, frozen, batch.tokens, { adapter: { parameters, scale: 1 } });
        return sum(mul(tokenLosses(logits, batch.labels), batch.mask), { axis: 1 }); // [rows]: the mask holds 1 / tokens
      };
      const { outerLoss, gradient } = metaGradient(
        {
          inner: (parameters: LoraParameters<Tensor>, w: Tensor) => sum(mul(w, losses(parameters, studied))),
          outer: (parameters) => reshape(mean(losses(parameters, target)), []),
        },
        {
          parameters: theta,
          meta: weights,
          steps,
          optimizer: sgd(),
          learningRate: constant(tensor("float32", [], learningRate)),
        },
      );
      return { outerLoss, gradient: gradient.meta };
    },
    [specs, spec("float32", ["batch"]), tokenBatchSpec(), renamed(tokenBatchSpec())],
    { name: "planted" },
  );
  return {
    async study(task: PlantedTask, weights: readonly number[]) {
      const studied = batchOf(task.examples.map(({ theorem, proof }) => [theorem.statement, proof] as const));
      const target = batchOf([[task.target.statement, task.proof]]);
      const result = await program(adapter, tensor("float32", [weights.length], weights), studied, target);
      return { outerLoss: toNumbers(result.outerLoss)[0]!, gradient: toNumbers(result.gradient) };
    },
    [Symbol.asyncDispose]: () => program.dispose(),
  };
}

/** The target's batch has sizes of its own. */
const renamed = <T>(specs: T): T =>
  treeMap(specs, ({ dtype, shape: dims }: ReturnType<typeof spec>) =>
    spec(
      dtype,
      dims.map((dim) => `target_${dim}`),
    ),
  ) as T;

import type { TensorValue } from "@lemma/autodiff";
import type { ResultRecord, Story } from "@lemma/evaluator";
import { Random, type Theorem } from "@lemma/interfaces";
import { LoraAdapter, type LoraConfig, type LoraParameters, initLora } from "@lemma/lora";
import { LocalProver, executionPolicy, llamaModules, loadModel } from "@lemma/prover";
import type { LemmaProver, StudyExample } from "@lemma/loop";
import { MetaGradientProgram, type MetaSettings } from "@lemma/meta";
import type { Evaluation } from "./evaluate.ts";

/**
 * One theorem's run by `lemma`, as Figure 4 of the paper tells one: among the theorems that had something to study, one that
 * was proved and that the baseline missed, if there is one. ∂L_outer/∂w is by the proof that was found, through `inner` steps;
 * it is left out where nothing was proved, and for models that are large or run elsewhere.
 *
 * @returns undefined when no theorem had anything to study.
 */
export async function evaluationStory(
  lemma: LemmaProver,
  { records, studies }: Evaluation,
  theorems: readonly Theorem[],
  inner: MetaSettings["inner"],
  signal?: AbortSignal,
): Promise<Story | undefined> {
  const studied = records.filter(({ method, weights }) => method === "lemma" && weights !== undefined);
  const missed = ({ problem, seed }: ResultRecord): boolean =>
    !records.some(
      (other) => other.method === "baseline" && other.problem === problem && other.seed === seed && isProved(other),
    );
  const worth = (record: ResultRecord): number =>
    100 * Number(isProved(record) && missed(record)) + 10 * Number(isProved(record)) + Math.min(9, record.examples!);
  const [told] = studied.toSorted((a, b) => worth(b) - worth(a));
  if (told === undefined) return undefined;
  const theorem = theorems.find(({ id }) => id === told.problem)!;
  const hasPolicy = (lemma.parts.policy ?? []).length > 0;
  const { examples } = studies.find(
    ({ id, seed, policy }) =>
      id === told.problem && seed === told.seed && policy === (hasPolicy ? "meta-trained" : "base"),
  )!;
  const weights = told.weights!;
  const proof = told.attempts.find(({ status }) => status === "proved")?.proof;
  const gradient =
    proof === undefined
      ? undefined
      : await gradientOf(lemma, { theorem, proof, examples, weights, seed: told.seed }, inner, signal);
  return {
    theorem,
    examples: examples.map(({ theorem: { statement }, proof: own }, i) => ({
      statement,
      proof: own,
      weight: weights[i]!,
      ...(gradient === undefined ? {} : { gradient: gradient[i]! }),
    })),
    ...(proof === undefined ? {} : { proof }),
  };
}

const isProved = ({ attempts }: ResultRecord): boolean => attempts.some(({ status }) => status === "proved");

interface Told {
  readonly theorem: Theorem;
  readonly proof: string;
  readonly examples: readonly StudyExample[];
  readonly weights: readonly number[];
  readonly seed: number;
}

async function gradientOf(
  lemma: LemmaProver,
  { theorem, proof, examples, weights, seed }: Told,
  inner: MetaSettings["inner"],
  signal: AbortSignal | undefined,
): Promise<readonly number[] | undefined> {
  const { prover, policy = [] } = lemma.parts;
  if (!(prover instanceof LocalProver)) return undefined;
  const { placement, targetModules } = executionPolicy(prover.config);
  // For a model that is not small, a meta-gradient for one figure would cost more than the evaluation of many theorems.
  if (placement !== "copies") return undefined;
  const { config, parameters } = await loadModel(prover.model);
  const modules = llamaModules(config);
  const { rank, alpha } = lemma.settings.adaptation;
  const lora: LoraConfig = { rank, alpha, targetModules };
  const lasting = policyOf(policy[0], lora, modules);
  if (policy.length > 1 || lasting === undefined) return undefined;
  await using program = new MetaGradientProgram({
    config,
    weights: parameters,
    lora,
    policy: lasting.config,
    settings: inner,
  });
  const start = initLora(lora, modules, new Random(seed).fork(theorem.id, "meta"));
  const tokens = examples.map((example) => prover.proofTokens(example));
  const target = prover.proofTokens({ theorem, proof });
  const { gradient } = await program.run(start, lasting.parameters, tokens, weights, target, signal);
  return gradient.every(Number.isFinite) ? gradient : undefined;
}

/** The lasting adapter's numbers; where there is none, a fresh one, which adds nothing. */
function policyOf(
  adapter: unknown,
  config: LoraConfig,
  modules: ReturnType<typeof llamaModules>,
): { readonly config: LoraConfig; readonly parameters: LoraParameters<TensorValue> } | undefined {
  if (adapter === undefined) return { config, parameters: initLora(config, modules, new Random(0)) };
  return adapter instanceof LoraAdapter ? adapter : undefined;
}

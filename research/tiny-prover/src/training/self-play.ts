import { similarity } from "@lemma/lean-text";
import { statementHash } from "@lemma/lean-text";
import { Random } from "@lemma/interfaces";
import { LeanLitePool } from "@lemma/lean-lite/pool";
import { LocalProver, createTokenizer } from "@lemma/prover";
import type { Task } from "../corpus/task.ts";
import { type Checker, band, isConfirmed, isTrivial, proves } from "../corpus/variants.ts";
import type { TrainingSettings } from "./settings.ts";
import type { TinyModel } from "./train.ts";

/**
 * A round of self-play about targets drawn from the corpus, whose statements are no news.
 *
 * @param refuses whether a statement may not be trained on: what a model writes can be a test statement.
 */
export async function selfPlayTasks(
  model: TinyModel,
  corpus: readonly Task[],
  { seed, selfPlay: { targets: count, ...settings } }: TrainingSettings,
  round: number,
  { refuses, log }: Pick<SelfPlayOptions, "refuses" | "log">,
): Promise<Task[]> {
  const random = new Random(seed).fork("self-play", round);
  const conjectures = corpus.filter((task): task is Conjecture => task.task === "conjecture");
  // Targets like those that it will meet: the generator's are another language.
  const real = conjectures.filter(({ source }) => !source.startsWith("generator"));
  const targets = [...new Set(real.map(({ target }) => target))];
  const known = new Set([...corpus.map(({ statement }) => statement), ...targets].map(statementHash));
  const asked = random.sample(targets, Math.min(count, targets.length));
  return selfPlay(model, asked, known, { ...settings, seed: random.uint32(), refuses, log });
}

type Conjecture = Extract<Task, { readonly task: "conjecture" }>;

export interface SelfPlayOptions {
  /** Conjectures per target. */
  readonly conjectures: number;
  /** Attempts at each conjecture that is worth one. */
  readonly attempts: number;
  readonly temperature: number;
  readonly seed: number;
  readonly refuses: (statement: string) => boolean;
  readonly log: (line: string) => void;
}

const targetsAtOnce = 32;
const checkSteps = 200_000;

/**
 * A round of self-play after STP (Dong and Ma 2025): the model conjectures about `targets` and proves what it can of its own
 * conjectures. What comes back are those that are new, near their target, not trivial and proved, each as a conjecture to write and
 * as proofs to write: the model's own language, with the worst of it left out.
 *
 * @param known hashes of statements that are no news.
 */
export async function selfPlay(
  { config, parameters, tokenizerFiles }: TinyModel,
  targets: readonly string[],
  known: ReadonlySet<string>,
  { conjectures, attempts, temperature, seed, refuses, log }: SelfPlayOptions,
): Promise<Task[]> {
  const tokenizer = createTokenizer(tokenizerFiles.definition, tokenizerFiles.config as Record<string, unknown>);
  await using prover = await LocalProver.ofValues({ name: "self-play", config, parameters, tokenizer });
  await using lean = new LeanLitePool();
  const promptTokens = (statement: string): number =>
    tokenizer.encodePrompt(prover.format.conjecture({ id: "", statement })).length;
  const random = new Random(seed);
  const seen = new Set(known);
  const tasks: Task[] = [];
  const counts = { written: 0, worthProving: 0, proved: 0 };
  // Half of the context for the target leaves the other for what is written about it.
  const short = targets.filter((statement) => promptTokens(statement) <= config.contextLength / 2);
  for (let at = 0; at < short.length; at += targetsAtOnce) {
    const some = short.slice(at, at + targetsAtOnce);
    const draw = (stage: string, maxTokens: number) => ({
      sampling: { temperature, maxTokens },
      seed: random.fork(stage, at).uint32(),
    });
    const prompts = some.map((statement) => prover.format.conjecture({ id: "", statement }));
    const written = await prover.generate(prompts, conjectures, draw("conjecture", 160));
    const worthy: { readonly target: string; readonly statement: string }[] = [];
    for (const [i, completions] of written.entries()) {
      for (const { text, finishReason } of completions) {
        counts.written += 1;
        const statement = finishReason === "stop" ? prover.format.extractStatement(text) : undefined;
        if (statement === undefined || refuses(statement)) continue;
        if (!(await isWorthProving(lean, statement, some[i]!, seen))) continue;
        seen.add(statementHash(statement));
        worthy.push({ target: some[i]!, statement });
      }
    }
    counts.worthProving += worthy.length;
    if (worthy.length === 0) continue;
    const asked = worthy.map(({ statement }) => prover.format.prove({ id: "", statement }));
    const answers = await prover.generate(asked, attempts, draw("prove", 80));
    for (const [i, { target, statement }] of worthy.entries()) {
      const proofs = new Set(answers[i]!.map(({ text }) => prover.format.extractProof(text)));
      const judged = await Promise.all(
        [...proofs].map(async (proof) => ((await proves(lean, statement, proof, checkSteps)) ? [proof] : [])),
      );
      const accepted = judged.flat();
      if (accepted.length === 0) continue;
      counts.proved += 1;
      tasks.push({ task: "conjecture", source: "self-play", target, statement });
      for (const proof of accepted.slice(0, 2)) tasks.push({ task: "prove", source: "self-play", statement, proof });
    }
    if ((at / targetsAtOnce) % 8 === 7) log(`self-play: ${at + some.length} targets, ${JSON.stringify(counts)}`);
  }
  log(`self-play: ${short.length} targets, ${JSON.stringify(counts)}`);
  return tasks;
}

async function isWorthProving(
  lean: Checker & Pick<LeanLitePool, "read">,
  statement: string,
  target: string,
  seen: ReadonlySet<string>,
): Promise<boolean> {
  const hash = statementHash(statement);
  if (hash === statementHash(target) || seen.has(hash)) return false;
  const alike = similarity(statement, target);
  if (alike < band[0] || alike > band[1]) return false;
  if ((await lean.read({ id: "", statement })).status !== "read") return false;
  return (await isConfirmed(lean, statement)) && !(await isTrivial(lean, statement));
}

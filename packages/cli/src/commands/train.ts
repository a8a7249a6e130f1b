import { Resources, inOrder } from "@lemma/async";
import { type VerifierChoice, openVerifier, profileOf } from "@lemma/core";
import { type ProofRecord, type ReadOptions, readProofRecords, splitTheorems } from "@lemma/datasets";
import { type Example, InputError, type Proof, type Verifier, reasonOf } from "@lemma/interfaces";
import { codeTokens } from "@lemma/lean-text";
import { LoraAdapter } from "@lemma/lora";
import {
  type FineTuneLog,
  LocalProver,
  fineTune,
  fineTuneDefaults,
  longExamplePolicies,
  scheduleNames,
} from "@lemma/prover";
import { type Command, printJson } from "../command.ts";
import { commonFlags, recordFlags, trainingFlags, verifierFlags } from "../flags.ts";
import { defined, formatFrom, verifierChoice } from "../opening.ts";
import { readOptions } from "../problems.ts";
import { Progress } from "../render/progress.ts";

const { model, format, seed, "execution-provider": executionProvider } = trainingFlags;
const usual = fineTuneDefaults;

export const trainCommand: Command = {
  positionals: 1,
  usage: "FILE.jsonl | FILE.lean --out DIR [--model DIR] [flags]",
  flags: {
    out: { value: "DIR", summary: "gets the adapter as PEFT has it, best/, log.jsonl and a checkpoint" },
    resume: { summary: "go on where --out was left" },
    ...recordFlags,
    valid: { value: "FILE", summary: "proofs for the validation loss, in place of some of FILE's theorems" },
    "valid-percent": { value: "P", summary: "how many of FILE's theorems are kept for it, in percent (5)", least: 0 },
    epochs: { value: "N", summary: `times that each proof is learnt (${usual.epochs})` },
    "batch-size": { value: "N", summary: `proofs in a step (${usual.batchSize})` },
    "learning-rate": { value: "X", summary: `the schedule's highest (${usual.learningRate})` },
    schedule: { value: "NAME", summary: `${scheduleNames.join(", ")} (${usual.schedule})` },
    warmup: { value: "X", summary: `share of all steps over which the rate rises (${usual.warmup})` },
    "weight-decay": { value: "X", summary: `AdamW's (${usual.weightDecay})` },
    clip: { value: "X", summary: `global norm that gradients are clipped to (${usual.clipNorm})` },
    rank: { value: "N", summary: `the adapter's (${usual.rank})` },
    alpha: { value: "N", summary: `the adapter's scale times its rank (${usual.alpha})` },
    "max-tokens": { value: "N", summary: "tokens of a proof with its prompt; the model's context when absent" },
    "too-long": {
      value: "WHAT",
      summary: `what becomes of a longer one: ${longExamplePolicies.join(", ")} (${usual.tooLong})`,
    },
    check: { summary: "have each proof judged first, and learn from those alone that are proved" },
    ...verifierFlags,
    every: { value: "N", summary: "steps from one validation and checkpoint to the next; an epoch when absent" },
    model,
    format,
    adapter: commonFlags.adapter,
    "execution-provider": executionProvider,
    seed,
    json: commonFlags.json,
  },
  examples: [
    "lemma train proofs.jsonl --out runs/tuned --epochs 3",
    "lemma train proofs.jsonl --model prover-7b --out runs/tuned --batch-size 16 --learning-rate 1e-4 --too-long skip",
    "lemma merge --adapter runs/tuned --out runs/tuned-model",
  ],
  async run(given, terminal) {
    const [file] = given.positionals;
    const out = given.text("out");
    if (file === undefined || out === undefined) throw new InputError("train: give a file of proofs and --out DIR");
    const settings = {
      ...usual,
      ...defined({
        epochs: given.integer("epochs"),
        batchSize: given.integer("batch-size"),
        learningRate: given.number("learning-rate"),
        schedule: given.choice("schedule", scheduleNames),
        warmup: given.number("warmup"),
        weightDecay: given.number("weight-decay"),
        clipNorm: given.number("clip"),
        rank: given.integer("rank"),
        alpha: given.integer("alpha"),
        maxTokens: given.integer("max-tokens"),
        tooLong: given.choice("too-long", longExamplePolicies),
        every: given.integer("every"),
        seed: given.integer("seed"),
      }),
    };
    const { train, valid } = await examplesFrom(file, {
      reading: readOptions(given, terminal),
      verifier: given.has("check") ? verifierChoice(given) : undefined,
      signal: terminal.signal,
      valid: given.text("valid"),
      percent: given.integer("valid-percent") ?? 5,
      seed: settings.seed,
    });
    const profile = profileOf(given.text("model"));
    const adapter = given.text("adapter");
    await using prover = await LocalProver.open(profile.model, {
      format: profile.format,
      ...formatFrom(given),
      executionProviders: [given.choice("execution-provider", ["cpu", "cuda", "webgpu"]) ?? "cpu"],
    });
    let progress: Progress | undefined;
    const { steps, bestEvalLoss, skipped, truncated } = await fineTune(prover, {
      train,
      valid,
      settings,
      directory: out,
      resume: given.has("resume"),
      signal: terminal.signal,
      ...(adapter === undefined ? {} : { base: [await LoraAdapter.load(adapter)] }),
      onLog: (line, totalSteps) => {
        if (given.has("json")) printJson(terminal, line);
        if ("eval_loss" in line) {
          progress?.clear();
          if (!given.has("json")) terminal.out(`${described(line)}\n`);
        } else {
          progress ??= new Progress(terminal, totalSteps, line.step - 1);
          progress.advance(described(line));
        }
      },
    });
    progress?.clear();
    const notes = [
      ...(bestEvalLoss === undefined
        ? []
        : [`lowest validation loss ${bestEvalLoss.toFixed(4)}, its adapter in best/`]),
      ...(given.has("check") ? [] : ["none of the proofs was checked: --check has them judged"]),
      ...(skipped.length === 0 ? [] : [`${skipped.length} too long: ${skipped.join(", ")}`]),
      ...(truncated.length === 0 ? [] : [`${truncated.length} cut: ${truncated.join(", ")}`]),
    ];
    terminal.progress(
      `${steps} ${steps === 1 ? "step" : "steps"} on ${train.length} ${train.length === 1 ? "proof" : "proofs"}; adapter in ${out}${notes.map((note) => `; ${note}`).join("")}\n`,
    );
    return 0;
  },
};

function described(line: FineTuneLog): string {
  const epoch = `epoch ${line.epoch.toFixed(2)}`;
  return "eval_loss" in line
    ? `step ${line.step}, ${epoch}: validation loss ${line.eval_loss.toFixed(4)}`
    : `${epoch}, loss ${line.loss.toFixed(4)}, rate ${line.learning_rate.toExponential(1)}, ${Math.round(line.tokens_per_second)} tokens/s`;
}

interface Choice {
  readonly reading: ReadOptions;
  /** What is to judge the proofs. */
  readonly verifier: VerifierChoice | undefined;
  readonly signal: AbortSignal;
  readonly valid: string | undefined;
  readonly percent: number;
  readonly seed: number;
}

/** The proofs to learn and those to validate on; all proofs of one statement are on one side. */
async function examplesFrom(
  file: string,
  { reading, verifier: choice, signal, valid, percent, seed }: Choice,
): Promise<{ readonly train: readonly Example[]; readonly valid: readonly Example[] }> {
  await using opened = new Resources();
  const verifier = choice && opened.use(await openVerifier(choice));
  const proofsOf = (from: string, options: ReadOptions) => learnable(from, options, verifier, signal);
  const records = await proofsOf(file, reading);
  if (valid !== undefined) {
    // The split is of FILE's theorems.
    const { split: _split, ...whole } = reading;
    return { train: asExamples(records), valid: asExamples(await proofsOf(valid, whole)) };
  }
  if (percent === 0) return { train: asExamples(records), valid: [] };
  const shares = { train: 1 - percent / 100, valid: percent / 100 };
  const held = new Set(
    splitTheorems(
      records.map(({ theorem }) => theorem),
      shares,
      seed,
    ).valid,
  );
  return {
    train: asExamples(records.filter(({ theorem }) => !held.has(theorem))),
    valid: asExamples(records.filter(({ theorem }) => held.has(theorem))),
  };
}

/**
 * The proofs of a file that may be learnt from. What is none, by its own words or the verifier's, is a record that cannot be used.
 *
 * @throws {InputError} naming the first of them, where nobody asked to go on without.
 */
async function learnable(
  file: string,
  reading: ReadOptions,
  verifier: Verifier | undefined,
  signal: AbortSignal,
): Promise<readonly ProofRecord[]> {
  const good: ProofRecord[] = [];
  const judged = async (record: ProofRecord) => ({ record, fault: await faultOf(record, verifier, signal) });
  for await (const { record, fault } of inOrder(readProofRecords(file, reading), 8, judged)) {
    if (fault === undefined) good.push(record);
    else {
      const { origin, theorem } = record;
      const error = new InputError(`${theorem.id}: ${fault}`, { file: origin.file, line: origin.line });
      if (reading.onBadRecord === undefined) throw error;
      reading.onBadRecord(error);
    }
  }
  return good;
}

/** Why a proof must not be learnt from; undefined where nothing speaks against it. */
async function faultOf(
  { theorem, proof, accepted }: ProofRecord,
  verifier: Verifier | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (textOf(proof).trim() === "") return "it has no proof";
  const open = codeTokens(textOf(proof)).find(({ text }) => text === "sorry" || text === "admit");
  if (open !== undefined) return `its proof says ${open.text}`;
  if (accepted === false) return "its record says that the proof was rejected";
  const verdict = await verifier?.verify({ theorem, proof }, { signal });
  if (verdict === undefined || verdict.status === "proved") return undefined;
  const reason = reasonOf(verdict);
  return `${verdict.verifier} says ${verdict.status}${reason === undefined ? "" : `: ${reason.split("\n")[0]}`}`;
}

const textOf = (proof: Proof): string => (proof.kind === "tactics" ? proof.tactics : proof.code);

const asExamples = (records: readonly ProofRecord[]): readonly Example[] =>
  records.map(({ theorem, proof }) => ({ theorem, proof: textOf(proof) }));

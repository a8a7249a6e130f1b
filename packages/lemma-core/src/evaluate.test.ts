import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type AttemptOutcome,
  type ResultRecord,
  attemptCount,
  inOrder,
  openResultsLog,
  summarise,
} from "@lemma/evaluator";
import { type Executor, TaskRunner } from "@lemma/experiments";
import {
  InfrastructureError,
  Random,
  type Reading,
  type Theorem,
  type Verdict,
  type Verifier,
  readBySorry,
} from "@lemma/interfaces";
import { LoraAdapter, initLora } from "@lemma/lora";
import { LeanLite } from "@lemma/lean-lite";
import { type LocalProver, llamaModules } from "@lemma/prover";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Evaluation,
  LemmaProver,
  type MethodName,
  ProofPool,
  evaluate,
  evaluationStory,
  methodNames,
  methodOf,
  openLemma,
  tinyMetaSettings,
} from "./index.ts";

const theorems: readonly Theorem[] = [
  { id: "linear", statement: "theorem linear (x y : ℝ) (h₀ : x + y = 9) (h₁ : x - y = 1) : x = 5 := by" },
  { id: "square", statement: "theorem square (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by" },
  { id: "outside", statement: "theorem t (G : Type) [Group G] (a : G) : a * a⁻¹ = 1 := by" },
];

/** Known beside each theorem: one proof, which does not prove it. */
const pools = new Map(
  theorems.map(({ id }) => {
    const theorem = { id: `beside-${id}`, statement: `theorem t (x : ℝ) (h : 0 < x) : 0 < x ^ ${id.length} := by` };
    return [id, new ProofPool([{ theorem, proof: "positivity", source: "context" }])];
  }),
);
const known = ({ id }: Theorem): ProofPool => pools.get(id)!;
const answers = ({ id }: Theorem): readonly string[] => (id === "square" ? ["nlinarith [sq_nonneg (a - b)]"] : []);

let base: LemmaProver;
let lemma: LemmaProver;
let folder: string;
let all: Evaluation;
beforeAll(async () => {
  base = await openLemma();
  const prover = base.parts.prover as LocalProver;
  // A lasting adapter as meta-training leaves one, with numbers that change what is sampled.
  const config = { rank: 2, alpha: 2, targetModules: ["q_proj", "v_proj"] };
  const fresh = initLora(config, llamaModules(prover.config), new Random(3));
  const moved = Object.fromEntries(
    Object.entries(fresh).map(([name, { a, b }]) => [
      name,
      { a, b: { ...b, data: (b.data as Float32Array).map((_, i) => 2 * Math.sin(i)) } },
    ]),
  );
  const policy = [new LoraAdapter(config, moved, { baseModel: prover.model })];
  lemma = new LemmaProver({ ...base.parts, policy }, { ...base.settings, conjectures: 16 });
  folder = await mkdtemp(path.join(tmpdir(), "lemma-eval-"));
  const directory = path.join(folder, "all");
  const control = base.parts;
  all = await evaluate(lemma, { theorems, methods: methodNames, seeds: [1], k: 4, directory, known, answers, control });
});
afterAll(async () => {
  await base[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const timeless = async (directory: string, name = "results.jsonl"): Promise<string> =>
  (await readFile(path.join(directory, name), "utf8")).replaceAll(/"(\w+Ms)":[\d.e+-]+/g, '"$1":0');
const of = (name: MethodName): readonly ResultRecord[] => all.records.filter(({ method }) => method === name);
const on = (name: MethodName, problem: string): ResultRecord => of(name).find((record) => record.problem === problem)!;
const total = (name: MethodName, measure: (record: ResultRecord) => number): number =>
  of(name).reduce((sum, record) => sum + measure(record), 0);

/** How often a method attempts a theorem k times. */
function roundsOf(name: string): number {
  const { after } = methodOf(name as MethodName);
  return after === undefined ? 1 : 1 + roundsOf(after);
}
/** What became of each attempt, in their order. */
const attemptsOf = ({ attempts }: Pick<ResultRecord, "attempts">): readonly AttemptOutcome[] =>
  inOrder(attempts, ({ status, proof }) => ({ status, ...(proof === undefined ? {} : { proof }) }));
const isProved = ({ attempts }: ResultRecord): boolean => attempts.some(({ status }) => status === "proved");

describe("every method", () => {
  test("has a record of every theorem, in the order asked for, and a budget that is kept", () => {
    expect(all.records.map(({ method, problem }) => [method, problem])).toEqual(
      methodNames.flatMap((method) => theorems.map(({ id }) => [method, id])),
    );
    for (const { attempts, method } of all.records) {
      const made = attemptsOf({ attempts });
      expect(made).not.toContain(undefined);
      expect(made).toHaveLength(attemptCount(attempts));
      const { matched } = methodOf(method as MethodName);
      const expected = 4 * roundsOf(method);
      expect(matched === undefined ? made.length : Math.min(expected, made.length)).toBe(expected);
    }
    const summary = summarise(all.records, { methods: methodNames.map((name) => ({ name, k: 4 })), seed: 1 });
    expect(summary.methods.find(({ name }) => name === "lemma")!.passAtK.estimate).toBeGreaterThan(0);
  });

  test("a theorem outside the verifier is unsupported under all of them, and costs nothing", () => {
    for (const record of all.records.filter(({ problem }) => problem === "outside")) {
      expect(new Set(record.attempts.map(({ status }) => status))).toEqual(new Set(["unsupported"]));
      expect(record.usage.sampledTokens).toBe(0);
    }
  });

  test.for(methodNames)("%s charges for what it does, and for nothing else", (name) => {
    const method = methodOf(name);
    const record = on(name, "square");
    // What an earlier round proved is done with.
    if (method.after !== undefined && isProved(on(method.after as MethodName, "square"))) return;
    expect(record.replay !== undefined).toBe(method.replay);
    if (record.replay?.of !== undefined) return;
    expect(record.usage.sampledTokens).toBeGreaterThan(0);
    expect(record.usage.verifications).toBeGreaterThan(0);
    const trains = method.study !== "none" && method.examplesIn === "adapter" && record.examples! > 0;
    expect(record.usage.trainedTokens > 0).toBe(trains);
    expect(record.adaptation !== undefined).toBe(trains);
    const { studyFlops = 0 } = record;
    const writes = ["own", "other", "random", "all"].includes(method.study);
    expect(studyFlops > 0).toBe(trains || writes);
    expect(studyFlops).toBeLessThan(record.usage.flops);
    expect((record.weights ?? [1]).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    const studied = method.study === "none" ? 0 : on("baseline", "square").usage.flops;
    expect(record.usage.flops).toBeGreaterThan(studied);
  });
});

describe("what sets a method apart", () => {
  test.for([
    ["matched", (record) => record.usage.flops],
    ["matched-tokens", (record) => record.usage.sampledTokens],
    ["matched-wall", (record) => record.usage.wallMs],
  ] as [MethodName, (record: ResultRecord) => number][])("%s spends at least LeMMA's share", ([name, measure]) => {
    // Times were measured once to choose the number and once again: they are alike, not equal.
    expect(total(name, measure)).toBeGreaterThanOrEqual(total("lemma", measure) * (name === "matched-wall" ? 0.5 : 1));
    // The first attempts of the larger budget are those of the smaller one.
    expect(attemptsOf(on(name, "linear")).slice(0, 4)).toEqual(attemptsOf(on("baseline", "linear")));
  });

  test("the methods of one model study the same lemmas; `no-meta` has those of the model before meta-training", () => {
    for (const name of ["lemma", "unweighted", "in-context"] as const)
      for (const { id } of theorems) expect(on(name, id).examples).toBe(on("lemma", id).examples);
    const statements = (policy: string): string[] =>
      all.studies
        .filter((study) => study.policy === policy)
        .flatMap(({ examples }) => examples.map(({ theorem }) => theorem.statement));
    expect(all.studies).toHaveLength(2 * theorems.length);
    expect(statements("base")).not.toEqual(statements("meta-trained"));
    for (const { conjectures, examples } of all.studies) {
      expect(conjectures.verified).toBeLessThanOrEqual(examples.length);
      expect(conjectures.accepted).toBeLessThanOrEqual(conjectures.written);
      // Each conjecture is told of once: what it was dropped by, or that it was worth proving and what came of it.
      const kept = conjectures.fates.filter(({ fate }) => ["verified", "not proved"].includes(fate));
      expect(conjectures.fates).toHaveLength(conjectures.written);
      expect(kept).toHaveLength(conjectures.accepted);
      expect(kept.filter(({ fate }) => fate === "verified")).toHaveLength(conjectures.verified);
      const known = new Set([...base.settings.conjectureFilters, "no statement", "cannot be judged"]);
      for (const { fate, reason } of conjectures.fates.filter((one) => !kept.includes(one))) {
        expect(known).toContain(fate);
        expect(reason).not.toBe("");
      }
    }
  });

  test("`policy` differs from `baseline` by the lasting adapter alone", () => {
    const proofs = (name: MethodName): unknown =>
      of(name).map(({ attempts }) => inOrder(attempts, ({ proof }) => proof));
    expect(proofs("policy")).not.toEqual(proofs("baseline"));
    expect(total("policy", ({ usage }) => usage.promptTokens)).toBe(
      total("baseline", ({ usage }) => usage.promptTokens),
    );
  });

  test("`in-context` shows what `lemma` trains on: longer prompts, no training", () => {
    const shown = of("in-context").filter(({ examples }) => examples! > 0);
    for (const { problem, usage } of shown) {
      expect(usage.trainedTokens).toBe(0);
      expect(usage.promptTokens).toBeGreaterThan(on("lemma", problem).usage.promptTokens);
    }
  });

  test("what adapts is measured by what it does to proofs that are known to be right, and nobody is charged for it", () => {
    for (const name of methodNames) {
      const { adaptation, signal } = on(name, "square");
      expect(Number.isFinite(signal?.delta)).toBe(adaptation !== undefined);
    }
    expect(on("control", "square").usage.flops).toBe(on("baseline", "square").usage.flops);
  });

  test("`replay` tries what is known beside a theorem and what the baseline proved of the others, and then samples", () => {
    const { replay, attempts } = on("replay", "linear");
    expect(replay!.checks).toBeGreaterThan(0);
    const sampled = on("baseline", "linear").attempts;
    const proved = attempts.every(({ status }) => status === "proved");
    expect(replay!.of === undefined ? attempts : proved).toEqual(replay!.of === undefined ? sampled : true);
  });

  test("replay that finds nothing has the attempts of what it stands before, at their cost", () => {
    for (const [name, other] of [
      ["replay", "baseline"],
      ["replay-lemma", "lemma"],
      ["replay-all", "all"],
    ] as const)
      for (const { attempts, replay, usage, problem, adaptation } of of(name)) {
        const plain = on(other, problem);
        if (replay === undefined) continue;
        // What is known is tried before anything is studied.
        const isFree = replay.of !== undefined && replay.source !== "lemma";
        expect(isFree ? usage.flops : 0).toBe(0);
        if (replay.of !== undefined) continue;
        expect(attempts).toEqual(plain.attempts);
        expect(adaptation).toEqual(plain.adaptation);
        expect(usage.flops).toBe(plain.usage.flops);
        expect(usage.verifications).toBe(plain.usage.verifications + replay.checks);
      }
  });

  test("a round begins as the one before it; what that proved is done with, and the rest costs more", () => {
    const rounds = (["rounds-2", "rounds-3", "rounds-4"] as const).flatMap((name) =>
      theorems.map(({ id }) => ({ earlier: on(methodOf(name).after as MethodName, id), record: on(name, id) })),
    );
    for (const { earlier, record } of rounds)
      expect(attemptsOf(record).slice(0, attemptCount(earlier.attempts))).toEqual(attemptsOf(earlier));
    for (const { earlier, record } of rounds.filter(({ earlier: before }) => isProved(before))) {
      expect(isProved({ ...record, attempts: record.attempts.slice(earlier.attempts.length) })).toBe(true);
      expect(record.usage).toEqual(earlier.usage);
    }
    const further = rounds.filter(({ earlier, record }) => !isProved(earlier) && record.problem !== "outside");
    for (const { record } of further) expect(record.replay!.checks).toBeGreaterThan(0);
    for (const { earlier, record } of further.filter(({ record: { replay } }) => replay!.of === undefined))
      expect(record.usage.flops).toBeGreaterThan(earlier.usage.flops);
    expect(total("rounds-matched", ({ usage }) => usage.flops)).toBeGreaterThanOrEqual(
      total("rounds-4", ({ usage }) => usage.flops),
    );
  });

  test("`repair` begins as the baseline does, and shows each further attempt a rejected one", () => {
    for (const { id } of theorems)
      expect(attemptsOf(on("repair", id)).slice(0, 2)).toEqual(attemptsOf(on("baseline", id)).slice(0, 2));
    const rejected = of("repair").filter(
      (record) =>
        attemptsOf(record)
          .slice(0, 2)
          .some(({ status }) => status === "error") && record.attempts[0]!.proof !== undefined,
    );
    for (const { problem, usage } of rejected)
      expect(usage.promptTokens).toBeGreaterThan(on("baseline", problem).usage.promptTokens);
  });
});

describe("the files are those of one process that goes theorem by theorem", () => {
  const methods = methodNames.filter((name) => methodOf(name).matched?.measure !== "wall");
  const work = (directory: string) =>
    ({ theorems, methods, seeds: [1], k: 4, known, answers, control: base.parts, directory }) as const;

  /** Two who share nothing, get their tasks as text, and do the last one first. */
  function elsewhere(): Executor {
    const workers = [1, 2].map(() => new TaskRunner(lemma, { control: base.parts }));
    const asText = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    return {
      async *outcomes(tasks, signal) {
        for (const [i, task] of [...tasks].reverse().entries())
          yield { task, result: asText(await workers[i % 2]!.run(asText(task), signal)) };
      },
    };
  }

  // Several at once are the same tasks by the same runner, in one process: a method of each kind shows it.
  const kinds: readonly MethodName[] = ["baseline", "matched", "lemma", "no-meta", "replay-lemma", "context"];

  test.for([
    ["several at once", kinds, () => ({ parallel: 3 })],
    ["whoever does the work", methods, () => ({ executor: elsewhere() })],
  ] as const)("%s", { timeout: 600_000 }, async ([name, own, how]) => {
    const directory = path.join(folder, name);
    const { records } = await evaluate(lemma, { ...work(directory), methods: own, ...how() });
    expect(records.map(({ method }) => method)).toEqual(own.flatMap((method) => theorems.map(() => method)));
    const whole = path.join(folder, "all");
    const isOwn = new Set(own.map((method) => `"method":"${method}"`));
    const expected = (await timeless(whole))
      .split("\n")
      .filter((line) => line === "" || isOwn.has(/"method":"[^"]*"/.exec(line)![0]));
    expect((await timeless(directory)).split("\n")).toEqual(expected);
    expect(await timeless(directory, "studies.jsonl")).toBe(await timeless(whole, "studies.jsonl"));
  });

  test.for([{ parallel: 2 }, { executor: elsewhere }])(
    "and what measured times decide is refused by name",
    async (how) => {
      const executor = how.executor?.();
      const options = {
        ...work(path.join(folder, "refused")),
        methods: methodNames,
        ...(executor === undefined ? { parallel: 2 } : { executor }),
      };
      await expect(evaluate(lemma, options)).rejects.toThrow('methods: "matched-wall" stands on measured times');
    },
  );

  test("nor are several worked on at once by a model that cannot tell what each costs", async () => {
    const { prover } = base.parts;
    const counting = Object.create(prover, {
      metered: { value: undefined },
      usage: { value: prover.usage },
    }) as LocalProver;
    const blind = new LemmaProver({ ...base.parts, prover: counting, trainer: counting }, base.settings);
    const options = { ...work(path.join(folder, "blind")), methods: ["baseline"] as const, parallel: 2 };
    await expect(evaluate(blind, options)).rejects.toThrow("cannot tell what each of several theorems at once costs");
  });
});

test("a statement that the model has no room for fails alone, under every method", async () => {
  const long = { id: "long", statement: `theorem long (x : ℝ) : ${"x + ".repeat(200)}x = 201 * x := by` };
  const directory = path.join(folder, "long");
  const methods: readonly MethodName[] = ["baseline", "matched", "lemma"];
  const { records } = await evaluate(base, { theorems: [long, theorems[0]!], methods, seeds: [1], k: 2, directory });
  for (const { problem, attempts } of records)
    expect(attempts.every(({ status }) => status === "error")).toBe(problem === "long");
});

test("the story is of a theorem that was studied, with weights and, where it was proved, ∂L/∂w", async () => {
  const story = (await evaluationStory(lemma, all, theorems, tinyMetaSettings.inner))!;
  const weights = of("lemma").map((record) => record.weights);
  expect(weights).toContainEqual(story.examples.map(({ weight }) => weight));
  // Which theorem is told, and whether it was proved, is the model's doing.
  const { proof: shown } = story;
  const proofs = of("lemma").flatMap(({ attempts }) =>
    attempts.flatMap(({ proof, status }) => (status === "proved" ? [proof] : [])),
  );
  expect(shown === undefined || proofs.includes(shown)).toBe(true);
  for (const { gradient } of story.examples) expect(Number.isFinite(gradient)).toBe(shown !== undefined);
  expect(await evaluationStory(lemma, { records: [], studies: [] }, theorems, tinyMetaSettings.inner)).toBeUndefined();
});

describe("a run goes on", () => {
  const methods: readonly MethodName[] = ["baseline", "matched", "lemma"];

  test("after a stop in the middle of a line, and ends with the same records", async () => {
    const options = { theorems: theorems.slice(0, 2), methods, seeds: [1], k: 2 };
    const whole = path.join(folder, "whole");
    await evaluate(base, { ...options, directory: whole });
    const killed = path.join(folder, "killed");
    const controller = new AbortController();
    const onProgress = (done: number): void => (done === 3 ? controller.abort() : undefined);
    await expect(
      evaluate(base, { ...options, directory: killed, signal: controller.signal, onProgress }),
    ).rejects.toThrow(/abort/i);
    // A process that dies while it writes leaves half a line.
    await appendFile(path.join(killed, "results.jsonl"), '{"problem":"lin');
    await evaluate(base, { ...options, directory: killed });
    expect(await timeless(killed)).toBe(await timeless(whole));
  });

  test("of some methods, and leaves what the others did", async () => {
    const options = { theorems: theorems.slice(0, 2), seeds: [1], k: 2, directory: path.join(folder, "some") };
    await evaluate(base, { ...options, methods: ["baseline", "replay"] });
    const both = await timeless(options.directory);
    const { records } = await evaluate(base, { ...options, methods: ["baseline"] });
    expect(records).toHaveLength(2);
    expect(await timeless(options.directory)).toBe(both);
  });

  test("only with the settings and the model it began with", async () => {
    const options = { theorems: theorems.slice(0, 1), methods: ["baseline"] as const, seeds: [1], k: 2 };
    const directory = path.join(folder, "claimed");
    await evaluate(base, { ...options, directory });
    await expect(evaluate(base, { ...options, directory, k: 3 })).rejects.toThrow("another k; choose another --out");
    await expect(evaluate(lemma, { ...options, directory })).rejects.toThrow("another policy, another settings");
    await expect(evaluate(base, { ...options, directory, methods: ["baseline", "matched"] })).rejects.toThrow(
      '"matched" needs lemma',
    );
  });

  test("after its verifier crashed, with the theorems it failed on done again", async () => {
    const many = Array.from({ length: 8 }, (_, i) => ({
      id: `sum${i}`,
      statement: `theorem sum${i} (x : ℝ) (h₀ : x + ${i} = ${2 * i + 1}) : x = ${i + 1} := by`,
    }));
    const options = { theorems: many, methods: ["baseline"] as const, seeds: [1], k: 2 };
    const whole = path.join(folder, "sound");
    await evaluate(base, { ...options, directory: whole });
    const directory = path.join(folder, "crashed");
    const broken = new LemmaProver({ ...base.parts, verifier: new CrashingVerifier(9) }, base.settings);
    await expect(evaluate(broken, { ...options, directory })).rejects.toThrow(InfrastructureError);
    const failed = await readFile(path.join(directory, "results.jsonl"), "utf8");
    expect(failed).toContain('"infrastructure"');
    const again = await evaluate(base, { ...options, directory });
    expect(await timeless(directory)).toBe(await timeless(whole));
    expect(again.records).toHaveLength(many.length);
    await using log = await openResultsLog(path.join(directory, "results.jsonl"));
    expect(log.records).toHaveLength(many.length);
  });
});

/** Judges so many proofs as the embedded checker does, and then only fails, as a server does whose machine went away. */
class CrashingVerifier implements Verifier {
  readonly #inner = new LeanLite();
  readonly name = this.#inner.name;
  readonly capabilities = this.#inner.capabilities;
  #left: number;

  constructor(checks: number) {
    this.#left = checks;
  }

  async verify(...request: Parameters<Verifier["verify"]>): Promise<Verdict> {
    this.#left -= 1;
    const verdict = await this.#inner.verify(...request);
    if (this.#left >= 0) return verdict;
    const { id, verifier, evidence, elapsedMs } = verdict;
    return {
      id,
      verifier,
      evidence,
      elapsedMs,
      messages: [],
      status: "infrastructure",
      reason: "the machine went away",
    };
  }

  read(...request: Parameters<Verifier["read"]>): Promise<Reading> {
    return readBySorry(this, ...request);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#inner[Symbol.asyncDispose]();
  }
}

import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, Random, type Theorem, throwIfAborted } from "@lemma/interfaces";
import { statementHash } from "../lean/normal-form.ts";
import { type CorpusRecord, readCorpus as readRecords } from "../read.ts";
import { capLemmas, type Pair, PairFinder } from "./pairs.ts";
import { type Candidate, type DropReason, dropReasons, Screen } from "./screen.ts";
import { type ColdStartSettings, coldStartDefaults } from "./settings.ts";
import { mapOrdered, type ProofSearch, SearchCache } from "./search.ts";
import { Spool } from "./spool.ts";
import { type ColdStartTask, conjectureCompletion, conjecturePrompt, provePrompt, type Relation } from "./tasks.ts";

export interface ColdStartOptions {
  /** Proof records: files or folders, read in this order. Records with a `seed_statement` also give conjecture tasks. */
  readonly corpus: string | readonly string[];
  /** Where the tasks go. Beside it: `.report.json`, `.dropped.jsonl`, and while it is made a folder `.partial`. */
  readonly out: string;
  /** Go on with what an interrupted run left; the result is the same file, byte for byte. */
  readonly resume?: boolean;
  readonly settings?: Partial<ColdStartSettings>;
  /** Looks for proofs of statements that have none. What it finds, and does not find, is remembered in `searchCache`. */
  readonly search?: ProofSearch;
  /** JSON lines, one per statement searched; `OUT.search.jsonl` unless told. Kept, so that later runs need not search again. */
  readonly searchCache?: string;
  /** Searches under way at once; 2 unless told. */
  readonly searchConcurrency?: number;
  /** Statements that must not be learnt from, such as a test set's; compared by normal form. */
  readonly exclude?: AsyncIterable<Theorem> | Iterable<Theorem>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (stage: "reading" | "writing", done: number) => void;
}

export interface ColdStartReport {
  readonly settings: ColdStartSettings;
  readonly records: number;
  readonly kept: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** Statements without a proof: how many were looked at, now or in an earlier run, and for how many a proof was found. */
  readonly searched: { readonly statements: number; readonly found: number };
  readonly pairs: {
    readonly found: number;
    readonly used: number;
    readonly byRelation: Readonly<Record<Relation, number>>;
    /** Different lemmas in the pairs used, and the share of the most used. */
    readonly lemmas: number;
    readonly largestLemmaShare: number;
    readonly overLemmaCapOrBudget: number;
    readonly dropped: PairFinder["dropped"];
  };
  readonly tasks: { readonly prove: number; readonly conjecture: number };
}

/**
 * Builds a cold-start set: replayed proofs and conjecture tasks, 80 to 20. Records are streamed and spooled to disk; memory
 * holds some hundred bytes per record.
 *
 * @throws {InputError} for an unreadable corpus, or a resumed run whose corpus or settings are not the interrupted one's.
 * @throws {AbortedError} when the signal fires; what is on disk then can be resumed.
 */
export async function buildColdStart(options: ColdStartOptions): Promise<ColdStartReport> {
  const settings = { ...coldStartDefaults, ...options.settings };
  requireShares(settings);
  const work = `${options.out}.partial`;
  if (options.resume !== true) {
    await rm(work, { recursive: true, force: true });
    await rm(options.out, { force: true });
  }
  const finished = await readReport(options.out);
  if (options.resume === true && finished !== undefined) return finished;
  await mkdir(work, { recursive: true });
  await using spool = await Spool.create<Candidate>(join(work, "records.jsonl"));
  const read = await readCorpus(options, settings, spool, join(work, "dropped.jsonl"));
  const plan = makePlan(read.finder.pairs, spool.length, settings);
  const fingerprint = createHash("sha256").update(JSON.stringify(settings)).update(read.digest).digest("hex");
  const done = await completedLines(work, fingerprint);
  const tasks = await writeTasks(join(work, "tasks.jsonl"), plan, spool, settings, done, options);
  const report = makeReport(settings, read, plan, tasks);
  await rename(join(work, "dropped.jsonl"), `${options.out}.dropped.jsonl`);
  await writeFile(join(work, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  await rename(join(work, "report.json"), `${options.out}.report.json`);
  // Last: where this file is, all of it is.
  await rename(join(work, "tasks.jsonl"), options.out);
  await rm(work, { recursive: true, force: true });
  return report;
}

interface ReadCorpus {
  readonly finder: PairFinder;
  readonly records: number;
  readonly dropped: Record<DropReason, number>;
  readonly searched: { statements: number; found: number };
  readonly digest: string;
}

async function readCorpus(
  options: ColdStartOptions,
  settings: ColdStartSettings,
  spool: Spool<Candidate>,
  droppedFile: string,
): Promise<ReadCorpus> {
  const { exclude = [], signal, onProgress } = options;
  const excluded = new Set<string>();
  for await (const { statement } of exclude) excluded.add(statementHash(statement));
  const screen = new Screen(settings, excluded);
  const finder = new PairFinder(settings);
  const dropped = Object.fromEntries(Object.keys(dropReasons).map((reason) => [reason, 0])) as Record<
    DropReason,
    number
  >;
  const searched = { statements: 0, found: 0 };
  const digest = createHash("sha256");
  await using log = await Spool.create<unknown>(droppedFile);
  let records = 0;
  const drop = async (reason: DropReason, where: Readonly<Record<string, unknown>>): Promise<void> => {
    dropped[reason] += 1;
    await log.push({ ...where, reason, because: dropReasons[reason] });
  };
  for await (const item of proved(options, excluded)) {
    throwIfAborted("cold start", signal);
    records += 1;
    if (records % 1000 === 0) onProgress?.("reading", records);
    if (item instanceof InputError) {
      await drop("unreadable", { ...item.location, message: item.message });
      continue;
    }
    const { theorem, proofs, origin, wasSearched } = item;
    if (wasSearched) searched.statements += 1;
    if (wasSearched && proofs.length > 0) searched.found += 1;
    if (proofs.length === 0) await drop("unproved", { id: theorem.id, file: origin.file, line: origin.line });
    // A record with several proofs counts as that many.
    records += Math.max(0, proofs.length - 1);
    for (const record of proofs) {
      const judged = screen.judge(record);
      if (typeof judged === "string") {
        const index = record.index === undefined ? {} : { index: record.index };
        await drop(judged, { id: theorem.id, file: origin.file, line: origin.line, ...index });
        continue;
      }
      finder.add(spool.length, judged);
      digest.update(judged.hash).update(judged.proof);
      await spool.push(judged);
    }
  }
  await log.flush();
  return { finder, records, dropped, searched, digest: digest.digest("hex") };
}

type ProvedRecord = CorpusRecord & { readonly wasSearched: boolean };

/** The corpus in order, proofs looked for where there are none and one is wanted; what cannot be read, as its error. */
async function* proved(
  { corpus, out, search, searchCache, searchConcurrency = 2, signal }: ColdStartOptions,
  excluded: ReadonlySet<string>,
): AsyncGenerator<ProvedRecord | InputError> {
  if (search === undefined) {
    for await (const item of corpusItems(corpus))
      yield item instanceof InputError ? item : { ...item, wasSearched: false };
    return;
  }
  await using cache = await SearchCache.open(searchCache ?? `${out}.search.jsonl`);
  yield* mapOrdered(corpusItems(corpus), searchConcurrency, async (item) => {
    if (item instanceof InputError) return item;
    const hash = statementHash(item.theorem.statement);
    if (item.proofs.length > 0 || excluded.has(hash)) return { ...item, wasSearched: false };
    const tactics = await cache.find(hash, () => search.find(item.theorem, signal));
    const proofs =
      tactics === undefined
        ? []
        : [{ theorem: item.theorem, origin: item.origin, proof: { kind: "tactics", tactics } as const }];
    return { ...item, proofs, wasSearched: true };
  });
}

async function* corpusItems(corpus: ColdStartOptions["corpus"]): AsyncGenerator<CorpusRecord | InputError> {
  for (const path of typeof corpus === "string" ? [corpus] : corpus) {
    const unreadable: InputError[] = [];
    for await (const record of readRecords(path, { onBadRecord: (error) => unreadable.push(error) })) {
      yield* unreadable.splice(0);
      yield record;
    }
    yield* unreadable;
  }
}

interface Plan {
  readonly pairs: readonly Pair[];
  /** Records replayed. */
  readonly replays: readonly number[];
  /** Task numbers in the order they are written: a pair's place, or `pairs.length` + a replay's. */
  readonly order: readonly number[];
}

/** Depends on the pairs, the number of records and the settings only: a resumed run makes the same plan. */
function makePlan(found: readonly Pair[], records: number, settings: ColdStartSettings): Plan {
  const random = new Random(settings.seed).fork("cold-start");
  const share = settings.conjectureShare;
  const mostByReplay = share === 1 ? Infinity : Math.floor((records * share) / (1 - share));
  const mostByTasks = settings.tasks === undefined ? Infinity : Math.round(settings.tasks * share);
  const shuffled = random.fork("pairs").shuffle(found);
  const pairs = share === 0 ? [] : capLemmas(shuffled, settings.lemmaShare, Math.min(mostByReplay, mostByTasks));
  const wanted = share === 0 ? (settings.tasks ?? records) : Math.round((pairs.length * (1 - share)) / share);
  const all = Array.from({ length: records }, (_, record) => record);
  const replays = random.fork("replays").sample(all, Math.min(records, wanted));
  const order = random.fork("order").shuffle(Array.from({ length: pairs.length + replays.length }, (_, task) => task));
  return { pairs, replays, order };
}

async function writeTasks(
  file: string,
  plan: Plan,
  spool: Spool<Candidate>,
  settings: ColdStartSettings,
  done: number,
  { signal, onProgress }: ColdStartOptions,
): Promise<ColdStartReport["tasks"]> {
  const output = await open(file, "a");
  try {
    let pending = "";
    for (const [position, number] of plan.order.entries()) {
      if (position < done) continue;
      throwIfAborted("cold start", signal);
      const pair = plan.pairs[number];
      const task =
        pair === undefined
          ? replayTask(await spool.at(plan.replays[number - plan.pairs.length]!))
          : conjectureTask(pair, await spool.at(pair.seed), await spool.at(pair.target), number, settings);
      pending += `${JSON.stringify(task)}\n`;
      if (pending.length < 1 << 16 && position + 1 < plan.order.length) continue;
      await output.appendFile(pending);
      pending = "";
      onProgress?.("writing", position + 1);
    }
    await output.datasync();
  } finally {
    await output.close();
  }
  return { prove: plan.replays.length, conjecture: plan.pairs.length };
}

function replayTask({ id, statement, proof }: Candidate): ColdStartTask {
  return { task: "prove", id, statement, proof, prompt: provePrompt(statement), completion: `${proof}\n` };
}

function conjectureTask(
  pair: Pair,
  seed: Candidate,
  target: Candidate,
  number: number,
  settings: ColdStartSettings,
): ColdStartTask {
  const shown =
    pair.relation === "conjectured from it"
      ? { id: `${target.id} (seed)`, statement: target.seed! }
      : { id: seed.id, statement: seed.statement, proof: seed.proof };
  const random = new Random(settings.seed).fork("lemma", number);
  // Where the target itself is the lemma, naming it would give the answer away.
  const isNamed = pair.relation === "shares a lemma" && !random.chance(settings.emptyLemma);
  return {
    task: "conjecture",
    id: target.id,
    seed: shown,
    statement: target.statement,
    relation: pair.relation,
    ...(isNamed ? { lemma: pair.lemma } : {}),
    prompt: conjecturePrompt(shown, isNamed ? pair.lemma : ""),
    completion: conjectureCompletion(target.statement),
  };
}

/**
 * How many whole lines an interrupted run wrote; a line torn by a kill is cut off. Notes whose run this is.
 *
 * @throws {InputError} when the interrupted run was another one.
 */
async function completedLines(work: string, fingerprint: string): Promise<number> {
  const noteFile = join(work, "fingerprint");
  const note = await readFile(noteFile, "utf8").catch(() => undefined);
  if (note !== undefined && note !== fingerprint)
    throw new InputError(
      "the corpus or the settings are not those of the interrupted run; start over without resuming",
      {
        file: work,
      },
    );
  const file = join(work, "tasks.jsonl");
  if (note === undefined) {
    await rm(file, { force: true });
    // Written under another name first: a torn note would refuse every later attempt.
    await writeFile(`${noteFile}.new`, fingerprint);
    await rename(`${noteFile}.new`, noteFile);
    return 0;
  }
  if ((await stat(file).catch(() => undefined)) === undefined) return 0;
  await using handle = await openDisposable(file);
  const bytes = Buffer.alloc(1 << 16);
  let lines = 0;
  let end = 0;
  for (let at = 0; ;) {
    const { bytesRead } = await handle.file.read(bytes, 0, bytes.length, at);
    if (bytesRead === 0) break;
    for (let i = bytes.indexOf(10); i !== -1 && i < bytesRead; i = bytes.indexOf(10, i + 1)) {
      lines += 1;
      end = at + i + 1;
    }
    at += bytesRead;
  }
  await handle.file.truncate(end);
  return lines;
}

async function openDisposable(path: string) {
  const file = await open(path, "r+");
  return { file, [Symbol.asyncDispose]: () => file.close() };
}

async function readReport(out: string): Promise<ColdStartReport | undefined> {
  if ((await stat(out).catch(() => undefined)) === undefined) return undefined;
  const text = await readFile(`${out}.report.json`, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as ColdStartReport);
}

function makeReport(
  settings: ColdStartSettings,
  { records, dropped, searched, finder }: ReadCorpus,
  { pairs }: Plan,
  tasks: ColdStartReport["tasks"],
): ColdStartReport {
  const byRelation: Record<Relation, number> = { "uses the target": 0, "shares a lemma": 0, "conjectured from it": 0 };
  const lemmas = new Map<string, number>();
  for (const { relation, lemma } of pairs) {
    byRelation[relation] += 1;
    if (lemma !== "") lemmas.set(lemma, (lemmas.get(lemma) ?? 0) + 1);
  }
  return {
    settings,
    records,
    kept: records - Object.values(dropped).reduce((sum, count) => sum + count, 0),
    dropped,
    searched,
    pairs: {
      found: finder.pairs.length,
      used: pairs.length,
      byRelation,
      lemmas: lemmas.size,
      largestLemmaShare: pairs.length === 0 ? 0 : Math.max(0, ...lemmas.values()) / pairs.length,
      overLemmaCapOrBudget: finder.pairs.length - pairs.length,
      dropped: finder.dropped,
    },
    tasks,
  };
}

function requireShares(settings: ColdStartSettings): void {
  for (const field of ["conjectureShare", "lemmaShare", "emptyLemma"] as const)
    if (!(settings[field] >= 0 && settings[field] <= 1))
      throw new InputError(`expected a share between 0 and 1, received ${settings[field]}`, { field });
}

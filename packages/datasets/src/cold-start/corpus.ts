import { z } from "zod";
import { inOrder } from "@lemma/async";
import { createHash } from "node:crypto";
import { InputError, throwIfAborted } from "@lemma/interfaces";
import { theoremHash } from "@lemma/lean-text";
import { type CorpusRecord, readCorpus as readRecords } from "../read.ts";
import type { ColdStartOptions } from "./options.ts";
import { PairFinder } from "./pairs.ts";
import { type Candidate, type DropReason, dropReasons, Excluded, Screen } from "./screen.ts";
import { SearchCache } from "./search.ts";
import type { ColdStartSettings } from "./settings.ts";
import { Spool } from "./spool.ts";

/** What the first pass over a corpus leaves: candidates in the spool, and this. */
export interface ReadCorpus {
  readonly finder: PairFinder;
  readonly records: number;
  readonly dropped: Record<DropReason, number>;
  readonly searched: { statements: number; found: number };
  /** Over all candidates: a resumed run must have read the same. */
  readonly digest: string;
}

/** The first pass: screens every record, spools what is fit, finds pairs, logs what is dropped. */
export async function readCorpus(
  options: ColdStartOptions,
  settings: ColdStartSettings,
  spool: Spool<Candidate>,
  droppedFile: string,
): Promise<ReadCorpus> {
  const { exclude = [], signal, onProgress } = options;
  const excluded = new Excluded();
  for await (const theorem of exclude) excluded.add(theorem);
  const screen = new Screen(settings, excluded);
  const finder = new PairFinder(settings);
  const dropped = Object.fromEntries(Object.keys(dropReasons).map((reason) => [reason, 0])) as Record<
    DropReason,
    number
  >;
  const searched = { statements: 0, found: 0 };
  const digest = createHash("sha256");
  await using log = await Spool.create(droppedFile, z.unknown());
  let records = 0;
  const drop = async (reason: DropReason, where: Readonly<Record<string, unknown>>): Promise<void> => {
    dropped[reason] += 1;
    await log.push({ ...where, reason, because: dropReasons[reason] });
  };
  for await (const item of proved(options, excluded)) {
    throwIfAborted("cold start", signal);
    records += 1;
    if (records % 100 === 0) onProgress?.("reading", records);
    if (item instanceof InputError) {
      await drop("unreadable", { ...item.location, message: item.message });
      continue;
    }
    const { theorem, proofs, origin, wasSearched } = item;
    if (wasSearched) searched.statements += 1;
    if (wasSearched && proofs.length > 0) searched.found += 1;
    if (proofs.length === 0) {
      // What may not be learnt from is not searched for either, so that it may well have a proof.
      const reason = excluded.has(theorem) ? "excluded" : "unproved";
      await drop(reason, { id: theorem.id, file: origin.file, line: origin.line });
    }
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
      digest.update(JSON.stringify(judged));
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
  excluded: Excluded,
): AsyncGenerator<ProvedRecord | InputError> {
  if (search === undefined) {
    for await (const item of corpusItems(corpus))
      yield item instanceof InputError ? item : { ...item, wasSearched: false };
    return;
  }
  await using cache = await SearchCache.open(searchCache ?? `${out}.search.jsonl`);
  yield* inOrder(corpusItems(corpus), searchConcurrency, async (item) => {
    if (item instanceof InputError) return item;
    if (item.proofs.length > 0 || excluded.has(item.theorem)) return { ...item, wasSearched: false };
    const hash = theoremHash(item.theorem);
    const tactics = await cache.find(hash, search.effort ?? 0, () => search.find(item.theorem, signal));
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

import { createHash } from "node:crypto";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readRecordIfPresent } from "@lemma/files";
import { InputError } from "@lemma/interfaces";
import { z } from "zod";
import { type ReadCorpus, readCorpus } from "./corpus.ts";
import type { ColdStartOptions } from "./options.ts";
import { completedLines, writeTasks } from "./output.ts";
import { makePlan, type Plan } from "./plan.ts";
import { type DropReason, candidateSchema, dropReasons } from "./screen.ts";
import { type ColdStartSettings, coldStartDefaults, coldStartSettings } from "./settings.ts";
import { Spool } from "./spool.ts";
import { type Relation, relations } from "./tasks.ts";

/** A count for each of these. */
const countsOf = <K extends string>(keys: readonly K[]) => z.record(z.enum(keys), z.number());

/** `OUT.report.json`. */
const reportSchema = z.object({
  settings: coldStartSettings,
  /** Over the settings and every record kept: what a resumed run compares. */
  fingerprint: z.string(),
  records: z.number(),
  kept: z.number(),
  dropped: countsOf(Object.keys(dropReasons) as DropReason[]),
  /** Statements without a proof: how many were looked at, now or in an earlier run, and for how many a proof was found. */
  searched: z.object({ statements: z.number(), found: z.number() }),
  pairs: z.object({
    found: z.number(),
    used: z.number(),
    byRelation: countsOf(relations),
    /** Different lemmas in the pairs used, and the share of the most used. */
    lemmas: z.number(),
    largestLemmaShare: z.number(),
    overLemmaCapOrBudget: z.number(),
    dropped: countsOf(["sameStatement", "otherHeader", "repeated", "seedUsedUp"]),
  }),
  tasks: z.object({ prove: z.number(), conjecture: z.number() }),
});
export type ColdStartReport = Readonly<z.infer<typeof reportSchema>>;

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
  const wasInterrupted = (await stat(work).catch(() => undefined)) !== undefined;
  if (options.resume !== true) await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  await using spool = await Spool.create(join(work, "records.jsonl"), candidateSchema);
  const read = await readCorpus(options, settings, spool, join(work, "dropped.jsonl"));
  const fingerprint = createHash("sha256").update(JSON.stringify(settings)).update(read.digest).digest("hex");
  const finished = options.resume === true && !wasInterrupted ? await finishedReport(options.out) : undefined;
  if (finished?.fingerprint === fingerprint) {
    await rm(work, { recursive: true, force: true });
    return finished;
  }
  const plan = makePlan(read.finder.pairs, spool.length, settings);
  const done = await completedLines(work, fingerprint);
  await writeTasks(join(work, "tasks.jsonl"), plan, spool, settings, done, options);
  const report = makeReport(settings, fingerprint, read, plan);
  await rename(join(work, "dropped.jsonl"), `${options.out}.dropped.jsonl`);
  await writeFile(join(work, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  await rename(join(work, "report.json"), `${options.out}.report.json`);
  // Last: where this file is, all of it is.
  await rename(join(work, "tasks.jsonl"), options.out);
  await rm(work, { recursive: true, force: true });
  return report;
}

/** The report of a run that wrote its tasks to the end. */
async function finishedReport(out: string): Promise<ColdStartReport | undefined> {
  if ((await stat(out).catch(() => undefined)) === undefined) return undefined;
  return readRecordIfPresent(`${out}.report.json`, reportSchema);
}

function makeReport(
  settings: ColdStartSettings,
  fingerprint: string,
  { records, dropped, searched, finder }: ReadCorpus,
  { pairs, replays }: Plan,
): ColdStartReport {
  const byRelation: Record<Relation, number> = { "uses the target": 0, "shares a lemma": 0, "conjectured from it": 0 };
  const lemmas = new Map<string, number>();
  for (const { relation, lemma } of pairs) {
    byRelation[relation] += 1;
    if (lemma !== "") lemmas.set(lemma, (lemmas.get(lemma) ?? 0) + 1);
  }
  return {
    settings,
    fingerprint,
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
    tasks: { prove: replays.length, conjecture: pairs.length },
  };
}

function requireShares(settings: ColdStartSettings): void {
  for (const field of ["conjectureShare", "lemmaShare", "emptyLemma"] as const)
    if (!(settings[field] >= 0 && settings[field] <= 1))
      throw new InputError(`expected a share between 0 and 1, received ${settings[field]}`, { field });
}

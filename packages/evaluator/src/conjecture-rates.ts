import { InputError } from "@lemma/interfaces";
import type { ConjectureFate } from "@lemma/interfaces";
import { type PairedBootstrap, bootstrapMean, mean, pairedBootstrap } from "./statistics/bootstrap.ts";
import type { Interval } from "./statistics/interval.ts";
import { signFlipTest } from "./statistics/paired-tests.ts";

/** What became of the conjectures on one statement from one seed, before or after meta-training. */
export interface ConjectureRecord {
  readonly id: string;
  readonly seed: number;
  readonly policy: "before" | "after";
  readonly written: number;
  /** Those that passed the filters. */
  readonly accepted: number;
  /** Those of which a proof was verified. */
  readonly verified: number;
  /** One each, in the order written. */
  readonly fates: readonly ConjectureFate[];
}

export interface ConjectureRates {
  readonly statements: number;
  readonly seeds: readonly number[];
  /** Before, then after. Counts are over all statements and seeds. */
  readonly rows: readonly {
    readonly policy: ConjectureRecord["policy"];
    readonly written: number;
    readonly accepted: number;
    readonly verified: number;
    /** Verified over written, averaged over statements and seeds. */
    readonly rate: Interval;
    readonly bySeed: readonly number[];
  }[];
  /** After − before. */
  readonly difference: PairedBootstrap;
  readonly signFlipPValue: number;
  readonly level: number;
}

/**
 * The rate of verified conjectures before and after meta-training, over statements and seeds that both have.
 *
 * @throws {InputError} when a statement lacks a record of either, from any of the seeds.
 */
export function summariseConjectures(
  records: readonly ConjectureRecord[],
  options: { readonly seed: number; readonly level?: number },
): ConjectureRates {
  const { level = 0.95 } = options;
  const ids = [...new Set(records.map(({ id }) => id))].sort();
  const seeds = [...new Set(records.map(({ seed }) => seed))].sort((a, b) => a - b);
  const byKey = new Map(records.map((record) => [JSON.stringify([record.policy, record.id, record.seed]), record]));
  const rateOf = (policy: ConjectureRecord["policy"], id: string, seed: number): number => {
    const record = byKey.get(JSON.stringify([policy, id, seed]));
    if (record === undefined) throw new InputError(`no conjectures on ${id} ${policy} meta-training from seed ${seed}`);
    return record.written === 0 ? 0 : record.verified / record.written;
  };
  const table = (policy: ConjectureRecord["policy"]): number[][] =>
    ids.map((id) => seeds.map((seed) => rateOf(policy, id, seed)));
  const rows = (["before", "after"] as const).map((policy) => {
    const own = records.filter((record) => record.policy === policy);
    const rates = table(policy);
    const total = (count: "written" | "accepted" | "verified"): number =>
      own.reduce((sum, record) => sum + record[count], 0);
    return {
      policy,
      written: total("written"),
      accepted: total("accepted"),
      verified: total("verified"),
      rate: bootstrapMean(rates, options),
      bySeed: seeds.map((_, column) => mean(rates.map((row) => row[column]!))),
    };
  });
  const [before, after] = [table("before"), table("after")];
  return {
    statements: ids.length,
    seeds,
    rows,
    difference: pairedBootstrap(after, before, options),
    signFlipPValue: signFlipTest(after, before, options),
    level,
  };
}

import { RecordLog } from "@lemma/files";
import { type ResultRecord, resultSchema } from "./results.ts";

/** `results.jsonl` as it grows. */
export type ResultsLog = RecordLog<ResultRecord>;

/** What a result is about: one problem under one method from one seed. */
export function resultKey({ problem, method, seed }: Pick<ResultRecord, "problem" | "method" | "seed">): string {
  return `${problem} by ${method} from seed ${seed}`;
}

/**
 * Opens `results.jsonl`. Results in which the verifier itself failed are dropped when `retry` says so: they say nothing of
 * the proofs, and a later run may have a verifier that works.
 *
 * @throws what `RecordLog.open` throws.
 */
export async function openResultsLog(file: string, options: { readonly retry?: boolean } = {}): Promise<ResultsLog> {
  return RecordLog.open<ResultRecord>(file, {
    keyOf: resultKey,
    schema: resultSchema,
    keep: ({ attempts }) => options.retry !== true || attempts.every(({ status }) => status !== "infrastructure"),
  });
}

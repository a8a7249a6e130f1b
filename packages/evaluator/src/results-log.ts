import { RecordLog } from "@lemma/files";
import type { ResultRecord } from "./results.ts";

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
    isRecord,
    expected: "problem, method, seed, attempts and usage",
    keep: ({ attempts }) => options.retry !== true || attempts.every(({ status }) => status !== "infrastructure"),
  });
}

function isRecord(value: unknown): boolean {
  const record = (value ?? {}) as Partial<ResultRecord>;
  return (
    typeof record.problem === "string" &&
    typeof record.method === "string" &&
    typeof record.seed === "number" &&
    Array.isArray(record.attempts) &&
    typeof record.usage === "object"
  );
}

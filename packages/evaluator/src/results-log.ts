import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError } from "@lemma/interfaces";
import type { ResultRecord } from "./results.ts";

/**
 * `results.jsonl` as it grows: one record appended at a time, each on disk before `append` resolves. Opening one that a killed
 * run left reads what is whole and cuts off a torn last line, so that a resumed run loses and doubles nothing.
 */
export class ResultsLog implements AsyncDisposable {
  /** What is in the file. */
  readonly records: readonly ResultRecord[];
  readonly #file: FileHandle;
  readonly #records: ResultRecord[];
  readonly #keys: Set<string>;

  private constructor(file: FileHandle, records: ResultRecord[]) {
    this.#file = file;
    this.#records = records;
    this.records = records;
    this.#keys = new Set(records.map(keyOf));
  }

  /** @throws {InputError} with file and line, where a whole line is no record. */
  static async open(file: string): Promise<ResultsLog> {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, "a+");
    try {
      const bytes = await handle.readFile();
      const end = bytes.lastIndexOf(10) + 1;
      if (end < bytes.length) await handle.truncate(end);
      const text = bytes.subarray(0, end).toString("utf8");
      const records = text
        .split("\n")
        .slice(0, -1)
        .map((line, index) => parse(line, file, index + 1));
      return new ResultsLog(handle, records);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  has(problem: string, method: string, seed: number): boolean {
    return this.#keys.has(keyOf({ problem, method, seed }));
  }

  /** @throws {InputError} for a second record of one problem, method and seed. */
  async append(record: ResultRecord): Promise<void> {
    if (this.#keys.has(keyOf(record)))
      throw new InputError(
        `there is a result of ${record.problem} by ${record.method} from seed ${record.seed} already`,
      );
    // Claimed before the write, so that two calls at once cannot both pass.
    this.#keys.add(keyOf(record));
    await this.#file.appendFile(`${JSON.stringify(record)}\n`);
    await this.#file.datasync();
    this.#records.push(record);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

function keyOf({ problem, method, seed }: Pick<ResultRecord, "problem" | "method" | "seed">): string {
  return JSON.stringify([problem, method, seed]);
}

function parse(line: string, file: string, number: number): ResultRecord {
  let record: Partial<ResultRecord>;
  try {
    record = JSON.parse(line) as Partial<ResultRecord>;
  } catch (error) {
    throw new InputError("not JSON", { file, line: number }, { cause: error });
  }
  const isRecord =
    typeof record.problem === "string" &&
    typeof record.method === "string" &&
    typeof record.seed === "number" &&
    Array.isArray(record.attempts) &&
    typeof record.usage === "object";
  if (!isRecord)
    throw new InputError("not a result: expected problem, method, seed, attempts and usage", { file, line: number });
  return record as ResultRecord;
}

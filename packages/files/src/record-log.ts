import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError } from "@lemma/interfaces";
import type { ZodType } from "zod";
import { parseRecord } from "./json.ts";
import { onDisk } from "./on-disk.ts";
import { writeWhole } from "./write-whole.ts";

export interface RecordLogOptions<T> {
  /** Names what a record is about; no two records of a log are about the same. */
  readonly keyOf: (record: T) => string;
  /** What a record is. */
  readonly schema: ZodType<T>;
  /** Records that fail it are dropped when the file is opened, so that their work is done again. All are kept unless told. */
  readonly keep?: (record: T) => boolean;
}

/**
 * A JSON-lines file that grows by one record at a time, each on disk before `append` resolves. Opening one that a killed run
 * left reads what is whole and cuts off a torn last line, so that a resumed run loses and doubles nothing.
 */
export class RecordLog<T> implements AsyncDisposable {
  /** What is in the file, in its order. */
  readonly records: readonly T[];
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #records: T[];
  readonly #byKey: Map<string, T>;
  readonly #keyOf: (record: T) => string;

  private constructor(path: string, file: FileHandle, records: T[], keyOf: (record: T) => string) {
    this.#path = path;
    this.#file = file;
    this.#records = records;
    this.records = records;
    this.#keyOf = keyOf;
    this.#byKey = new Map(records.map((record) => [keyOf(record), record]));
  }

  /**
   * @throws {InputError} with file, line and field, where a whole line is no record.
   * @throws {InfrastructureError} where the file cannot be opened or written.
   */
  static async open<T>(file: string, options: RecordLogOptions<T>): Promise<RecordLog<T>> {
    const { keep = () => true, keyOf } = options;
    const handle = await onDisk(file, async () => {
      await mkdir(dirname(file), { recursive: true });
      return open(file, "a+");
    });
    try {
      const bytes = await handle.readFile();
      const end = bytes.lastIndexOf(10) + 1;
      if (end < bytes.length) await onDisk(file, () => handle.truncate(end));
      const lines = bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
      const all = lines.map((line, index) => parseRecord(line, options.schema, { file, line: index + 1 }));
      const records = all.filter(keep);
      if (records.length === all.length) return new RecordLog(file, handle, records, keyOf);
    } catch (error) {
      await handle.close();
      throw error;
    }
    await handle.close();
    await dropRecords(file, options);
    return RecordLog.open(file, { ...options, keep: () => true });
  }

  /** The record about `key`, in the words of `keyOf`. */
  get(key: string): T | undefined {
    return this.#byKey.get(key);
  }

  /**
   * @throws {InputError} for a second record about the same.
   * @throws {InfrastructureError} when it cannot be written, such as on a full disk: what was there before stays whole.
   */
  async append(record: T): Promise<void> {
    const key = this.#keyOf(record);
    if (this.#byKey.has(key)) throw new InputError(`there is a record of ${key} already`, { file: this.#path });
    // Claimed before the write, so that two calls at once cannot both pass.
    this.#byKey.set(key, record);
    await onDisk(this.#path, async () => {
      await this.#file.appendFile(`${JSON.stringify(record)}\n`);
      await this.#file.datasync();
    });
    this.#records.push(record);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

/** Rewrites the file without the records that `keep` refuses; it is whole before and after, and what stays is as it was written. */
async function dropRecords<T>(file: string, { keep = () => true, schema }: RecordLogOptions<T>): Promise<void> {
  const lines = (await readFile(file, "utf8")).split("\n").slice(0, -1);
  const kept = lines.filter((line, index) => keep(parseRecord(line, schema, { file, line: index + 1 })));
  await writeWhole(
    file,
    kept.map((line) => `${line}\n`),
  );
}

import { appendFile, readFile, truncate } from "node:fs/promises";

/**
 * A JSON-lines file that grows by one record at a time. A process killed while it wrote leaves half a line at the end, which
 * the next one to open the file cuts off: a record is there whole or not at all.
 */
export class Journal<T> {
  readonly records: T[];
  readonly #file: string;

  private constructor(file: string, records: T[]) {
    this.#file = file;
    this.records = records;
  }

  static async open<T>(file: string): Promise<Journal<T>> {
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) await truncate(file, Buffer.byteLength(whole));
    const lines = whole.split("\n").filter((line) => line !== "");
    return new Journal(
      file,
      lines.map((line) => JSON.parse(line) as T),
    );
  }

  async append(record: T): Promise<void> {
    await appendFile(this.#file, `${JSON.stringify(record)}\n`);
    this.records.push(record);
  }
}

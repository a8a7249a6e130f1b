import { type FileHandle, open } from "node:fs/promises";
import { parseRecord } from "@lemma/files";
import type { ZodType } from "zod";

const chunkBytes = 1 << 18;

/** Values on disk as JSON lines, read back by number: what lets a plan over any number of records fit in memory. */
export class Spool<T> implements AsyncDisposable {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #schema: ZodType<T>;
  #offsets = new Float64Array(1024);
  #count = 0;
  #pending: string[] = [];
  #pendingBytes = 0;
  #end = 0;

  private constructor(path: string, file: FileHandle, schema: ZodType<T>) {
    this.#path = path;
    this.#file = file;
    this.#schema = schema;
  }

  /** Creates the file, or empties it. */
  static async create<T>(path: string, schema: ZodType<T>): Promise<Spool<T>> {
    return new Spool(path, await open(path, "w+"), schema);
  }

  get length(): number {
    return this.#count;
  }

  async push(value: T): Promise<void> {
    const line = `${JSON.stringify(value)}\n`;
    if (this.#count + 1 >= this.#offsets.length) {
      const larger = new Float64Array(2 * this.#offsets.length);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    this.#pending.push(line);
    const bytes = Buffer.byteLength(line);
    this.#pendingBytes += bytes;
    this.#end += bytes;
    this.#count += 1;
    this.#offsets[this.#count] = this.#end;
    if (this.#pendingBytes > chunkBytes) await this.flush();
  }

  /** @throws {RangeError} past the end. @throws {InputError} where somebody else wrote into the file. */
  async at(index: number): Promise<T> {
    if (!(index >= 0 && index < this.#count)) throw new RangeError(`Spool: no value ${index} of ${this.#count}`);
    await this.flush();
    const start = this.#offsets[index]!;
    const bytes = Buffer.alloc(this.#offsets[index + 1]! - start);
    await this.#file.read(bytes, 0, bytes.length, start);
    return parseRecord(bytes.toString("utf8"), this.#schema, { file: this.#path, line: index + 1 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }

  /** Writes what is still in memory. */
  async flush(): Promise<void> {
    if (this.#pendingBytes === 0) return;
    const text = this.#pending.join("");
    const start = this.#end - this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
    const bytes = Buffer.from(text);
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await this.#file.write(bytes, written, bytes.length - written, start + written);
      written += bytesWritten;
    }
  }
}

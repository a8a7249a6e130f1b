import { existsSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";

/** Results of slow work on disk, one line each, so that a run that was killed goes on where it stopped. */
export class LineCache<T> {
  readonly #file: string;
  readonly #known: Map<string, T>;

  private constructor(file: string, known: Map<string, T>) {
    this.#file = file;
    this.#known = known;
  }

  static async open<T>(file: string): Promise<LineCache<T>> {
    const known = new Map<string, T>();
    const text = existsSync(file) ? await readFile(file, "utf8") : "";
    for (const line of text.split("\n")) {
      const row = parse<T>(line);
      if (row !== undefined) known.set(row.key, row.value);
    }
    // What comes next must not continue a line that a kill cut short.
    if (text !== "" && !text.endsWith("\n")) await appendFile(file, "\n");
    return new LineCache(file, known);
  }

  get size(): number {
    return this.#known.size;
  }

  get(key: string): T | undefined {
    return this.#known.get(key);
  }

  async set(key: string, value: T): Promise<void> {
    this.#known.set(key, value);
    await appendFile(this.#file, `${JSON.stringify({ key, value })}\n`);
  }
}

/** A line cut short by a kill is no row. */
function parse<T>(line: string): { readonly key: string; readonly value: T } | undefined {
  try {
    return JSON.parse(line) as { key: string; value: T };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

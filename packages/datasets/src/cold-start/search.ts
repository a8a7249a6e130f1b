import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { readRecords } from "@lemma/files";
import type { Theorem } from "@lemma/interfaces";
import { z } from "zod";

/** Looks for a proof of a statement that has none. */
export interface ProofSearch {
  /** How hard it looks, in any unit of its own: a failure remembered at less effort is looked for again. 0 when absent. */
  readonly effort?: number;
  /**
   * @returns a tactic block that proves the theorem, or undefined when none was found, which is remembered as well.
   * @throws where it could not look: that is not remembered.
   */
  find(theorem: Theorem, signal?: AbortSignal): Promise<string | undefined>;
}

/** A line of a search cache; null where no proof was found. */
const resultSchema = z.object({ hash: z.string(), effort: z.number().default(0), proof: z.string().nullable() });
type Result = Readonly<z.infer<typeof resultSchema>>;

/**
 * Search results on disk, one line each: `{"hash", "effort", "proof"}`, the proof null where none was found. `hash` is the
 * statement's `theoremHash`. Of several lines about one statement the last counts, so files may be concatenated.
 */
export class SearchCache implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #known: Map<string, Result>;
  readonly #underWay = new Map<string, Promise<string | undefined>>();

  private constructor(file: FileHandle, known: Map<string, Result>) {
    this.#file = file;
    this.#known = known;
  }

  /**
   * A line torn by a kill is cut off.
   *
   * @throws {InputError} with file, line and field, where another line is no result.
   */
  static async open(path: string): Promise<SearchCache> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "a+");
    try {
      const bytes = await file.readFile();
      const end = bytes.lastIndexOf(10) + 1;
      if (end < bytes.length) await file.truncate(end);
      const results = await readRecords(path, resultSchema);
      return new SearchCache(file, new Map(results.map((result) => [result.hash, result])));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * What is known of the statement; failing that, what `look` finds. Copies of one statement are searched once.
   *
   * @param effort of `look`: it is not asked again where it, or a harder search, found nothing.
   */
  async find(hash: string, effort: number, look: () => Promise<string | undefined>): Promise<string | undefined> {
    const known = this.#known.get(hash);
    if (known !== undefined && (known.proof !== null || known.effort >= effort)) return known.proof ?? undefined;
    const search = this.#underWay.get(hash) ?? this.#search(hash, effort, look);
    this.#underWay.set(hash, search);
    return search;
  }

  async #search(hash: string, effort: number, look: () => Promise<string | undefined>): Promise<string | undefined> {
    try {
      const proof = await look();
      const result = { hash, effort, proof: proof ?? null };
      await this.#file.appendFile(`${JSON.stringify(result)}\n`);
      this.#known.set(hash, result);
      return proof;
    } finally {
      this.#underWay.delete(hash);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A search under way would write into a closed file.
    await Promise.allSettled(this.#underWay.values());
    await this.#file.close();
  }
}

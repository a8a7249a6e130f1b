import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { InfrastructureError, type Theorem, type Verifier, type VerifyOptions } from "@lemma/interfaces";

/** Looks for a proof of a statement that has none. */
export interface ProofSearch {
  /**
   * @returns a tactic block that proves the theorem, or undefined when none was found, which is remembered as well.
   * @throws where it could not look: that is not remembered.
   */
  find(theorem: Theorem, signal?: AbortSignal): Promise<string | undefined>;
}

/**
 * Tries scripts until the verifier accepts one.
 *
 * @param scripts the tactic blocks to try on a theorem, most promising first.
 */
export function scriptSearch(
  verifier: Verifier,
  scripts: (theorem: Theorem) => Iterable<string>,
  options: VerifyOptions = {},
): ProofSearch {
  return {
    find: async (theorem, signal) => {
      for (const tactics of scripts(theorem)) {
        const limits = signal === undefined ? options : { ...options, signal };
        const verdict = await verifier.verify({ theorem, proof: { kind: "tactics", tactics } }, limits);
        if (verdict.status === "proved") return tactics;
        if (verdict.status === "infrastructure")
          throw new InfrastructureError(`searching for a proof of ${theorem.id}: ${verdict.reason}`);
      }
      return undefined;
    },
  };
}

/** Search results on disk, by statement hash, one line each: `{"hash", "proof"}`, null for none found. */
export class SearchCache implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #known: Map<string, string | undefined>;
  readonly #underWay = new Map<string, Promise<string | undefined>>();

  private constructor(file: FileHandle, known: Map<string, string | undefined>) {
    this.#file = file;
    this.#known = known;
  }

  /** A line torn by a kill is cut off; lines that are no results are passed over. */
  static async open(path: string): Promise<SearchCache> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "a+");
    const bytes = await file.readFile();
    const end = bytes.lastIndexOf(10) + 1;
    if (end < bytes.length) await file.truncate(end);
    const known = new Map<string, string | undefined>();
    for (const line of bytes.subarray(0, end).toString("utf8").split("\n")) {
      const { hash, proof } = parse(line);
      if (hash !== undefined) known.set(hash, proof);
    }
    return new SearchCache(file, known);
  }

  /** What is known of the statement; failing that, what `look` finds. Copies of one statement are searched once. */
  async find(hash: string, look: () => Promise<string | undefined>): Promise<string | undefined> {
    if (this.#known.has(hash)) return this.#known.get(hash);
    const search = this.#underWay.get(hash) ?? this.#search(hash, look);
    this.#underWay.set(hash, search);
    return search;
  }

  async #search(hash: string, look: () => Promise<string | undefined>): Promise<string | undefined> {
    try {
      const proof = await look();
      await this.#file.appendFile(`${JSON.stringify({ hash, proof: proof ?? null })}\n`);
      this.#known.set(hash, proof);
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

/** `f` of each item, in order, with at most `concurrency` under way. */
export async function* mapOrdered<T, R>(
  source: AsyncIterable<T>,
  concurrency: number,
  f: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  try {
    for await (const item of source) {
      const result = f(item);
      // It may fail before its turn comes to be awaited; it is heard then.
      result.catch(() => undefined);
      underWay.push(result);
      if (underWay.length >= concurrency) yield await underWay.shift()!;
    }
    while (underWay.length > 0) yield await underWay.shift()!;
  } finally {
    // Those behind the first failure must not be left to fail unheard.
    await Promise.allSettled(underWay);
  }
}

function parse(line: string): { readonly hash?: string; readonly proof?: string } {
  try {
    const { hash, proof } = JSON.parse(line) as { hash?: unknown; proof?: unknown };
    if (typeof hash !== "string") return {};
    return typeof proof === "string" ? { hash, proof } : { hash };
  } catch {
    return {};
  }
}

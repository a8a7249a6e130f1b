import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { InfrastructureError, type Theorem, type Verifier, type VerifyOptions } from "@lemma/interfaces";

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

interface Result {
  readonly hash: string;
  readonly effort: number;
  readonly proof: string | undefined;
}

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

  /** A line torn by a kill is cut off; lines that are no results are passed over. */
  static async open(path: string): Promise<SearchCache> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "a+");
    const bytes = await file.readFile();
    const end = bytes.lastIndexOf(10) + 1;
    if (end < bytes.length) await file.truncate(end);
    const known = new Map<string, Result>();
    for (const line of bytes.subarray(0, end).toString("utf8").split("\n")) {
      const result = parse(line);
      if (result !== undefined) known.set(result.hash, result);
    }
    return new SearchCache(file, known);
  }

  /**
   * What is known of the statement; failing that, what `look` finds. Copies of one statement are searched once.
   *
   * @param effort of `look`: it is not asked again where it, or a harder search, found nothing.
   */
  async find(hash: string, effort: number, look: () => Promise<string | undefined>): Promise<string | undefined> {
    const known = this.#known.get(hash);
    if (known !== undefined && (known.proof !== undefined || known.effort >= effort)) return known.proof;
    const search = this.#underWay.get(hash) ?? this.#search(hash, effort, look);
    this.#underWay.set(hash, search);
    return search;
  }

  async #search(hash: string, effort: number, look: () => Promise<string | undefined>): Promise<string | undefined> {
    try {
      const proof = await look();
      await this.#file.appendFile(`${JSON.stringify({ hash, effort, proof: proof ?? null })}\n`);
      this.#known.set(hash, { hash, effort, proof });
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

function parse(line: string): Result | undefined {
  try {
    const { hash, effort, proof } = JSON.parse(line) as { hash?: unknown; effort?: unknown; proof?: unknown };
    if (typeof hash !== "string") return undefined;
    const found = typeof proof === "string" ? proof : undefined;
    return { hash, effort: typeof effort === "number" ? effort : 0, proof: found };
  } catch {
    return undefined;
  }
}

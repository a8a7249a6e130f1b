import type { Theorem } from "@lemma/interfaces";
import type { ProofSearch } from "./search.ts";
import type { ColdStartSettings } from "./settings.ts";

export interface ColdStartOptions {
  /** Proof records: files or folders, read in this order. Records with a `seed_statement` also give conjecture tasks. */
  readonly corpus: string | readonly string[];
  /** Where the tasks go. Beside it: `.report.json`, `.dropped.jsonl`, and while it is made a folder `.partial`. */
  readonly out: string;
  /** Go on with what an interrupted run left; the result is the same file, byte for byte. */
  readonly resume?: boolean;
  readonly settings?: Partial<ColdStartSettings>;
  /** Looks for proofs of statements that have none. What it finds, and does not find, is remembered in `searchCache`. */
  readonly search?: ProofSearch;
  /** JSON lines, one per statement searched; `OUT.search.jsonl` unless told. Kept, so that later runs need not search again. */
  readonly searchCache?: string;
  /** Searches under way at once; 2 unless told. More than the search has threads keeps them busy past a slow statement. */
  readonly searchConcurrency?: number;
  /** Statements that must not be learnt from, such as a test set's; compared by normal form. */
  readonly exclude?: AsyncIterable<Theorem> | Iterable<Theorem>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (stage: "reading" | "writing", done: number) => void;
}

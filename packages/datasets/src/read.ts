import { InputError, type Theorem } from "@lemma/interfaces";
import type { Refuse } from "./records/fields.ts";
import { type ProofRecord, readProofs, readProofsIfAny } from "./records/proof-record.ts";
import { readTheorem, type RecordOrigin } from "./records/theorem-record.ts";
import type { RawRecord } from "./sources/jsonl.ts";
import type { DeclaredTheorem } from "./sources/lean.ts";
import { openRecords } from "./sources/open.ts";

export interface ReadOptions {
  /** Keep only theorems of this split. */
  readonly split?: string;
  /** When given, a record that cannot be used is reported here and left out; without it, reading stops there. */
  readonly onBadRecord?: (error: InputError) => void;
  /** Told of what a folder holds that is no set of theorems, and is therefore not read. */
  readonly onPassedOver?: (problem: InputError) => void;
  /** Give theorems of one name in one file, as other books' exercises are, their line: `exercise_1_2:57`. */
  readonly distinct?: boolean;
}

/**
 * Streams the theorems behind a path: a JSONL, JSON, Parquet or Lean file, a folder of them, or `-` for what standard input brings. Statements come out ending in
 * `:= by`, however the data set writes them.
 *
 * @throws {InputError} with file, line and field, at the first record that cannot be used.
 */
export async function* readTheorems(path: string, options: ReadOptions = {}): AsyncGenerator<Theorem> {
  const named = new Namer(options.distinct);
  for await (const record of openRecords(path, options.onPassedOver)) {
    const theorem =
      record.declared?.theorem ??
      attempt(() => readTheorem(valueOf(record), record, refuseAt(record)).theorem, options);
    if (theorem !== undefined && isOfSplit(theorem, options)) yield named.name(theorem, record);
  }
}

/** Whether it is of the split that was asked for: `test`, which some sets call `miniF2F test`. */
const isOfSplit = ({ split }: Theorem, { split: wanted }: ReadOptions): boolean =>
  wanted === undefined || split === wanted || split?.split(" ").at(-1) === wanted;

/**
 * Tells theorems of one name in two files of a folder apart, as they are in their own files: the later one bears its file's name, and
 * that of folders where it needs to. In one Lean file the later one bears its line; two records of one name in a file may be copies.
 */
class Namer {
  readonly #files = new Map<string, string>();
  readonly #isDistinct: boolean;

  constructor(isDistinct = false) {
    this.#isDistinct = isDistinct;
  }

  name(theorem: Theorem, { file, line, declared }: RawRecord): Theorem {
    const parts = file.replace(/\.(lean|jsonl?|ndjson|parquet)(\.gz)?$/, "").split(/[\\/]/);
    for (let depth = 0; depth <= parts.length; depth += 1) {
      const id = depth === 0 ? theorem.id : `${parts.slice(-depth).join("/")}.${theorem.id}`;
      const holder = this.#files.get(id);
      if (holder === undefined) {
        this.#files.set(id, file);
        return id === theorem.id ? theorem : { ...theorem, id };
      }
      if (holder !== file) continue;
      const isOther = this.#isDistinct || declared !== undefined;
      return isOther ? { ...theorem, id: `${id}:${line}` } : id === theorem.id ? theorem : { ...theorem, id };
    }
    return theorem;
  }
}

/**
 * Streams proof records, in order: a record with several `proofs` gives one for each, with its `index`.
 *
 * @throws {InputError} with file, line and field, at the first record that cannot be used.
 */
export async function* readProofRecords(path: string, options: ReadOptions = {}): AsyncGenerator<ProofRecord> {
  const named = new Namer();
  for await (const record of openRecords(path, options.onPassedOver)) {
    const origin = originOf(record);
    const { declared } = record;
    const proofs =
      declared === undefined
        ? (attempt(() => readProofs(valueOf(record), origin, refuseAt(record)), options) ?? [])
        : // A file's `sorry` is judged, too: it is what the file says.
          [
            {
              theorem: named.name(declared.theorem, record),
              proof: declared.proof ?? { kind: "tactics", tactics: declared.placeholder },
              origin,
            },
          ];
    for (const proof of proofs) if (isOfSplit(proof.theorem, options)) yield proof;
  }
}

/** One record: its theorem and what proofs it has, which may be none. */
export interface CorpusRecord {
  readonly theorem: Theorem;
  readonly proofs: readonly ProofRecord[];
  readonly origin: RecordOrigin;
}

/** Streams records whether they have proofs or not, in order. @throws as `readProofRecords` does. */
export async function* readCorpus(path: string, options: ReadOptions = {}): AsyncGenerator<CorpusRecord> {
  const named = new Namer();
  for await (const record of openRecords(path, options.onPassedOver)) {
    const origin = originOf(record);
    const read =
      record.declared === undefined
        ? attempt(() => readProofsIfAny(valueOf(record), origin, refuseAt(record)), options)
        : readDeclared(record.declared, origin);
    if (read === undefined) continue;
    if (!isOfSplit(read.theorem, options)) continue;
    const theorem = named.name(read.theorem, record);
    yield { theorem, proofs: read.proofs.map((proof) => ({ ...proof, theorem })), origin };
  }
}

const originOf = ({ file, line, declared }: RawRecord): RecordOrigin => ({
  file,
  line,
  ...(declared === undefined ? {} : { place: declared.place }),
});

const readDeclared = ({ theorem, proof }: DeclaredTheorem, origin: RecordOrigin): Omit<CorpusRecord, "origin"> => ({
  theorem,
  proofs: proof === undefined ? [] : [{ theorem, proof, origin }],
});

/** All of `readTheorems` as an array. */
export async function loadTheorems(path: string, options: ReadOptions = {}): Promise<Theorem[]> {
  return collect(readTheorems(path, options));
}

/** All of `readProofRecords` as an array. */
export async function loadProofRecords(path: string, options: ReadOptions = {}): Promise<ProofRecord[]> {
  return collect(readProofRecords(path, options));
}

/** What a stream gives, as an array. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

function attempt<T>(read: () => T, { onBadRecord }: ReadOptions): T | undefined {
  if (onBadRecord === undefined) return read();
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    onBadRecord(error);
    return undefined;
  }
}

/** @throws {InputError} where a line is no record at all. */
function valueOf({ value, problem }: RawRecord): unknown {
  if (problem !== undefined) throw problem;
  return value;
}

function refuseAt({ file, line }: RawRecord): Refuse {
  return (problem, field) => {
    throw new InputError(problem, { file, line, ...(field === undefined ? {} : { field }) });
  };
}

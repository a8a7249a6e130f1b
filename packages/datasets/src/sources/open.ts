import { readFile, readdir, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { InputError } from "@lemma/interfaces";
import { mayState } from "../records/fields.ts";
import { readJsonl, unreadable } from "./jsonl.ts";
import type { RawRecord } from "./jsonl.ts";
import { lean3Error } from "./lean3.ts";
import { theoremsIn } from "./lean.ts";
import { readParquet } from "./parquet.ts";

/**
 * The records behind a path, streamed: a `.jsonl` / `.ndjson` (also `.gz`), a `.json` array, a `.parquet`, a `.lean` file, or
 * a folder of those, a Hugging Face dataset folder among them. A folder is read in the order of its files' names, and a
 * split in a file's name (`test-00000-of-00001.parquet`) goes to the records that have none. `-` is standard input: JSON lines, or
 * a Lean file.
 *
 * @param onPassedOver told of what a folder holds that is no set of theorems: settings, words about problems, archives.
 * @throws {InputError} for a path that does not exist, or a folder without a file of a known kind.
 */
export async function* openRecords(
  path: string,
  onPassedOver: (problem: InputError) => void = () => undefined,
): AsyncGenerator<RawRecord> {
  if (path === "-") {
    yield* openInput();
    return;
  }
  const info = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (!info.isDirectory()) {
    yield* openFile(path);
    return;
  }
  const { files, archives } = await dataFiles(path);
  if (files.length === 0) {
    if (archives.length > 0) throw isArchive(archives[0]!);
    throw new InputError("a folder without .jsonl, .json, .parquet or .lean files", { file: path });
  }
  for (const file of archives) onPassedOver(isArchive(file));
  const silent: string[] = [];
  for (const file of files) {
    if (await isAboutOther(file)) silent.push(file);
    else yield* openFile(file, splitInName(file));
  }
  tellSilent(path, silent, onPassedOver);
}

/** Whether a `.json` file of a folder is no set of theorems: no row of it states one. What does not parse may be a set that is broken. */
async function isAboutOther(file: string): Promise<boolean> {
  if (!/\.json(\.gz)?$/.test(file)) return false;
  const rows = rowsOf(await textOf(file));
  return rows !== undefined && !rows.some(mayState);
}

/** One line for each folder: a set of problems in words has hundreds of such files. */
function tellSilent(path: string, silent: readonly string[], onPassedOver: (problem: InputError) => void): void {
  const folders = new Map<string, string[]>();
  for (const file of silent) folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), file]);
  for (const [folder, [first, ...others]] of folders) {
    const more =
      others.length === 0 ? "" : `; so do ${others.length} more in ${relative(path, folder) || "its folder"}`;
    onPassedOver(new InputError(`holds no statement${more}`, { file: first! }));
  }
}

async function* openInput(): AsyncGenerator<RawRecord> {
  const file = "standard input";
  const text = (await buffer(process.stdin)).toString("utf8").replace(/^\uFEFF/, "");
  yield* /^\s*\{/.test(text) ? readJsonl(file, Readable.from([text])) : leanRecords(file, text);
}

async function* openFile(file: string, split?: string): AsyncGenerator<RawRecord> {
  for await (const record of readerOf(file)) {
    const { value, declared } = record;
    if (declared !== undefined) {
      yield split === undefined
        ? record
        : { ...record, declared: { ...declared, theorem: { ...declared.theorem, split } } };
      continue;
    }
    const lacksSplit =
      split !== undefined && typeof value === "object" && value !== null && !("split" in value && value.split !== null);
    yield lacksSplit ? { ...record, value: { ...value, split } } : record;
  }
}

function readerOf(file: string): AsyncGenerator<RawRecord> {
  if (archive.test(file)) throw isArchive(file);
  if (file.endsWith(".parquet")) return readParquet(file);
  if (/\.lean(\.gz)?$/.test(file)) return readLean(file);
  if (/\.json(\.gz)?$/.test(file)) return readJson(file);
  return readJsonl(file);
}

const archive = /\.(zip|tar|tgz|tbz2?|txz|7z|rar|tar\.(gz|bz2|xz|zst)|olean|ilean)$/;

const isArchive = (file: string): InputError => new InputError("an archive: unpack it, and name the folder", { file });

/** A file's text, unpacked where it is `.gz`. */
async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  try {
    return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
}

/**
 * A `.json` file: an array of records, `{ "data": […] }`, one record, or records by name; failing that, JSON lines under the wrong name.
 */
async function* readJson(file: string): AsyncGenerator<RawRecord> {
  const text = await textOf(file);
  const rows = rowsOf(text);
  // What is broken from its first line on is one broken file, not as many broken lines.
  if (rows === undefined && rowsOf(/^.*\S.*$/m.exec(text)?.[0] ?? "") === undefined) yield broken(file, text);
  else if (rows === undefined) yield* readJsonl(file);
  else for (const [index, value] of rows.entries()) yield { file, line: index + 1, value };
}

function broken(file: string, text: string): RawRecord {
  try {
    return { file, line: 1, value: JSON.parse(text) as unknown };
  } catch (error) {
    const problem = new InputError(`not JSON: ${(error as Error).message}`, { file }, { cause: error });
    return { file, line: 1, value: undefined, problem };
  }
}

/** The rows of a JSON text; undefined where it is none. */
function rowsOf(text: string): readonly unknown[] | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
  const wrapped = typeof content === "object" && content !== null && "data" in content ? content.data : content;
  return Array.isArray(wrapped) ? wrapped : (recordsByName(content) ?? [content]);
}

async function* readLean(file: string): AsyncGenerator<RawRecord> {
  yield* leanRecords(file, await textOf(file));
}

/** `{"thm1": {…}, "thm2": {…}}`: each record under its name; undefined for an object of anything else. */
function recordsByName(content: unknown): readonly unknown[] | undefined {
  if (typeof content !== "object" || content === null) return undefined;
  const entries = Object.entries(content);
  const areRecords = entries.every(([, value]) => typeof value === "object" && value !== null && !Array.isArray(value));
  return areRecords && entries.length > 0 ? entries.map(([id, value]) => ({ id, ...(value as object) })) : undefined;
}

function* leanRecords(file: string, code: string): Generator<RawRecord> {
  const problem = lean3Error(code, file);
  if (problem !== undefined) yield { file, line: problem.location.line!, value: undefined, problem };
  else for (const declared of theoremsIn(code)) yield { file, line: declared.place.line, value: {}, declared };
}

/** The Lean file at a path, or those of a folder and the folders below, by name; what describes a project is none. */
export async function leanFiles(path: string): Promise<readonly string[]> {
  const info = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  const files = info.isDirectory() ? (await dataFiles(path)).files : [path];
  return files.filter((file) => file.endsWith(".lean"));
}

// A Hugging Face folder also holds its own descriptions, which are no data.
const descriptions = new Set(["dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"]);
// So does a Lean project, or one of Node's or Python's.
const projectFiles = /^(lakefile\.lean|lake-manifest\.json|package(-lock)?\.json|(ts|pyright)config.*\.json)$/;

interface FolderFiles {
  readonly files: readonly string[];
  readonly archives: readonly string[];
}

async function dataFiles(folder: string): Promise<FolderFiles> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  const archives: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    if (descriptions.has(entry.name) || projectFiles.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const below = await dataFiles(path);
      files.push(...below.files);
      archives.push(...below.archives);
    } else if (archive.test(entry.name)) archives.push(path);
    else if (/\.(jsonl|ndjson|json|parquet|lean)(\.gz)?$/.test(entry.name)) files.push(path);
  }
  return { files, archives };
}

function splitInName(file: string): string | undefined {
  const name = file.replace(/^.*[\\/]/, "");
  return /^(train|test|valid|validation|dev)(?=[-_.])/.exec(name)?.[1];
}

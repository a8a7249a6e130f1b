import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { InputError } from "@lemma/interfaces";
import { codeTokens } from "@lemma/lean-text";
import { readJsonl, unreadable } from "./jsonl.ts";
import type { RawRecord } from "./jsonl.ts";
import { theoremsIn } from "./lean.ts";
import { readParquet } from "./parquet.ts";

/**
 * The records behind a path, streamed: a `.jsonl` / `.ndjson` (also `.gz`), a `.json` array, a `.parquet`, a `.lean` file, or
 * a folder of those, a Hugging Face dataset folder among them. A folder is read in the order of its files' names, and a
 * split in a file's name (`test-00000-of-00001.parquet`) goes to the records that have none. `-` is standard input: JSON lines, or
 * a Lean file.
 *
 * @throws {InputError} for a path that does not exist, or a folder without a file of a known kind.
 */
export async function* openRecords(path: string): AsyncGenerator<RawRecord> {
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
  const files = await dataFiles(path);
  if (files.length === 0)
    throw new InputError("a folder without .jsonl, .json, .parquet or .lean files", { file: path });
  for (const file of files) yield* openFile(file, splitInName(file));
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
  if (archive.test(file)) throw new InputError("an archive: unpack it, and name the folder", { file });
  if (file.endsWith(".parquet")) return readParquet(file);
  if (/\.lean(\.gz)?$/.test(file)) return readLean(file);
  if (/\.json(\.gz)?$/.test(file)) return readJson(file);
  return readJsonl(file);
}

const archive = /\.(zip|tar|tgz|tbz2?|txz|7z|rar|tar\.(gz|bz2|xz|zst)|olean|ilean)$/;

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
  let content: unknown;
  try {
    content = JSON.parse(await textOf(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    yield* readJsonl(file);
    return;
  }
  const wrapped = typeof content === "object" && content !== null && "data" in content ? content.data : content;
  const rows: readonly unknown[] = Array.isArray(wrapped) ? wrapped : (recordsByName(content) ?? [content]);
  for (const [index, value] of rows.entries()) yield { file, line: index + 1, value };
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
  const old = lean3Line(code);
  if (old !== undefined)
    throw new InputError("Lean 3: its statements mean something else in Lean 4; take the set's Lean 4 version", {
      file,
      line: old,
    });
  for (const declared of theoremsIn(code)) yield { file, line: declared.place.line, value: {}, declared };
}

/** The first line that only Lean 3 has: a module in small letters imported, or a proof that begins with `begin`. */
function lean3Line(code: string): number | undefined {
  const tokens = codeTokens(code);
  const found = tokens.find(({ text, kind, startsLine }, at) => {
    const next = tokens[at + 1]?.text ?? "";
    if (text === "import" && startsLine)
      return (
        /^[a-z]+(\.[a-z]|$)/.test(next) && /^(data|analysis|algebra|tactic|topology|order|number_theory)\b/.test(next)
      );
    return kind === "symbol" && text === ":=" && next === "begin";
  });
  return found?.line;
}

/** The Lean file at a path, or those of a folder and the folders below, by name; what describes a project is none. */
export async function leanFiles(path: string): Promise<readonly string[]> {
  const info = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  const files = info.isDirectory() ? await dataFiles(path) : [path];
  return files.filter((file) => file.endsWith(".lean"));
}

// A Hugging Face folder also holds its own descriptions, which are no data.
const descriptions = new Set(["dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"]);
// So does a Lean project, or one of Node's.
const projectFiles = /^(lakefile\.lean|lake-manifest\.json|package(-lock)?\.json|tsconfig.*\.json)$/;

async function dataFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    if (descriptions.has(entry.name) || projectFiles.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await dataFiles(path)));
    else if (/\.(jsonl|ndjson|json|parquet|lean)(\.gz)?$/.test(entry.name)) found.push(path);
  }
  return found;
}

function splitInName(file: string): string | undefined {
  const name = file.replace(/^.*[\\/]/, "");
  return /^(train|test|valid|validation|dev)(?=[-_.])/.exec(name)?.[1];
}

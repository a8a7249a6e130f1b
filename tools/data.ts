import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The data of others in full: `LEMMA_DATA`, or beside the repository. Its layout is that of the slice. */
export const dataFolder = process.env["LEMMA_DATA"] ?? join(import.meta.dirname, "../../shared/data");

/** The part of it that is committed: what a clone alone tests with. */
const slice = join(import.meta.dirname, "../fixtures/real-lean");

/** Whether a file of the data is there in full, and not as its slice alone. */
export const isWhole = (file: string): boolean => existsSync(join(dataFolder, file));

/** Where a file or folder of the data lies: in full where it is there, else its slice. */
export const dataFile = (file: string): string => join(isWhole(file) ? dataFolder : slice, file);

/** Whether the data is there, in full or as a slice; says so on the console when it is not, so that no test skips in silence. */
export function hasData(...files: readonly string[]): boolean {
  const missing = files.filter((file) => !existsSync(dataFile(file)));
  if (missing.length > 0) console.warn(`skipped: no ${missing.join(", ")} under ${dataFolder} (set LEMMA_DATA)`);
  return missing.length === 0;
}

export type DataRow = Readonly<Record<string, unknown>>;

/** The rows of a JSON-lines file of the data. */
export function rowsOf(file: string): DataRow[] {
  const text = readFileSync(dataFile(file), "utf8");
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [JSON.parse(line) as DataRow]));
}

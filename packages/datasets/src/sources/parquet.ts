import { InputError } from "@lemma/interfaces";
import { type RawRecord, unreadable } from "./jsonl.ts";

/**
 * Streams a Parquet file one row group at a time, which bounds memory by the largest group.
 *
 * @throws {InputError} for a file that is no Parquet file.
 */
export async function* readParquet(file: string): AsyncGenerator<RawRecord> {
  // Loaded with the first such file: few have any.
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const buffer = await asyncBufferFromFile(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  const metadata = await parquetMetadataAsync(buffer).catch((error: unknown) => {
    throw new InputError(`not a Parquet file: ${(error as Error).message}`, { file }, { cause: error });
  });
  let row = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = row + Number(group.num_rows);
    const rows = await parquetReadObjects({ file: buffer, metadata, rowStart: row, rowEnd, compressors });
    for (const value of rows) yield { file, line: ++row, value };
    row = rowEnd;
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Tests and the processes that they start and kill put their files into one folder, which goes when the run ends. */
export default function setup(): (() => void) | undefined {
  // Every package of a run asks; the first decides for all.
  if (process.env["LEMMA_TEST_FOLDER"] !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "lemma-tests-"));
  process.env["LEMMA_TEST_FOLDER"] = folder;
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

import path from "node:path";
import { readTheorems } from "@lemma/datasets";
import { RecordLog } from "@lemma/files";
import { statementHash } from "@lemma/lean-text";
import type { Theorem } from "@lemma/interfaces";
import type { LeanLitePool } from "@lemma/lean-lite/pool";
import type { ContaminationGuard } from "./guard.ts";
import { type Searched, searchRecord, searchStatement } from "./workbook-search.ts";

/** Lean Workbook's statements on one line each, in the file's order, without repetitions and without what the guard refuses. */
export async function workbookStatements(data: string, guard: ContaminationGuard): Promise<readonly Theorem[]> {
  const theorems = new Map<string, Theorem>();
  const file = path.join(data, "lean-workbook", "statements.jsonl");
  for await (const { id, statement: text } of readTheorems(file, { onBadRecord: () => undefined })) {
    const statement = text.replace(/\s+/g, " ");
    const hash = statementHash(statement);
    if (!theorems.has(hash) && !guard.refuses(statement)) theorems.set(hash, { id, statement });
  }
  return [...theorems.values()];
}

/**
 * Looks for proofs of statements and of their variants, as many at once as there are threads. What an earlier run found is in
 * `cacheFile` and is not looked for again.
 *
 * @returns the findings, in the statements' order.
 */
export async function searchWorkbook(
  lean: LeanLitePool,
  statements: readonly string[],
  options: { readonly cacheFile: string; readonly log: (line: string) => void },
): Promise<readonly Searched[]> {
  await using cache = await RecordLog.open(options.cacheFile, { keyOf: ({ key }) => key, schema: searchRecord });
  const open = statements.filter((statement) => cache.get(statement) === undefined);
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(lean.threads, open.length) }, async () => {
      while (next < open.length) {
        const statement = open[next]!;
        next += 1;
        await cache.append({ key: statement, value: await searchStatement(lean, statement) });
        if (next % 500 === 0) {
          const seconds = Math.round((performance.now() - started) / 1000);
          options.log(`Lean Workbook: ${next} of ${open.length} statements searched, ${seconds} s`);
        }
      }
    }),
  );
  return statements.map((statement) => cache.get(statement)!.value);
}

import { once } from "node:events";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { readTheorems } from "@lemma/datasets";
import { statementHash } from "@lemma/lean-text";
import type { Theorem } from "@lemma/interfaces";
import type { ContaminationGuard } from "./guard.ts";
import { LineCache } from "./line-cache.ts";
import type { Searched } from "./workbook-search.ts";

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
 * Looks for proofs of statements and of their variants in worker threads. What an earlier run found is in `cacheFile` and is
 * not looked for again.
 *
 * @returns the findings, in the statements' order.
 */
export async function searchWorkbook(
  statements: readonly string[],
  options: { readonly cacheFile: string; readonly workers: number; readonly log: (line: string) => void },
): Promise<readonly Searched[]> {
  const cache = await LineCache.open<Searched>(options.cacheFile);
  const open = statements.filter((statement) => cache.get(statement) === undefined);
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(options.workers, open.length) }, async () => {
      const worker = new Worker(new URL("./workbook-worker.js", import.meta.url));
      try {
        while (next < open.length) {
          const statement = open[next]!;
          next += 1;
          worker.postMessage(statement);
          const [found] = (await once(worker, "message")) as [Searched];
          await cache.set(statement, found);
          if (next % 500 === 0) {
            const seconds = Math.round((performance.now() - started) / 1000);
            options.log(`Lean Workbook: ${next} of ${open.length} statements searched, ${seconds} s`);
          }
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return statements.map((statement) => cache.get(statement)!);
}

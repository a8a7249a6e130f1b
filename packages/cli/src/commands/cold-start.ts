import { availableParallelism } from "node:os";
import { type ProofSearch, buildColdStart, readTheorems } from "@lemma/datasets";
import { InputError, type Theorem } from "@lemma/interfaces";
import { LeanLitePool } from "@lemma/lean-lite/pool";
import { type Command, printJson } from "../command.ts";
import { defined } from "../opening.ts";

export const coldStartCommand: Command = {
  usage: "--corpus FILE --out FILE [flags]",
  flags: {
    corpus: { value: "FILE,…", summary: "proof records, or statements to look for proofs of" },
    out: { value: "FILE", summary: 'the tasks, one a line, each with "task": "prove" or "conjecture"' },
    exclude: { value: "FILE,…", summary: "theorems that must not be learnt from, such as a test set" },
    tasks: { value: "N", summary: "at most so many; all that the mix allows when absent" },
    seed: { value: "N", summary: "every random draw descends from it (1)", least: 0 },
    "search-steps": {
      value: "N",
      summary: "steps of proof search per bare statement; 0 leaves them out (500000)",
      least: 0,
    },
    "search-cache": { value: "FILE", summary: "where search results are kept for any later run (OUT.search.jsonl)" },
    concurrency: { value: "N", summary: "threads that search for proofs (one per core)" },
    resume: { summary: "go on where an interrupted run was" },
    json: { summary: "print the report as JSON" },
  },
  examples: [
    "lemma cold-start --corpus proofs.jsonl,statements.jsonl --out cold-start.jsonl",
    "lemma cold-start --corpus proofs.jsonl,statements.jsonl --search-cache found.jsonl --out cold-start.jsonl --resume",
  ],
  async run(given, terminal) {
    const corpus = given.text("corpus");
    const out = given.text("out");
    if (corpus === undefined || out === undefined)
      throw new InputError("cold-start: give --corpus FILE and --out FILE");
    const exclude = given.text("exclude");
    const steps = given.integer("search-steps") ?? 500_000;
    const threads = Math.max(1, given.integer("concurrency") ?? availableParallelism());
    await using lean = new LeanLitePool({ threads });
    const search: ProofSearch = {
      effort: steps,
      find: async (theorem, signal) => {
        const found = (await lean.search(theorem.statement, { steps, ...defined({ signal }) })).proofs[0]?.proof;
        if (found === undefined || theorem.header === undefined) return found;
        // The search reads the statement alone; under its header it may say something else.
        const { status } = await lean.verify(
          { theorem, proof: { kind: "tactics", tactics: found } },
          defined({ signal }),
        );
        return status === "proved" ? found : undefined;
      },
    };
    const report = await buildColdStart({
      corpus: corpus.split(","),
      out,
      resume: given.has("resume"),
      settings: { seed: given.integer("seed") ?? 1, ...defined({ tasks: given.integer("tasks") }) },
      // Results are taken in the corpus's order: a slow statement must not leave the other threads without work.
      ...(steps === 0 ? {} : { search, searchConcurrency: 16 * threads }),
      ...defined({ searchCache: given.text("search-cache") }),
      ...(exclude === undefined ? {} : { exclude: theoremsOf(exclude.split(",")) }),
      signal: terminal.signal,
      onProgress: (stage, done) => {
        if (terminal.isInteractive) terminal.progress(`\r\u001b[2K${stage} ${done}`);
      },
    });
    if (terminal.isInteractive) terminal.progress("\n");
    if (given.has("json")) printJson(terminal, report);
    else
      terminal.out(
        `${report.tasks.prove} proofs to replay, ${report.tasks.conjecture} conjectures to write; ${report.kept} of ${report.records} records kept, see ${out}.report.json\n`,
      );
    return 0;
  },
};

async function* theoremsOf(files: readonly string[]): AsyncGenerator<Theorem> {
  for (const file of files) yield* readTheorems(file);
}

import { existsSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import path from "node:path";
import { readTheorems, statementHash } from "@lemma/datasets";
import { Random, type Theorem } from "@lemma/interfaces";
import { checkProof, searchProofs } from "@lemma/lean-lite";
import { generateGroup } from "./generate.ts";
import { ContaminationGuard } from "./guard.ts";
import { type Proved, relatedStatements } from "./related.ts";
import type { Task } from "./task.ts";

export interface CorpusOptions {
  readonly data: string;
  /** Groups the generator draws: one target and one related statement each. */
  readonly groups: number;
  readonly seed: number;
  /** Statements of Lean Workbook to look for proofs of, from the first on. */
  readonly workbook: number;
  /** Deterministic steps of search per Lean Workbook statement. */
  readonly searchSteps: number;
  /** Where proofs found by search are kept between runs. */
  readonly proofsFile: string;
  readonly log: (line: string) => void;
}

const checkSteps = 200_000;

const accepts = (statement: string, proof: string): boolean =>
  checkProof(statement, proof, { steps: checkSteps }).status === "proved";

/** A block that starts at the margin: an indent would be the same tokens in every example. */
function dedent(block: string): string {
  const lines = block.replace(/^\n+|\s+$/g, "").split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)![0].length));
  return lines.map((line) => line.slice(indent)).join("\n");
}

/** Two different proofs of a generated statement: one teaches the model a single way, more teach it only to waver. */
function proofsOf(statement: string, candidates: readonly string[], random: Random): readonly string[] {
  const first = candidates.find((proof) => accepts(statement, proof));
  if (first === undefined) return [];
  const others = candidates.filter((proof) => proof !== first);
  const second = others.length === 0 ? undefined : random.choice(others);
  return second !== undefined && accepts(statement, second) ? [first, second] : [first];
}

/**
 * Builds the training corpus: statements drawn by the generator and statements of Lean Workbook, each with a proof that
 * lean-lite accepts, and pairs of related ones to learn conjecturing from. Statements that equal or resemble one of miniF2F's
 * are left out, and counted.
 *
 * `data` holds `minif2f-lean4/` and `lean-workbook/`.
 */
export async function buildCorpus(
  options: CorpusOptions,
): Promise<{ readonly tasks: readonly Task[]; readonly counts: Readonly<Record<string, number>> }> {
  const { data, groups, seed, log } = options;
  const minif2f = ["minif2f_v15.jsonl", "minif2f_v2.jsonl", "minif2f_yangky11.jsonl"];
  const test: Theorem[] = [];
  for (const file of minif2f)
    for await (const theorem of readTheorems(path.join(data, "minif2f-lean4", file))) test.push(theorem);
  const guard = new ContaminationGuard(test);
  const counts = {
    generated: 0,
    unproved: 0,
    contaminated: 0,
    duplicates: 0,
    workbook: 0,
    workbookProved: 0,
    prove: 0,
    conjecture: 0,
  };
  const tasks: Task[] = [];
  const seen = new Set<string>();
  const isNew = (statement: string): boolean => {
    const hash = statementHash(statement);
    if (seen.has(hash)) counts.duplicates += 1;
    else if (guard.refuses(statement)) counts.contaminated += 1;
    else {
      seen.add(hash);
      return true;
    }
    return false;
  };

  const random = new Random(seed);
  for (let i = 0; i < groups; i += 1) {
    const draws = random.fork("group", i);
    const { target, related } = generateGroup(draws, "t", 1);
    const usable: string[] = [];
    for (const theorem of [target, ...related]) {
      counts.generated += 1;
      if (!isNew(theorem.statement)) continue;
      const proofs = proofsOf(theorem.statement, theorem.proofs, draws);
      if (proofs.length === 0) counts.unproved += 1;
      else usable.push(theorem.statement);
      for (const proof of proofs)
        tasks.push({ task: "prove", source: `generator/${theorem.family}`, statement: theorem.statement, proof });
    }
    const [first, second] = usable;
    if (first !== undefined && second !== undefined) {
      const source = `generator/${target.family}`;
      // Either may be the target: they are two draws of one kind.
      tasks.push({ task: "conjecture", source, target: first, statement: second });
      tasks.push({ task: "conjecture", source, target: second, statement: first });
    }
    if ((i + 1) % 1000 === 0) log(`generator: ${i + 1} of ${groups} groups, ${tasks.length} tasks`);
  }

  const found = await workbookProofs(options, isNew, counts);
  for (const { statement, proof } of found) tasks.push({ task: "prove", source: "lean-workbook", statement, proof });
  const distinct = [...new Map(found.map((theorem) => [theorem.statement, theorem])).values()];
  for (const { target, related } of relatedStatements(distinct))
    tasks.push({ task: "conjecture", source: "lean-workbook", target, statement: related });
  for (const { task } of tasks) counts[task] += 1;
  return { tasks, counts };
}

/** Lean Workbook's statements that search can prove, with what it found; what was searched before is not searched again. */
async function workbookProofs(
  options: CorpusOptions,
  isNew: (statement: string) => boolean,
  counts: { workbook: number; workbookProved: number },
): Promise<readonly Proved[]> {
  const { data, proofsFile, searchSteps, log } = options;
  const known = new Map<string, readonly string[]>();
  if (existsSync(proofsFile)) {
    for (const line of (await readFile(proofsFile, "utf8")).split("\n")) {
      if (line === "") continue;
      const { statement, proofs } = JSON.parse(line) as { statement: string; proofs: readonly string[] };
      known.set(statement, proofs);
    }
  }
  const found: Proved[] = [];
  const started = performance.now();
  for await (const theorem of readTheorems(path.join(data, "lean-workbook", "statements.jsonl"), {
    onBadRecord: () => undefined,
  })) {
    const statement = theorem.statement.replace(/\s+/g, " ");
    if (counts.workbook >= options.workbook) break;
    if (!isNew(statement)) continue;
    counts.workbook += 1;
    let proofs = known.get(statement);
    if (proofs === undefined) {
      proofs = searchProofs(statement, { steps: searchSteps, count: 2 }).proofs.map(({ proof }) => dedent(proof));
      await appendFile(proofsFile, `${JSON.stringify({ statement, proofs })}\n`);
    }
    if (proofs.length > 0) counts.workbookProved += 1;
    for (const proof of proofs) found.push({ statement, proof });
    if (counts.workbook % 500 === 0)
      log(
        `Lean Workbook: ${counts.workbook} statements, ${counts.workbookProved} proved, ${Math.round((performance.now() - started) / 1000)} s`,
      );
  }
  return found;
}

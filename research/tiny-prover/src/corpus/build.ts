import path from "node:path";
import { readTheorems } from "@lemma/datasets";
import { dedent, statementHash } from "@lemma/lean-text";
import { Random, type Theorem } from "@lemma/interfaces";
import { LeanLitePool } from "@lemma/lean-lite/pool";
import { checkProof } from "@lemma/lean-lite";
import { generateGroup } from "./generate.ts";
import { miniF2FFiles } from "../place.ts";
import { ContaminationGuard } from "./guard.ts";
import { recordedConjectures } from "./recorded.ts";
import { type Proved, relatedStatements } from "./related.ts";
import type { Task } from "./task.ts";
import { plausibleVariants } from "./variants.ts";
import { searchWorkbook, workbookStatements } from "./workbook.ts";

export interface CorpusOptions {
  readonly data: string;
  /** Groups the generator draws: one target and one related statement each. */
  readonly groups: number;
  readonly seed: number;
  /** Statements of Lean Workbook to look for proofs of, from the first on. */
  readonly workbook: number;
  /** How many of them are kept out, with all that resembles them, to measure on. */
  readonly heldOut: number;
  /** Where what search found is kept between runs. */
  readonly cacheFile: string;
  /** Threads that search. */
  readonly workers: number;
  readonly log: (line: string) => void;
}

const checkSteps = 200_000;

/** Merely plausible variants of a statement: edits to look at, and how many to take. */
const plausible = { tries: 6, wanted: 2 };

const accepts = (statement: string, proof: string): boolean =>
  checkProof(statement, proof, { steps: checkSteps }).status === "proved";

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
 * lean-lite accepts, and pairs of related ones to learn conjecturing from: two draws of one kind, a Lean Workbook statement and its
 * proved or plausible variants, two of its statements that are alike, and the proved conjectures of a self-play model. Statements that
 * equal or resemble one of miniF2F's or of the held-out ones are left out, and counted.
 *
 * `data` holds `minif2f-lean4/`, `lean-workbook/` and `conjectures/`.
 */
export async function buildCorpus(options: CorpusOptions): Promise<{
  readonly tasks: readonly Task[];
  readonly heldOut: readonly Theorem[];
  readonly counts: Readonly<Record<string, number>>;
}> {
  const { data, groups, seed, log } = options;
  const test: Theorem[] = [];
  for (const file of miniF2FFiles)
    for await (const theorem of readTheorems(path.join(data, "minif2f-lean4", file))) test.push(theorem);
  const random = new Random(seed);
  const workbook = await workbookStatements(data, new ContaminationGuard(test));
  const heldOut = random.fork("held-out").sample(workbook, options.heldOut);
  const guard = new ContaminationGuard([...test, ...heldOut]);
  const counts = {
    generated: 0,
    unproved: 0,
    contaminated: 0,
    duplicates: 0,
    workbook: 0,
    workbookProved: 0,
    variants: 0,
    plausible: 0,
    recorded: 0,
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

  const statements = workbook
    .slice(0, options.workbook)
    .map(({ statement }) => statement)
    .filter(isNew);
  await using lean = new LeanLitePool({ threads: options.workers });
  const searched = await searchWorkbook(lean, statements, options);
  const proved: Proved[] = [];
  for (const [i, { proofs, variants }] of searched.entries()) {
    const target = statements[i]!;
    counts.workbook += 1;
    if (proofs.length > 0) counts.workbookProved += 1;
    for (const proof of proofs) {
      proved.push({ statement: target, proof });
      tasks.push({ task: "prove", source: "lean-workbook", statement: target, proof });
    }
    for (const variant of variants) {
      const { statement } = variant[0]!;
      if (!isNew(statement)) continue;
      counts.variants += 1;
      for (const { proof } of variant) tasks.push({ task: "prove", source: "variants", statement, proof });
      tasks.push({ task: "conjecture", source: "variants", target, statement });
    }
    for (const statement of await plausibleVariants(lean, target, plausible)) {
      if (guard.refuses(statement)) continue;
      counts.plausible += 1;
      tasks.push({ task: "conjecture", source: "plausible", target, statement });
    }
    if ((i + 1) % 2000 === 0) log(`variants: ${i + 1} of ${statements.length} statements`);
  }
  for (const { seed: target, statement, proofs } of await recordedConjectures(data, 2)) {
    if (guard.refuses(target) || !isNew(statement)) continue;
    counts.recorded += 1;
    for (const proof of proofs) tasks.push({ task: "prove", source: "recorded", statement, proof: dedent(proof) });
    tasks.push({ task: "conjecture", source: "recorded", target, statement });
  }
  const distinct = [...new Map(proved.map((theorem) => [theorem.statement, theorem])).values()];
  for (const { target, related } of relatedStatements(distinct))
    tasks.push({ task: "conjecture", source: "lean-workbook", target, statement: related });
  for (const { task } of tasks) counts[task] += 1;
  return { tasks, heldOut, counts };
}

import { type FilterName, conjectureFilters, filterConjectures, newStatements } from "@lemma/loop";
import { statementHash } from "@lemma/lean-text";
import { Random, type Refuter, type Theorem, type Verifier } from "@lemma/interfaces";
import type { LocalProver } from "@lemma/prover";

export interface MeasureOptions {
  /** Conjectures per theorem, and attempts at each that the filters keep. */
  readonly conjectures: number;
  readonly attempts: number;
  readonly temperature: number;
  /** How many more times what is no statement, the theorem, or said before is drawn anew. */
  readonly redraws: number;
  readonly seed: number;
  /** Statements that a conjecture may not repeat: id by statement hash. */
  readonly known: ReadonlyMap<string, string>;
}

/** Counts over all conjectures for all theorems. */
export interface ConjectureCounts {
  readonly theorems: number;
  /** Of those: longer than the model's context, so that nothing could be asked about them. */
  readonly tooLong: number;
  readonly sampled: number;
  /** Written as a statement. */
  readonly statements: number;
  readonly elaborate: number;
  /** Of those that elaborate: neither the theorem, nor one of the corpus, nor said before, up to renaming. */
  readonly distinct: number;
  /** Kept by every filter. */
  readonly kept: number;
  /** Those that every filter would keep but for being said before about the same theorem, up to renaming. */
  readonly repeats: number;
  /** Of the kept: proved in one of the attempts. */
  readonly proved: number;
  /** Theorems with a proved conjecture. */
  readonly theoremsWithLemma: number;
  /** What each filter dropped. */
  readonly dropped: Readonly<Partial<Record<FilterName, number>>>;
}

/** Asks the model for conjectures about each theorem, filters them, and attempts the ones that are left. */
export async function measureConjectures(
  prover: LocalProver,
  verifier: Verifier & Refuter,
  theorems: readonly Theorem[],
  options: MeasureOptions,
): Promise<ConjectureCounts> {
  const counts = { sampled: 0, statements: 0, elaborate: 0, distinct: 0, kept: 0, repeats: 0, proved: 0 };
  let theoremsWithLemma = 0;
  let tooLong = 0;
  const dropped: Partial<Record<FilterName, number>> = {};
  // Elaboration first: how many parse must not depend on what another filter dropped before.
  const filters = ["elaborates", ...(Object.keys(conjectureFilters) as FilterName[]).filter((f) => f !== "elaborates")];
  for (const theorem of theorems) {
    if (prover.tokenizer.encodePrompt(prover.format.conjecture(theorem)).length >= prover.config.contextLength) {
      tooLong += 1;
      continue;
    }
    const random = new Random(options.seed).fork(theorem.id);
    const sampling = { temperature: options.temperature, maxTokens: 160 };
    const written = await prover.conjecture(theorem, options.conjectures, {
      sampling,
      seed: random.fork("conjecture").uint32(),
      redraws: options.redraws,
      accepts: newStatements(theorem),
    });
    counts.sampled += written.length;
    const lemmas = written.flatMap(({ statement }, i) => (statement === undefined ? [] : [{ id: `${i}`, statement }]));
    counts.statements += lemmas.length;
    const known = new Map([...options.known].filter(([hash]) => hash !== statementHash(theorem.statement)));
    const rows = await filterConjectures(theorem, lemmas, {
      verifier,
      refuter: verifier,
      known,
      filters: filters as FilterName[],
      settings: { verify: { limits: { steps: 100_000 } } },
    });
    for (const { outcomes, droppedBy } of rows) {
      if (outcomes.elaborates?.status === "passed") counts.elaborate += 1;
      if (outcomes.distinct?.status === "passed" && outcomes.elaborates?.status === "passed") counts.distinct += 1;
      if (droppedBy !== undefined) dropped[droppedBy] = (dropped[droppedBy] ?? 0) + 1;
    }
    const kept = rows.filter(({ accepted, outcomes }) => accepted && outcomes.elaborates?.status === "passed");
    counts.kept += kept.length;
    // A repeat fares with the filters as what it repeats did.
    const keptHashes = new Set(kept.map((row) => statementHash(row.theorem.statement)));
    counts.repeats += lemmas.filter(({ statement }) => keptHashes.has(statementHash(statement))).length - kept.length;
    const proved = await provedOf(
      prover,
      verifier,
      kept.map((row) => row.theorem),
      options,
      random.fork("prove").uint32(),
    );
    counts.proved += proved;
    if (proved > 0) theoremsWithLemma += 1;
  }
  return { theorems: theorems.length, tooLong, ...counts, theoremsWithLemma, dropped };
}

/** How many of the statements the model proves in `attempts` samples each. */
async function provedOf(
  prover: LocalProver,
  verifier: Verifier & Refuter,
  lemmas: readonly Theorem[],
  { attempts, temperature }: MeasureOptions,
  seed: number,
): Promise<number> {
  if (lemmas.length === 0) return 0;
  const prompts = lemmas.map((lemma) => prover.format.prove(lemma));
  const completions = await prover.generate(prompts, attempts, { sampling: { temperature, maxTokens: 80 }, seed });
  let proved = 0;
  for (const [i, theorem] of lemmas.entries()) {
    const tactics = new Set(completions[i]!.map(({ text }) => prover.format.extractProof(text)));
    for (const proof of tactics) {
      const limits = { steps: 400_000 };
      const verdict = await verifier.verify({ theorem, proof: { kind: "tactics", tactics: proof } }, { limits });
      if (verdict.status !== "proved") continue;
      proved += 1;
      break;
    }
  }
  return proved;
}

const share = (part: number, whole: number): string => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)}%`);

/** The counts of several models side by side, as a Markdown table. */
export function conjectureTable(columns: Readonly<Record<string, ConjectureCounts>>): string {
  const rows: readonly (readonly [string, (counts: ConjectureCounts) => string])[] = [
    [
      "conjectures sampled",
      ({ sampled, theorems, tooLong }) =>
        `${sampled} for ${theorems - tooLong} theorems${tooLong === 0 ? "" : ` (${tooLong} more are too long)`}`,
    ],
    ["elaborate", ({ elaborate, sampled }) => `${share(elaborate, sampled)} of the sampled`],
    ["new and distinct", ({ distinct, elaborate }) => `${share(distinct, elaborate)} of those that elaborate`],
    ["kept by every filter", ({ kept, sampled }) => `${kept}, ${share(kept, sampled)} of the sampled`],
    [
      "distinct after the filters",
      ({ kept, repeats }) => `${kept} of ${kept + repeats}, ${share(kept, kept + repeats)}`,
    ],
    ["proved by the model", ({ proved, kept }) => `${proved}, ${share(proved, kept)} of the kept`],
    [
      "theorems with a proved conjecture",
      ({ theoremsWithLemma, theorems }) => `${theoremsWithLemma}, ${share(theoremsWithLemma, theorems)}`,
    ],
    ...(Object.keys(conjectureFilters) as FilterName[]).map(
      (name) => [`dropped: ${name}`, ({ dropped }: ConjectureCounts) => String(dropped[name] ?? 0)] as const,
    ),
  ];
  const names = Object.keys(columns);
  return [
    `| | ${names.join(" | ")} |`,
    `| --- |${" --- |".repeat(names.length)}`,
    ...rows.map(([label, cell]) => `| ${label} | ${names.map((name) => cell(columns[name]!)).join(" | ")} |`),
  ].join("\n");
}

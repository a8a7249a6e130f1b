export { readTheoremsCached } from "./cache.ts";
export { buildColdStart } from "./cold-start/build.ts";
export type { ColdStartReport } from "./cold-start/build.ts";
export type { ColdStartOptions } from "./cold-start/options.ts";
export { stockLemmas, usedLemmas } from "./cold-start/lemmas.ts";
export { dropReasons } from "./cold-start/screen.ts";
export type { DropReason } from "./cold-start/screen.ts";
export { scriptSearch } from "./cold-start/search.ts";
export type { ProofSearch } from "./cold-start/search.ts";
export { coldStartDefaults } from "./cold-start/settings.ts";
export type { ColdStartSettings } from "./cold-start/settings.ts";
export { conjectureCompletion, conjecturePrompt, provePrompt } from "./cold-start/tasks.ts";
export type { ColdStartTask, Relation, Shown } from "./cold-start/tasks.ts";
export { filterConjectures, filterCounts, newStatements } from "./conjectures/filters.ts";
export type { FilterCount, FilteredConjecture, FilterOptions } from "./conjectures/filters.ts";
export { conjectureFilters, filterDefaults } from "./conjectures/table.ts";
export type {
  ConjectureFilter,
  FilterContext,
  FilterName,
  FilterOutcome,
  FilterSettings,
} from "./conjectures/table.ts";
export { contamination, deduplicate } from "./duplicates.ts";
export type { ContaminationReport, Overlap } from "./duplicates.ts";
export { collect, loadProofRecords, loadTheorems, readCorpus, readProofRecords, readTheorems } from "./read.ts";
export type { CorpusRecord, ReadOptions } from "./read.ts";
export type { ProofRecord } from "./records/proof-record.ts";
export type { RecordOrigin } from "./records/theorem-record.ts";
export { jaccard, similarity, tokenGrams } from "./similarity.ts";
export { identifyMiniF2F, miniF2FCopies, miniF2FKnownWrong, miniF2FSplit, miniF2FTrivial } from "./minif2f/lineage.ts";
export { loadMiniF2F } from "./minif2f/load.ts";
export type { MiniF2F, MiniF2FOptions } from "./minif2f/load.ts";
export type { MiniF2FCopy, MiniF2FMatch } from "./minif2f/lineage.ts";
export { lean3Error } from "./sources/lean3.ts";
export { leanFiles } from "./sources/open.ts";
export { theoremsIn } from "./sources/lean.ts";
export type { DeclaredTheorem } from "./sources/lean.ts";
export { sampleTheorems, splitTheorems } from "./splits.ts";

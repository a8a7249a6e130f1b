export { fill } from "./fill.ts";
export type { BestAttempt, CheckedTheorem, Filled, FillEvent, FillOptions, HoleReport } from "./fill.ts";
export type { FoundHole, Hole, OpenHole } from "./hole.ts";
export { FileAdapters, studyKinds, verifiedLemmas } from "./study.ts";
export type { AdapterStore, StudyKind } from "./study.ts";
export { holesOf, tryTactics } from "./try-tactics.ts";
export type { Trial } from "./try-tactics.ts";
export { unifiedPatch } from "./patch.ts";

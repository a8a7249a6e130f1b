export { fill } from "./fill.ts";
export type { BestAttempt, CheckedTheorem, Filled, FillEvent, FillOptions, HoleReport } from "./fill.ts";
export type { FoundHole, Hole, OpenHole } from "./hole.ts";
export { unifiedPatch } from "./patch.ts";

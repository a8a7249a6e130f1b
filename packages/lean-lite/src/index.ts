export { checkText } from "./check.ts";
export type { CheckLimits, CheckOptions, CheckOutcome } from "./check.ts";
export { elaborateStatement } from "./elaborate-text.ts";
export type { ElaborationOutcome } from "./elaborate-text.ts";
export { checkProof, LeanLite } from "./verifier.ts";
export type { LeanLiteOptions } from "./verifier.ts";
export { searchProof, searchProofs } from "./search/index.ts";
export type { FoundProof, SearchOptions, SearchOutcome } from "./search/index.ts";

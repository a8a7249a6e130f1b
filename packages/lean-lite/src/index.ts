export { checkText } from "./check.ts";
export type { CheckLimits, CheckOptions, CheckOutcome } from "./check.ts";
export { checkProof, LeanLite } from "./verifier.ts";
export type { LeanLiteOptions } from "./verifier.ts";

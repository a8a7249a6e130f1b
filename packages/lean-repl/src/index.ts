export { openRepl } from "./open-repl.ts";
export type { CommonOptions, ReplOptions } from "./open-repl.ts";
export { openVerifier } from "./open.ts";
export type { OpenVerifierOptions } from "./open.ts";
export { LeanVerifier } from "./verifier.ts";

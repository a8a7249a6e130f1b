import { match } from "ts-pattern";
import type { LeanVerifier } from "./verifier.ts";
import { openRepl, type ReplOptions } from "./open-repl.ts";

/** What is common to a command line: which way to reach Lean, and the bounds. */
export type OpenVerifierOptions = { readonly kind: "repl" } & ReplOptions;

/**
 * Opens the verifier that `kind` names.
 *
 * @throws {InfrastructureError} when it cannot start; the message names what was missing.
 */
export async function openVerifier(options: OpenVerifierOptions): Promise<LeanVerifier> {
  return await match(options)
    .with({ kind: "repl" }, async (repl) => await openRepl(repl))
    .exhaustive();
}

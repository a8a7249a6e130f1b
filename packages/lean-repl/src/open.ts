import { match } from "ts-pattern";
import { openHttpVerifier, type HttpVerifierOptions } from "./open-http.ts";
import { openLanguageServer, type LanguageServerOptions } from "./open-lsp.ts";
import { openRepl, type ReplOptions } from "./open-repl.ts";
import type { LeanVerifier } from "./verifier.ts";

/** Which way to reach Lean, with that way's options; the ones that they share mean the same everywhere. */
export type OpenVerifierOptions =
  | ({ readonly kind: "repl" } & ReplOptions)
  | ({ readonly kind: "lsp" } & LanguageServerOptions)
  | ({ readonly kind: "http" } & HttpVerifierOptions);

/**
 * Opens the verifier that `kind` names.
 *
 * @throws {InfrastructureError} when it cannot start; the message names what was missing.
 */
export async function openVerifier(options: OpenVerifierOptions): Promise<LeanVerifier> {
  return await match(options)
    .with({ kind: "repl" }, async (repl) => await openRepl(repl))
    .with({ kind: "lsp" }, async (lsp) => await openLanguageServer(lsp))
    .with({ kind: "http" }, async (http) => await openHttpVerifier(http))
    .exhaustive();
}

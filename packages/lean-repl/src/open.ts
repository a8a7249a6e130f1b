import { match } from "ts-pattern";
import { openHttpVerifier, type HttpVerifierOptions } from "./open-http.ts";
import { openLanguageServer, type LanguageServerOptions } from "./open-lsp.ts";
import { openRepl, type ReplOptions } from "./open-repl.ts";
import type { LeanVerifier } from "./verifier.ts";

type AllOptions = ReplOptions & LanguageServerOptions & HttpVerifierOptions;

/** Which way to reach Lean. Options of the other ways are left aside, and so are those that are undefined. */
export type OpenVerifierOptions = { readonly kind: "repl" | "lsp" | "http" } & {
  readonly [K in keyof AllOptions]?: AllOptions[K] | undefined;
};

/**
 * Opens the verifier that `kind` names.
 *
 * @throws {InfrastructureError} when it cannot start; the message names what was missing.
 */
export async function openVerifier({ kind, ...given }: OpenVerifierOptions): Promise<LeanVerifier> {
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as AllOptions;
  return await match(kind)
    .with("repl", async () => await openRepl(options))
    .with("lsp", async () => await openLanguageServer(options))
    .with("http", async () => await openHttpVerifier(options))
    .exhaustive();
}

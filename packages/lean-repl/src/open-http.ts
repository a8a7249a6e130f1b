import { InfrastructureError } from "@lemma/interfaces";
import { ReferenceStatements } from "./audit/reference.ts";
import { HttpElaborator } from "./http/elaborator.ts";
import { commonSettings, lineSettings, type CommonOptions } from "./options.ts";
import { LeanVerifier } from "./verifier.ts";

export interface HttpVerifierOptions extends CommonOptions {
  /** Default: `LEMMA_LEAN_SERVER`. */
  readonly url?: string;
  /** Default: `LEMMA_LEAN_SERVER_KEY`. */
  readonly apiKey?: string;
  readonly startTimeoutMs?: number;
  /** How much longer than the proof's own time a server may take: its queue, its import. Default 65 s. */
  readonly serverGraceMs?: number;
  /** Bytes of one answer. Default 64 MB. */
  readonly outputBytes?: number;
}

/**
 * A verifier over a server with Kimina's interface, `/api/check` or the older `/verify`. Its evidence is `messages`, and the
 * server is trusted: isolation and memory are its own affair.
 *
 * @throws {InfrastructureError} when no URL is given, or nothing answers there.
 */
export async function openHttpVerifier(options: HttpVerifierOptions = {}): Promise<LeanVerifier> {
  const url = options.url ?? process.env["LEMMA_LEAN_SERVER"];
  if (url === undefined || !URL.canParse(url))
    throw new InfrastructureError(
      `http: the URL of a verification server is needed, by \`url\` or LEMMA_LEAN_SERVER; received ${url === undefined ? "none" : JSON.stringify(url)}`,
    );
  const elaborator = await HttpElaborator.open({
    url,
    apiKey: options.apiKey ?? process.env["LEMMA_LEAN_SERVER_KEY"],
    ...lineSettings(options),
    serverGraceMs: options.serverGraceMs,
    outputBytes: options.outputBytes,
    concurrency: options.concurrency ?? 8,
    startTimeoutMs: options.startTimeoutMs ?? 60_000,
  });
  return new LeanVerifier({
    ...commonSettings({ defaultHeader: "", ...options }, options.project ?? process.cwd()),
    elaborator,
    // What is installed there is its own affair, and its address all that tells one from another.
    surroundings: () => url,
    // The one that candidates run on: what a server says of them is all that this evidence stands on.
    references: new ReferenceStatements(async () => await Promise.resolve(elaborator)),
    dispose: async () => {},
  });
}

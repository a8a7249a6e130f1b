import { InfrastructureError } from "@lemma/interfaces";
import { ReferenceStatements } from "./audit/reference.ts";
import { Dispatcher } from "./dispatcher/dispatcher.ts";
import { HttpBackend } from "./http/backend.ts";
import { commonSettings } from "./common-settings.ts";
import { lineSettings, type CommonOptions, type ProcessOptions } from "./options.ts";
import { LeanVerifier } from "./verifier.ts";

export interface HttpVerifierOptions extends CommonOptions, Pick<ProcessOptions, "sandbox" | "environment"> {
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

/** Nothing here wears out, and a request that nobody waits for any more is given up at once. */
const requestsOnly = {
  warmSpares: 0,
  maxChecksPerSeat: Number.POSITIVE_INFINITY,
  seatMemoryBytes: Number.POSITIVE_INFINITY,
  togetherBytes: Number.POSITIVE_INFINITY,
  cancelGraceMs: 0,
} as const;

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
      `http: the URL of a verification server is needed, by \`url\` (--url) or LEMMA_LEAN_SERVER; received ${url === undefined ? "none" : JSON.stringify(url)}`,
    );
  const backend = new HttpBackend({
    url,
    apiKey: options.apiKey ?? process.env["LEMMA_LEAN_SERVER_KEY"],
    serverGraceMs: options.serverGraceMs,
    outputBytes: options.outputBytes,
    startTimeoutMs: options.startTimeoutMs ?? 60_000,
  });
  const elaborator = await Dispatcher.open(backend, {
    ...lineSettings(options),
    concurrency: options.concurrency ?? 8,
    ...requestsOnly,
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

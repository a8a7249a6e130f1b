import { openHttpVerifier } from "./open-http.ts";
import { openLanguageServer } from "./open-lsp.ts";
import { openRepl } from "./open-repl.ts";
import type { LeanVerifier } from "./verifier.ts";

/** Every way to reach Lean, by the name that `--verifier` knows it by. A new one is one more line. */
const openers = {
  repl: openRepl,
  lsp: openLanguageServer,
  http: openHttpVerifier,
};

export type Backend = keyof typeof openers;

export const backends = Object.keys(openers) as readonly Backend[];

type Intersection<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;

/** What any of them takes. */
type AllOptions = Intersection<NonNullable<Parameters<(typeof openers)[Backend]>[0]>>;

/** Which way to reach Lean. Options of the other ways are left aside, and so are those that are undefined. */
export type OpenVerifierOptions = { readonly kind: Backend } & {
  readonly [K in keyof AllOptions]?: AllOptions[K] | undefined;
};

/**
 * Opens the verifier that `kind` names.
 *
 * @throws {InfrastructureError} when it cannot start; the message names what was missing.
 */
export async function openVerifier({ kind, ...given }: OpenVerifierOptions): Promise<LeanVerifier> {
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as AllOptions;
  return await openers[kind](options);
}

import { ExternalCheckers } from "./audit/external.ts";
import { VerdictCache } from "./cache.ts";
import { defaultWallMs, type CommonOptions, type ProcessOptions } from "./options.ts";
import { surroundingsOf } from "./surroundings.ts";
import { hasMathlib, mathlibHeader } from "./toolchain.ts";
import type { LeanVerifierSettings } from "./verifier.ts";

/** What every verifier does alike, by the caller's options. */
export function commonSettings(
  options: CommonOptions & ProcessOptions,
  project: string,
): Omit<LeanVerifierSettings, "elaborator" | "references" | "audit" | "dispose"> {
  const { cacheEntries, cacheDirectory } = options;
  const keepsNone = cacheEntries === 0 && cacheDirectory === undefined;
  return {
    external: new ExternalCheckers(options, project),
    workingDirectory: project,
    defaultHeader: options.defaultHeader ?? (hasMathlib(project) ? mathlibHeader : ""),
    wallMs: options.timeoutMs ?? defaultWallMs,
    policy: options.policy ?? {},
    allowedAxioms: options.allowedAxioms,
    surroundings: surroundingsOf(project),
    cache: keepsNone ? undefined : new VerdictCache(cacheEntries ?? 10_000, cacheDirectory),
  };
}

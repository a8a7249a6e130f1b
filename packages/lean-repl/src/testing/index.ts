import { program } from "./programs.ts";
import type { StandInSettings } from "./stand-in-settings.ts";

export { loadRecordings, recordingKey } from "./recordings.ts";
export type { RecordedExchange } from "./recordings.ts";
export { SimulatedLean, emptyWorld } from "./simulated-lean.ts";
export type { Elaborated, SimulationSettings, World } from "./simulated-lean.ts";
export type { StandInSettings } from "./stand-in-settings.ts";

/** A command line for `openRepl` that runs the stand-in REPL. */
export const standInRepl = (settings: StandInSettings = {}): readonly string[] => [
  process.execPath,
  program("stand-in-repl"),
  JSON.stringify(settings),
];

/** A command line for `openLanguageServer` that runs the stand-in language server. */
export const standInLanguageServer = (settings: StandInSettings = {}): readonly string[] => [
  process.execPath,
  program("stand-in-lsp"),
  JSON.stringify(settings),
];

export { standInHttp } from "./stand-in-http.ts";
export type { StandInHttp, StandInHttpSettings } from "./stand-in-http.ts";
export { makeElanHome } from "./elan-home.ts";
export type { ElanHome } from "./elan-home.ts";

import { appendFileSync, closeSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import type { StandInSettings } from "./stand-in-settings.ts";

export interface Fault {
  readonly name: string;
  readonly argument: string;
}

/** The faults that a text asks a stand-in for: `--! FAULT [argument]`, or `--! once:KEY FAULT [argument]`. */
export function requestedFaults(text: string, settings: StandInSettings): readonly Fault[] {
  return (
    [...text.matchAll(/--! (?:once:(\S+) )?(\S+)(?: (\S+))?/g)]
      // Those of an audit come when an environment is loaded.
      .filter(([, key, name]) => name !== "audit-dies" && (key === undefined || firstTime(key, settings)))
      .map(([, , name, argument]) => ({ name: name!, argument: argument ?? "" }))
  );
}

/** Whether it is the first time that this key comes by, in any process. */
export function firstTime(key: string, { stateDirectory }: StandInSettings): boolean {
  if (stateDirectory === undefined) return true;
  try {
    closeSync(openSync(join(stateDirectory, key), "wx"));
    return true;
  } catch {
    return false;
  }
}

/** Ends a process that was told not to start, as a sandbox does that gets no namespace. */
export function perhapsNotStart({ failToStart, failedStart, stateDirectory }: StandInSettings): void {
  if (failToStart === true) {
    process.stderr.write("uncaught exception: unknown module prefix 'REPL'\n");
    process.exit(1);
  }
  if (failedStart === undefined || stateDirectory === undefined) return;
  const starts = join(stateDirectory, "starts");
  appendFileSync(starts, ".");
  if (statSync(starts).size % failedStart !== 0) return;
  process.stderr.write("bwrap: Creating new namespace failed: Resource temporarily unavailable\n");
  process.exit(1);
}

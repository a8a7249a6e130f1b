import type { ElaborationJob } from "../elaborator.ts";
import { splitCommands, splitHeader } from "../text/file.ts";
import type { SharedPrefixes } from "./shared-prefixes.ts";

/** How one job is to be elaborated: which pieces first, each an environment that later jobs may find ready. */
export interface Plan {
  /** The header's pieces, then the body's first commands as far as somebody shares them. */
  readonly chain: readonly string[];
  /** How many pieces at the start of the chain are header. */
  readonly headerPieces: number;
  /** What is left to elaborate after the chain. */
  readonly body: string;
  /** Lines of the job's body that stand in the chain. */
  readonly lineOffset: number;
  /** Nothing of the body stands in the chain. */
  readonly whole: boolean;
}

/** @param whole keeps the body in one piece: its first commands, taken apart, had errors. */
export function planJob({ header, body, limits }: ElaborationJob, prefixes: SharedPrefixes, whole: boolean): Plan {
  const { imports, rest } = splitHeader(header);
  // After the header, whose own setting it overrides.
  const options = limits.heartbeats === undefined ? [] : [`set_option maxHeartbeats ${limits.heartbeats}`];
  const top = [imports, ...(rest === "" ? [] : [rest]), ...options];
  const pieces = whole ? [] : splitCommands(body);
  const shared = whole ? 0 : prefixes.meet(top.join("\n"), pieces);
  const left = shared === 0 ? body : pieces.slice(shared).join("");
  return {
    chain: [...top, ...pieces.slice(0, shared)],
    headerPieces: top.length,
    body: left,
    lineOffset: shared === 0 ? 0 : body.slice(0, body.length - left.length).split("\n").length - 1,
    whole: shared === 0,
  };
}

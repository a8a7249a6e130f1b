import type { CommandRequest, ProofStateResponse, ReplInfoTree, ReplRequest } from "./protocol.ts";

export const command: ReplRequest = { cmd: "#check Nat", env: 0, infotree: "tactics" };
// @ts-expect-error A tactic runs on a proof state.
export const tactic: ReplRequest = { tactic: "rfl" };
// @ts-expect-error The REPL takes any word here without complaint, and gives no tree.
export const tree: CommandRequest = { cmd: "", infotree: "everything" };
// @ts-expect-error Ids are numbers: a string ends the process.
export const env: CommandRequest = { cmd: "", env: "0" };

// Only tactic nodes have goals.
export const goals = (node: ReplInfoTree): readonly string[] =>
  node.kind === "TacticInfo" ? node.node.goalsBefore : [];
// @ts-expect-error `Complete` is none of the statuses.
export const done = (state: ProofStateResponse): boolean => state.proofStatus === "Complete";

/**
 * What goes over the wire to the community REPL, types only. Field for field as `REPL/JSON.lean` of
 * https://github.com/leanprover-community/repl (v4.27.0) encodes it, and as real answers of Lean 4.27.0 show it.
 *
 * A request is JSON ended by a blank line; an answer is JSON over several lines ended by a blank line. Strictly one answer a
 * request, in order, without ids.
 */

/** Lines count from 1, columns from 0 in code points. In tactic mode every position is 0:0. */
export interface ReplPosition {
  readonly line: number;
  readonly column: number;
}

export interface ReplMessage {
  readonly severity: "info" | "warning" | "error" | "trace";
  readonly pos: ReplPosition;
  /** Null where the message has no end (most parse errors), or absent, as servers do that leave out what is null. */
  readonly endPos?: ReplPosition | null;
  readonly data: string;
}

export interface ReplSorry {
  /** Absent where the REPL could not make a proof state of it. */
  readonly proofState?: number;
  /** Absent in tactic mode. */
  readonly pos?: ReplPosition;
  readonly endPos?: ReplPosition;
  /** Hypotheses, then `⊢ …`; a term-mode sorry may print its expected type only. */
  readonly goal: string;
}

export interface ReplTactic {
  readonly tactic: string;
  readonly goals: string;
  readonly proofState: number;
  readonly pos: ReplPosition;
  readonly endPos: ReplPosition;
  readonly usedConstants: readonly string[];
}

export interface ReplSyntaxRange {
  readonly synthetic: boolean;
  readonly start: ReplPosition;
  readonly finish: ReplPosition;
}

export interface ReplSyntax {
  readonly pp: string | null;
  readonly range: ReplSyntaxRange;
  readonly kind: string;
  readonly argKinds: readonly string[];
}

export interface ReplTacticNode {
  readonly name: string | null;
  readonly stx: ReplSyntax;
  readonly goalsBefore: readonly string[];
  readonly goalsAfter: readonly string[];
}

export interface ReplCommandNode {
  readonly elaborator: string | null;
  readonly stx: ReplSyntax;
}

export interface ReplTermNode {
  readonly elaborator: string | null;
  readonly isBinder: boolean;
  readonly expr: string;
  readonly expectedType?: string;
  readonly stx: ReplSyntax;
}

/** `infotree: "full"` gives all kinds; `"tactics"`, `"original"` and `"substantive"` give `TacticInfo` only. */
export type ReplInfoTree =
  | { readonly kind: "TacticInfo"; readonly node: ReplTacticNode; readonly children: readonly ReplInfoTree[] }
  | { readonly kind: "CommandInfo"; readonly node: ReplCommandNode; readonly children: readonly ReplInfoTree[] }
  | { readonly kind: "TermInfo"; readonly node: ReplTermNode; readonly children: readonly ReplInfoTree[] }
  | {
      readonly kind:
        | "PartialTermInfo"
        | "MacroExpansionInfo"
        | "OptionInfo"
        | "ErrorNameInfo"
        | "FieldInfo"
        | "CompletionInfo"
        | "UserWidgetInfo"
        | "CustomInfo"
        | "FVarAliasInfo"
        | "FieldRedeclInfo"
        | "OmissionInfo"
        | "DelabTermInfo"
        | "ChoiceInfo"
        | "DocInfo"
        | "DocElabInfo";
      readonly node: null;
      readonly children: readonly ReplInfoTree[];
    };

export interface ReplOptions {
  readonly allTactics?: boolean;
  readonly rootGoals?: boolean;
  /** Anything else is taken without complaint and gives no tree. */
  readonly infotree?: "full" | "tactics" | "original" | "substantive";
}

export interface CommandRequest extends ReplOptions {
  readonly cmd: string;
  /** Absent: a new environment, about 360 MB that the process never gives back. */
  readonly env?: number;
}

/** The path is relative to the REPL's working directory. */
export interface FileRequest extends ReplOptions {
  readonly path: string;
  readonly env?: number;
}

/** One tactic only: `a; b` and line breaks are refused, `(a; b)` and `a <;> b` are not. */
export interface TacticRequest {
  readonly tactic: string;
  readonly proofState: number;
}

export interface PickleEnvironmentRequest {
  readonly pickleTo: string;
  readonly env: number;
}

/**
 * Notations and compiled code are not restored. Until v4.29 every constant of the file is replayed through the kernel, and one
 * that it refuses ends the process; from v4.30.0 on they are put into the environment unchecked.
 */
export interface UnpickleEnvironmentRequest {
  readonly unpickleEnvFrom: string;
}

export interface PickleProofStateRequest {
  readonly pickleTo: string;
  readonly proofState: number;
}

export interface UnpickleProofStateRequest {
  readonly unpickleProofStateFrom: string;
  readonly env?: number;
}

export type ReplRequest =
  | CommandRequest
  | FileRequest
  | TacticRequest
  | PickleEnvironmentRequest
  | UnpickleEnvironmentRequest
  | PickleProofStateRequest
  | UnpickleProofStateRequest;

/** Optional fields are left out when empty. `env` is new for every request, also for one that failed to elaborate. */
export interface CommandResponse {
  readonly env: number;
  readonly messages?: readonly ReplMessage[];
  readonly sorries?: readonly ReplSorry[];
  readonly tactics?: readonly ReplTactic[];
  readonly infotree?: readonly ReplInfoTree[];
}

export type ProofStatus =
  | "Completed"
  | "Incomplete: open goals remain"
  | "Incomplete: contains sorry"
  | "Incomplete: contains metavariable(s)"
  | "Not verified: more than one initial goal"
  | `Error: ${string}`;

/** Empty `goals` are not success: only `proofStatus: "Completed"` is. REPLs before v4.19.0 have no status. */
export interface ProofStateResponse {
  readonly proofState: number;
  readonly proofStatus?: ProofStatus;
  readonly goals: readonly string[];
  readonly messages?: readonly ReplMessage[];
  readonly sorries?: readonly ReplSorry[];
  readonly traces?: readonly string[];
}

/** `Unknown environment.`, `Unknown proof state.`, `Lean error:\n…`, file errors. */
export interface ErrorResponse {
  readonly message: string;
}

export type ReplResponse = CommandResponse | ProofStateResponse | ErrorResponse;

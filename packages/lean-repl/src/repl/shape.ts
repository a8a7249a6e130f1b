import type { CommandResponse, ProofStateResponse, ReplMessage, ReplPosition, ReplSorry } from "./protocol.ts";

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isPosition = (value: unknown): value is ReplPosition =>
  isObject(value) && Number.isInteger(value["line"]) && Number.isInteger(value["column"]);

const severities: ReadonlySet<unknown> = new Set(["info", "warning", "error", "trace"]);

const isMessage = (value: unknown): value is ReplMessage =>
  isObject(value) &&
  severities.has(value["severity"]) &&
  typeof value["data"] === "string" &&
  isPosition(value["pos"]) &&
  (value["endPos"] === null || value["endPos"] === undefined || isPosition(value["endPos"]));

const isSorry = (value: unknown): value is ReplSorry => isObject(value) && typeof value["goal"] === "string";

const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.every(isItem));

/** Messages and sorries, where there are any, are what they should be: an error of another shape would be overlooked. */
export const hasReadableMessages = (value: unknown): boolean =>
  isObject(value) && isListOf(value["messages"], isMessage) && isListOf(value["sorries"], isSorry);

/** Whether a reply is an answer to a command. Whoever can write to the stream can write any JSON. */
export const isCommandResponse = (value: object): value is CommandResponse =>
  hasReadableMessages(value) && Number.isInteger((value as Fields)["env"]);

/** Whether it is an answer to a tactic, or to the loading of a proof state. */
export const isProofStateResponse = (value: object): value is ProofStateResponse => {
  const { proofState, proofStatus, goals, traces } = value as Fields;
  return (
    hasReadableMessages(value) &&
    Number.isInteger(proofState) &&
    (proofStatus === undefined || typeof proofStatus === "string") &&
    Array.isArray(goals) &&
    goals.every((goal) => typeof goal === "string") &&
    isListOf(traces, (trace) => typeof trace === "string")
  );
};

import { isErrorResponse, type CommandResponse, type ErrorResponse } from "../repl/protocol.ts";
import { hasReadableMessages } from "../repl/shape.ts";
import type { Answer } from "./client.ts";

type Fields = Readonly<Record<string, unknown>>;

const asObject = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** @returns the one result, when it bears this id and is what a result should be. */
export function readResult(text: string, id: string): Answer | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const results = asObject(body)?.["results"];
  if (!Array.isArray(results) || results.length !== 1) return undefined;
  const result = asObject(results[0]);
  if (result === undefined || (result["id"] ?? result["custom_id"]) !== id) return undefined;
  // Null, empty or absent: there was none.
  const error = result["error"] || undefined;
  const response = result["response"] ?? undefined;
  if (error !== undefined && typeof error !== "string") return undefined;
  if (response === undefined) return { error, response: undefined };
  const answer = asObject(response);
  if (answer === undefined) return undefined;
  if (isErrorResponse(answer)) return typeof answer.message === "string" ? { error, response: answer } : undefined;
  // Servers that tell an environment's number tell it from the REPL; others leave it out.
  if (hasReadableMessages(answer)) return { error, response: answer as unknown as CommandResponse | ErrorResponse };
  // Kimina before its second version says so in a message without a place: the REPL died over the text.
  return text.includes("error decoding json response")
    ? { error: "error decoding json", response: undefined }
    : undefined;
}

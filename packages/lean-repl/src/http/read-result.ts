import { z } from "zod";
import type { CommandResponse, ErrorResponse } from "../repl/protocol.ts";
import { hasReadableMessages, isErrorResponse } from "../repl/shape.ts";
import type { Answer } from "./client.ts";

/** One result of one request. An error that is null, empty or absent is none. */
const bodySchema = z.looseObject({
  results: z.tuple([
    z.looseObject({
      id: z.string().nullish(),
      custom_id: z.string().nullish(),
      error: z.string().nullish(),
      response: z.looseObject({}).nullish(),
    }),
  ]),
});

/** @returns the one result, when it bears this id and is what a result should be. */
export function readResult(text: string, id: string): Answer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const body = bodySchema.safeParse(value).data;
  if (body === undefined) return undefined;
  const [result] = body.results;
  if ((result.id ?? result.custom_id) !== id) return undefined;
  const error = result.error || undefined;
  const answer = result.response ?? undefined;
  if (answer === undefined) return { error, response: undefined };
  if (isErrorResponse(answer)) return { error, response: answer };
  // A refusal that is none: what it lacks must not make a proof of it.
  if ("message" in answer && !("env" in answer)) return undefined;
  // Servers that tell an environment's number tell it from the REPL; others leave it out.
  if (hasReadableMessages(answer)) return { error, response: answer as unknown as CommandResponse | ErrorResponse };
  // Kimina before its second version says so in a message without a place: the REPL died over the text.
  return text.includes("error decoding json response")
    ? { error: "error decoding json", response: undefined }
    : undefined;
}

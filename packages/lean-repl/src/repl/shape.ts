import { z } from "zod";
import type { CommandResponse, ErrorResponse, ProofStateResponse, ReplMessage, ReplSorry } from "./protocol.ts";

const position = z.looseObject({ line: z.int(), column: z.int() });

const message: z.ZodType<ReplMessage> = z.looseObject({
  severity: z.enum(["info", "warning", "error", "trace"]),
  data: z.string(),
  pos: position,
  endPos: position.nullable().exactOptional(),
});

const sorry: z.ZodType<Pick<ReplSorry, "goal">> = z.looseObject({ goal: z.string() });

/** Messages and sorries, where there are any, are what they should be: an error of another shape would be overlooked. */
const readable = z.looseObject({ messages: z.array(message).nullish(), sorries: z.array(sorry).nullish() });
const commandResponse = readable.extend({ env: z.int() });
const proofStateResponse = readable.extend({
  proofState: z.int(),
  proofStatus: z.string().optional(),
  goals: z.array(z.string()),
  traces: z.array(z.string()).nullish(),
});

const errorResponse = z.looseObject({ message: z.string() });

export const hasReadableMessages = (value: unknown): boolean => readable.safeParse(value).success;

/** Whether a reply is an answer to a command. Whoever can write to the stream can write any JSON. */
export const isCommandResponse = (value: object): value is CommandResponse => commandResponse.safeParse(value).success;

/** Whether it is an answer to a tactic, or to the loading of a proof state. */
export const isProofStateResponse = (value: object): value is ProofStateResponse =>
  proofStateResponse.safeParse(value).success;

/** Whether it is a refusal, and nothing else. */
export const isErrorResponse = (value: object): value is ErrorResponse =>
  "message" in value && !("env" in value) && !("proofState" in value) && errorResponse.safeParse(value).success;

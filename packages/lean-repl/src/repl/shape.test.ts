import { expect, test } from "vitest";
import { isCommandResponse, isErrorResponse, isProofStateResponse } from "./shape.ts";

const message = { severity: "error", pos: { line: 1, column: 0 }, endPos: null, data: "wrong" };
const state = { proofState: 1, proofStatus: "Completed", goals: [] };

test.each([
  [{ env: 0 }],
  [{ env: 3, messages: [message], sorries: [{ proofState: 0, goal: "⊢ False" }] }],
  [{ env: 3, messages: [{ ...message, endPos: { line: 1, column: 2 } }] }],
])("an answer to a command: %j", (reply) => expect(isCommandResponse(reply)).toBe(true));

test.each([
  [{}],
  [{ env: "0" }],
  [{ env: 0.5 }],
  [{ env: 0, messages: "none" }],
  [{ env: 0, messages: { error: "wrong" } }],
  [{ env: 0, messages: [null] }],
  [{ env: 0, messages: [{ ...message, severity: "fatal" }] }],
  [{ env: 0, messages: [{ ...message, data: 5 }] }],
  [{ env: 0, messages: [{ ...message, pos: null }] }],
  [{ env: 0, sorries: [{}] }],
])("none: %j", (reply) => expect(isCommandResponse(reply)).toBe(false));

test("an answer to a tactic has a state, its status and its goals", () => {
  expect(isProofStateResponse(state)).toBe(true);
  // REPLs before v4.19.0.
  expect(isProofStateResponse({ proofState: 1, goals: [] })).toBe(true);
  for (const lacking of [
    { ...state, goals: undefined },
    { ...state, proofStatus: 1 },
    { ...state, goals: [1] },
  ])
    expect(isProofStateResponse(lacking)).toBe(false);
});

test("a refusal has a message that is text, and is no answer besides", () => {
  expect(isErrorResponse({ message: "Unknown environment." })).toBe(true);
  for (const other of [
    {},
    { message: 5 },
    { message: null },
    { message: "x", env: 0 },
    { message: "x", proofState: 0 },
  ])
    expect(isErrorResponse(other)).toBe(false);
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { judgeMessages } from "../verdict.ts";
import { DocumentState } from "./document.ts";
import type { FileProgressParams, PublishDiagnosticsParams } from "./protocol.ts";

interface Recorded {
  readonly dir?: string;
  readonly message?: {
    readonly method?: string;
    readonly params?: {
      readonly textDocument?: { readonly uri: string; readonly version: number; readonly text?: string };
      readonly contentChanges?: readonly { readonly text: string }[];
    };
  };
}

/** Plays a recorded session of Lean 4.27's server to one document and returns what became of each of its versions. */
function replay(session: string, uri: string): DocumentState[] {
  const states: DocumentState[] = [];
  const file = new URL(`../../fixtures/recorded/${session}.jsonl`, import.meta.url);
  for (const line of readFileSync(file, "utf8")
    .split("\n")
    .filter((each) => each !== "")) {
    const { dir, message } = JSON.parse(line) as Recorded;
    // On closing, the server takes its diagnostics back.
    if (message?.method === "textDocument/didClose" || message?.method === "shutdown") break;
    const document = message?.params?.textDocument;
    if (dir === "client->server" && document?.uri === uri && message?.method?.startsWith("textDocument/did") === true) {
      const text = document.text ?? message.params?.contentChanges?.[0]?.text;
      if (text !== undefined) states.push(new DocumentState(uri, document.version, text));
    }
    const current = states.at(-1);
    if (dir !== "server->client" || current === undefined) continue;
    if (message?.method === "$/lean/fileProgress") current.progress(message.params as unknown as FileProgressParams);
    if (message?.method === "textDocument/publishDiagnostics")
      current.published(message.params as unknown as PublishDiagnosticsParams);
  }
  return states;
}

test("a file is done when nothing of it is processed, and its last diagnostics count", () => {
  const [first] = replay("lsp_basic", "file:///proj/Test.lean");
  expect(first).toMatchObject({ isDone: true, isFatal: false });
  const messages = first!.messages();
  expect(messages.map(({ severity, start }) => [severity, start])).toEqual([
    ["error", { line: 7, column: 2 }],
    ["warning", { line: 9, column: 8 }],
    ["info", { line: 12, column: 0 }],
    ["info", { line: 13, column: 0 }],
  ]);
  expect(judgeMessages(messages, [])).toMatchObject({ status: "error" });
  expect(judgeMessages(messages.slice(1), [])).toMatchObject({ status: "sorry" });
});

test("a bad import is reported, after the news that the worker failed", () => {
  const [state] = replay("lsp_import_and_crash", "file:///proj/Imp.lean");
  expect(state!.isFatal).toBe(true);
  expect(state!.messages()[0]).toMatchObject({
    severity: "error",
    text: expect.stringContaining("does not exist") as string,
  });
});

test("a worker that exits is fatal, and what it had said is no success", () => {
  const [state] = replay("lsp_import_and_crash", "file:///proj/Crash.lean");
  expect(state).toMatchObject({ isFatal: true, isDone: false, diagnostics: [] });
});

test("an endless loop is never done; its replacement is, and the old version's news are not its own", () => {
  const [loop, fixed] = replay("lsp_import_and_crash", "file:///proj/Loop.lean");
  expect(loop).toMatchObject({ isDone: false, isFatal: false });
  expect(fixed).toMatchObject({ version: 2, isDone: true });
  expect(fixed!.progress({ textDocument: { uri: fixed!.uri, version: 1 }, processing: [] })).toBe(false);
});

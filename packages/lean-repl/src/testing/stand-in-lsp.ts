import { existsSync, writeSync } from "node:fs";
import { toUtf16 } from "../messages.ts";
import { loadRecordings } from "./recordings.ts";
import { perhapsNotStart, requestedFaults } from "./requested-faults.ts";
import { elaborateDocument } from "./simulated-document.ts";
import { SimulatedLean, type Elaborated } from "./simulated-lean.ts";
import type { StandInSettings } from "./stand-in-settings.ts";
import { say, sleep } from "./write-all.ts";

/** A process that speaks Lean's language server's protocol, as much of it as a verifier uses, with the same faults on demand. */
const settings = JSON.parse(process.argv[2] ?? "{}") as StandInSettings;
const lean = new SimulatedLean({
  ...(settings.version === undefined ? {} : { version: settings.version }),
  ...(settings.modules === undefined ? {} : { modules: settings.modules }),
  ...(settings.types === undefined ? {} : { types: settings.types }),
  recordings:
    settings.recordings !== undefined && existsSync(settings.recordings) ? loadRecordings(settings.recordings) : [],
});

interface Incoming {
  readonly id?: number;
  readonly method: string;
  readonly params?: {
    readonly textDocument?: { readonly uri: string; readonly version?: number; readonly text?: string };
    readonly contentChanges?: readonly { readonly text: string }[];
    readonly position?: { readonly line: number; readonly character: number };
    readonly uri?: string;
    readonly version?: number;
    readonly dependencyBuildMode?: string;
  };
}

let header = "";
/** Imports of the documents that are open. */
const opened = new Map<string, string>();
/** Documents whose worker has ended over other imports: what is asked of them meanwhile is refused. */
const restarting = new Set<string>();
let last: { readonly lines: readonly string[]; readonly result: Elaborated } | undefined;
let dead = false;

const hoard: Buffer[] = [];
/** One byte at a time, characters of several bytes included. */
let slowly = false;

function send(message: object): void {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  if (slowly) {
    const bytes = Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
    for (let at = 0; at < bytes.length; at += 1) say(bytes.subarray(at, at + 1));
    return;
  }
  process.stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
  process.stdout.write(body);
}

function open(uri: string, version: number, text: string): void {
  const progress = (processing: readonly object[]): void =>
    send({ method: "$/lean/fileProgress", params: { textDocument: { uri, version }, processing } });
  const publish = (diagnostics: readonly object[]): void =>
    send({ method: "textDocument/publishDiagnostics", params: { uri, version, diagnostics } });
  const lines = text.split("\n");
  const whole = { start: { line: 0, character: 0 }, end: { line: lines.length - 1, character: 0 } };
  progress([{ range: whole, kind: 1 }]);
  publish([]);
  for (const { name: fault, argument } of requestedFaults(text, settings)) {
    if (fault === "eat-memory") {
      while (hoard.length < 24) hoard.push(Buffer.alloc(64 << 20, 1));
      for (;;) sleep(1000);
    }
    if (fault === "flood-stdout") for (let round = 0; round < 4096; round += 1) say(Buffer.alloc(1 << 12, 0x6f));
    if (fault === "flood-stderr") for (let round = 0; round < 64; round += 1) writeSync(2, Buffer.alloc(1 << 16, 0x65));
    if (fault === "die-mid-reply") {
      say('Content-Length: 5000\r\n\r\n{"jsonrpc": "2.0", "method": "textDocu');
      process.exit(0);
    }
    if (fault === "misshapen")
      send({ method: "textDocument/publishDiagnostics", params: { uri, version, diagnostics: 1 } });
    if (fault === "no-severity") publish([{ range: { start: whole.start, end: whole.start }, message: "wrong" }]);
    if (fault === "old-version") {
      // News of a text that is not this one any more: the answer to it is nobody's.
      send({ method: "$/lean/fileProgress", params: { textDocument: { uri, version: version - 1 }, processing: [] } });
      const error = { range: whole, severity: 1, message: "of another text" };
      send({ method: "textDocument/publishDiagnostics", params: { uri, version: version - 1, diagnostics: [error] } });
    }
    if (fault === "unknown-id") send({ id: 4711, result: {} });
    if (fault === "dribble") slowly = true;
    if (fault === "sleep") sleep(Number(argument));
    if (fault === "hang") for (;;) sleep(1000);
    if (fault === "die") process.exit(1);
    if (fault === "garbage") process.stdout.write("not a header\r\n\r\n{{{");
    if (fault === "refuse-to-wait") restarting.add(uri);
    if (fault === "worker-dies") {
      progress([{ range: whole, kind: 2 }]);
      dead = true;
      return;
    }
  }
  const imports = importsOf(text);
  if (imports !== header && settings.importMs !== undefined) sleep(settings.importMs);
  header = imports;
  const result = elaborateDocument(lean, text);
  last = { lines, result };
  publish(
    result.messages.map((message) => {
      const start = toUtf16(lines, message.pos);
      const range = { start, end: toUtf16(lines, message.endPos ?? message.pos) };
      const severity = { error: 1, warning: 2, info: 3, trace: 3 }[message.severity];
      return { range, fullRange: range, severity, message: message.data, source: "Lean 4" };
    }),
  );
  progress([]);
  slowly = false;
}

function receive({ id, method, params }: Incoming): void {
  const document = params?.textDocument;
  if (method === "initialize")
    send({ id, result: { capabilities: {}, serverInfo: { name: "Stand-in for Lean 4 Server", version: "0.3.0" } } });
  else if (method === "textDocument/didOpen") {
    // As Lake does in a project that is read-only.
    if (params!.dependencyBuildMode !== "never") process.exit(1);
    opened.set(document!.uri, importsOf(document!.text!));
    open(document!.uri, document!.version!, document!.text!);
  } else if (method === "textDocument/didClose") opened.delete(document!.uri);
  else if (method === "textDocument/didChange") {
    const { text } = params!.contentChanges![0]!;
    if (opened.get(document!.uri) === importsOf(text)) open(document!.uri, document!.version!, text);
    else restarting.add(document!.uri);
  } else if (method === "textDocument/waitForDiagnostics") {
    if (restarting.has(params!.uri!))
      send({ id, error: { code: -32801, message: "The file's imports have changed." } });
    else if (!dead) send({ id, result: {} });
  } else if (method === "$/lean/plainGoal") {
    const { line } = params!.position!;
    const sorry = last?.result.sorries.find(({ pos }) => pos?.line === line + 1);
    send({ id, result: sorry === undefined ? null : { goals: [sorry.goal], rendered: sorry.goal } });
  } else if (method === "shutdown") send({ id, result: null });
  else if (method === "exit") process.exit(0);
  else if (id !== undefined) send({ id, result: null });
}

perhapsNotStart(settings);

let buffer = Buffer.alloc(0);
process.stdin.on("data", (chunk: Buffer) => {
  buffer = Buffer.concat([buffer, chunk]);
  for (;;) {
    const end = buffer.indexOf("\r\n\r\n");
    if (end === -1) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())?.[1] ?? 0);
    if (buffer.length < end + 4 + length) return;
    const body = buffer.subarray(end + 4, end + 4 + length).toString("utf8");
    buffer = buffer.subarray(end + 4 + length);
    receive(JSON.parse(body) as Incoming);
  }
});
process.stdin.on("end", () => process.exit(0));

/** The lines that import, at a text's start. By a pattern: in its sandbox a stand-in has this package and no other. */
function importsOf(text: string): string {
  return /^(?:\s*(?:module|prelude|(?:public |meta )*import [^\n]*)(?=\n|$))*/.exec(text)![0].trim();
}

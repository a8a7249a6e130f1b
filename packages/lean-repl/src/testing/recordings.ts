import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { CommandRequest, CommandResponse } from "../repl/protocol.ts";

/** One request of a recorded session with what the real REPL answered. */
export interface RecordedExchange {
  readonly session: string;
  readonly seq: number;
  readonly note?: string;
  readonly request: CommandRequest;
  /** Absent where the process died or nothing came in time. */
  readonly response?: CommandResponse;
  readonly received: string;
  readonly exit?: number;
  readonly stderr?: string;
  readonly timedOut: boolean;
  /** The commands that its environment stands on, oldest first; undefined when that environment is not in the recording. */
  readonly history: readonly string[] | undefined;
}

interface RawRecord {
  readonly seq?: number;
  readonly note?: string;
  readonly request?: CommandRequest;
  readonly response?: CommandResponse;
  readonly received?: string;
  readonly exit?: number;
  readonly stderr?: string;
  readonly timed_out_waiting?: boolean;
  readonly killed_by_client?: string;
  readonly event?: string;
  readonly write_error?: string;
  readonly cut_by_recorder?: boolean;
}

/** Reads the command exchanges of every REPL session in a folder of recordings; see its README for the format. */
export function loadRecordings(directory: string): readonly RecordedExchange[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".jsonl") && !name.startsWith("lsp_") && name !== "lean_cli.jsonl")
    .sort()
    .flatMap((name) => loadSession(name.slice(0, -".jsonl".length), readFileSync(join(directory, name), "utf8")));
}

function loadSession(session: string, text: string): RecordedExchange[] {
  const exchanges: RecordedExchange[] = [];
  let histories = new Map<number, readonly string[]>();
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const raw = JSON.parse(line) as RawRecord;
    // A process ended, or another began: its environments are gone.
    if (raw.event !== undefined || raw.exit !== undefined) {
      // A request that could not even be written any more was answered by nobody.
      if (raw.request?.cmd !== undefined && raw.write_error === undefined)
        exchanges.push(toExchange(session, raw, histories));
      histories = new Map();
      continue;
    }
    if (raw.request?.cmd === undefined || raw.cut_by_recorder === true) continue;
    const exchange = toExchange(session, raw, histories);
    exchanges.push(exchange);
    if (exchange.response?.env !== undefined && exchange.history !== undefined)
      histories.set(exchange.response.env, [...exchange.history, exchange.request.cmd]);
  }
  return exchanges;
}

function toExchange(session: string, raw: RawRecord, histories: Map<number, readonly string[]>): RecordedExchange {
  const request = raw.request!;
  const env = request.env ?? undefined;
  return {
    session,
    seq: raw.seq ?? -1,
    ...(raw.note === undefined ? {} : { note: raw.note }),
    request,
    ...(raw.response === undefined ? {} : { response: raw.response }),
    received: raw.received ?? "",
    ...(raw.exit === undefined ? {} : { exit: raw.exit }),
    ...(raw.stderr === undefined ? {} : { stderr: raw.stderr }),
    timedOut: raw.timed_out_waiting === true || raw.killed_by_client !== undefined,
    history: env === undefined ? [] : histories.get(env),
  };
}

/** How exchanges are looked up: everything elaborated so far, as one text, whatever requests it came in. */
export const recordingKey = (history: readonly string[], cmd: string): string =>
  [...history, cmd]
    .join("\n")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .join("\n");

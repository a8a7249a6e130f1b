import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Elaborator } from "../elaborator.ts";
import { Dispatcher } from "../dispatcher/dispatcher.ts";
import { HttpBackend } from "../http/backend.ts";
import { LspBackend } from "../lsp/backend.ts";
import { ProcessFactory } from "../process/process-factory.ts";
import { ReplBackend } from "../repl/backend.ts";
import { planLimits } from "../process/limits.ts";
import { splitFile, splitHeader } from "../text/file.ts";
import { judgeMessages } from "../verdict.ts";
import { standInHttp, standInLanguageServer, standInRepl } from "./index.ts";
import type { RecordedExchange } from "./recordings.ts";
import type { StandInSettings } from "./stand-in-settings.ts";

export const backendNames = ["repl", "lsp", "http"] as const;

/** One of each backend over stand-ins that answer from recordings. */
export interface Backends extends AsyncDisposable {
  readonly elaborators: Readonly<Record<(typeof backendNames)[number], Elaborator>>;
}

export async function openBackends(settings: StandInSettings): Promise<Backends> {
  const directory = await mkdtemp(join(tmpdir(), "lemma-recordings-"));
  const server = await standInHttp(settings);
  const launch = (command: readonly string[]): ProcessFactory =>
    new ProcessFactory({
      command,
      workingDirectory: directory,
      environment: process.env,
      limits: { memoryBytes: 2 ** 29, togetherBytes: 2 ** 29, processes: 32, outputBytes: 2 ** 26 },
      limitPlan: planLimits(),
      sandbox: undefined,
      sandboxReason: "stand-ins run no proof's code",
    });
  const dispatching = {
    maxQueued: 10_000,
    queueTimeoutMs: Number.POSITIVE_INFINITY,
    concurrency: 2,
    warmSpares: 1,
    maxChecksPerSeat: 1_000,
    seatMemoryBytes: 2 ** 29,
    togetherBytes: 2 ** 31,
    cancelGraceMs: 100,
  };
  const startTimeoutMs = 60_000;
  const repl = await Dispatcher.open(
    new ReplBackend({ name: "repl", processes: launch(standInRepl(settings)), startTimeoutMs }),
    dispatching,
  );
  const lsp = await Dispatcher.open(
    new LspBackend({ processes: launch(standInLanguageServer(settings)), project: directory, startTimeoutMs }),
    dispatching,
  );
  const http = await Dispatcher.open(new HttpBackend({ url: server.url, startTimeoutMs: 10_000 }), dispatching);
  return {
    elaborators: { repl, lsp, http },
    async [Symbol.asyncDispose]() {
      for (const elaborator of [repl, lsp, http]) await elaborator[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}

/** Everything an exchange stands on and itself, as the one text that it is to whoever reads a file. */
export const textOf = ({ history, request }: RecordedExchange): string => [...(history ?? []), request.cmd].join("\n");

/** What the rule makes of an exchange that goes through a backend. */
export async function statusThrough(
  elaborator: Elaborator,
  exchange: RecordedExchange,
  wallMs = 1_000,
): Promise<string> {
  const text = textOf(exchange);
  const { imports: header } = splitHeader(splitFile(text).header);
  const body = text.slice(text.indexOf(header) + header.length);
  const elaboration = await elaborator.elaborate({ header, body, limits: { wallMs }, group: exchange.session });
  return elaboration.kind === "elaborated"
    ? judgeMessages(elaboration.messages, elaboration.sorries).status
    : elaboration.kind;
}

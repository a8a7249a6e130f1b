import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CheckRequest, CheckResponse, VerifyRequestBody, VerifyResponseBody } from "../http/protocol.ts";
import type { CommandResponse } from "../repl/protocol.ts";
import { httpFaults } from "./http-faults.ts";
import { loadRecordings } from "./recordings.ts";
import { elaborateDocument } from "./simulated-document.ts";
import { SimulatedLean } from "./simulated-lean.ts";
import type { StandInSettings } from "./stand-in-settings.ts";

export interface StandInHttpSettings extends StandInSettings {
  /** Which interface it has. Default: both. */
  readonly interfaces?: readonly ("/api/check" | "/verify")[];
  readonly apiKey?: string;
}

export interface StandInHttp extends AsyncDisposable {
  readonly url: string;
  readonly requests: number;
}

/**
 * A server with Kimina's interfaces in this process. A text can ask for each of `httpFaults` by `--! NAME`, or the first time
 * only by `--! once NAME`; by `--! hang` for the server's own timeout and by `--! die` for its REPL's death.
 */
export async function standInHttp(settings: StandInHttpSettings = {}): Promise<StandInHttp> {
  const lean = new SimulatedLean({
    ...(settings.version === undefined ? {} : { version: settings.version }),
    ...(settings.modules === undefined ? {} : { modules: settings.modules }),
    ...(settings.types === undefined ? {} : { types: settings.types }),
    recordings: settings.recordings === undefined ? [] : loadRecordings(settings.recordings),
  });
  const seen = new Set<string>();
  const faultPattern = new RegExp(`--! (once )?(${Object.keys(httpFaults).join("|")})(?![\\w-])`);
  let requests = 0;
  const judge = (code: string): { error: string | null; response: CommandResponse | null } => {
    if (code.includes("--! hang")) return { error: "Lean REPL command timed out in 1 seconds", response: null };
    if (code.includes("--! die")) return { error: "REPL process exited unexpectedly", response: null };
    const { messages, sorries } = elaborateDocument(lean, code);
    return { error: null, response: { env: 0, messages, ...(sorries.length === 0 ? {} : { sorries }) } };
  };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests += 1;
      const path = request.url ?? "";
      const reply = (status: number, body: object): void => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      };
      const known = settings.interfaces ?? ["/api/check", "/verify"];
      if (!known.some((each) => each === path)) return reply(404, { detail: "Not Found" });
      if (settings.apiKey !== undefined && request.headers.authorization !== `Bearer ${settings.apiKey}`)
        return reply(401, { detail: "Missing or invalid API key" });
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Partial<CheckRequest & VerifyRequestBody>;
      const items = (body.snippets ?? body.codes ?? []).map((item) =>
        "code" in item ? { id: item.id, code: item.code } : { id: item.custom_id, code: item.proof },
      );
      const fault = faultPattern.exec(items[0]?.code ?? "");
      if (fault !== null && !(fault[1] !== undefined && seen.has(items[0]!.code))) {
        seen.add(items[0]!.code);
        const good = (): string =>
          JSON.stringify({ results: items.map(({ id, code }) => ({ id, custom_id: id, ...judge(code) })) });
        return httpFaults[fault[2]!]!(response, good);
      }
      const pause = Number(/--! sleep (\d+)/.exec(items[0]?.code ?? "")?.[1] ?? 0);
      setTimeout(
        () =>
          reply(200, {
            results: items.map(({ id, code }) => ({
              ...(path === "/verify" ? { custom_id: id } : { id, time: 0.1 }),
              ...judge(code),
            })),
          } as CheckResponse | VerifyResponseBody),
        pause,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

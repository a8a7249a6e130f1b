import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CheckRequest, CheckResponse, VerifyRequestBody, VerifyResponseBody } from "../http/protocol.ts";
import { httpFaults } from "./http-faults.ts";
import { KiminaRepls, type KiminaResult, type KiminaSettings } from "./kimina-repls.ts";
import { loadRecordings } from "./recordings.ts";
import { SimulatedLean } from "./simulated-lean.ts";
import type { StandInSettings } from "./stand-in-settings.ts";

export interface StandInHttpSettings extends StandInSettings, KiminaSettings {
  /** Which interface it has. Default: both; before its second version, `/verify`. */
  readonly interfaces?: readonly ("/api/check" | "/verify")[];
  readonly apiKey?: string;
  /** Reports no information, as servers do that are made for errors alone. */
  readonly withoutInformation?: boolean;
}

export interface StandInHttp extends AsyncDisposable {
  readonly url: string;
  readonly requests: number;
}

interface Item {
  readonly id: string;
  readonly code: string;
}

/** Stands for a whole request that failed, as FastAPI tells it. */
class HttpError extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/**
 * A server with Kimina's interfaces in this process, which answers as that server's sources do. A text can ask for each of
 * `httpFaults` by `--! NAME`, or the first time only by `--! once NAME`; by `--! hang` for the server's own timeout; by
 * `--! die`, `--! abort` and `--! long-line` for what its REPL can do to it.
 */
export async function standInHttp(settings: StandInHttpSettings = {}): Promise<StandInHttp> {
  const older = settings.older === true;
  const lean = new SimulatedLean({
    ...(settings.version === undefined ? {} : { version: settings.version }),
    ...(settings.modules === undefined ? {} : { modules: settings.modules }),
    ...(settings.types === undefined ? {} : { types: settings.types }),
    recordings: settings.recordings === undefined ? [] : loadRecordings(settings.recordings),
  });
  const repls = new KiminaRepls(lean, settings);
  const known = settings.interfaces ?? (older ? ["/verify"] : ["/api/check", "/verify"]);
  const seen = new Set<string>();
  const faultPattern = new RegExp(`--! (once(?::\\S+)? )?(${Object.keys(httpFaults).join("|")})(?![\\w-])`);
  let requests = 0;

  type Result = (CheckResponse | VerifyResponseBody)["results"][number];
  const result = async ({ id, code }: Item, timeout: number, path: string): Promise<Result> => {
    const checked = report(await repls.check(code, timeout), settings.withoutInformation === true);
    if ("status" in checked) throw new HttpError(checked.status, checked.detail);
    const response = "response" in checked ? checked.response : null;
    const error = "error" in checked ? checked.error : null;
    const time = 0.1;
    if (path !== "/verify") return { id, time, error, response, diagnostics: null };
    return { custom_id: id, error, response: response === null ? null : { ...response, time } };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, text: string): Promise<void> => {
    const path = request.url ?? "";
    if (!known.some((each) => each === path)) throw new HttpError(404, "Not Found");
    if (settings.apiKey !== undefined && request.headers.authorization !== `Bearer ${settings.apiKey}`)
      throw new HttpError(older ? 403 : 401, "Invalid API key");
    const body = JSON.parse(text) as Partial<CheckRequest & VerifyRequestBody>;
    const items = (body.snippets ?? body.codes ?? []).map((item): Item =>
      "code" in item ? item : { id: item.custom_id, code: item.proof },
    );
    const all = async (): Promise<string> =>
      toJson(
        { results: await Promise.all(items.map(async (item) => await result(item, body.timeout ?? 300, path))) },
        older,
      );
    const fault = faultPattern.exec(items[0]?.code ?? "");
    const isDue = fault !== null && (fault[1] === undefined || !seen.has(items[0]!.code));
    if (items[0] !== undefined) seen.add(items[0].code);
    const good = await all();
    if (isDue) httpFaults[fault[2]!]!(response, () => good);
    else reply(response, 200, good);
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests += 1;
      answer(request, response, Buffer.concat(chunks).toString("utf8")).catch((error: unknown) => {
        const status = error instanceof HttpError ? error.status : 500;
        reply(response, status, JSON.stringify({ detail: error instanceof Error ? error.message : String(error) }));
      });
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

function reply(response: ServerResponse, status: number, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body);
}

/** The second version leaves out whatever is null, wherever it stands. */
const toJson = (body: object, withNulls: boolean): string =>
  JSON.stringify(body, withNulls ? undefined : (_, value: unknown) => (value === null ? undefined : value));

function report(result: KiminaResult, withoutInformation: boolean): KiminaResult {
  if (!withoutInformation || !("response" in result) || !("messages" in result.response)) return result;
  const { messages, ...rest } = result.response;
  return { response: { ...rest, messages: (messages ?? []).filter(({ severity }) => severity !== "info") } };
}

import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { InfrastructureError } from "@lemma/interfaces";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { createServer } from "./server.ts";
import type { Workshop } from "./tool.ts";

export interface HttpOptions {
  /** Every request must bear it. */
  readonly token: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Where to listen; this machine alone unless told. */
  readonly host?: string;
}

/** A server of the tools over streamable HTTP at `/mcp`. Disposing it ends all sessions. */
export interface HttpServer extends AsyncDisposable {
  readonly url: string;
}

/** Sessions that a server keeps at once; the one that was silent longest makes room. */
const maximumSessions = 64;

/** @throws {InfrastructureError} when it cannot listen there. */
export async function listen(
  workshop: Workshop,
  { token, port, host = "127.0.0.1" }: HttpOptions,
): Promise<HttpServer> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const server = createHttpServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) refuse(response, 500, "the request could not be answered");
      else response.destroy();
    });
  });
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new InfrastructureError(`cannot listen on ${host}:${port}: ${(cause as Error).message}`, { cause });
  }
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}/mcp`,
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => server.close(resolve));
      await Promise.allSettled([...sessions.values()].map(async (transport) => transport.close()));
      server.closeAllConnections();
      await ended;
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!bears(request, token)) {
      response.setHeader("WWW-Authenticate", "Bearer");
      return refuse(response, 401, "a bearer token is needed");
    }
    if (new URL(request.url ?? "/", "http://localhost").pathname !== "/mcp")
      return refuse(response, 404, "the tools are at /mcp");
    const id = request.headers["mcp-session-id"];
    const known = typeof id === "string" ? sessions.get(id) : undefined;
    if (typeof id === "string" && known === undefined) return refuse(response, 404, "no such session");
    if (known !== undefined) {
      // The last to be asked is the last to make room.
      sessions.delete(id as string);
      sessions.set(id as string, known);
    }
    await (known ?? (await begin())).handleRequest(request, response);
  }

  async function begin(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        sessions.set(id, transport);
        const [oldest] = sessions.keys();
        if (sessions.size > maximumSessions && oldest !== undefined) void sessions.get(oldest)?.close();
      },
    });
    transport.onclose = () => {
      if (transport.sessionId !== undefined) sessions.delete(transport.sessionId);
    };
    await createServer(workshop).connect(transport as Parameters<ReturnType<typeof createServer>["connect"]>[0]);
    return transport;
  }
}

function bears({ headers }: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  // Digests are of one length, so that comparing tells nothing of the token's.
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ jsonrpc: "2.0", error: { code: -32_000, message }, id: null }));
}

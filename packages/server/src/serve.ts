import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { InfrastructureError, InputError } from "@lemma/interfaces";
import { type AppOptions, createApp } from "./app.ts";

export interface ServeOptions extends AppOptions {
  /** Default 8000; 0 is any free one. */
  readonly port?: number | undefined;
  /** The address to listen at. Default: this machine alone, `127.0.0.1`. */
  readonly host?: string | undefined;
}

/** A server that listens; disposing it ends what is under way. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Listens.
 *
 * @throws {InputError} for an empty token. @throws {InfrastructureError} when the port is taken.
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  if (options.token === "") throw new InputError("serve: expected a token, received an empty one");
  const { host = "127.0.0.1", port = 8000 } = options;
  const app = createApp(options);
  const server = serve({ fetch: app.fetch, hostname: host, port });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", (cause) =>
      reject(new InfrastructureError(`serve: cannot listen at ${host}:${port}: ${cause.message}`, { cause })),
    );
  });
  const address = server.address() as AddressInfo;
  const shown = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${address.port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
      await app.idle();
    },
  };
}

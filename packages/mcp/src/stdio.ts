import type { Readable, Writable } from "node:stream";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { createServer } from "./server.ts";
import type { Workshop } from "./tool.ts";

/** Serves one client over a pair of streams until the client closes its own or the signal fires. */
export async function serveStdio(
  workshop: Workshop,
  signal: AbortSignal,
  input: Readable = process.stdin,
  output: Writable = process.stdout,
): Promise<void> {
  const server = createServer(workshop);
  const ended = new Promise<void>((resolve) => {
    // Whoever started it may just close the stream; the transport hears of nothing then.
    input.once("end", resolve);
    input.once("close", resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    server.server.onclose = resolve;
  });
  await server.connect(new StdioServerTransport(input, output));
  await ended;
  await server.close();
}

import { createRequire } from "node:module";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { Workshop } from "./tool.ts";
import { tools } from "./tools.ts";

const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };

const instructions =
  "Lean 4 proofs, checked and found. Only `proved` means proved; `unsupported`, `timeout` and their like, listed under `notJudged`, say " +
  "nothing about a proof. The embedded checker (`lite`) reads an arithmetic fragment of Lean 4 and Mathlib; what it does not understand " +
  "it never calls proved.";

/** A server of the tools over a workshop; it is connected to one client. The workshop stays the caller's. */
export function createServer(workshop: Workshop): McpServer {
  const server = new McpServer({ name: "lemma", title: "LeMMA", version }, { instructions });
  for (const [name, { title, description, input, output, run }] of Object.entries(tools))
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: input,
        outputSchema: output,
        // Nothing is written and nothing is fetched: what is found is handed back.
        annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
      },
      async (given, { signal, sendNotification, _meta }) => {
        const token = _meta?.progressToken;
        let last = 0;
        const progress = (message: string, done = last + 1, total?: number): void => {
          // It must grow with each message; a second word on the same step is not told.
          if (token === undefined || done <= last || signal.aborted) return;
          last = done;
          const params = { progressToken: token, progress: done, message, ...(total === undefined ? {} : { total }) };
          // A client that is gone hears nothing, and nothing is lost by it.
          sendNotification({ method: "notifications/progress", params }).catch(() => undefined);
        };
        const { result, summary } = await run(given, workshop, { signal, progress });
        return { content: [{ type: "text", text: summary }], structuredContent: result };
      },
    );
  return server;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const check = { statement: "theorem t (n : ℕ) (h : n > 3) : n > 2 := by", proof: "omega" };

test(
  "over the standard streams, tools answer and the end of the stream ends the process",
  { timeout: 240_000 },
  async () => {
    const transport = new StdioClientTransport({ command: process.execPath, args: [main, "mcp"], stderr: "ignore" });
    const client = new Client({ name: "test", version: "1" });
    await client.connect(transport);
    const { structuredContent } = await client.callTool({ name: "check", arguments: check });
    expect(structuredContent).toMatchObject({ allProved: true });
    // The embedded model, opened by the first call that needs it.
    const proved = await client.callTool({ name: "prove", arguments: { statement: check.statement } });
    expect(proved.structuredContent).toMatchObject({ status: "proved" });
    await client.close();
  },
);

test("over HTTP, with its token and not without; Ctrl-C ends it", { timeout: 240_000 }, async () => {
  const without = spawn(process.execPath, [main, "mcp", "--http"], { env: { PATH: process.env["PATH"] } });
  expect(await once(without, "close")).toEqual([2, null]);

  const server = spawn(process.execPath, [main, "mcp", "--http", "--port", "0", "--token", "secret"]);
  let said = "";
  await new Promise<void>((resolve) => {
    server.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("/mcp\n")) resolve();
    });
  });
  const url = new URL(/listening at (\S+)/.exec(said)![1]!);
  expect((await fetch(url, { method: "POST", body: "{}" })).status).toBe(401);
  const headers = { authorization: "Bearer secret" };
  const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport as Parameters<Client["connect"]>[0]);
  const { structuredContent } = await client.callTool({ name: "check", arguments: check });
  expect(structuredContent).toMatchObject({ allProved: true });
  await client.close();
  server.kill("SIGINT");
  expect(await once(server, "close")).toEqual([130, null]);
});

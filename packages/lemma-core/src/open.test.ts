import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../../tools/free-port.ts";
import { type OpenLemmaOptions, openLemma } from "./index.ts";

const before = process.env["TMPDIR"];
let temporary: string;
beforeAll(async () => {
  temporary = await mkdtemp(path.join(tmpdir(), "lemma-open-"));
  process.env["TMPDIR"] = temporary;
});
afterAll(async () => {
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  await rm(temporary, { recursive: true, force: true });
});

const dead = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`;

test.for<[string, string, () => Promise<OpenLemmaOptions>]>([
  ["a server that is not there", "ECONNREFUSED", async () => ({ remote: { url: await dead(), retries: 0 } })],
  ["no such model", "no such model folder", () => Promise.resolve({ model: "/nowhere" })],
  ["no such weigher", "no such weigher folder", () => Promise.resolve({ weigher: "/nowhere" })],
  ["no such adapter", "no such adapter folder", () => Promise.resolve({ adapter: "/nowhere" })],
  ["a folder that is no adapter", "adapter_config.json", () => Promise.resolve({ adapter: import.meta.dirname })],
  [
    "no such project",
    "/nowhere",
    () => Promise.resolve({ verifier: { kind: "repl", project: "/nowhere", sandbox: "off" } }),
  ],
  ["no such REPL server", "127.0.0.1", async () => ({ verifier: { kind: "http", url: await dead() } })],
])("an opening that fails leaves nothing in the temporary folder: %s", async ([, said, options]) => {
  await expect(openLemma(await options())).rejects.toThrow(said);
  expect(await readdir(temporary)).toEqual([]);
});

test("nor does one that fails when a server has already answered", async () => {
  const server = createServer((_, response) =>
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ data: [{ id: "m", owned_by: "vllm" }] })),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(openLemma({ remote: { url }, adapter: "/nowhere" })).rejects.toThrow("adapter");
    expect(await readdir(temporary)).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

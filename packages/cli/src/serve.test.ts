import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const command = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const lemma = (...argv: readonly string[]): ChildProcess =>
  spawn(process.execPath, [command, ...argv], { stdio: ["ignore", "pipe", "inherit"] });

test("one process serves, another proves with it, and Ctrl-C ends the server", { timeout: 300_000 }, async () => {
  const adapters = await mkdtemp(path.join(tmpdir(), "cli-adapters-"));
  const server = lemma("serve", "--token", "secret", "--port", "0", "--adapters", adapters);
  try {
    const [url] = (await once(createInterface({ input: server.stdout! }), "line")) as [string];
    const remote = ["--prover-url", url, "--prover-token", "secret", "--prover-adapters", adapters];
    const statement = "theorem square (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by";
    const client = lemma("prove", "--statement", statement, "--json", ...remote);
    const lines: string[] = [];
    for await (const line of createInterface({ input: client.stdout! })) lines.push(line);
    const finished = JSON.parse(lines.at(-1)!) as object;
    expect(finished).toMatchObject({
      type: "finished",
      status: "proved",
      usage: { flops: expect.any(Number) as unknown },
    });
  } finally {
    const ended = once(server, "exit");
    server.kill("SIGINT");
    expect((await ended)[0]).toBe(130);
  }
});

test("a server that is not there is an infrastructure failure, and a URL that is none is bad usage", async () => {
  const ends = async (url: string): Promise<unknown> =>
    (await once(lemma("prove", "--statement", "theorem t : 1 = 1 := by", "--prover-url", url), "exit"))[0];
  expect(await ends("nonsense")).toBe(2);
  expect(await ends("http://127.0.0.1:1")).toBe(3);
});

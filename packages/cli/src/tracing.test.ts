import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const command = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const statement = "theorem t (x : ℝ) (h₀ : 2 * x + 3 = 11) : x = 4 := by";

async function prove(otlp: string): Promise<number> {
  const argv = ["prove", "--statement", statement, "--no-adapt", "--attempts", "2", "--otlp", otlp];
  const child = spawn(process.execPath, [command, ...argv], { stdio: "ignore" });
  return (await once(child, "exit"))[0] as number;
}

test("a collector gets a run's spans; one that is gone costs nothing but them", { timeout: 300_000 }, async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    void request.toArray().then((pieces) => {
      bodies.push(`${request.url} ${Buffer.concat(pieces as Buffer[]).toString()}`);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const status = await prove(url);
  const told = bodies.join("\n");
  expect(told).toContain("/v1/traces ");
  for (const word of ["lemma.prove", "lemma.attempt", "lemma.status", "lemma prove"]) expect(told).toContain(word);
  collector.close();
  collector.closeAllConnections();
  expect(await prove(url)).toBe(status);
  expect(await prove("nonsense")).toBe(2);
});

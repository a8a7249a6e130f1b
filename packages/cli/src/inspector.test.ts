import { lacks } from "../../../tools/lacks.ts";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

// With the protocol's official inspector, which tools/peers/inspector.sh installs: LEMMA_INSPECTOR names its folder.
const folder = process.env["LEMMA_INSPECTOR"];
const inspector = path.join(
  folder ?? "",
  "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js",
);
const node = path.join(folder ?? "", "node_modules/.bin/node");
const isFound = folder !== undefined && existsSync(inspector) && existsSync(node);
if (!isFound)
  console.warn("skipped: no MCP inspector (tools/peers/inspector.sh makes a folder of it; LEMMA_INSPECTOR names it)");

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly complaints: string;
}

/** `inspector --cli` on `lemma mcp`. It keeps what it is told in its home, which is a new one each time. */
async function inspect(...flags: readonly string[]): Promise<Ended> {
  const home = await mkdtemp(path.join(tmpdir(), "lemma-inspector-"));
  const args = [inspector, "--cli", process.execPath, main, "mcp", ...flags];
  return new Promise((resolve) => {
    execFile(node, args, { env: { ...process.env, HOME: home }, maxBuffer: 2 ** 26 }, (error, out, complaints) => {
      resolve({ status: error === null ? 0 : Number(error.code), out, complaints });
    });
  });
}

const call = async (tool: string, input: Record<string, unknown>, ...flags: readonly string[]): Promise<Ended> =>
  inspect("--method", "tools/call", "--tool-name", tool, "--tool-args-json", JSON.stringify(input), ...flags);

const statement = "theorem t (n : ℕ) (h : n > 3) : n > 2 := by";

describe.skipIf(!isFound)("the official inspector", { timeout: 300_000 }, () => {
  test("finds nothing to say of the tools' schemas, strictly", async () => {
    const { status, out, complaints } = await inspect("--method", "tools/list", "--strict");
    expect(complaints).toBe("lemma mcp: verifier lite\n");
    expect(status).toBe(0);
    const { tools } = JSON.parse(out) as { readonly tools: readonly { readonly name: string }[] };
    expect(tools.map(({ name }) => name)).toEqual([
      "check",
      "goals",
      "try_tactics",
      "prove",
      "fill",
      "disprove",
      "audit",
    ]);
  });

  const calls: readonly (readonly [tool: string, input: Record<string, unknown>, answer: Record<string, unknown>])[] = [
    ["check", { statement, proof: "omega" }, { allProved: true }],
    ["goals", { statement }, { holes: [{ goals: ["n : ℕ\nh : n > 3\n⊢ n > 2"] }] }],
    [
      "try_tactics",
      { statement, tactics: ["omega", "rfl"] },
      { results: [{ outcome: "closes" }, { outcome: "fails" }] },
    ],
    ["prove", { statement }, { status: "proved" }],
    ["fill", { code: `${statement} sorry` }, { holes: [{ status: "filled" }] }],
    ["disprove", { statement: "theorem t (n : ℕ) : n - 1 + 1 = n := by" }, { disproved: true }],
    ["audit", { statement: "theorem t (x : ℝ) (h : x < x) : x = 7 := by" }, { statements: [{ id: "t" }] }],
  ];
  lacks("calls each tool and finds its answer", "LEMMA_INSPECTOR", isFound ? undefined : "not set");
  test.for(isFound ? calls : [])("calls %s and finds its answer as its schema says", async ([tool, input, answer]) => {
    const { status, out } = await call(tool, input);
    expect({ status, ...(JSON.parse(out) as object) }).toMatchObject({ status: 0, structuredContent: answer });
  });

  test("is told what is wrong with a call, as an error of the tool", async () => {
    expect(await call("check", { statement: "theorem t", proof: "rfl" })).toMatchObject({
      status: 5,
      out: expect.stringContaining('field \\"statement\\": expected Lean text') as string,
      complaints: expect.stringContaining("tool_is_error") as string,
    });
    expect(await call("nonsense", {})).toMatchObject({
      status: 5,
      complaints: expect.stringContaining("tool_not_found") as string,
    });
  });

  test("under load, 1,000 calls of a tool are answered without an error", async () => {
    const load = ["--load", "--load-requests", "1000", "--load-concurrency", "8", "--format", "json"];
    const { status, out } = await call("check", { statement, proof: "omega" }, ...load);
    expect({ status, ...(JSON.parse(out) as object) }).toMatchObject({
      status: 0,
      result: { requests: 1000, ok: 1000, toolErrors: 0, errors: 0 },
    });
  });
});

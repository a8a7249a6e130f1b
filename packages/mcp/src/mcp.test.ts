import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Random } from "@lemma/interfaces";
import { type LemmaParts, tinySettings } from "@lemma/loop";
import { LeanLite } from "@lemma/lean-lite";
import { promptFormat } from "@lemma/prover";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServer, listen, tools, type Workshop } from "./index.ts";

const lean = new LeanLite();
const stock = ["rfl", "omega", "linarith"];

/** Parts without a model: stock tactics, in turn. */
const parts: LemmaParts = {
  prover: {
    model: "stock",
    format: promptFormat("tiny"),
    room: () => Infinity,
    generate: async (prompts, samples) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return prompts.map(() =>
        Array.from({ length: samples }, (_one, i) => ({
          text: stock[i % stock.length]!,
          tokens: [],
          logprobs: [],
          finishReason: "stop" as const,
        })),
      );
    },
    conjecture: async () => [],
    [Symbol.asyncDispose]: async () => {},
  },
  trainer: { fits: () => false, adapt: () => Promise.reject(new Error("nothing to train")) },
  verifier: lean,
  refuter: lean,
};
const workshop: Workshop = {
  verifier: lean,
  prover: async () => ({ parts, settings: { ...tinySettings, adapt: false } }),
};

let client: Client;
beforeAll(async () => {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await createServer(workshop).connect(theirs);
  client = new Client({ name: "test", version: "1" });
  await client.connect(ours);
  // From here on the client holds every structured result against its tool's output schema.
  await client.listTools();
});
afterAll(async () => client.close());

async function call(name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { isError, content, structuredContent } = await client.callTool({ name, arguments: input });
  if (isError === true) throw new Error((content as readonly { readonly text: string }[])[0]!.text);
  return structuredContent as Record<string, unknown>;
}

const theorem = "theorem t (n : ℕ) (h : n > 3) : n > 2 := by";

test("every tool is listed with what it takes and gives", async () => {
  const { tools: listed } = await client.listTools();
  expect(listed.map(({ name }) => name)).toEqual(Object.keys(tools));
  for (const { inputSchema, outputSchema, description } of listed) {
    expect(inputSchema.type).toBe("object");
    expect(outputSchema?.type).toBe("object");
    expect(description).not.toBe("");
  }
});

describe("check", () => {
  test("says what a verdict stands on, and what could not be judged", async () => {
    expect(await call("check", { statement: theorem, proof: "omega" })).toMatchObject({
      allProved: true,
      notJudged: [],
      verdicts: [
        { id: "t", status: "proved", verifier: "lite", evidence: "kernel", axioms: expect.any(Array) as unknown },
      ],
    });
    const code =
      "theorem a : 1 + 1 = 2 := rfl\ntheorem b (G : Type) [Group G] (a : G) : a = a := rfl\ntheorem c : 1 = 2 := by\n  rfl\n";
    const { verdicts, notJudged, allProved } = await call("check", { code });
    expect(verdicts).toMatchObject([
      { id: "a", status: "proved", line: 1 },
      { id: "b", status: "unsupported" },
      { id: "c", status: "error", messages: [{ start: { line: 4, column: 2 } }] },
    ]);
    expect([notJudged, allProved]).toEqual([
      [{ id: "b", why: expect.stringContaining("unsupported: ") as string }],
      false,
    ]);
  });

  test("locks the statement: a file that proves another is a mismatch", async () => {
    const code = "theorem t (n : ℕ) (h : n > 3) : n > 1 := by omega";
    expect(await call("check", { statement: theorem, code })).toMatchObject({ verdicts: [{ status: "mismatch" }] });
  });
});

test("goals, and tactics tried in one of them", async () => {
  const code = "theorem t (n : ℕ) : n + 1 > n ∧ n ≥ 0 := by\n  constructor\n  · sorry\n  · sorry\n";
  const { holes } = await call("goals", { code });
  expect(holes).toMatchObject([
    { id: "t#1", line: 3, column: 4, goals: ["case left\nn : ℕ\n⊢ n + 1 > n"] },
    { id: "t#2", line: 4 },
  ]);
  const { results } = await call("try_tactics", {
    code,
    hole: "t#2",
    tactics: ["omega", "linear", "rfl", "show 0 ≤ n", "sorry"],
  });
  expect(results).toMatchObject([
    { outcome: "closes" },
    { outcome: "not judged" },
    { outcome: "fails" },
    { outcome: "progresses", goals: [expect.stringContaining("⊢ 0 ≤ n")] },
    { outcome: "fails" },
  ]);
  const split = { statement: "theorem t (n : ℕ) : n + 1 > n ∧ n ≥ 0 := by", tactics: ["constructor"] };
  expect(await call("try_tactics", split)).toMatchObject({
    hole: "t",
    results: [
      { outcome: "progresses", goals: [expect.stringContaining("n + 1 > n"), expect.stringContaining("n ≥ 0")] },
    ],
  });
});

test("prove, fill and disprove", async () => {
  expect(await call("prove", { statement: theorem })).toMatchObject({
    status: "proved",
    proof: "omega",
    evidence: "kernel",
  });
  const filled = await call("fill", { code: `${theorem}\n  sorry -- here\n\ndef k : ℕ := sorry\n` });
  expect(filled).toMatchObject({
    code: `${theorem}\n  omega -- here\n\ndef k : ℕ := sorry\n`,
    holes: [{ status: "filled", text: "omega" }, { status: "refused" }],
    theorems: [{ id: "t", status: "proved" }],
  });
  expect(filled["patch"]).toContain("+  omega -- here");
  expect(await call("disprove", { statement: "theorem t (n : ℕ) : n - 1 + 1 = n := by" })).toMatchObject({
    disproved: true,
    counterexample: { n: "0" },
    evidence: "kernel",
  });
  expect(await call("disprove", { statement: theorem })).toMatchObject({ disproved: false });
});

test("audit", async () => {
  const statement = "theorem t (x : ℝ) (h₀ : x < 1) (h₁ : 2 < x) : x = 7 := by";
  const { statements } = await call("audit", { statement });
  expect(statements).toMatchObject([{ id: "t", findings: [{ kind: "contradictory", level: "fault" }] }]);
});

test("progress grows and tells of the whole; a call that is cancelled ends", async () => {
  const seen: number[] = [];
  const tactics = Array.from({ length: 20 }, (_, i) => `exact foo${i}`);
  const task = { name: "try_tactics", arguments: { statement: theorem, tactics } };
  await client.callTool(task, undefined, { onprogress: ({ progress }) => seen.push(progress) });
  expect(seen.length).toBeGreaterThan(10);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  const controller = new AbortController();
  const endless = client.callTool(
    { name: "prove", arguments: { statement: "theorem t : 1 = 2 := by", attempts: 1000 } },
    undefined,
    {
      signal: controller.signal,
    },
  );
  setTimeout(() => controller.abort(), 0);
  await expect(endless).rejects.toThrow(/abort/i);
  // The server is still there for the next.
  expect(await call("check", { statement: theorem, proof: "omega" })).toMatchObject({ allProved: true });
});

test("1,000 calls with faults: each is answered, a fault names itself, and nothing false is proved", async () => {
  const random = new Random(7);
  const faults: readonly (readonly [string, Record<string, unknown>])[] = [
    ["check", {}],
    ["check", { code: "" }],
    ["check", { code: 7 }],
    ["check", { statement: "theorem", proof: "rfl" }],
    ["check", { statement: theorem }],
    ["check", { statement: "theorem t : False := by", proof: "trivial" }],
    ["check", { statement: theorem, proof: "omega -/" }],
    ["check", { statement: theorem, proof: "\u0000" }],
    ["check", { code: "/- ".repeat(1000) }],
    ["goals", { code: "theorem" }],
    ["goals", {}],
    ["try_tactics", { statement: theorem, tactics: [] }],
    ["try_tactics", { statement: theorem, tactics: ["omega"], hole: "nowhere" }],
    ["try_tactics", { code: "theorem t : 1 = 1 := rfl", tactics: ["rfl"] }],
    ["prove", { statement: "¬" }],
    ["prove", { statement: theorem, attempts: 0 }],
    ["prove", { statement: theorem, attempts: "many" }],
    ["fill", { code: "sorry" }],
    ["fill", { code: theorem, study: "everything" }],
    ["disprove", { statement: "" }],
    ["nonsense", {}],
  ];
  const sound: readonly (readonly [string, Record<string, unknown>])[] = [
    ["check", { statement: theorem, proof: "omega" }],
    ["goals", { statement: theorem }],
    ["try_tactics", { statement: theorem, tactics: ["omega", "rfl"] }],
    ["fill", { code: `${theorem} sorry` }],
  ];
  let answered = 0;
  for (let batch = 0; batch < 50; batch += 1) {
    const calls = Array.from({ length: 20 }, () => (random.chance(0.5) ? random.choice(faults) : random.choice(sound)));
    const results = await Promise.allSettled(
      calls.map(async ([name, input]) => client.callTool({ name, arguments: input })),
    );
    for (const [i, result] of results.entries()) {
      const isSound = sound.includes(calls[i]!);
      const text = JSON.stringify(result);
      answered +=
        result.status === "fulfilled" || /MCP error/.test(text + String((result as PromiseRejectedResult).reason))
          ? 1
          : 0;
      const isProved = /"status":"proved"|"outcome":"closes"|"allProved":true/.test(text);
      expect([calls[i], isProved]).toEqual([calls[i], isSound && calls[i]![0] !== "goals"]);
    }
  }
  expect(answered).toBe(1000);
}, 120_000);

const attacks = path.join(import.meta.dirname, "../../lean-repl/attacks");

test.skipIf(!existsSync(attacks))(
  "no attack of the catalogue is proved, as a whole file or theorem by theorem",
  async () => {
    // Programs that would run while Lean reads them are no danger here: nothing is run. The valid ones are the controls.
    const folders = readdirSync(attacks, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !/^(process|valid)-/.test(entry.name),
    );
    expect(folders.length).toBeGreaterThan(100);
    const proved: string[] = [];
    let judged = 0;
    for (const { name } of folders) {
      const files = readdirSync(path.join(attacks, name));
      const read = (file: string): string => readFileSync(path.join(attacks, name, file), "utf8");
      const code = files.filter((file) => file.endsWith(".lean")).map(read);
      for (const text of code) {
        const statement = files.includes("statement.lean") ? read("statement.lean") : undefined;
        if (statement === text) continue;
        const result = await call("check", { code: text, ...(statement === undefined ? {} : { statement }) }).catch(
          () => undefined,
        );
        if (result !== undefined) judged += 1;
        if (result?.["allProved"] === true) proved.push(name);
      }
    }
    expect(proved).toEqual([]);
    // What is refused as no file at all proves nothing, and shows nothing.
    expect(judged).toBeGreaterThan(100);
  },
  120_000,
);

describe("over HTTP", () => {
  test("the token is needed, sessions are their own, and tools answer", async () => {
    await using server = await listen(workshop, { token: "secret", port: 0 });
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(server.url, { method: "POST", headers, body: "{}" })).status;
    expect(await ask({})).toBe(401);
    expect(await ask({ authorization: "Bearer wrong" })).toBe(401);
    expect(await ask({ authorization: "Bearer secret", "mcp-session-id": "none" })).toBe(404);
    for (const name of ["one", "two"]) {
      const headers = { authorization: "Bearer secret" };
      const transport = new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers } });
      const other = new Client({ name, version: "1" });
      await other.connect(transport as Parameters<Client["connect"]>[0]);
      const { structuredContent } = await other.callTool({
        name: "check",
        arguments: { statement: theorem, proof: "omega" },
      });
      expect(structuredContent).toMatchObject({ allProved: true });
      await other.close();
    }
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { openRepl } from "./open-repl.ts";
import { runFaults, tagged } from "./testing/fault-run.ts";
import { standInRepl } from "./testing/index.ts";

test("200 checks with 5 % of each fault: one right verdict each, and nobody left", async () => {
  const report = await runFaults({ checks: 200, share: 0.05, concurrency: 8, seed: 7 });
  expect(report.wrong).toEqual([]);
  expect(report).toMatchObject({ lost: 0, doubled: 0, processesLeft: 0 });
  expect(Object.keys(report.byFault).length).toBe(13);
});

test("the same with nothing but polling and signals to enforce it, and every success audited", async () => {
  const report = await runFaults({
    checks: 60,
    share: 0.05,
    concurrency: 4,
    seed: 8,
    audit: "fresh",
    memoryMethod: "polling",
  });
  expect(report.wrong).toEqual([]);
  expect(report).toMatchObject({ lost: 0, doubled: 0, processesLeft: 0 });
});

test.each(["rlimit", "polling", "default"] as const)(
  "SIGKILL to the parent leaves no child, not even one in a session of its own (%s)",
  async (method) => {
    const tag = `lemma-orphans-${process.pid}-${method}`;
    const program = `
    import { openRepl } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
    const lean = await openRepl({
      replCommand: ${JSON.stringify(standInRepl())}, project: ${JSON.stringify(tmpdir())}, sandbox: "off",
      environment: { LEMMA_TEST_TAG: ${JSON.stringify(tag)} }, concurrency: 3, timeoutMs: 60_000, audit: "off",
      ${method === "default" ? "" : `memoryMethod: ${JSON.stringify(method)},`}
    });
    const check = (n, tactics) => lean.verify({ theorem: { id: n, statement: "theorem t : 1 = 1 := by" }, proof: { kind: "tactics", tactics } });
    await check("a", "rfl --! fork-survivor");
    void check("b", "rfl --! fork-and-hang");
    void check("c", "rfl --! ignore-sigterm");
    void check("d", "rfl --! spin");
    setTimeout(() => console.log("ready"), 700);
  `;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(parent.stdout, "data");
    expect(tagged(tag).length).toBeGreaterThanOrEqual(4);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    for (let waited = 0; waited < 5_000 && tagged(tag).length > 0; waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(tagged(tag)).toEqual([]);
  },
);

test("a spinning proof meets its CPU limit", async () => {
  await using lean = await openRepl({
    replCommand: standInRepl(),
    project: tmpdir(),
    sandbox: "off",
    timeoutMs: 20_000,
    concurrency: 1,
    audit: "off",
  });
  const theorem = { id: "t", statement: "theorem t : 1 = 1 := by" };
  const verdict = await lean.verify(
    { theorem, proof: { kind: "tactics", tactics: "rfl --! spin" } },
    { limits: { cpuMs: 300 } },
  );
  expect(verdict).toMatchObject({ status: "timeout", limit: "cpu 300 ms" });
});

import { type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startChild } from "../../../tools/children.ts";
import { openRepl } from "./open-repl.ts";
import { problemWith, sandboxTools } from "./process/sandbox/probe.ts";
import { faultTable } from "./testing/fault-table.ts";
import { runFaults, tagged } from "./testing/fault-run.ts";
import { standInRepl } from "./testing/index.ts";

// Of http's there are more, so fewer of each. Thousands of checks are a matter of `pnpm soak`.
test.each([
  { backend: "repl", checks: 100, share: 0.05, seed: 7 },
  { backend: "lsp", checks: 60, share: 0.05, seed: 9 },
  { backend: "http", checks: 100, share: 0.04, seed: 12 },
] as const)(
  "$backend: $checks checks with $share of each fault: one right verdict each, and nobody left",
  async (run) => {
    const report = await runFaults({ ...run, concurrency: 8 });
    expect(report.wrong).toEqual([]);
    expect(report).toMatchObject({ lost: 0, doubled: 0, processesLeft: 0 });
    expect(Object.keys(report.byFault).toSorted()).toEqual(
      ["none", ...Object.keys(faultTable[run.backend])].toSorted(),
    );
  },
);

test("the same with nothing but polling and signals to enforce it, and every success audited", async () => {
  const report = await runFaults({
    backend: "repl",
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
    const parent = startChild(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(parent.stdout, "data");
    expect(tagged(tag).length).toBeGreaterThanOrEqual(4);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    for (let waited = 0; waited < 20_000 && tagged(tag).length > 0; waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(tagged(tag)).toEqual([]);
  },
);

test.each(sandboxTools)("SIGKILL to the parent ends everything in the sandbox of %s", async (tool) => {
  const missing = await problemWith(tool, { readOnly: [], writable: [], workingDirectory: "/" });
  if (missing !== undefined) {
    console.log(`skipped: ${tool}: ${missing}`);
    return;
  }
  const programs = mkdtempSync(join(tmpdir(), "lemma-programs-"));
  let parent: ChildProcess | undefined;
  try {
    if (tool === "unshare")
      for (const name of ["sh", "sleep", "unshare"]) symlinkSync(`/usr/bin/${name}`, join(programs, name));
    const program = `
      import { openRepl } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
      const lean = await openRepl({
        replCommand: ${JSON.stringify(standInRepl())}, project: ${JSON.stringify(programs)},
        concurrency: 2, timeoutMs: 60_000, audit: "off",
      });
      console.log(lean.capabilities.sandbox.split(":")[0]);
      const check = (n, tactics) => lean.verify({ theorem: { id: n, statement: "theorem t : 1 = 1 := by" }, proof: { kind: "tactics", tactics } });
      await check("a", "rfl --! fork-survivor");
      void check("b", "rfl --! fork-and-hang");
      console.log("ready");
    `;
    parent = startChild(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, LEMMA_SANDBOX: "required", ...(tool === "unshare" ? { PATH: programs } : {}) },
    });
    let said = "";
    while (!said.includes("ready")) said += String((await once(parent.stdout!, "data"))[0]);
    expect(said).toMatch(new RegExp(`^${tool}`));
    let children: readonly string[] = [];
    // The guardian, and of the worker the launcher, the sandbox, its first process, the REPL, its survivors and their sleeps.
    for (let waited = 0; waited < 5_000 && children.length < 8; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      children = descendants(parent.pid!);
    }
    expect(children.length).toBeGreaterThanOrEqual(8);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    const left = (): readonly string[] => children.filter((child) => started(child.split(" ")[0]!) === child);
    for (let waited = 0; waited < 20_000 && left().length > 0; waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(left()).toEqual([]);
  } finally {
    parent?.kill("SIGKILL");
    rmSync(programs, { recursive: true });
  }
});

/** A process as its id and the time of its start, which no later process has both of; undefined when it is gone. */
function started(pid: string): string | undefined {
  const fields = statOf(pid);
  return fields === undefined || fields[0] === "Z" ? undefined : `${pid} ${fields[19]}`;
}

/** Everything below a process, whatever namespace or session it is in. */
function descendants(root: number): readonly string[] {
  const below = new Set([String(root)]);
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  for (let before = 0; before < below.size;) {
    before = below.size;
    for (const pid of pids) if (below.has(statOf(pid)?.[1] ?? "")) below.add(pid);
  }
  below.delete(String(root));
  return [...below].map(started).filter((each) => each !== undefined);
}

/** `/proc/PID/stat` after the name: state, parent, … */
function statOf(pid: string): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

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

import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Verdict } from "@lemma/interfaces";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHttpVerifier } from "../open-http.ts";
import { openRepl } from "../open-repl.ts";
import type { ProcessOptions } from "../options.ts";
import { probeSandbox } from "../process/sandbox/probe.ts";
import { standInHttp, standInRepl } from "../testing/index.ts";
import { checkerTools, kernelsIn } from "./checker-tools.ts";
import type { ExternalChecker } from "./checker-tools.ts";

const probe = await probeSandbox({ readOnly: [], writable: [], workingDirectory: "/" });
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "lemma-external-test-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const request = (tactics: string): Parameters<Awaited<ReturnType<typeof openRepl>>["verify"]>[0] => ({
  theorem: { id: "t", statement: "theorem t : 1 + 1 = 2 := by" },
  proof: { kind: "tactics", tactics },
});

async function verdictOf(
  checkers: readonly ExternalChecker[],
  options: ProcessOptions = { sandbox: "off" },
  tactics = "rfl",
): Promise<Verdict> {
  await using lean = await openRepl({
    replCommand: standInRepl(),
    project: folder,
    concurrency: 1,
    timeoutMs: 10_000,
    memoryMb: 300,
    audit: "off",
    externalCheckers: checkers,
    ...options,
  });
  return await lean.verify(request(tactics));
}

const shell = (script: string, more: Partial<ExternalChecker> = {}): ExternalChecker => ({
  name: "checker",
  command: ["/bin/sh", "-c", script, "sh", "{solution}", "{challenge}", "{name}", "{config}"],
  timeoutMs: 4_000,
  ...more,
});
const says = (text: string): unknown => expect.stringContaining(text) as unknown;

describe("an exit status says what its tool says by it", () => {
  test.each([
    [
      'grep -q "theorem t" "$1" && grep -q sorry "$2" && test "$3" = t && grep -q \'"theorem_names":."t".\' "$4"',
      {},
      { status: "proved", evidence: "external", checkedBy: ["checker"] },
    ],
    ["echo cannot find Mathlib >&2; exit 1", {}, { status: "infrastructure", reason: says("cannot find Mathlib") }],
    ["echo bad axiom >&2; exit 1", { refusedBy: [1] }, { status: "forbidden", construct: "checker: bad axiom" }],
    ["exit 2", { refusedBy: [1] }, { status: "infrastructure", reason: "checker: exit status 2" }],
    ["kill -9 $$", { refusedBy: [1, 137] }, { status: "infrastructure" }],
    ["exit 139", { refusedBy: [1] }, { status: "infrastructure", reason: "checker: exit status 139" }],
    ["sleep 60", { timeoutMs: 300 }, { status: "infrastructure", reason: says("no end within 300 ms") }],
  ])("%s %o", async (script, more, expected) => {
    expect(await verdictOf([shell(script, more)])).toMatchObject(expected);
  });

  test("what is not proved is not checked, and a program that is not there is nobody's fault", async () => {
    expect(await verdictOf([shell("exit 1")], { sandbox: "off" }, "wrong")).toMatchObject({ status: "error" });
    const verdict = await verdictOf([{ name: "checker", command: ["/no/such/checker"] }]);
    expect(verdict).toMatchObject({ status: "infrastructure", reason: says("/no/such/checker") });
  });

  // As those programs word it: leanchecker's and Comparator's sources, SafeVerify's README.
  test.each([
    [
      "leanchecker",
      1,
      "leanchecker found a problem in Solution\nuncaught exception: (kernel) declaration type mismatch, 't'",
      "error",
    ],
    ["leanchecker", 1, "uncaught exception: object file 'Mathlib.olean' of module Mathlib does not exist", undefined],
    ["leanchecker", 1, "Solution.lean:1:0: error: unknown module prefix 'Mathlib'", undefined],
    ["lean4checker", 1, "INTERNAL PANIC: out of memory", undefined],
    ["safeverify", 1, "Found a problem in s.olean with declaration t: theorem type mismatch", "mismatch"],
    ["safeverify", 1, "Found a problem in s.olean with declaration t: uses disallowed axioms", "forbidden"],
    ["safeverify", 1, "uncaught exception: object file 's.olean' does not exist", undefined],
    ["lake comparator", 2, "error: could not read the configuration: no such file", undefined],
    ["lake comparator", 1, "error: Child exited with 1", undefined],
    ["lake comparator", 1, "error: Challenge and solution theorem statement do not match: 't'", "mismatch"],
    ["lake comparator", 1, "error: Illegal axiom detected: 'cheat'", "forbidden"],
    ["lake check", 1, "error: Axiom 'cheat' is not permitted; it is used by 't'", "forbidden"],
    [
      "lake check",
      1,
      "Lean default kernel rejects the solution: (kernel) x\nerror: Lean default exited with 1",
      "error",
    ],
    ["lake comparator --paranoid", 1, "nanoda kernel rejected the solution\nerror: nanoda exited with 137", undefined],
    ["comparator", 1, "uncaught exception: Const not found in solution 't'", "mismatch"],
  ] as const)("%s, status %i: %s", (tool, code, output, as) => {
    expect(checkerTools[tool].refusal({ code, output })).toMatchObject(
      as === undefined ? { kind: "unavailable" } : { kind: "refused", as },
    );
  });

  test("Lake's commands run in their workspace, one at a time, and their kernels are named", async () => {
    const workspace = mkdtempSync(join(folder, "workspace-"));
    const lake = join(folder, "lake");
    writeFileSync(
      lake,
      `#!/bin/sh
[ "$1" = env ] && exec env
mkdir busy || exit 1
grep -q "theorem t" Solution.lean && grep -q '"solution_module":"Solution"' comparator.json || exit 2
for each in "Lean default" lean4lean nanoda; do echo "Running $each kernel on solution"; echo "$each kernel accepts the solution"; done
rmdir busy
`,
      { mode: 0o755 },
    );
    const checker: ExternalChecker = {
      name: "lake comparator --paranoid",
      tool: "lake comparator --paranoid",
      command: [lake, "comparator", "--paranoid"],
      workspace,
    };
    await using lean = await openRepl({
      replCommand: standInRepl(),
      project: folder,
      sandbox: "off",
      concurrency: 2,
      memoryMb: 300,
      audit: "off",
      externalCheckers: [checker],
    });
    const verdicts = await Promise.all([1, 2, 3].map(async (n) => await lean.verify(request(`rfl -- ${n}`))));
    for (const verdict of verdicts)
      expect(verdict).toMatchObject({
        status: "proved",
        evidence: "external",
        checkedBy: ["lake comparator --paranoid (Lean default, lean4lean, nanoda)"],
      });
    expect(kernelsIn("no kernel here")).toEqual([]);
  });
});

describe("where it runs", () => {
  const script = `[ -z "$LEMMA_TEST_SECRET" ] || exit 11
[ "$PWD" = ${JSON.stringify(tmpdir())} ] && exit 12
cat "$1" > /dev/null || exit 14`;
  const inside = `${script}
[ "$HOME" = /tmp ] || exit 15
( : > ./written ) 2>/dev/null && exit 16
while read -r name _; do case "$name" in lo: | Inter-* | face) ;; *) exit 17 ;; esac; done < /proc/net/dev
exit 0`;
  beforeAll(() => void (process.env["LEMMA_TEST_SECRET"] = "1"));
  afterAll(() => void delete process.env["LEMMA_TEST_SECRET"]);

  test("without a sandbox it has none of the caller's environment", async () => {
    expect(await verdictOf([shell(script)])).toMatchObject({ status: "proved", evidence: "external" });
  });

  test.skipIf(!probe.active)(`in the sandbox, without network (needs one: ${probe.reason})`, async () => {
    const options = { sandbox: "required" } as const;
    expect(await verdictOf([shell(inside)], options)).toMatchObject({ status: "proved", evidence: "external" });
    expect(existsSync(join(folder, "written"))).toBe(false);
    await using server = await standInHttp();
    await using lean = await openHttpVerifier({
      url: server.url,
      project: folder,
      externalCheckers: [shell(inside)],
      ...options,
    });
    expect(await lean.verify(request("rfl"))).toMatchObject({ status: "proved", evidence: "external" });
  });

  test("its own variables are given to it, and nothing is left behind", async () => {
    const before = new Set(readdirSync(tmpdir()));
    const checker = shell('test "$KERNEL" = strict', { environment: { KERNEL: "strict" } });
    expect(await verdictOf([checker])).toMatchObject({ evidence: "external" });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("lemma-checker-") && !before.has(name))).toEqual([]);
    expect(readFileSync(join(folder, "lake"), "utf8")).toContain("comparator.json");
  });
});

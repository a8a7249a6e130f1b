import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Verdict } from "@lemma/interfaces";
import { afterEach, describe, expect, test } from "vitest";
import { openRepl, type ReplOptions } from "../open-repl.ts";
import { standInRepl, type StandInSettings } from "../testing/index.ts";
import { findProgram, findReplBuild } from "../toolchain.ts";
import type { LeanVerifier } from "../verifier.ts";
import { isRefusal, uncaughtException } from "./kernel-word.ts";

const open = async (settings: StandInSettings, options: ReplOptions = {}): Promise<LeanVerifier> =>
  await openRepl({
    replCommand: standInRepl(settings),
    project: tmpdir(),
    sandbox: "off",
    timeoutMs: 10_000,
    concurrency: 1,
    memoryMb: 400,
    cacheEntries: 0,
    ...options,
  });
const check = async (lean: LeanVerifier, tactics = "rfl", statement = "1 + 1 = 2"): Promise<Verdict> =>
  await lean.verify({
    theorem: { id: "t", statement: `theorem t : ${statement} := by` },
    proof: { kind: "tactics", tactics },
  });
const says = (text: string | RegExp): unknown => expect.stringMatching(text) as unknown;

describe("evidence rests on a replay that was shown", () => {
  test.each(["loader", "program"] as const)("the kernel behind a %s gives `axioms`", async (kernel) => {
    await using lean = await open({ kernel });
    const verdict = await check(lean);
    expect(verdict).toMatchObject({ status: "proved", evidence: "axioms", axioms: [] });
    expect(verdict.evidenceReason).toBeUndefined();
    expect(lean.capabilities).toMatchObject({ freshAudit: true, audit: says(kernel) });
  });

  test("a REPL without a kernel gives `messages`, and says why", async () => {
    await using lean = await open({});
    const verdict = await check(lean, "rfl", "1 = 2");
    expect(verdict).toMatchObject({
      status: "proved",
      evidence: "messages",
      evidenceReason: says(/no kernel replay was shown: a constant that no kernel had seen was loaded/),
    });
    expect(lean.capabilities).toMatchObject({ freshAudit: false, audit: says("no kernel replay was shown") });
    // Nor is it kept as if it were all that could be had.
    expect(lean.metrics.cacheHits).toBe(0);
  });

  test.each(["loader", "program"] as const)(
    "a constant that came in past the kernel is refused, by a %s",
    async (kernel) => {
      await using lean = await open({ kernel }, { policy: { allow: ["set_option debug.skipKernelTC"] } });
      const verdict = await lean.verify({
        theorem: { id: "t", statement: "theorem t : 1 = 2 := by" },
        proof: { kind: "file", code: "set_option debug.skipKernelTC true in\ntheorem t : 1 = 2 := by\n  cheat" },
      });
      expect(verdict).toMatchObject({
        status: "error",
        evidence: "axioms",
        messages: [{ severity: "error", text: says(/^kernel replay: \(kernel\) declaration type mismatch, 't'/) }],
      });
    },
  );
});

describe("what is not the kernel's word is nobody's verdict", () => {
  const deaths = [
    "INTERNAL PANIC: out of memory",
    "uncaught exception: failed to open file '/x.olean': No such file or directory",
    "uncaught exception: object file '/project/.lake/build/lib/Mathlib/Init.olean' of module Mathlib.Init does not exist",
    "failed to create thread",
    "bwrap: Creating new namespace failed: Resource temporarily unavailable",
    "uncaught exception: (kernel) deep recursion detected",
    "uncaught exception: (kernel) deterministic timeout",
  ];
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test.each(deaths)("an audit that ends once with %s is made again", async (stderr) => {
    folder = mkdtempSync(join(tmpdir(), "lemma-test-"));
    await using lean = await open({
      kernel: "loader",
      stateDirectory: folder,
      loadDeath: { word: '"t"', stderr, once: true },
    });
    expect(await check(lean)).toMatchObject({ status: "proved", evidence: "axioms" });
    expect(existsSync(join(folder, "load-death"))).toBe(true);
  });

  test("one that always does is `infrastructure` for that proof alone, with the reason", async () => {
    await using lean = await open({ kernel: "loader", loadDeath: { word: '"t"', stderr: deaths[0]! } });
    expect(await check(lean)).toMatchObject({ status: "infrastructure", reason: says("INTERNAL PANIC") });
    expect(await check(lean, "wrong")).toMatchObject({ status: "error" });
    const other = await lean.verify({
      theorem: { id: "u", statement: "theorem u : 1 + 1 = 2 := by" },
      proof: { kind: "tactics", tactics: "rfl" },
    });
    expect(other).toMatchObject({ status: "proved", evidence: "axioms" });
  });

  test("a self-test that failed is made again, and nobody is told `messages` for it", async () => {
    folder = mkdtempSync(join(tmpdir(), "lemma-test-"));
    const loadDeath = { word: "lemmaCanaryGood", stderr: deaths[4]!, once: true };
    await using lean = await open({ kernel: "loader", stateDirectory: folder, loadDeath });
    expect(await check(lean)).toMatchObject({ status: "proved", evidence: "axioms" });
    await using never = await open({ kernel: "loader", loadDeath: { ...loadDeath, once: false } });
    expect(await check(never)).toMatchObject({
      status: "infrastructure",
      reason: says("Creating new namespace failed"),
    });
    // A wrong proof needs no audit.
    expect(await check(never, "wrong")).toMatchObject({ status: "error" });
  });

  test("the words of Lean's kernel and of the replay, and no others", () => {
    for (const text of [
      "(kernel) declaration type mismatch, 't' has type\n  True",
      "(kernel) constant has already been declared 'f'",
      "application type mismatch\n  f x",
      "Invalid recursor Nat.rec",
      "No such constructor A.mk",
    ])
      expect(isRefusal(text)).toBe(true);
    for (const text of [
      "(kernel) deterministic timeout",
      "(kernel) excessive memory consumption detected",
      "(kernel) interrupted",
      "failed to read file 'x.olean', invalid header",
      "unknown module prefix 'Mathlib'",
    ])
      expect(isRefusal(text)).toBe(false);
    expect(uncaughtException("noise\nuncaught exception: (kernel) x\n  y\n")).toBe("(kernel) x\n  y");
    expect(uncaughtException("error: (kernel) x")).toBeUndefined();
  });
});

const project = process.env["LEMMA_LEAN_PROJECT"] ?? process.cwd();
const real = process.env["LEMMA_REPL_COMMAND"] ?? findReplBuild(project) ?? findProgram("repl");
test.skipIf(real === undefined)(
  "real Lean: a replay is shown, and refuses what came in past the kernel (needs LEMMA_LEAN_PROJECT or LEMMA_REPL_COMMAND)",
  async () => {
    await using lean = await openRepl({
      project,
      timeoutMs: 60_000,
      concurrency: 1,
      policy: { allow: ["set_option debug.skipKernelTC"] },
    });
    const verdict = await check(lean);
    expect([verdict.status, verdict.evidence, verdict.evidenceReason]).toEqual(["proved", "axioms", undefined]);
    const past = await lean.verify({
      theorem: { id: "t", statement: "theorem t : (1 : Nat) = 2 := by" },
      proof: {
        kind: "file",
        code: "set_option debug.skipKernelTC true in\ntheorem t : (1 : Nat) = 2 := by\n  decide +kernel\n",
      },
    });
    expect([past.status, past.evidence]).toEqual(["error", "axioms"]);
  },
);

test("nothing is left in the folder for temporary files", async () => {
  const before = new Set(readdirSync(tmpdir()));
  {
    await using lean = await open({ kernel: "loader" });
    await check(lean);
  }
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("lemma-lean-") && !before.has(name))).toEqual([]);
});

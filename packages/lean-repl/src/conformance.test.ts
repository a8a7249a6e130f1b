import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Verdict, Verifier, VerifyRequest } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { openHttpVerifier } from "./open-http.ts";
import { openLanguageServer } from "./open-lsp.ts";
import { openRepl } from "./open-repl.ts";
import { standInHttp, standInLanguageServer, standInRepl, type StandInHttpSettings } from "./testing/index.ts";
import { findLean } from "./installation/installation.ts";
import { findProgram, findReplBuild } from "./toolchain.ts";
import type { LeanVerifier } from "./verifier.ts";

const common = { project: tmpdir(), timeoutMs: 1_000, concurrency: 2, memoryMb: 500, sandbox: "off" } as const;

/** Every way to Lean that this machine offers; the stand-ins always, real Lean where it is installed. */
const backends: Readonly<Record<string, () => Promise<LeanVerifier>>> = {
  "repl (stand-in)": async () => await openRepl({ ...common, replCommand: standInRepl({ kernel: "loader" }) }),
  "repl (stand-in, no audit)": async () => await openRepl({ ...common, replCommand: standInRepl(), audit: "off" }),
  "repl (stand-in, sandboxed where there is one)": async () =>
    await openRepl({ ...common, replCommand: standInRepl({ kernel: "loader" }), sandbox: "auto" }),
  "lsp (stand-in)": async () => await openLanguageServer({ ...common, serverCommand: standInLanguageServer() }),
  "http (stand-in, /api/check)": async () => await openStandInHttp({ interfaces: ["/api/check"] }),
  "http (stand-in, /verify)": async () => await openStandInHttp({ interfaces: ["/verify"] }),
  "http (stand-in, as before its second version)": async () => await openStandInHttp({ older: true }),
};
const project = process.env["LEMMA_LEAN_PROJECT"] ?? process.cwd();
const realRepl = process.env["LEMMA_REPL_COMMAND"] ?? findReplBuild(project) ?? findProgram("repl");
const realLean = await findLean(project);

async function openStandInHttp(settings: StandInHttpSettings): Promise<LeanVerifier> {
  const server = await standInHttp(settings);
  const verifier = await openHttpVerifier({ url: server.url, timeoutMs: 1_000 });
  const close = verifier[Symbol.asyncDispose].bind(verifier);
  verifier[Symbol.asyncDispose] = async () => {
    await close();
    await server[Symbol.asyncDispose]();
  };
  return verifier;
}

const theorem = (statement: string, header?: string): VerifyRequest["theorem"] => ({
  id: "case",
  statement,
  ...(header === undefined ? {} : { header }),
});
const tactics = (statement: string, block: string, header?: string): VerifyRequest => ({
  theorem: theorem(statement, header),
  proof: { kind: "tactics", tactics: block },
});
const file = (statement: string, code: string): VerifyRequest => ({
  theorem: theorem(statement),
  proof: { kind: "file", code },
});

// True of Lean and of the stand-in alike: the word `wrong` is no tactic, `rfl` closes these goals.
const cases: readonly (readonly [string, VerifyRequest, Partial<Verdict>])[] = [
  ["a proof", tactics("theorem t : 2 + 2 = 4 := by", "rfl"), { status: "proved" }],
  ["an anonymous statement", tactics("example : 2 + 2 = 4 := by", "rfl"), { status: "proved" }],
  [
    "a theorem in a namespace that its header opens",
    tactics("theorem t : 2 + 2 = 4 := by", "rfl", "namespace A"),
    { status: "proved" },
  ],
  ["Unicode in the statement", tactics("theorem t (α : Type) (𝒙 : α) : 𝒙 = 𝒙 := by", "rfl"), { status: "proved" }],
  ["a hole", tactics("theorem t : 2 + 2 = 4 := by", "sorry"), { status: "sorry", goal: "⊢ 2 + 2 = 4" }],
  ["a wrong tactic", tactics("theorem t : 2 + 2 = 4 := by", "wrong"), { status: "error" }],
  [
    "native evaluation",
    tactics("theorem t : 2 + 2 = 4 := by", "native_decide"),
    { status: "forbidden", construct: "native_decide" },
  ],
  [
    "a command after the block",
    tactics("theorem t : 2 + 2 = 4 := by", "rfl\naxiom a : False"),
    { status: "forbidden" },
  ],
  ["a file", file("theorem t : 2 + 2 = 4 := by", "theorem t : 2 + 2 = 4 := by\n  rfl\n"), { status: "proved" }],
  [
    "a file with a helper",
    file("theorem t : 2 + 2 = 4 := by", "theorem h : 1 = 1 := rfl\n\ntheorem t : 2 + 2 = 4 := by\n  rfl\n"),
    { status: "proved" },
  ],
  [
    "a file without imports, under the theorem's header",
    {
      ...file("theorem t : 2 + 2 = 4 := by", "theorem t : 2 + 2 = 4 := by\n  rfl\n"),
      theorem: theorem("theorem t : 2 + 2 = 4 := by", "open Nat"),
    },
    { status: "proved" },
  ],
  [
    "a file with another statement",
    file("theorem t : 2 + 2 = 4 := by", "theorem t : 2 + 2 = 2 + 2 := by\n  rfl\n"),
    { status: "mismatch" },
  ],
  [
    "a file without the theorem",
    file("theorem t : 2 + 2 = 4 := by", "theorem u : 2 + 2 = 4 := by\n  rfl\n"),
    { status: "mismatch" },
  ],
  [
    "a file with the theorem in a namespace",
    file("theorem t : 2 + 2 = 4 := by", "namespace A\ntheorem t : 2 + 2 = 4 := by\n  rfl\nend A\n"),
    { status: "mismatch" },
  ],
  [
    "a file with an axiom",
    file("theorem t : 2 + 2 = 4 := by", "axiom a : False\ntheorem t : 2 + 2 = 4 := by\n  rfl\n"),
    { status: "forbidden", construct: "axiom" },
  ],
  [
    "an import that is not there",
    tactics("theorem t : 2 + 2 = 4 := by", "rfl", "import NoSuchModule"),
    { status: "infrastructure" },
  ],
  [
    "an import that is not there, among others, for a proof that is wrong besides",
    tactics("theorem t : 2 + 2 = 4 := by", "wrong", "import Mathlib\nimport NoSuchModule\nopen Nat"),
    { status: "infrastructure" },
  ],
];

const expected = Object.fromEntries(cases.map(([name, , verdict]) => [name, verdict]));
const verdicts = async (lean: LeanVerifier): Promise<Record<string, Verdict>> =>
  Object.fromEntries(
    await Promise.all(cases.map(async ([name, request]) => [name, await lean.verify(request)] as const)),
  );

describe.each(Object.entries(backends))("%s", (_, open) => {
  test("gives the verdicts that every backend gives", async () => {
    await using lean = await open();
    expect(await verdicts(lean)).toMatchObject(expected);
  });

  test("positions are in the text that was checked, in code points", async () => {
    await using lean = await open();
    const block = await lean.verify(
      tactics("theorem t (𝒙 : Nat) : 𝒙 = 𝒙 := by", "have h := 𝒙; wrong", "import Mathlib\nopen Nat"),
    );
    expect(block.messages[0]).toMatchObject({ severity: "error", start: { line: 2, column: 15 } });
    const whole = await lean.verify(
      file("theorem t : 2 = 2 := by", "import Mathlib\n\nopen Nat\n\ntheorem t : 2 = 2 := by\n  wrong"),
    );
    expect(whole.messages[0]).toMatchObject({ severity: "error", start: { line: 6, column: 2 } });
  });

  test("a text that never ends is a timeout, one that kills the process a crash, and the next is judged as ever", async () => {
    await using lean = await open();
    expect(await lean.verify(tactics("theorem t : 2 = 2 := by", "rfl --! hang"))).toMatchObject({
      status: "timeout",
      limit: "wall 1000 ms",
    });
    expect(await lean.verify(tactics("theorem t : 2 = 2 := by", "rfl --! die"))).toMatchObject({ status: "crash" });
    expect(await lean.verify(tactics("theorem t : 2 = 2 := by", "rfl"))).toMatchObject({ status: "proved" });
  });

  test("what one text declares, or changes, is not there for the next", async () => {
    await using lean = await open();
    const statement = "theorem t : 2 + 2 = 4 := by";
    const first = await lean.verify(file(statement, `instance : Inhabited Nat := ⟨1⟩\n\n${statement}\n  rfl\n`));
    expect(["proved", "mismatch"]).toContain(first.status);
    for (const proof of ["rfl", "exact rfl", "simp"])
      expect(
        await lean.verify(file(statement, `theorem h : 1 = 1 := rfl\n\n${statement}\n  ${proof}\n`)),
      ).toMatchObject({
        status: "proved",
      });
  });

  test("a signal that fires rejects, and the others go on", async () => {
    await using lean = await open();
    const stop = new AbortController();
    const cancelled = lean.verify(tactics("theorem t : 2 = 2 := by", "rfl --! sleep 700"), { signal: stop.signal });
    const other = lean.verify(tactics("theorem t : 2 = 2 := by", "rfl"));
    setTimeout(() => stop.abort(), 50);
    await expect(cancelled).rejects.toMatchObject({ code: "aborted" });
    expect(await other).toMatchObject({ status: "proved" });
  });
});

const lite = new URL("../../lean-lite/dist/index.js", import.meta.url);

test.skipIf(!existsSync(lite))("lean-lite says the same on its fragment (needs its build)", async () => {
  const { LeanLite } = (await import(lite.href)) as { LeanLite: new () => Verifier };
  await using lean = new LeanLite();
  const fragment = cases.filter(([name]) =>
    [
      "a proof",
      "an anonymous statement",
      "a hole",
      "a wrong tactic",
      "a file",
      "a file with another statement",
      "a file without the theorem",
      "a file with an axiom",
      "a theorem in a namespace that its header opens",
    ].includes(name),
  );
  const rows = await Promise.all(
    fragment.map(async ([name, request]) => [name, (await lean.verify(request)).status] as const),
  );
  // A tactic that it does not know is outside of its fragment, and not an error as it is to Lean.
  const wanted = fragment.map(([name, , { status }]) => [name, name === "a wrong tactic" ? "unsupported" : status]);
  expect(rows).toEqual(wanted);
});

describe("real Lean", () => {
  test.skipIf(realRepl === undefined)(
    "repl: gives the verdicts that every backend gives (needs LEMMA_LEAN_PROJECT or LEMMA_REPL_COMMAND)",
    async () => {
      await using lean = await openRepl({ project, timeoutMs: 60_000, concurrency: 1 });
      expect(await verdicts(lean)).toMatchObject(expected);
    },
  );

  test.skipIf(realLean.kind === "absent")(
    `lsp: gives the verdicts that every backend gives (needs Lean: ${"problem" in realLean ? realLean.problem : "found"})`,
    async () => {
      await using lean = await openLanguageServer({ project, timeoutMs: 60_000, concurrency: 1 });
      expect(await verdicts(lean)).toMatchObject(expected);
    },
  );
});

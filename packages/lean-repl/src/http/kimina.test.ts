import type { VerifyRequest } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { openHttpVerifier, type HttpVerifierOptions } from "../open-http.ts";
import { standInHttp, type StandInHttp, type StandInHttpSettings } from "../testing/index.ts";
import type { LeanVerifier } from "../verifier.ts";

// Facts of Kimina's server, by its sources (project-numina/kimina-lean-server at fb2393d, and b86e3a9 for what came before).

const statement = "theorem t : 1 + 1 = 2 := by";
const request = (tactics: string, header?: string, id = "t"): VerifyRequest => ({
  theorem: { id, statement, ...(header === undefined ? {} : { header }) },
  proof: { kind: "tactics", tactics },
});
const says = (text: string): unknown => expect.stringContaining(text) as unknown;

async function on<T>(
  settings: StandInHttpSettings,
  options: HttpVerifierOptions,
  use: (lean: LeanVerifier, server: StandInHttp) => Promise<T>,
): Promise<T> {
  await using server = await standInHttp(settings);
  await using lean = await openHttpVerifier({ url: server.url, timeoutMs: 2_000, cacheEntries: 0, ...options });
  return await use(lean, server);
}

describe.each([
  ["as it is", {}],
  ["as it was before its second version", { older: true }],
])("Kimina's server %s", (_, settings) => {
  test("an import that the server does not have is nobody's proof's fault", async () => {
    await on({ ...settings, modules: ["Init.*"] }, {}, async (lean) => {
      for (const proof of ["rfl", "wrong"])
        expect(await lean.verify(request(proof, "import Mathlib"))).toMatchObject({
          status: "infrastructure",
          reason: says("an import failed (is the library built where the server is?)"),
        });
      expect(await lean.verify(request("rfl"))).toMatchObject({ status: "proved" });
    });
  });

  test("two proofs of one theorem without imports do not meet in one environment", async () => {
    await on(settings, { concurrency: 1 }, async (lean) => {
      for (const proof of ["rfl", "exact rfl", "simp"])
        expect(await lean.verify(request(proof))).toMatchObject({ status: "proved" });
    });
  });

  test.each(["die", "abort", "long-line"].filter((fault) => !("older" in settings) || fault !== "long-line"))(
    "a proof that kills Lean (%s) is a crash, and does not kill a third",
    async (fault) => {
      await on(settings, {}, async (lean, server) => {
        const before = server.requests;
        expect(await lean.verify(request(`rfl --! ${fault}`))).toMatchObject({ status: "crash" });
        expect(server.requests).toBe(before + 2);
        expect(await lean.verify(request(`rfl --! ${fault}`))).toMatchObject({ status: "crash" });
        expect(server.requests).toBe(before + 2);
        expect(lean.metrics).toMatchObject({ quarantined: 1, retries: 1 });
        expect(await lean.verify(request("rfl"))).toMatchObject({ status: "proved" });
      });
    },
  );

  test("positions are the text's, whatever the server counts", async () => {
    await on(settings, {}, async (lean) => {
      const code = `import Mathlib\nimport Aesop\n\nopen Nat\n\n${statement}\n  skip\n  wrong\n`;
      const verdict = await lean.verify({ theorem: { id: "t", statement }, proof: { kind: "file", code } });
      expect(verdict).toMatchObject({ status: "error", messages: [{ start: { line: 8, column: 2 } }] });
    });
  });

  test("more headers than there are REPLs", async () => {
    await on({ ...settings, maxRepls: 2 }, { concurrency: 4 }, async (lean) => {
      const headers = ["import Mathlib", "import Aesop", "open Nat", "import Mathlib\nimport Aesop", ""];
      const verdicts = await Promise.all(
        headers.flatMap((header) =>
          ["rfl", "wrong", "sorry"].map(async (proof) => await lean.verify(request(proof, header, header))),
        ),
      );
      expect(verdicts.map(({ status }) => status)).toEqual(headers.flatMap(() => ["proved", "error", "sorry"]));
    });
  });
});

test("imports that take too long are not the proof's time", async () => {
  await on({ slowImports: ["Mathlib"] }, {}, async (lean) => {
    expect(await lean.verify(request("rfl", "import Mathlib"))).toMatchObject({
      status: "infrastructure",
      reason: "Lean REPL header command timed out in 2.0 seconds",
    });
  });
});

test("a server that has no REPL to spare is asked again, and no proof is the worse for it", async () => {
  await on({ maxRepls: 1, maxWaitMs: 30 }, { concurrency: 2 }, async (lean) => {
    const verdicts = await Promise.all(
      ["a", "b"].map(async (id) => await lean.verify(request(`rfl --! sleep 400 -- ${id}`, undefined, id))),
    );
    expect(verdicts.map(({ status }) => status)).toEqual(["proved", "proved"]);
    expect(lean.metrics.retries).toBeGreaterThan(0);
  });
});

test("what the server would cut where Lean does not is not sent", async () => {
  await on({}, {}, async (lean, server) => {
    const before = server.requests;
    // A comment here; there, a line of its own that the text policy never saw.
    const hidden = await lean.verify(request("rfl -- \u2028end axiom bad : False"));
    expect(hidden).toMatchObject({ status: "infrastructure", reason: says("U+2028") });
    expect(server.requests).toBe(before);
  });
});

describe("a server that cannot be relied on is told when it is opened", () => {
  test.each<readonly [string, StandInHttpSettings, RegExp]>([
    ["reports errors and warnings only", { withoutInformation: true }, /http: the server answers no questions/],
    ["keeps declarations", { ignoresInit: true }, /http: the server keeps what one text declares for the next/],
    ["has not even Init", { modules: ["Mathlib.*"] }, /http: an import failed at the server: Unknown identifier `Nat`/],
  ])("%s", async (_, settings, reason) => {
    await using server = await standInHttp(settings);
    await expect(openHttpVerifier({ url: server.url })).rejects.toThrow(reason);
  });
});

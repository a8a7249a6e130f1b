import { existsSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { Verdict, VerifyRequest } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { openLanguageServer } from "./open-lsp.ts";
import { openRepl } from "./open-repl.ts";
import { standInLanguageServer, standInRepl } from "./testing/index.ts";
import { findProgram, findReplBuild } from "./toolchain.ts";

/** One folder each: `statement.lean`, `proof.lean`, and what is known of the two in `attack.json`. */
interface Attack {
  readonly name: string;
  readonly what: string;
  readonly kind: "file" | "tactics";
  /** `lean`: only Lean itself refuses it. `nothing`: it is no attack, and must be let through. */
  readonly caughtBy: "text" | "messages" | "statement" | "protocol" | "lean" | "nothing";
  readonly statuses: readonly Verdict["status"][];
  readonly request: VerifyRequest;
}

const directory = fileURLToPath(new URL("../attacks", import.meta.url));
const attacks = readdirSync(directory).map((name): Attack => {
  const read = (file: string): string => readFileSync(join(directory, name, file), "utf8");
  const about = JSON.parse(read("attack.json")) as Omit<Attack, "name" | "request">;
  const proof = read("proof.lean");
  return {
    ...about,
    name,
    request: {
      theorem: { id: name, statement: read("statement.lean").trim() },
      proof: about.kind === "file" ? { kind: "file", code: proof } : { kind: "tactics", tactics: proof },
    },
  };
});
const everywhere = attacks.filter(({ caughtBy }) => caughtBy !== "lean");
const onlyLean = attacks.filter(({ caughtBy }) => caughtBy === "lean");
const options = { project: tmpdir(), sandbox: "off", timeoutMs: 3_000, concurrency: 2, memoryMb: 250 } as const;

test("the catalogue is as large as the published ones", () => {
  expect(existsSync(directory)).toBe(true);
  expect(attacks.filter(({ caughtBy }) => caughtBy !== "nothing").length).toBeGreaterThanOrEqual(52);
});

describe("what text and protocol can catch is caught without Lean", () => {
  test.each(["fresh", "off"] as const)("repl, audit %s", async (audit) => {
    await using lean = await openRepl({ ...options, replCommand: standInRepl(), audit });
    const rows = await Promise.all(
      everywhere.map(async ({ name, request, statuses }) => {
        const { status } = await lean.verify(request);
        return { name, status: statuses.includes(status) ? "as it should be" : status };
      }),
    );
    expect(rows.filter(({ status }) => status !== "as it should be")).toEqual([]);
  });

  test("language server", async () => {
    await using lean = await openLanguageServer({ ...options, serverCommand: standInLanguageServer() });
    const rows = await Promise.all(
      everywhere
        .filter(({ caughtBy }) => caughtBy !== "protocol")
        .map(async ({ name, request, statuses }) => {
          const { status } = await lean.verify(request);
          return { name, status: statuses.includes(status) ? "as it should be" : status };
        }),
    );
    expect(rows.filter(({ status }) => status !== "as it should be")).toEqual([]);
  });
});

const project = process.env["LEMMA_LEAN_PROJECT"] ?? process.cwd();
const real = process.env["LEMMA_REPL_COMMAND"] ?? findReplBuild(project) ?? findProgram("repl");
test.skipIf(real === undefined)(
  `real Lean refuses all ${attacks.length}, and the ${onlyLean.length} that only it can (needs LEMMA_LEAN_PROJECT or LEMMA_REPL_COMMAND)`,
  { timeout: 900_000 },
  async () => {
    await using lean = await openRepl({ project, timeoutMs: 60_000, concurrency: 1 });
    for (const { name, request, caughtBy, statuses } of attacks) {
      // Those act on the stand-in only.
      if (caughtBy === "protocol") continue;
      const { status } = await lean.verify(request);
      expect([name, status === "proved"]).toEqual([name, statuses.includes("proved")]);
    }
  },
);

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { Verdict, VerifyOptions, VerifyRequest } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { openHttpVerifier } from "./open-http.ts";
import { openLanguageServer } from "./open-lsp.ts";
import { openRepl } from "./open-repl.ts";
import { standInHttp, standInLanguageServer, standInRepl } from "./testing/index.ts";
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
const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const attacks = folders.map(({ name }): Attack => {
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
const options = { project: tmpdir(), sandbox: "off", timeoutMs: 20_000, concurrency: 2, memoryMb: 250 } as const;
/** Only what hangs waits for its time to run out. */
const limitsOf = ({ statuses }: Attack): VerifyOptions =>
  statuses.includes("timeout") ? { limits: { wallMs: 1_500 } } : {};

test("the catalogue is as large as the published ones", () => {
  expect(existsSync(directory)).toBe(true);
  expect(attacks.filter(({ caughtBy }) => caughtBy !== "nothing").length).toBeGreaterThanOrEqual(52);
});

test("every class that others published has its folder", () => {
  const readme = readFileSync(join(directory, "README.md"), "utf8");
  const named = [...readme.matchAll(/^\| .* \| (`.*`) \|$/gm)].flatMap((row) => row[1]!.split(", "));
  expect(named.length).toBeGreaterThan(60);
  const names = new Set(folders.map(({ name }) => `\`${name}\``));
  expect(named.filter((name) => !names.has(name))).toEqual([]);
});

describe("what text and protocol can catch is caught without Lean", () => {
  test.each(["fresh", "off"] as const)("repl, audit %s", async (audit) => {
    await using lean = await openRepl({ ...options, replCommand: standInRepl({ kernel: "loader" }), audit });
    const rows = await Promise.all(
      everywhere.map(async (attack) => {
        const { name, request, statuses } = attack;
        const { status } = await lean.verify(request, limitsOf(attack));
        return { name, status: statuses.includes(status) ? "as it should be" : status };
      }),
    );
    expect(rows.filter(({ status }) => status !== "as it should be")).toEqual([]);
  });

  test.each(["language server", "verification server"] as const)("%s", async (backend) => {
    await using server = await standInHttp();
    await using lean =
      backend === "language server"
        ? await openLanguageServer({ ...options, serverCommand: standInLanguageServer() })
        : await openHttpVerifier({ ...options, url: server.url });
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

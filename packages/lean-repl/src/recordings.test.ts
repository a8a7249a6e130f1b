import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromReplMessage } from "./messages.ts";
import { openRepl } from "./open-repl.ts";
import { loadRecordings, standInRepl, type RecordedExchange } from "./testing/index.ts";
import { backendNames, openBackends, statusThrough, textOf, type Backends } from "./testing/replay.ts";
import { codeTokens, findForbidden } from "@lemma/lean-text";
import { splitFile } from "./text/file.ts";
import { statementHead } from "./text/statement.ts";
import { judgeAxioms, judgeMessages } from "./verdict.ts";

const recordings = fileURLToPath(new URL("../fixtures/recorded", import.meta.url));
const exchanges = loadRecordings(recordings);
// What the recording machine had installed.
const modules = ["Init.*", "Std.Data.HashMap", "Lean.Elab.*"];
// How real Lean prints these statements where nothing was redefined: statement_tricks 16 and 5, tuned by nobody.
const one = "(@OfNat.ofNat.{0} Nat (nat_lit 1) (instOfNatNat (nat_lit 1)))";
const two = one.replaceAll("nat_lit 1", "nat_lit 2");
const five = one.replaceAll("nat_lit 1", "nat_lit 5");
const types = {
  ": 1 = 2": `@Eq.{1} Nat ${one} ${two}`,
  ": (2 : Nat) = 1": `@Eq.{1} Nat ${two} ${one}`,
  ": 2 + 2 = 5": `@Eq.{1} Nat (@HAdd.hAdd.{0, 0, 0} Nat Nat Nat (@instHAdd.{0} Nat instAddNat) ${two} ${two}) ${five}`,
};
const settings = { recordings, modules, types };

/** Out of step on purpose: from a forged answer on, each answer belongs to an earlier request. */
const outOfStep = ({ session, seq }: RecordedExchange): boolean =>
  (session === "eval_io" && seq >= 14) ||
  session === "abandoned_request" ||
  (session === "eval_io_2" && [0, 12, 15, 16].includes(seq));

/** Their header has an error that a REPL reports only when the header comes in the same request as the rest. */
const oddHeaders = ({ session, seq }: RecordedExchange): boolean =>
  session === "imports" && [2, 15, 16, 17].includes(seq);

const importsFail = (text: string): boolean =>
  [...splitFile(text).header.matchAll(/^(?:public )?import (?:all )?(\S+)/gm)].some(
    ([, name]) =>
      !modules.some((known) => (known.endsWith(".*") ? `${name!}.`.startsWith(known.slice(0, -1)) : known === name)),
  );

/** The rule, applied to the recorded answer itself. */
function expectedStatus(exchange: RecordedExchange): string {
  if (importsFail(textOf(exchange))) return "infrastructure";
  const messages = (exchange.response?.messages ?? []).map((message) => fromReplMessage(message));
  return judgeMessages(messages, exchange.response?.sorries ?? []).status;
}

const answered = exchanges.filter(
  (exchange) =>
    exchange.response !== undefined &&
    "env" in exchange.response &&
    exchange.exit === undefined &&
    exchange.history !== undefined &&
    !outOfStep(exchange) &&
    !oddHeaders(exchange) &&
    // Options that a verdict does not use turn goals that are no holes into `sorries`.
    exchange.request.rootGoals === undefined,
);
const label = ({ session, seq, request }: RecordedExchange): string => `${session} ${seq}: ${request.cmd.slice(0, 60)}`;

test("the recordings are there", () => {
  expect(existsSync(recordings)).toBe(true);
  expect(answered.length).toBeGreaterThan(300);
});

describe("recorded answers of real Lean, through each backend", () => {
  let backends: Backends;
  beforeAll(async () => {
    backends = await openBackends(settings);
  });
  afterAll(async () => {
    await backends[Symbol.asyncDispose]();
  });

  test.each(backendNames)("%s: every answer gives the status that the rule gives", async (name) => {
    const elaborator = backends.elaborators[name];
    const rows = await Promise.all(
      answered.map(async (exchange) => [label(exchange), await statusThrough(elaborator, exchange)] as const),
    );
    // Diagnostics can be silenced and come without a list of holes: through the server, a `sorry` anywhere in the text is one.
    const wanted = answered.map((exchange) => {
      // Kimina's servers know no header but plain imports.
      const isModule = name === "http" && /^module\b/.test(textOf(exchange));
      const status = isModule ? "infrastructure" : expectedStatus(exchange);
      const hole =
        name === "lsp" && codeTokens(textOf(exchange)).some(({ text }) => text === "sorry" || text === "admit");
      return [label(exchange), hole && status === "clean" ? "sorry" : status];
    });
    expect(rows).toEqual(wanted);
  });

  test("processes that died die again, and what never answered never does", async () => {
    const deaths = exchanges.filter(
      (exchange) =>
        exchange.response === undefined &&
        exchange.history !== undefined &&
        !outOfStep(exchange) &&
        // Those died of requests that this client cannot send.
        !["protocol_errors", "protocol_fatal"].includes(exchange.session),
    );
    expect(deaths.length).toBeGreaterThan(8);
    const statuses = await Promise.all(
      deaths.map(
        async (exchange) => [label(exchange), await statusThrough(backends.elaborators.repl, exchange)] as const,
      ),
    );
    for (const [index, [name, status]] of statuses.entries()) {
      const { exit } = deaths[index]!;
      const hung = exit === undefined || exit === -9 || exit === -2 || exit === -15 || exit === -1;
      expect([name, status]).toEqual([name, hung ? status : "crash"]);
      expect(["timeout", "crash"]).toContain(status);
    }
  });
});

describe("recorded proofs, judged whole", () => {
  /** A request that makes exactly one named theorem, with what was recorded of its axioms anywhere in its session. */
  const theorems = answered.flatMap((exchange) => {
    const { cmd } = exchange.request;
    const names = [...cmd.matchAll(/^(?:@\[[^\]]*\] )?theorem ([\w«».]+)/gm)];
    if (names.length !== 1 || !cmd.includes(":=") || (exchange.history?.length ?? 0) > 20) return [];
    const at = cmd.indexOf(names[0]![0]);
    return [{ exchange, name: names[0]![1]!, statement: `${cmd.slice(at, cmd.indexOf(":=", at))}:= by` }];
  });
  const reports = new Map<string, readonly string[]>();
  for (const { session, seq, response } of exchanges)
    for (const { data } of response?.messages ?? []) {
      const match = /^'([^']+)' (?:does not depend on any axioms|depends on axioms: \[([\s\S]*)\])$/.exec(data);
      if (match === null) continue;
      const axioms = (match[2] ?? "")
        .split(",")
        .map((axiom) => axiom.trim())
        .filter((axiom) => axiom !== "");
      reports.set(`${session} ${seq} ${match[1]!}`, axioms);
      const again = exchanges.filter(
        (each) => each.session === session && new RegExp(`theorem ${match[1]!}\\b`).test(each.request.cmd),
      );
      if (again.length === 1) reports.set(`${session} ${match[1]!}`, axioms);
    }

  test("each gets the verdict that messages, sorries, axioms and policy give", async () => {
    await using lean = await openRepl({
      replCommand: standInRepl(settings),
      project: tmpdir(),
      sandbox: "off",
      timeoutMs: 5_000,
      concurrency: 2,
      audit: "off",
      memoryMb: 600,
    });
    const sessions = ["core_tactics", "wrong_proofs", "sorry_and_axioms", "memory", "unicode", "misc"];
    const plain = theorems.filter(({ exchange }) => sessions.includes(exchange.session));
    expect(plain.length).toBeGreaterThan(60);
    const rows = await Promise.all(
      plain.map(async ({ exchange, name, statement }) => {
        const code = textOf(exchange);
        const { status } = await lean.verify({
          theorem: { id: label(exchange), statement },
          proof: { kind: "file", code },
        });
        const said = judgeMessages(
          (exchange.response?.messages ?? []).map((message) => fromReplMessage(message)),
          exchange.response?.sorries ?? [],
        ).status;
        const axioms =
          reports.get(`${exchange.session} ${exchange.seq} ${name}`) ??
          reports.get(`${exchange.session} ${name}`) ??
          [];
        const rests = judgeAxioms(name, axioms).status;
        const wanted =
          findForbidden(code) !== undefined || findForbidden(statement) !== undefined
            ? "forbidden"
            : said !== "clean"
              ? said
              : rests === "allowed"
                ? "proved"
                : rests;
        return { name: label(exchange), status, wanted };
      }),
    );
    expect(rows.filter(({ status, wanted }) => status !== wanted)).toEqual([]);
    expect(rows.filter(({ status }) => status === "proved").length).toBeGreaterThan(30);
  });

  /** Text that Lean takes for a proof of something false, or that makes Lean say so. */
  const tricks = exchanges.filter(
    ({ session, request, response }) =>
      ["statement_tricks", "meta_tricks", "meta_tricks_2"].includes(session) &&
      request.cmd.includes("target") &&
      response !== undefined,
  );
  const claims = (cmd: string): string =>
    /theorem target\s*(?:\{[^}]*\}|\[[^\]]*\])*\s*:\s*([^\n]*?)\s*:=/.exec(cmd)?.[1] ?? "1 = 2";
  const isTrue = (claim: string): boolean => ["1 = 1", "∃ P : Prop, P", "1 = 2 ∨ True"].includes(claim);

  test.each([
    ["with the text policy", {}],
    // Nothing but messages, statement and axioms left to catch them.
    ["without the text policy", { allow: everything() }],
  ])("where Lean is fooled, we are not: %s", async (_, policy) => {
    await using lean = await openRepl({
      replCommand: standInRepl(settings),
      project: tmpdir(),
      sandbox: "off",
      timeoutMs: 5_000,
      concurrency: 2,
      audit: "off",
      memoryMb: 600,
      policy,
    });
    const rows = await Promise.all(
      tricks.map(async (exchange) => {
        const code = textOf(exchange);
        const claim = claims(exchange.request.cmd);
        const verdict = await lean.verify({
          theorem: { id: label(exchange), statement: `theorem target : ${claim} := by` },
          proof: { kind: "file", code },
        });
        return { name: label(exchange), claim, status: verdict.status };
      }),
    );
    const fooled = rows
      .filter(({ claim, status }) => status === "proved" && !isTrue(claim))
      .map(({ name }) => name.split(":")[0]!);
    // What replaces the judge's own commands or goes past the kernel is beyond messages: the policy, or the fresh audit.
    const beyondMessages = "allow" in policy ? metaOnly : [];
    expect(fooled.filter((name) => !beyondMessages.includes(name))).toEqual([]);
    expect(statementHead("theorem target : 1 = 2 := by")?.name).toBe("target");
  });

  // Recorded reports of a subverted process, or of constants that the kernel never saw.
  const metaOnly = [
    "meta_tricks 2",
    "meta_tricks 6",
    "meta_tricks_2 2",
    "meta_tricks_2 3",
    "meta_tricks_2 8",
    "meta_tricks_2 10",
    "meta_tricks_2 11",
  ];
});

/** Every construct that any recorded text is refused for. */
function everything(): readonly string[] {
  const found = new Set<string>();
  for (const exchange of exchanges)
    for (
      let next = findForbidden(textOf(exchange), { allow: [...found] });
      next !== undefined;
      next = findForbidden(textOf(exchange), { allow: [...found] })
    )
      found.add(next);
  return [...found];
}

test("a forged answer is never taken for one", async () => {
  const forgers = exchanges.filter(
    ({ session, seq }) =>
      (session === "eval_io" && seq === 14) ||
      session === "eval_forge_and_exit" ||
      (session === "eval_io_2" && [0, 12].includes(seq)),
  );
  expect(forgers.length).toBe(4);
  await using lean = await openRepl({
    replCommand: standInRepl(settings),
    project: tmpdir(),
    sandbox: "off",
    timeoutMs: 2_000,
    concurrency: 1,
    policy: { allow: everything() },
  });
  for (const exchange of forgers) {
    const verdict = await lean.verify({
      theorem: { id: label(exchange), statement: "theorem target : 1 = 2 := by" },
      proof: { kind: "file", code: exchange.request.cmd },
    });
    expect([label(exchange), verdict.status]).not.toEqual([label(exchange), "proved"]);
  }
});

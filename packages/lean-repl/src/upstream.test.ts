import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fromReplMessage } from "./messages.ts";
import { openReplSession } from "./open-repl.ts";
import type { ReplRequest, ReplResponse } from "./repl/protocol.ts";
import type { ReplSession, SessionOutcome } from "./repl/session.ts";
import { loadRecordings, standInRepl, type RecordedExchange } from "./testing/index.ts";
import { backendNames, openBackends, statusThrough, textOf } from "./testing/replay.ts";
import { codeTokens } from "@lemma/lean-text";
import { judgeMessages } from "./verdict.ts";

// The REPL's own test suite, at two versions of Lean: what is fed to it, and what it is to answer.
const versions = ["v4.27.0", "v4.33.0-rc2-head"];

/** Set-up runs whose answers upstream does not compare: there is nothing to replay. */
const withoutAnswers = ["mathlib-H20231214", "test-pickle_scoped_notation", "test-pickle_scoped_notation_2"];

interface TestSet {
  readonly name: string;
  readonly requests: readonly ReplRequest[];
  readonly answers: readonly { readonly text: string; readonly response: ReplResponse }[];
}

const blocks = (text: string): readonly string[] =>
  text
    .split(/\n[ \t]*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== "");

/** The lines of a request are joined without a break, their ends trimmed, as the REPL reads them. */
const asRequest = (block: string): ReplRequest =>
  JSON.parse(
    block
      .split("\n")
      .map((line) => line.trimEnd())
      .join(""),
  ) as ReplRequest;

function setsOf(version: string): readonly TestSet[] {
  const file = join(import.meta.dirname, "../fixtures/upstream", `${version}.jsonl`);
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const { name, input, answer } = JSON.parse(line) as { name: string; input: string; answer: string | null };
      const answers = blocks(answer ?? "").map((text) => ({ text, response: JSON.parse(text) as ReplResponse }));
      return { name, requests: blocks(input).map(asRequest), answers };
    });
}

async function send(session: ReplSession, request: ReplRequest): Promise<SessionOutcome<object>> {
  if ("cmd" in request) {
    const { cmd, ...options } = request;
    return await session.command(cmd, options);
  }
  if ("path" in request) {
    const { path, ...options } = request;
    return await session.file(path, options);
  }
  if ("tactic" in request) return await session.tactic(request.proofState, request.tactic);
  if ("unpickleEnvFrom" in request) return await session.unpickleEnvironment(request.unpickleEnvFrom);
  if ("unpickleProofStateFrom" in request)
    return await session.unpickleProofState(request.unpickleProofStateFrom, request.env);
  return "env" in request
    ? await session.pickleEnvironment(request.env, request.pickleTo)
    : await session.pickleProofState(request.proofState, request.pickleTo);
}

describe.each(versions)("the REPL's own tests at %s", (version) => {
  const scratch = mkdtempSync(join(tmpdir(), "lemma-upstream-"));
  afterAll(() => rmSync(scratch, { recursive: true }));
  const sets = setsOf(version);
  const complete = sets.filter(({ answers }) => answers.length > 0);

  test("all but the set-up runs have an answer to every request", () => {
    expect(complete.length).toBeGreaterThan(65);
    const others = sets.filter((set) => !complete.includes(set)).map(({ name }) => name);
    expect(others.toSorted()).toEqual(withoutAnswers);
    expect(complete.filter(({ requests, answers }) => requests.length !== answers.length)).toEqual([]);
  });

  test("each is typed, sent and answered byte for byte, request by request", async () => {
    // One session for all of them: a stand-in does not mind that their numbers begin anew.
    const script = join(scratch, "script.jsonl");
    const lines = complete.flatMap(({ requests, answers }) =>
      requests.map((request, at) => JSON.stringify({ request, received: `${answers[at]!.text}\n\n` })),
    );
    writeFileSync(script, lines.join("\n"));
    await using session = await openReplSession({
      replCommand: standInRepl({ script }),
      project: tmpdir(),
      sandbox: "off",
      timeoutMs: 60_000,
    });
    for (const { name, requests, answers } of complete)
      for (const [at, request] of requests.entries()) {
        const { response } = answers[at]!;
        const isError = "message" in response;
        const { kind, ...rest } = await send(session, request);
        expect([name, at, kind, rest]).toEqual([name, at, isError ? "refused" : "answered", response]);
      }
  });

  test.each(backendNames)("through %s, every command gives the status that the rule gives", async (backend) => {
    // As recordings, so that the stand-ins answer from them. A file's or a pickle's environment has no text of its own.
    for (const { name, requests, answers } of complete) {
      const records = requests.map((request, seq) =>
        JSON.stringify({ seq, request, response: answers[seq]!.response }),
      );
      writeFileSync(join(scratch, `${name}.jsonl`), records.join("\n"));
    }
    rmSync(join(scratch, "script.jsonl"), { force: true });
    const recordings = loadRecordings(scratch);
    const exchanges = recordings.filter(
      (exchange) =>
        exchange.response !== undefined &&
        "env" in exchange.response &&
        exchange.history !== undefined &&
        exchange.request.rootGoals === undefined,
    );
    expect(exchanges.length).toBeGreaterThan(60);
    await using backends = await openBackends({ recordings: scratch });
    const rows = await Promise.all(
      exchanges.map(async (exchange) => [
        label(exchange),
        await statusThrough(backends.elaborators[backend], exchange, 60_000),
      ]),
    );
    expect(rows).toEqual(exchanges.map((exchange) => [label(exchange), wanted(exchange, backend)]));
  });
});

const label = ({ session, seq, request }: RecordedExchange): string => `${session} ${seq}: ${request.cmd.slice(0, 60)}`;

function wanted(exchange: RecordedExchange, backend: string): string {
  const messages = (exchange.response?.messages ?? []).map((message) => fromReplMessage(message));
  const { status } = judgeMessages(messages, exchange.response?.sorries ?? []);
  // Through the server, which lists no holes, a `sorry` anywhere in the text is one.
  const hole = codeTokens(textOf(exchange)).some(({ text }) => text === "sorry" || text === "admit");
  return backend === "lsp" && hole && status === "clean" ? "sorry" : status;
}

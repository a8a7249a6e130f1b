import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openReplSession } from "../open-repl.ts";
import { standInRepl } from "../testing/index.ts";
import { answerOf, isCompleted, type ReplSession } from "./session.ts";

const recording = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/recorded/${name}.jsonl`, import.meta.url));
const open = async (name: string): Promise<ReplSession> =>
  await openReplSession({
    replCommand: standInRepl({ script: recording(name) }),
    project: tmpdir(),
    sandbox: "off",
    timeoutMs: 5_000,
  });

test("a proof, tactic by tactic, as real Lean answered", async () => {
  await using session = await open("tactic_mode");
  const start = answerOf(await session.command("theorem t (p q : Prop) (hp : p) (hq : q) : p ∧ q := by sorry"))!;
  const first = start.sorries![0]!;
  expect(first.goal).toBe("p q : Prop\nhp : p\nhq : q\n⊢ p ∧ q");
  const split = answerOf(await session.tactic(first.proofState!, "constructor"))!;
  expect(split).toMatchObject({
    proofStatus: "Incomplete: open goals remain",
    goals: [/⊢ p$/, /⊢ q$/].map((end) => expect.stringMatching(end) as string),
  });
  const left = answerOf(await session.tactic(split.proofState, "exact hp"))!;
  const done = answerOf(await session.tactic(left.proofState, "exact hq"))!;
  expect([isCompleted(left), isCompleted(done)]).toEqual([false, true]);
  // The first state is still there.
  expect(isCompleted(answerOf(await session.tactic(first.proofState!, "exact ⟨hp, hq⟩"))!)).toBe(true);
  const wrong = await session.tactic(split.proofState, "exact hq");
  expect(wrong).toMatchObject({
    kind: "refused",
    message: expect.stringMatching(/^Lean error:\nType mismatch/) as string,
  });
  expect(answerOf(wrong)).toBeUndefined();
});

test("a REPL before v4.19, which tells no status, is taken by what it does tell", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lemma-session-"));
  const script = join(folder, "old.jsonl");
  const exchange = (request: object, answer: object): string =>
    JSON.stringify({ request, received: `${JSON.stringify(answer)}\n\n` });
  const pos = { line: 1, column: 0 };
  writeFileSync(
    script,
    [
      exchange(
        { cmd: "theorem t : 1 = 1 := by sorry" },
        { sorries: [{ proofState: 0, pos, goal: "⊢ 1 = 1" }], env: 0 },
      ),
      exchange({ tactic: "rfl", proofState: 0 }, { proofState: 1, goals: [] }),
      exchange({ tactic: "skip", proofState: 0 }, { proofState: 2, goals: ["⊢ 1 = 1"] }),
      exchange(
        { tactic: "sorry", proofState: 0 },
        { proofState: 3, goals: [], sorries: [{ proofState: 4, pos, goal: "⊢ 1 = 1" }] },
      ),
    ].join("\n"),
  );
  try {
    await using session = await openReplSession({
      replCommand: standInRepl({ script }),
      project: tmpdir(),
      sandbox: "off",
      timeoutMs: 5_000,
    });
    await session.command("theorem t : 1 = 1 := by sorry");
    const states = [];
    for (const tactic of ["rfl", "skip", "sorry"]) states.push(answerOf(await session.tactic(0, tactic))!);
    expect(states.map(isCompleted)).toEqual([true, false, false]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every recorded request is typed, sent and answered as it was", async () => {
  for (const name of ["tactic_mode", "pickle_save", "options", "files"]) {
    await using session = await open(name);
    const lines = readFileSync(recording(name), "utf8")
      .split("\n")
      .filter((line) => line.includes('"request"'));
    for (const line of lines) {
      const { request, response } = JSON.parse(line) as {
        request: Record<string, never>;
        response: { message?: string };
      };
      const { cmd, path, env, proofState, tactic, pickleTo, ...options } = request;
      const at = env === undefined ? options : { ...options, env };
      const outcome =
        cmd !== undefined
          ? await session.command(cmd, env === undefined ? options : { env, ...options })
          : path !== undefined
            ? await session.file(path, at)
            : tactic !== undefined
              ? await session.tactic(proofState!, tactic)
              : env !== undefined
                ? await session.pickleEnvironment(env, pickleTo!)
                : await session.pickleProofState(proofState!, pickleTo!);
      const { kind, ...rest } = outcome;
      expect(kind).toBe(response.message === undefined ? "answered" : "refused");
      expect(rest).toEqual(response);
    }
  }
});

test("a damaged pickle ends the session, and the reason is Lean's", async () => {
  await using session = await openReplSession({
    replCommand: standInRepl({ script: recording("unpickle_bad_files") }),
    project: tmpdir(),
    sandbox: "off",
  });
  const outcome = await session.unpickleEnvironment("garbage.olean");
  expect(outcome).toMatchObject({ kind: "ended", reason: expect.stringContaining("invalid header") as string });
  expect(() => answerOf(outcome)).toThrow(/the session ended/);
  expect(await session.command("#eval 1")).toMatchObject({ kind: "ended" });
});

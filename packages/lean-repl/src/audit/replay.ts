import type { ProcessFactory } from "../process/process-factory.ts";
import { dirname } from "node:path";
import { fromReplMessage } from "../messages.ts";
import { nonce } from "../nonce.ts";
import { FreshProcess } from "./fresh-process.ts";
import { isRefusal } from "./kernel-word.ts";
import { questionsAbout, readAnswers, type Answers } from "./questions.ts";
import { replayAnswer, replayProgram } from "./replay-program.ts";

/**
 * Who sends a saved environment through the kernel: the REPL's own loader (until v4.29), or a program of ours that the fresh
 * process runs first. The cheapest first.
 */
export const replayers = ["loader", "program"] as const;
export type Replayer = (typeof replayers)[number];

export type Replay =
  | { readonly kind: "report"; readonly answers: readonly Answers[] }
  /** The kernel of the fresh process would not take a constant of the candidate's. */
  | { readonly kind: "refused"; readonly reason: string }
  /** This process let a constant pass that no kernel had seen: what it says shows nothing. */
  | { readonly kind: "unshown"; readonly reason: string }
  /** `atCanary`: it was the canary that could not be loaded, which may be gone. */
  | { readonly kind: "unavailable"; readonly reason: string; readonly atCanary?: true };

/**
 * Replays a saved environment in a process that has never seen the candidate's text, then asks about its declarations there.
 * Saved are constants only: macros, notations and elaborators of the candidate do not come along. In the same process an
 * unchecked constant must be refused, or no replay was shown.
 *
 * @param unchecked an environment with such a constant. @param names what is asked about.
 */
export async function replay(
  processes: ProcessFactory,
  by: Replayer,
  { saved, unchecked }: { readonly saved: string; readonly unchecked: string },
  names: readonly string[],
  timeoutMs: number,
): Promise<Replay> {
  await using fresh = new FreshProcess(processes, { readOnly: [dirname(saved), dirname(unchecked)] });
  if (by === "program") {
    const failure = await byProgram(fresh, saved, unchecked, timeoutMs);
    if (failure !== undefined) return failure;
  }
  const loaded = await fresh.ask({ unpickleEnvFrom: saved }, timeoutMs);
  if (loaded.kind === "refused") return loaded;
  if (loaded.kind !== "answered") return { kind: "unavailable", reason: loaded.reason };
  const answers: Answers[] = [];
  for (const name of names) {
    const questions = questionsAbout(name, nonce());
    const asked = await fresh.ask({ cmd: questions.text, env: loaded.response.env }, timeoutMs);
    if (asked.kind !== "answered") return { kind: "unavailable", reason: asked.reason };
    const said = readAnswers(
      questions,
      (asked.response.messages ?? []).map((message) => fromReplMessage(message)),
    );
    if (!said.inStep) return { kind: "unavailable", reason: "the audit's answer was out of step" };
    answers.push(said);
  }
  if (by === "loader") {
    // Last, for it ends the process: Lean throws where its kernel refuses.
    const canary = await fresh.ask({ unpickleEnvFrom: unchecked }, timeoutMs);
    if (canary.kind === "answered")
      return { kind: "unshown", reason: "a constant that no kernel had seen was loaded without complaint" };
    if (canary.kind !== "refused") return { kind: "unavailable", reason: canary.reason, atCanary: true };
  }
  return { kind: "report", answers };
}

/** @returns what keeps the file from being loaded; undefined when the kernel has taken it, and refused the unchecked one. */
async function byProgram(
  fresh: FreshProcess,
  saved: string,
  unchecked: string,
  timeoutMs: number,
): Promise<Exclude<Replay, { kind: "report" }> | undefined> {
  const files = [unchecked, saved].map((path) => ({ word: nonce(), path }));
  const run = await fresh.ask({ cmd: replayProgram(files) }, timeoutMs);
  if (run.kind !== "answered") return { kind: "unavailable", reason: run.reason };
  const messages = run.response.messages ?? [];
  const [canary, own] = files.map(({ word }) =>
    replayAnswer(
      word,
      messages.map(({ data }) => data),
    ),
  );
  if (canary === undefined || own === undefined) {
    const error = messages.find(({ severity }) => severity === "error")?.data.split("\n")[0];
    return {
      kind: "unshown",
      reason: `the replay program does not run here${error === undefined ? "" : `: ${error}`}`,
    };
  }
  if (canary.accepted)
    return { kind: "unshown", reason: "the replay program let a constant pass that no kernel had seen" };
  if (!isRefusal(canary.error)) return { kind: "unavailable", reason: canary.error, atCanary: true };
  if (own.accepted) return undefined;
  return { kind: isRefusal(own.error) ? "refused" : "unavailable", reason: own.error.slice(0, 300) };
}

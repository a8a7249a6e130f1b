import type { ProbeReport } from "../dispatcher/backend.ts";
import { probeText, readProbe } from "../dispatcher/probe.ts";
import { nonce } from "../nonce.ts";
import type { ReplSeatSettings } from "./seat.ts";
import type { Exchange } from "./connection.ts";
import type { ReplWorker } from "./worker.ts";

/** Asks a new process for its version, and whether it answers questions and numbers its environments as the REPL does. */
export async function probeWorker(
  worker: ReplWorker,
  { startTimeoutMs, processes }: ReplSeatSettings,
): Promise<ProbeReport> {
  const unusable = (problem: string, detail: string, mayPass: boolean): ProbeReport => ({
    kind: "unusable",
    reason: `${problem}: ${processes.commandLine}: ${detail}`,
    mayPass,
  });
  const word = nonce();
  const failure = (exchange: Exclude<Exchange, { readonly kind: "answered" | "garbled" }>): ProbeReport => {
    const problem = "the REPL did not start";
    if (exchange.kind === "timeout") return unusable(problem, `no answer within ${startTimeoutMs} ms`, false);
    if (exchange.kind !== "died") return unusable(problem, exchange.kind, false);
    const { stderr, code, signal } = exchange.exit;
    return unusable(problem, stderr || `it ended with status ${code ?? signal}`, true);
  };
  const first = await worker.ask({ cmd: "#check Nat" }, startTimeoutMs);
  if (first.kind === "garbled") return unusable("this does not speak the REPL's protocol", first.sample, false);
  if (first.kind !== "answered") return failure(first);
  const { env } = first.response;
  const second = await worker.ask({ cmd: probeText(word), env }, startTimeoutMs);
  // An emulation may refuse what it does not know; one that ended has said nothing of what it knows.
  if (second.kind === "garbled") return { kind: "usable", leanVersion: undefined, answersQuestions: false };
  if (second.kind !== "answered") return failure(second);
  const report = readProbe(
    (second.response.messages ?? []).map(({ data }) => data),
    word,
  );
  return { ...report, answersQuestions: report.answersQuestions && second.response.env === env + 1 };
}

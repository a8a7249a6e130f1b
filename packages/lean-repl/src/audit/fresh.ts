import type { Capabilities } from "../elaborator.ts";
import type { ProcessFactory } from "../process/process-factory.ts";
import { LimitMonitor } from "../process/monitor.ts";
import { fromReplMessage } from "../messages.ts";
import { nonce } from "../nonce.ts";
import { ReplConnection } from "../repl/connection.ts";
import type { CommandResponse, ReplRequest } from "../repl/protocol.ts";
import { isCommandResponse } from "../repl/shape.ts";
import { questionsAbout, readAnswers, type Answers } from "./questions.ts";

/** Replays accepted environments elsewhere. */
export interface FreshAudit {
  /** Resolves once the self-test has been made; false when an audit cannot be had here. */
  available(): Promise<boolean>;
  /** Where environments are to be saved. */
  readonly directory: string;
  audit(pickle: string, name: string): Promise<AuditReport>;
}

/** Audits in processes like those that `elaborator` runs on, once the first canary has been told from the other. */
export function freshAudit(
  processes: ProcessFactory,
  elaborator: { capabilities: Capabilities },
  directory: string,
  timeoutMs: number,
): FreshAudit {
  let tested: Promise<boolean> | undefined;
  const test = async (): Promise<boolean> => {
    // An emulation that does not even answer questions cannot be audited, and need not be: nothing rests on it.
    if (!elaborator.capabilities.answersQuestions) return false;
    const { works } = await selfTest(processes, directory, timeoutMs);
    elaborator.capabilities = { ...elaborator.capabilities, freshAudit: works };
    return works;
  };
  return {
    directory,
    available: async () => await (tested ??= test()),
    audit: async (pickle, name) => await auditFresh(processes, pickle, name, timeoutMs),
  };
}

export type AuditReport =
  | { readonly kind: "report"; readonly answers: Answers }
  /** The kernel of the fresh process would not take a constant of the candidate's. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unavailable"; readonly reason: string };

/**
 * Replays a saved environment through the kernel of a process that has never seen the candidate's text, then asks about the
 * declaration there. Saved are constants only: macros, notations, elaborators and options of the candidate do not come along,
 * and unpickling type-checks every constant, so a declaration added past the kernel is refused.
 */
export async function auditFresh(
  processes: ProcessFactory,
  pickle: string,
  name: string,
  timeoutMs: number,
): Promise<AuditReport> {
  const connection = new ReplConnection(processes.launch(), processes.limits.outputBytes);
  const monitor = new LimitMonitor(processes.limits, processes.plan);
  monitor.watch({
    pid: connection.process.pid,
    since: performance.now(),
    cpuLimitMs: undefined,
    stop: (outcome) => connection.stop("limit" in outcome ? outcome.limit : outcome.kind),
  });
  try {
    const loaded = await send(connection, { unpickleEnvFrom: pickle }, timeoutMs);
    if ("problem" in loaded) return { kind: loaded.isLeans ? "refused" : "unavailable", reason: loaded.problem };
    const questions = questionsAbout(name, nonce());
    const asked = await send(connection, { cmd: questions.text, env: loaded.env }, timeoutMs);
    if ("problem" in asked) return { kind: "unavailable", reason: asked.problem };
    const answers = readAnswers(
      questions,
      (asked.messages ?? []).map((message) => fromReplMessage(message)),
    );
    if (!answers.inStep) return { kind: "unavailable", reason: "the audit's answer was out of step" };
    return { kind: "report", answers };
  } finally {
    monitor[Symbol.dispose]();
    connection.stop("audited");
    await connection.process.swept;
  }
}

async function send(
  connection: ReplConnection,
  request: ReplRequest,
  timeoutMs: number,
): Promise<CommandResponse | { readonly problem: string; readonly isLeans: boolean }> {
  const exchange = await connection.send(request, timeoutMs);
  if (exchange.kind === "answered")
    return isCommandResponse(exchange.response)
      ? exchange.response
      : { problem: JSON.stringify(exchange.response).slice(0, 200), isLeans: true };
  if (exchange.kind === "stopped") return { problem: exchange.reason, isLeans: false };
  if (exchange.kind !== "died") return { problem: exchange.kind, isLeans: false };
  // What Lean throws ends the process with a status and a word; memory, signals and files say nothing about a constant.
  const { code, stderr, outOfMemory } = exchange.exit;
  const last = stderr.split("\n").at(-1)!;
  return { problem: last || "the process died", isLeans: code === 1 && last !== "" && !outOfMemory };
}

/**
 * Proves that the audit works before anything rests on it: a good theorem must be reported clean, and one that stands on an
 * axiom must be reported with it.
 */
export async function selfTest(
  processes: ProcessFactory,
  directory: string,
  timeoutMs: number,
): Promise<{ readonly works: boolean; readonly reason: string }> {
  const file = `${directory}/canary-${nonce()}.olean`;
  const maker = new ReplConnection(processes.launch(), processes.limits.outputBytes);
  try {
    const made = await send(
      maker,
      {
        cmd: "theorem lemmaCanaryGood : True := trivial\naxiom lemmaCanaryAxiom : False\ntheorem lemmaCanaryBad : False := lemmaCanaryAxiom",
      },
      timeoutMs,
    );
    if ("problem" in made) return { works: false, reason: made.problem };
    const saved = await send(maker, { pickleTo: file, env: made.env }, timeoutMs);
    if ("problem" in saved) return { works: false, reason: `environments cannot be saved: ${saved.problem}` };
  } finally {
    maker.stop("canary made");
    await maker.process.swept;
  }
  for (const [name, axioms] of [
    ["lemmaCanaryGood", []],
    ["lemmaCanaryBad", ["lemmaCanaryAxiom"]],
  ] as const) {
    const report = await auditFresh(processes, file, name, timeoutMs);
    if (report.kind !== "report") return { works: false, reason: report.reason };
    if (report.answers.axioms?.join() !== axioms.join())
      return { works: false, reason: `the canary ${name} was reported with ${String(report.answers.axioms)}` };
  }
  return { works: true, reason: "both canaries were reported as they are" };
}

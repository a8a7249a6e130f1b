import type { CommandResponse } from "../repl/protocol.ts";
import { nonce } from "../nonce.ts";
import type { ReplWorker } from "../repl/worker.ts";

export type ProbeReport =
  | { readonly kind: "usable"; readonly leanVersion: string | undefined; readonly answersQuestions: boolean }
  | { readonly kind: "unusable"; readonly reason: string; readonly detail: string };

/**
 * Asks a new process for its version, and whether it answers the questions that a verdict rests on. Made before any
 * candidate's text has been near it, so that none can make the client less careful.
 */
export async function probeWorker(worker: ReplWorker, timeoutMs: number): Promise<ProbeReport> {
  const word = nonce();
  const first = await worker.ask({ cmd: "#check Nat" }, timeoutMs);
  if (first.kind === "garbled")
    return { kind: "unusable", reason: "this does not speak the REPL's protocol", detail: `: ${first.sample}` };
  if (first.kind !== "answered") {
    const why =
      first.kind === "died"
        ? first.exit.stderr || `it ended with status ${first.exit.code ?? first.exit.signal}`
        : first.kind === "timeout"
          ? `no answer within ${timeoutMs} ms`
          : first.kind;
    return { kind: "unusable", reason: "the REPL did not start", detail: `: ${why}` };
  }
  const { env } = first.response;
  const second = await worker.ask({ cmd: `#eval Lean.versionString\n#print "${word}"`, env }, timeoutMs);
  const answer: Partial<CommandResponse> = second.kind === "answered" ? second.response : {};
  const texts = (answer.messages ?? []).map(({ data }) => data);
  return {
    kind: "usable",
    leanVersion: versionIn(texts),
    // An emulation may number its environments as it likes, and know nothing of `#print`.
    answersQuestions: texts.includes(word) && answer.env === env + 1,
  };
}

/** `Lean.versionString` as `#eval` prints it. */
export const versionIn = (texts: readonly string[]): string | undefined =>
  texts.map((text) => /^"?(\d+\.\d+\.\d+[^"\s]*)"?$/.exec(text)?.[1]).find((text) => text !== undefined);

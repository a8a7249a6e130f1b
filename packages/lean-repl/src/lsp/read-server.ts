import type { ElaborationJob } from "../elaborator.ts";
import { toUtf16 } from "../messages.ts";
import { codeTokens } from "@lemma/lean-text";
import { judgeMessages, type Elaboration, type Hole } from "../verdict.ts";
import { readDocument, type WholeDocument } from "../whole-document.ts";
import type { DocumentState } from "./document.ts";
import type { LeanServer } from "./server.ts";

/**
 * What a server has said of a text, with the goals of its holes: diagnostics name no goals, and a warning of `sorry` can be
 * switched off, so every `sorry` in the text counts as one.
 */
export async function readServer(
  server: LeanServer,
  state: DocumentState,
  document: WholeDocument,
  job: ElaborationJob,
): Promise<Elaboration> {
  const read = readDocument(document, state.messages(), [], job.questions !== undefined);
  if (read.kind !== "elaborated" || judgeMessages(read.messages, []).status === "error") return read;
  const holes = codeTokens(job.body).filter(({ text }) => text === "sorry" || text === "admit");
  const sorries: Hole[] = [];
  for (const hole of holes) {
    const before = job.body.slice(0, hole.start).split("\n");
    const start = { line: before.length, column: Array.from(before.at(-1)!).length };
    const position = toUtf16(state.lines, { ...start, line: document.headerLines + start.line });
    sorries.push({ goal: await server.goalAt(position, job.limits.wallMs), start });
  }
  return { ...read, sorries };
}

import type { Message } from "@lemma/interfaces";
import type { ElaborationJob } from "./elaborator.ts";
import type { Elaboration, Hole } from "./verdict.ts";

/**
 * A job as one text, for backends that take nothing less: header, body, questions, one after the other. Questions come back
 * answered even where the body was wrong; who reads them looks at the body first.
 */
export interface WholeDocument {
  readonly text: string;
  /** Lines of the header, then of header and body. */
  readonly headerLines: number;
  readonly bodyLines: number;
}

export function wholeDocument({ header, body, questions, limits }: ElaborationJob): WholeDocument {
  const options = limits.heartbeats === undefined ? [] : [`set_option maxHeartbeats ${limits.heartbeats}`];
  const top = [header, ...options].filter((part) => part !== "").join("\n");
  const start = top === "" ? "" : `${top}\n`;
  const headerLines = start.split("\n").length - 1;
  const end = body.endsWith("\n") ? body : `${body}\n`;
  const bodyLines = headerLines + end.split("\n").length - 1;
  return { text: `${start}${end}${questions?.text ?? ""}\n`, headerLines, bodyLines };
}

/** Sorts messages by the part of the document that they are about. An error in the header is nobody's proof's fault. */
export function readDocument(
  document: WholeDocument,
  messages: readonly Message[],
  sorries: readonly Hole[],
  asked: boolean,
): Elaboration {
  const lineOf = (message: Message): number => message.start?.line ?? document.headerLines + 1;
  const header = messages.find((each) => each.severity === "error" && lineOf(each) <= document.headerLines);
  if (header !== undefined)
    return { kind: "infrastructure", reason: `the header has an error: ${header.text.split("\n")[0]}` };
  const move = (position: Message["start"] & {}): Message["start"] & {} => ({
    ...position,
    line: position.line - document.headerLines,
  });
  const body = messages
    .filter((each) => lineOf(each) > document.headerLines && lineOf(each) <= document.bodyLines)
    .map((each) => ({
      ...each,
      ...(each.start === undefined ? {} : { start: move(each.start) }),
      ...(each.end === undefined ? {} : { end: move(each.end) }),
    }));
  const answers = messages.filter((each) => lineOf(each) > document.bodyLines);
  const holes = sorries.map((hole) => (hole.start === undefined ? hole : { ...hole, start: move(hole.start) }));
  return { kind: "elaborated", messages: body, sorries: holes, ...(asked ? { answers } : {}) };
}

import type { Message, Verdict } from "@lemma/interfaces";

/** What a verdict says beyond who said it and how long it took. */
export type Bare<V = Verdict> = V extends Verdict
  ? Omit<V, "id" | "verifier" | "elapsedMs" | "messages"> & { messages?: readonly Message[] }
  : never;

/** Messages of a text that begins elsewhere than the caller's. */
export const moveLines = (messages: readonly Message[], lines: number): readonly Message[] =>
  lines === 0
    ? messages
    : messages.map(({ start, end, ...message }) => ({
        ...message,
        ...(start === undefined ? {} : { start: { ...start, line: start.line + lines } }),
        ...(end === undefined ? {} : { end: { ...end, line: end.line + lines } }),
      }));

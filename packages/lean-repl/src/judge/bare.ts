import type { Message, Position, Verdict } from "@lemma/interfaces";

/** What a verdict says beyond who said it and how long it took. */
export type Bare<V = Verdict> = V extends Verdict
  ? Omit<V, "id" | "verifier" | "elapsedMs" | "messages"> & { messages?: readonly Message[] }
  : never;

interface Placed {
  readonly start?: Position | undefined;
  readonly end?: Position | undefined;
}

/** Messages or holes of a text that begins elsewhere than the caller's. */
export const moveLines = <T extends Placed>(placed: readonly T[], lines: number): readonly T[] =>
  lines === 0
    ? placed
    : placed.map((each) => ({
        ...each,
        ...(each.start === undefined ? {} : { start: { ...each.start, line: each.start.line + lines } }),
        ...(each.end === undefined ? {} : { end: { ...each.end, line: each.end.line + lines } }),
      }));

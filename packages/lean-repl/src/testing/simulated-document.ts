import type { CommandResponse, ErrorResponse, ReplMessage, ReplPosition } from "../repl/protocol.ts";
import { emptyWorld, isQuestion, type Elaborated, type SimulatedLean, type World } from "./simulated-lean.ts";

/**
 * Elaborates a whole document as Lean's language server does: imports, and what stands on them. Positions are the document's; a
 * failed import is reported.
 */
export function elaborateDocument(lean: SimulatedLean, text: string): Elaborated {
  const lines = text.split("\n");
  let at = 0;
  while (at < lines.length && /^\s*(?:import\b|$)/.test(lines[at]!)) at += 1;
  const start = lean.elaborate(emptyWorld, lines.slice(0, at).join("\n")).world;
  const rest = moveDown(elaborateParts(lean, start, lines.slice(at).join("\n")), at);
  const importError: readonly ReplMessage[] = start.empty
    ? [{ severity: "error", pos: { line: 1, column: 0 }, endPos: null, data: "unknown module prefix" }]
    : [];
  return { ...rest, messages: [...importError, ...rest.messages] };
}

/**
 * Elaborates the client's probes, a text and the client's questions each apart, so that a text whose exchange was recorded is
 * found whatever surrounds it.
 */
export function elaborateParts(lean: SimulatedLean, start: World, text: string): Elaborated {
  const lines = text.split("\n");
  const asked = lines.findIndex((line) => /^(?:set_option \S+ \S+ in )+#check @_root_/.test(line));
  const questions = asked === -1 ? lines.length : asked;
  const first = lines.findIndex((line) => !isQuestion(line));
  const probes = Math.min(first === -1 ? lines.length : first, questions);
  let world = start;
  let main = start;
  const messages: ReplMessage[] = [];
  const sorries: Elaborated["sorries"][number][] = [];
  for (const [from, to] of [
    [0, probes],
    [probes, questions],
    [questions, lines.length],
  ] as const) {
    const part = moveDown(lean.elaborate(world, lines.slice(from, to).join("\n")), from);
    world = part.world;
    if (from === probes) main = world;
    messages.push(...part.messages);
    if (from === probes) sorries.push(...part.sorries);
  }
  return { world: main, messages, sorries };
}

/** An answer about a text that stands so many lines further down. */
export function moveDown<T extends Elaborated | CommandResponse | ErrorResponse>(answer: T, lines: number): T {
  const move = (position: ReplPosition): ReplPosition => ({ ...position, line: position.line + lines });
  const moved = <P extends { readonly pos?: ReplPosition; readonly endPos?: ReplPosition | null }>(place: P): P => ({
    ...place,
    ...(place.pos === undefined ? {} : { pos: move(place.pos) }),
    ...(place.endPos == null ? {} : { endPos: move(place.endPos) }),
  });
  if (!("messages" in answer || "sorries" in answer)) return answer;
  return {
    ...answer,
    ...(answer.messages == null ? {} : { messages: answer.messages.map(moved) }),
    ...(answer.sorries == null ? {} : { sorries: answer.sorries.map(moved) }),
  };
}

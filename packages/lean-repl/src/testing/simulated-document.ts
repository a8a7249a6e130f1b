import type { ReplMessage } from "../repl/protocol.ts";
import { emptyWorld, type Elaborated, type SimulatedLean } from "./simulated-lean.ts";

/**
 * Elaborates a whole document: imports, text, the client's questions, each apart, so that a text whose exchange was recorded
 * is found whatever surrounds it. Positions are the document's; a failed import is reported, as Lean's server does.
 */
export function elaborateDocument(lean: SimulatedLean, text: string): Elaborated {
  const lines = text.split("\n");
  let at = 0;
  while (at < lines.length && /^\s*(?:import\b|$)/.test(lines[at]!)) at += 1;
  const found = lines.findIndex((line) => /^(?:set_option \S+ \S+ in )+#check @_root_/.test(line));
  const questions = found === -1 ? lines.length : found;
  const start = lean.elaborate(emptyWorld, lines.slice(0, at).join("\n")).world;
  const main = lean.elaborate(start, lines.slice(at, questions).join("\n"));
  const rest = lean.elaborate(main.world, lines.slice(questions).join("\n"));
  const importError: readonly ReplMessage[] = start.empty
    ? [{ severity: "error", pos: { line: 1, column: 0 }, endPos: null, data: "unknown module prefix" }]
    : [];
  return {
    world: main.world,
    messages: [...importError, ...moved(main, at).messages, ...moved(rest, questions).messages],
    sorries: moved(main, at).sorries,
  };
}

function moved(elaborated: Elaborated, lines: number): Elaborated {
  const move = <P extends { readonly line: number }>(position: P): P => ({ ...position, line: position.line + lines });
  return {
    ...elaborated,
    messages: elaborated.messages.map((message) => ({
      ...message,
      pos: move(message.pos),
      endPos: message.endPos == null ? null : move(message.endPos),
    })),
    sorries: elaborated.sorries.map((sorry) => ({
      ...sorry,
      ...(sorry.pos === undefined ? {} : { pos: move(sorry.pos) }),
      ...(sorry.endPos === undefined ? {} : { endPos: move(sorry.endPos) }),
    })),
  };
}

import { complex, int, nat, rat, real, type Type } from "../type.ts";
import { BookError } from "./syntax.ts";
import { algebra } from "./algebra.ts";
import { definitions } from "./definitions.ts";
import { equivalences } from "./equivalences.ts";
import { finiteSets } from "./finite-sets.ts";
import { integers } from "./integers.ts";
import { internal } from "./internal.ts";
import { logic } from "./logic.ts";
import { numberFunctions } from "./number-functions.ts";
import { order } from "./order.ts";
import { reals } from "./reals.ts";
import { sums } from "./sums.ts";
import { transcendental } from "./transcendental.ts";

/** One line of the book: `name binders : statement`, or `name = other name binders : statement` for names of the same lemma. */
export interface BookLine {
  readonly names: readonly string[];
  /** Binders and statement as Mathlib has them, explicitness included. */
  readonly text: string;
  /** What α stands for, one lemma each; `[undefined]` where no α occurs. */
  readonly types: readonly (Type | undefined)[];
  /** A name of ours, which Lean does not know: for tactics, never for a proof's text. */
  readonly isInternal: boolean;
}

const topics = [
  logic,
  definitions,
  algebra,
  order,
  integers,
  numberFunctions,
  reals,
  transcendental,
  sums,
  finiteSets,
  equivalences,
  internal,
];
const letters: Readonly<Record<string, Type>> = { ℕ: nat, ℤ: int, ℚ: rat, ℝ: real, ℂ: complex };

/** `-- α in ℕ ℤ`, `-- no α`, `-- internal, no α`: what holds for the lines below it. */
function heading(line: string): Pick<BookLine, "types" | "isInternal"> {
  const found = /^-- (internal, )?(?:no α|α in ([ℕℤℚℝℂ](?: [ℕℤℚℝℂ])*))$/u.exec(line);
  if (found === null) throw new BookError(`no heading: ${line}`);
  const types = found[2] === undefined ? [undefined] : found[2].split(" ").map((letter) => letters[letter]);
  return { types, isInternal: found[1] !== undefined };
}

function linesOf(topic: string): BookLine[] {
  const lines: BookLine[] = [];
  let section: Pick<BookLine, "types" | "isInternal"> | undefined;
  for (const line of topic.trim().split("\n")) {
    if (line.startsWith("--")) {
      section = heading(line);
      continue;
    }
    const start = line.search(/ [({:]/);
    if (section === undefined || start < 0) throw new BookError(`no line of the book: ${line}`);
    lines.push({ names: line.slice(0, start).split(" = "), text: line.slice(start + 1), ...section });
  }
  return lines;
}

export const bookLines: readonly BookLine[] = topics.flatMap(linesOf);

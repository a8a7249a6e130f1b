import { type Command, type LeanFile, readFile } from "@lemma/lean-text";

/** The header of the benchmarks of this field. Its `open`s are the only ones a file may bring of its own. */
const customaryOpens = new Set(
  "BigOperators Real Nat Topology Rat Finset Polynomial Classical Set Function Filter Complex Int Matrix".split(" "),
);

/** Splits a whole file into what stands before its first declaration (imports, options, `open`) and the rest. */
export function splitFile(code: string): {
  readonly header: string;
  readonly body: string;
  readonly customary: boolean;
} {
  const file = readFile(code);
  const header = leading(file, (command) => isImport(file, command) || isSetting(command));
  const end = header.at(-1)?.end ?? 0;
  return {
    header: code.slice(0, end),
    body: code.slice(end),
    customary: header.every((command) => isCustomary(file, command)),
  };
}

/** Splits a header into its imports and the commands after them. */
export function splitHeader(header: string): { readonly imports: string; readonly rest: string } {
  const file = readFile(header);
  const end = leading(file, (command) => isImport(file, command)).at(-1)?.end ?? 0;
  return { imports: header.slice(0, end).trim(), rest: header.slice(end).trim() };
}

/** The commands at a file's start that are of a kind. `open Foo in` and `set_option x in` belong to the declaration that follows. */
function leading({ commands }: LeanFile, isOfKind: (command: Command) => boolean): readonly Command[] {
  const end = commands.findIndex((command) => command.prefixes.length > 0 || !isOfKind(command));
  return end === -1 ? commands : commands.slice(0, end);
}

/** `module` is no reserved word. */
const isImport = ({ tokens }: LeanFile, { keyword, from, to }: Command): boolean =>
  keyword === "import" || keyword === "prelude" || (to === from + 1 && tokens[from]!.text === "module");

const isSetting = ({ keyword, modifiers }: Command): boolean =>
  keyword === "open" || keyword === "set_option" || (keyword === "section" && modifiers.includes("noncomputable"));

function isCustomary({ tokens }: LeanFile, { keyword, at, to }: Command): boolean {
  const own = tokens.slice(at + 1, to).map(({ text }) => text);
  // An unknown name that becomes a variable makes another statement.
  if (keyword === "set_option") return !/autoImplicit$/i.test(own[0] ?? "");
  return keyword !== "open" || own.every((text) => customaryOpens.has(text) || text === "scoped");
}

const cuttable = new Set(["theorem", "lemma", "def", "example", "abbrev", "instance"]);

/**
 * Cuts a file's body into its commands, at lines that begin one at the margin. A cut inside a command would change its
 * meaning, so anything doubtful is left whole: after `in`, after an attribute or a doc comment, inside `mutual`.
 */
export function splitCommands(body: string): readonly string[] {
  const { commands, tokens, isOpen } = readFile(body);
  if (isOpen) return [body];
  const cuts: number[] = [];
  let mutual = 0;
  for (const { keyword, from, at, prefixes } of commands) {
    if (keyword === "mutual") mutual += 1;
    if (keyword === "end" && mutual > 0) mutual -= 1;
    const [previous, token] = [tokens[from - 1], tokens[from]!];
    if (mutual > 0 || !cuttable.has(keyword) || from !== at || prefixes.length > 0) continue;
    if (previous === undefined || token.column !== 0) continue;
    // Only blank lines between the two: a comment there may be a doc comment, which belongs to what follows.
    if (!/^\s*\n\s*$/.test(body.slice(previous.end, token.start))) continue;
    cuts.push(token.start);
  }
  const pieces = [0, ...cuts].map((start, index) => body.slice(start, cuts[index]));
  return pieces.filter((piece) => piece.trim() !== "");
}

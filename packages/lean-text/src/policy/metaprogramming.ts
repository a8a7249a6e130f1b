import { unquote } from "../characters.ts";
import { bracketStep } from "../symbols.ts";
import type { CodeToken } from "../tokens.ts";
import { words } from "../words.ts";

/**
 * Where the parts of metaprograms and of input and output live. A program needs no forbidden keyword to be run while a proof
 * is elaborated: `linarith (oracle := f)`, `aesop (add safe f)`, `solve_by_elim (config := { proc := f })` and every other
 * configuration evaluate the candidate's own definitions. Without these names there is nothing to write one with. Of the
 * proofs in the test data that real Lean had accepted, none uses one.
 */
const namespaces = new Set(
  words(`
    Lean IO BaseIO EIO System Qq Aesop Lake Batteries.Tactic Mathlib.Tactic Mathlib.Meta Std.Internal Std.Async Std.Net
    Std.Http
  `),
);

/** Below `Lean`, with nothing but lemmas and their data in them. */
const harmless = new Set(words("Omega Grind Order RArray"));

const types = new Set(
  words(`
    BaseIO EIO MetaM TermElabM TacticM CommandElabM CoreM MacroM AttrM DelabM UnexpandM SimpM GrindM RuleTac SingleRuleTac
    CertificateOracle GlobalBranchingPreprocessor GlobalPreprocessor
  `),
);

/** @returns whether opening it brings metaprograms' parts within reach by shorter names. */
export const isProgramNamespace = (name: string): boolean => namespaces.has(unquote(name).replace(/^_root_\./, ""));

/** @returns the name of a metaprogram's part that `word` is or begins with; undefined when it is none. */
export function metaprogramming(word: string): string | undefined {
  const [first = "", second = "", ...more] = unquote(word)
    .replace(/^_root_\./, "")
    .split(".");
  for (const part of [first, second, ...more]) if (types.has(part)) return part;
  // As variables they are as good as any: `IO` is a segment's length.
  const isNamespace = second !== "" || first === "Lean";
  if (isNamespace && namespaces.has(first) && !(first === "Lean" && harmless.has(second)))
    return second === "" ? first : `${first}.${second}`;
  return namespaces.has(`${first}.${second}`) ? `${first}.${second}` : undefined;
}

/**
 * What `IO`, `EIO` and `BaseIO` have below them that touches the world. Where the expected type is one of theirs, a name that
 * begins with a dot is looked for there: `.FS.writeFile "x" "y"` names no namespace.
 */
const belowIO = new Set(
  words(`
    FS Process Error Promise CancelToken Mutex print println eprint eprintln getStdin getStdout getStderr setStdin setStdout
    setStderr withStdin withStdout withStderr sleep getEnv appPath appDir currentDir realPath getRandomBytes asTask mapTask
    mapTasks bindTask chainTask wait waitAny cancel checkCanceled monoMsNow monoNanosNow setAccessRights setRandSeed
    stdGenRef mkRef initializing addHeartbeats setNumHeartbeats iterate
  `),
);

/**
 * @param index of a word that may stand behind a dot of its own: `.FS.writeFile`, `«FS».writeFile` and all.
 * @returns the name as it is below `IO`, where it is one.
 */
export function dottedProgram(tokens: readonly CodeToken[], index: number): string | undefined {
  const [before, dot, token] = [tokens[index - 2], tokens[index - 1], tokens[index]!];
  if (dot?.text !== "." || token.spaceBefore) return undefined;
  // `h.1.iterate` is below what `h.1` is.
  if (!dot.spaceBefore && (before?.kind === "number" || before?.kind === "decimal")) return undefined;
  const name = unquote(token.text);
  return belowIO.has(name.split(".")[0]!) ? `IO.${name}` : undefined;
}

/** `: IO Unit`, `→ IO _`: a program's type, which a segment's length never is. */
export function isProgramType(tokens: readonly CodeToken[], index: number): boolean {
  if (unquote(tokens[index]!.text).replace(/^_root_\./, "") !== "IO") return false;
  const [before, next] = [tokens[index - 1]?.text, tokens[index + 1]];
  const isType = before === ":" || before === "→" || before === "->";
  return isType && next !== undefined && (next.kind === "name" || next.text === "(");
}

/** Fields of a tactic's configuration that hold programs: `solve_by_elim (proc := …)`, `linarith (oracle := …)`. */
const programFields = new Set(words("config proc suspend discharge oracle preprocessors"));
const code = new Set(words("fun λ do ↦ by =>"));

/**
 * Code in a tactic's configuration, which is evaluated, whoever's types it is made of: `(config := { proc := fun … })`. As an
 * argument of a lemma, `(f := fun x => …)` is none.
 *
 * @param index of the word before `:=`. @returns the field's name.
 */
export function codeInConfiguration(tokens: readonly CodeToken[], index: number): string | undefined {
  const field = unquote(tokens[index]!.text);
  if (!programFields.has(field) || tokens[index - 1]?.text !== "(") return undefined;
  if (tokens[index + 1]?.text !== ":=") return undefined;
  let depth = 1;
  for (let at = index + 2; at < tokens.length && depth > 0; at += 1) {
    depth += bracketStep(tokens[at]!);
    if (code.has(tokens[at]!.text)) return field;
  }
  return undefined;
}

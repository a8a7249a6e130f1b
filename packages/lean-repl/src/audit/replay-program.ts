/**
 * A program of our own that sends a saved environment's constants through the kernel, for REPLs that load them unchecked (from
 * v4.30.0 on). It is run by the same fresh process that is asked afterwards, before anything of the file is loaded there. A
 * saved environment is a tuple that begins with imports and constants; the rest is left unread.
 *
 * Lean changed the replay's shape between versions, so whichever form elaborates is used; where none does there is no answer,
 * and no replay is claimed.
 */
const program = `import Lean
import Lean.Replay
open Lean

def lemmaSend (env : Environment) (constants : Std.HashMap Name ConstantInfo) : IO Unit := by
  first
  | exact discard (env.toKernelEnv.replay constants)
  | exact discard (env.replay constants)

unsafe def lemmaReplay (word : String) (path : System.FilePath) : IO Unit := do
  let (saved, _) ← readModuleData path
  let (imports, constants, _) : Array Import × PersistentHashMap Name ConstantInfo × NonScalar := unsafeCast saved
  let env ← importModules imports {} 0
  let mut all : Std.HashMap Name ConstantInfo := {}
  for (name, info) in constants.toList do
    all := all.insert name info
  let said ← try
      lemmaSend env all
      pure s!"{word} accepted"
    catch error => pure s!"{word} refused {error}"
  IO.println said
`;

export interface Replayed {
  readonly word: string;
  readonly path: string;
}

/** @param files each with a word that its answer begins with. */
export const replayProgram = (files: readonly Replayed[]): string =>
  program +
  files.map(({ word, path }) => `#eval lemmaReplay ${JSON.stringify(word)} ${JSON.stringify(path)}\n`).join("");

/** What the program said of a file: that the kernel took it, or the error; undefined when it said nothing. */
export function replayAnswer(
  word: string,
  texts: readonly string[],
): { readonly accepted: true } | { readonly accepted: false; readonly error: string } | undefined {
  for (const text of texts) {
    const said = text.trim();
    if (said === `${word} accepted`) return { accepted: true };
    if (said.startsWith(`${word} refused `)) return { accepted: false, error: said.slice(`${word} refused `.length) };
  }
  return undefined;
}

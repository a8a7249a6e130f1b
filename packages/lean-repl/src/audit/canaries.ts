import { join } from "node:path";
import { fromReplMessage } from "../messages.ts";
import { nonce } from "../nonce.ts";
import type { ProcessFactory } from "../process/process-factory.ts";
import { FreshProcess } from "./fresh-process.ts";
import { keepSaved } from "./keep-saved.ts";
import { questionsAbout, readAnswers } from "./questions.ts";

/** Declarations of which it is known what an audit must say. */
const good = {
  text: "theorem lemmaCanaryGood : True := trivial\naxiom lemmaCanaryAxiom : False\ntheorem lemmaCanaryBad : False := lemmaCanaryAxiom",
  axioms: new Map<string, readonly string[]>([
    ["lemmaCanaryGood", []],
    ["lemmaCanaryBad", ["lemmaCanaryAxiom"]],
  ]),
};

export const canaryAxioms = good.axioms;

const unchecked = "lemmaCanaryUnchecked";

/**
 * Ways in which Lean lets a constant into an environment that its kernel has not seen, the cheapest to load first: no two
 * versions of Lean need know the same. `decide +kernel` leaves the truth to the kernel, which was told not to look; the other
 * adds an ill-typed constant outright (as recorded of Lean 4.27).
 */
const uncheckedWays = [
  `set_option debug.skipKernelTC true in\ntheorem ${unchecked} : (1 : Nat) = 2 := by decide +kernel`,
  `import Lean
open Lean Elab Command
elab "lemma_canary" : command =>
  liftCoreM <| addDecl <| .thmDecl { name := \`${unchecked}, levelParams := [], type := mkConst \`\`False, value := mkConst \`\`True.intro }
set_option debug.skipKernelTC true in
lemma_canary`,
] as const;

export type Canaries =
  | { readonly kind: "made"; readonly good: string; readonly unchecked: string }
  /** This REPL answers, and cannot be shown to replay. */
  | { readonly kind: "absent"; readonly reason: string }
  | { readonly kind: "unavailable"; readonly reason: string };

/**
 * Saves two environments in a process of its own: one with a good theorem and one on an axiom, and one whose theorem entered
 * past the kernel.
 *
 * @param directory out of every candidate's reach.
 */
export async function makeCanaries(processes: ProcessFactory, directory: string, timeoutMs: number): Promise<Canaries> {
  await using maker = new FreshProcess(processes);
  const folder = maker.folder;
  if (folder === undefined) return { kind: "absent", reason: "there is no folder to save environments to" };
  const save = async (env: number, name: string): Promise<Canaries | string> => {
    const file = `${name}-${nonce()}.olean`;
    const saved = await maker.ask({ pickleTo: join(folder, file), env }, timeoutMs);
    if (saved.kind === "said") return { kind: "absent", reason: `environments cannot be saved: ${saved.reason}` };
    if (saved.kind !== "answered") return { kind: "unavailable", reason: saved.reason };
    const kept = await keepSaved(join(folder, file), join(directory, file));
    return kept.kind === "kept" ? join(directory, file) : { kind: "unavailable", reason: kept.reason };
  };
  const made = await maker.ask({ cmd: good.text }, timeoutMs);
  if (made.kind !== "answered") return { kind: "unavailable", reason: made.reason };
  const goodFile = await save(made.response.env, "canary-good");
  if (typeof goodFile !== "string") return goodFile;
  const problems: string[] = [];
  for (const text of uncheckedWays) {
    const tried = await maker.ask({ cmd: text }, timeoutMs);
    if (tried.kind !== "answered") return { kind: "unavailable", reason: tried.reason };
    const questions = questionsAbout(unchecked, nonce());
    const asked = await maker.ask({ cmd: questions.text, env: tried.response.env }, timeoutMs);
    if (asked.kind !== "answered") return { kind: "unavailable", reason: asked.reason };
    const answers = readAnswers(
      questions,
      (asked.response.messages ?? []).map((message) => fromReplMessage(message)),
    );
    const error = (tried.response.messages ?? []).find(({ severity }) => severity === "error");
    if (error === undefined && answers.type !== undefined && answers.axioms?.length === 0) {
      const file = await save(tried.response.env, "canary-unchecked");
      return typeof file === "string" ? { kind: "made", good: goodFile, unchecked: file } : file;
    }
    problems.push(error?.data.split("\n")[0] ?? "it is not in the environment");
  }
  return {
    kind: "absent",
    reason: `no constant could be made that the kernel has not seen, to show that a replay refuses it: ${problems.join("; ")}`,
  };
}

import type { Verdict, VerifyOptions, Verifier } from "@lemma/interfaces";
import { Draft } from "./draft.ts";
import { asItStands, findHoles, goalsAt, type FoundHole, type OpenHole } from "./hole.ts";
import { evasionIn, HoleVerifier } from "./hole-verifier.ts";

/** What came of tactics in a hole. */
export interface Trial {
  readonly tactics: string;
  /** Of the theorem with the tactics in the hole: `proved` where it is complete but for other holes. */
  readonly verdict: Verdict;
  /** What they leave open, where they run and do not close it. */
  readonly goals?: readonly string[];
}

/** The holes of a file, each with its goals or the reason why nothing can be proved there. */
export const holesOf = async (source: string, verifier: Verifier, options: VerifyOptions = {}): Promise<FoundHole[]> =>
  findHoles(new Draft(source), verifier, options);

/**
 * Tries tactic blocks in a hole of a file, each on its own.
 *
 * @throws {AbortedError} when the signal fires first.
 */
export async function* tryTactics(
  source: string,
  hole: OpenHole,
  blocks: Iterable<string>,
  verifier: Verifier,
  options: VerifyOptions = {},
): AsyncGenerator<Trial, void, undefined> {
  const draft = new Draft(source);
  const sorry = draft.sorries.find((each) => {
    const { line, column } = draft.placeOf(each);
    return line === hole.start.line && column === hole.start.column;
  })!;
  const judge = new HoleVerifier(verifier, draft, sorry, hole);
  for (const tactics of blocks) {
    const proof = { kind: "tactics", tactics } as const;
    const verdict = await judge.verify({ theorem: hole.theorem, proof }, options);
    const goals = verdict.status === "proved" ? undefined : await goalsAfter(tactics);
    yield { tactics, verdict, ...(goals === undefined ? {} : { goals }) };
  }

  /** What is open behind the tactics; undefined where they do not run. */
  async function goalsAfter(tactics: string): Promise<readonly string[] | undefined> {
    if (evasionIn(tactics) !== undefined) return undefined;
    const filling = draft.filled(sorry, hole.form, `${tactics.trimEnd()}\n${marginOf(tactics)}all_goals sorry`);
    if ("problem" in filling) return undefined;
    const declared = filling.draft.declared[draft.theoremOf(sorry)!]!;
    const verdict = await verifier.verify({ theorem: declared.theorem, proof: asItStands(declared) }, options);
    if (verdict.status !== "sorry") return undefined;
    // The last token that was put in is the `sorry` that stands for what is left.
    const last = filling.draft.sorries.find(({ at }) => at < filling.to && at >= filling.to - 2);
    const goals = last === undefined ? [] : goalsAt(declared, verdict.goals, filling.draft.placeOf(last));
    return goals.length === 0 ? undefined : goals;
  }
}

const marginOf = (tactics: string): string => /^[ \t]*/m.exec(tactics.replace(/^\s*\n/, ""))?.[0] ?? "";

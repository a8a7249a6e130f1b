import type { DeclaredTheorem } from "@lemma/datasets";
import {
  type Position,
  reasonOf,
  type SorryGoal,
  type Theorem,
  type Verdict,
  type VerifyOptions,
  type Verifier,
} from "@lemma/interfaces";
import { goalToStatement, type HoleForm, isMissing, leanName, placeIn, type SorryToken } from "@lemma/lean-text";
import type { Draft } from "./draft.ts";

/** A `sorry` as it is reported: where it stands in the file that was given, and what is to be proved there. */
export interface Hole {
  /** The theorem's name from the root, and the hole's number in it where it has several or is a part of the proof. */
  readonly id: string;
  readonly declaration: string;
  readonly start: Position;
  /** Whether it is all there is of the proof. */
  readonly isWhole: boolean;
  /** As Lean prints it, hypotheses and all. Several where a combinator runs the `sorry` more than once. */
  readonly goals: readonly string[];
}

/** A hole that may be worked on: the theorem that the model is asked for, and how Lean reads what stands there. */
export interface OpenHole extends Hole {
  readonly form: HoleForm;
  readonly theorem: Theorem;
}

export type FoundHole = OpenHole | (Hole & { readonly refusal: string });

/**
 * The holes of a file with their goals, asked of the verifier theorem by theorem.
 *
 * @throws {AbortedError} when the signal fires first.
 */
export async function findHoles(draft: Draft, verifier: Verifier, options: VerifyOptions): Promise<FoundHole[]> {
  const holes: FoundHole[] = [];
  const verdicts = new Map<number, Verdict>();
  const counts = new Map<string, number>();
  for (const sorry of draft.sorries) {
    const index = draft.theoremOf(sorry);
    const declared = index === undefined ? undefined : draft.declared[index]!;
    const name = declared?.theorem.id ?? sorry.command.keyword;
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    const start = draft.placeOf(sorry);
    const isWhole = declared?.place.proof !== undefined && isMissing(declared.place.proof.tactics);
    const hole = { id: isWhole ? name : `${name}#${number}`, declaration: name, start, isWhole };
    if (sorry.refusal !== undefined || declared === undefined || index === undefined) {
      holes.push({ ...hole, goals: [], refusal: sorry.refusal ?? "it stands in no theorem" });
      continue;
    }
    let verdict = verdicts.get(index);
    if (verdict === undefined) {
      verdict = await verifier.verify({ theorem: declared.theorem, proof: asItStands(declared) }, options);
      verdicts.set(index, verdict);
    }
    holes.push(await opened(draft, sorry, declared, verdict, hole, verifier, options));
  }
  return holes;
}

/** A theorem's proof as its file has it, `sorry`s and all. */
export const asItStands = ({ proof, placeholder }: DeclaredTheorem): DeclaredTheorem["proof"] & {} =>
  proof ?? { kind: "tactics", tactics: placeholder };

async function opened(
  draft: Draft,
  sorry: SorryToken,
  declared: DeclaredTheorem,
  verdict: Verdict,
  hole: Omit<Hole, "goals">,
  verifier: Verifier,
  options: VerifyOptions,
): Promise<FoundHole> {
  if (verdict.status !== "sorry") return { ...hole, goals: [], refusal: aroundIt(verdict) };
  const goals = goalsAt(declared, verdict.goals, hole.start);
  const [goal] = goals;
  const { theorem } = declared;
  const name = leanName(hole.id);
  const statement = hole.isWhole ? theorem.statement : goal === undefined ? undefined : goalToStatement(goal, name);
  if (statement === undefined)
    return { ...hole, goals, refusal: `${verdict.verifier} does not say what is to be proved there` };
  const form = await formOf(draft, sorry, verifier, options);
  if (form === undefined) return { ...hole, goals, refusal: "neither tactics nor a term can be told to stand there" };
  const { header, informal } = theorem;
  return {
    ...hole,
    goals,
    form,
    theorem: {
      id: hole.id,
      statement,
      ...(header === undefined ? {} : { header }),
      ...(informal === undefined || !hole.isWhole ? {} : { informal }),
    },
  };
}

function aroundIt(verdict: Verdict): string {
  const said = reasonOf(verdict)?.split("\n")[0] ?? "";
  return `the proof around it is '${verdict.status}'${said === "" ? "" : `: ${said}`}`;
}

/** The distinct goals of the `sorry` at a place of the file. */
export function goalsAt(
  declared: DeclaredTheorem,
  goals: readonly SorryGoal[] = [],
  start: Position,
): readonly string[] {
  const own = goals.filter((each) => each.start !== undefined && isSame(placeOfGoal(declared, each.start), start));
  return [...new Set(own.map(({ goal }) => goal))];
}

/** A position in what was judged, in the file: a whole file's positions are the file's. */
export const placeOfGoal = ({ place, proof }: DeclaredTheorem, position: Position): Position =>
  proof?.kind === "file" ? position : placeIn(place, position);

export const isSame = (a: Position, b: Position): boolean => a.line === b.line && a.column === b.column;

/** Where tokens leave it open, what the verifier takes there. */
async function formOf(
  draft: Draft,
  sorry: SorryToken,
  verifier: Verifier,
  options: VerifyOptions,
): Promise<HoleForm | undefined> {
  const [first, second] = sorry.forms;
  if (second === undefined) return first;
  for (const form of sorry.forms) {
    // In parentheses and behind `by` what is one of the two cannot be the other.
    const filling = draft.filled(sorry, form, "skip\nsorry");
    if ("problem" in filling) continue;
    const declared = filling.draft.declared[draft.theoremOf(sorry)!]!;
    const verdict = await verifier.verify({ theorem: declared.theorem, proof: asItStands(declared) }, options);
    if (verdict.status === "sorry") return form;
  }
  return undefined;
}

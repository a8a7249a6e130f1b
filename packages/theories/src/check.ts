import { Random, type Theorem, type Verifier, type VerifyLimits } from "@lemma/interfaces";
import { putIn } from "@lemma/loop";
import { type Theory, type TheoryOptions, type TheoryTheorem, drawTheory } from "./theory.ts";

/** Counted and not measured, so that the same seed gives the same theories on every machine. */
export const theoryLimits: VerifyLimits = { steps: 100_000 };

/** What anyone would try first, without having read the theory. `{f}` are the target's functions, `{x}` a variable. */
const stock = [
  "rfl",
  "simp",
  "omega",
  "ring",
  "norm_num",
  "linarith",
  "nlinarith",
  "decide",
  "simp [{f}]",
  "simp [{f}]; omega",
  "simp_all [{f}]",
  "induction {x} <;> simp_all [{f}]",
  "induction {x} <;> simp_all [{f}] <;> omega",
] as const;

/** Why a theory is not what it should be. */
export interface Fault {
  readonly theorem: string;
  readonly problem: string;
}

/**
 * Whether the verifier accepts every proof, and whether each target needs a new combination: no earlier proof and no distractor's
 * proves it, verbatim or with names or numerals put in, nor does a stock tactic.
 */
export async function faultsOf(theory: Theory, verifier: Verifier): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const proves = async (theorem: Theorem, tactics: string): Promise<boolean> =>
    (await verifier.verify({ theorem, proof: { kind: "tactics", tactics } }, { limits: theoryLimits })).status ===
    "proved";
  for (const { theorem, proof } of [...theory.theorems, ...theory.distractors])
    if (!(await proves(theorem, proof))) faults.push({ theorem: theorem.id, problem: "its own proof is not accepted" });
  const targets = theory.theorems.filter(({ role }) => role === "target");
  const earlier = [...theory.theorems.filter(({ role }) => role !== "target"), ...theory.distractors];
  for (const target of targets) {
    const others = [...earlier, ...targets.filter((other) => other !== target)];
    const replays = new Set(others.flatMap((known) => putIn(known, target.theorem).map(({ proof }) => proof)));
    for (const tactics of [...replays, ...stockFor(target)])
      if (await proves(target.theorem, tactics)) {
        faults.push({ theorem: target.theorem.id, problem: `proved by \`${tactics.replaceAll("\n", "; ")}\`` });
        break;
      }
  }
  return faults;
}

const stockFor = ({ functions }: TheoryTheorem): readonly string[] => {
  const filled = stock.map((tactics) => tactics.replace("{f}", functions.join(", ")));
  return filled.flatMap((tactics) =>
    tactics.includes("{x}") ? ["m", "n"].map((x) => tactics.replace("{x}", x)) : [tactics],
  );
};

/**
 * A theory that is what it should be: targets that are too easy are left out, and where fewer than two are left, or a proof is not
 * accepted, it is drawn again.
 */
export async function checkedTheory(seed: number, options: TheoryOptions, verifier: Verifier): Promise<Theory> {
  for (let draw = 0; ; draw += 1) {
    const theory = drawTheory(new Random(seed).fork("theory", options.split, options.id, draw), options);
    const faults = await faultsOf(theory, verifier);
    if (faults.some(({ problem }) => !problem.startsWith("proved by"))) continue;
    const easy = new Set(faults.map(({ theorem }) => theorem));
    const theorems = theory.theorems.filter(({ theorem }) => !easy.has(theorem.id));
    if (theorems.filter(({ role }) => role === "target").length >= 2) return { ...theory, theorems };
  }
}

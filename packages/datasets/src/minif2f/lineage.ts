import type { Theorem } from "@lemma/interfaces";
import { statementHash } from "@lemma/lean-text";
import { problemNames, v15Hashes, v2cHashes, v2sHashes, yangky11Hashes } from "./hashes.ts";

/** One published Lean 4 copy of miniF2F. Statements differ between copies, so a score means little without its copy's name. */
export interface MiniF2FCopy {
  readonly name: string;
  readonly source: string;
  readonly lean: string;
  readonly licence: string;
  /** Where `test` and `valid` stand for each other's problems. */
  readonly splitsSwapped: boolean;
  readonly note: string;
  /** Normal-form hash per problem name; absent for a copy whose text could not be read. */
  readonly hashes?: ReadonlyMap<string, string>;
}

const problems = problemNames.split(" ").map((word) => ({ name: word.replace("*", ""), isTest: word.endsWith("*") }));

const unpack = (hashes: string): ReadonlyMap<string, string> =>
  new Map(problems.map(({ name }, index) => [name, hashes.slice(16 * index, 16 * index + 16)]));

/** The Lean 4 copies, oldest first. None has a `train` split: papers that say miniF2F-train draw from `valid`. */
export const miniF2FCopies: readonly MiniF2FCopy[] = [
  {
    name: "v1.5",
    source:
      "deepseek-ai/DeepSeek-Prover-V1.5 @ 2c4ba91, datasets/minif2f.jsonl (the same file in Goedel-LM/Goedel-Prover)",
    lean: "4.9.0-rc1",
    licence: "MIT; upstream Apache-2.0",
    splitsSwapped: false,
    note: "the copy most scores are on; 7 test and 2 valid statements are wrong or mis-parenthesised",
    hashes: unpack(v15Hashes),
  },
  {
    name: "yangky11",
    source: "yangky11/miniF2F-lean4 @ 5746b7d",
    lean: "4.24.0",
    licence: "MIT",
    splitsSwapped: false,
    note: "maintained; one name is spelt numbertheory_notEquiv2i2jasqbsqdiv8",
    hashes: unpack(yangky11Hashes),
  },
  {
    name: "v2c",
    source: "mike1729/BurnQED @ 9053d51, benchmarks/minif2f_v2c_*",
    lean: "not stated",
    licence: "Apache-2.0",
    splitsSwapped: true,
    note: "revised, the answer among choices; imo_2006_p3 is garbled. Its `test` holds the problems of everyone else's `valid`",
    hashes: unpack(v2cHashes),
  },
  {
    name: "v2s",
    source: "mike1729/BurnQED @ 9053d51, benchmarks/minif2f_v2s_*",
    lean: "not stated",
    licence: "Apache-2.0",
    splitsSwapped: true,
    note: "revised, simplified. Its `test` holds the problems of everyone else's `valid`",
    hashes: unpack(v2sHashes),
  },
  {
    name: "goedel-v2",
    source: "Goedel-LM/Goedel-Prover-V2, dataset/minif2f.jsonl",
    lean: "4.9.0",
    licence: "none stated in a file",
    splitsSwapped: false,
    note: "15 test statements differ from v1.5; text not at hand",
  },
  {
    name: "roozbeh-v2",
    source: "roozbeh-yz/miniF2F_v2",
    lean: "not stated",
    licence: "not checked",
    splitsSwapped: false,
    note: "upstream of v2c and v2s; text not at hand",
  },
];

/**
 * Statements of v1.5 that are wrong as written: false, with hypotheses that contradict one another, or saying something else than their
 * problem because a name escapes its sum or a quotient of naturals rounds. DeepSeek-Prover-V2 proves corrected forms of the first nine;
 * `lemma audit` shows what is wrong with the others.
 */
export const miniF2FKnownWrong: readonly string[] = [
  "aime_1994_p3",
  "amc12a_2021_p18",
  "amc12a_2021_p9",
  "induction_prod1p1onk3le3m1onn",
  "mathd_algebra_342",
  "mathd_numbertheory_343",
  "mathd_numbertheory_618",
  "induction_sum_odd",
  "mathd_algebra_247",
  "algebra_ineq_nto1onlt2m1on",
  "amc12a_2020_p7",
  "induction_pord1p1on2powklt5on2",
  "mathd_algebra_158",
  "mathd_algebra_275",
  "mathd_algebra_314",
];

/**
 * Statements of which a published, Lean-checked proof is one stock tactic without arguments, and that tactic. Solving one of
 * them says little about a prover. A lower bound: only proofs at hand were looked at.
 */
export const miniF2FTrivial: Readonly<Record<string, string>> = {
  algebra_2rootsintpoly_am10tap11eqasqpam110: "ring",
  algebra_2rootspoly_apatapbeq2asqp2ab: "ring",
  algebra_manipexpr_2erprsqpesqeqnrpnesq: "ring",
  mathd_algebra_10: "norm_num",
  mathd_algebra_104: "linarith",
  mathd_algebra_119: "linarith",
  mathd_algebra_182: "ring",
  mathd_algebra_190: "norm_num",
  mathd_algebra_455: "linarith",
  mathd_algebra_568: "ring",
};

/** Whether the problem of this name is in miniF2F-test or -valid, by its name alone; undefined for any other name. */
export function miniF2FSplit(name: string): "test" | "valid" | undefined {
  const problem = problemByName.get(name.toLowerCase());
  return problem === undefined ? undefined : problem.isTest ? "test" : "valid";
}

/** What a set of theorems has of miniF2F, copy by copy. */
export interface MiniF2FMatch {
  readonly copy: string;
  /** Theorems whose name and statement are the copy's. */
  readonly same: number;
  /** Theorems of a miniF2F name whose statement is not the copy's. */
  readonly different: readonly string[];
}

/**
 * Which published copy a set is: the copies by how many statements agree, best first.
 *
 * @returns for each copy with known hashes. Theorems whose names are not miniF2F's are not counted.
 */
export function identifyMiniF2F(theorems: readonly Theorem[]): MiniF2FMatch[] {
  const ours = theorems.flatMap(({ id, statement }) => {
    const problem = problemByName.get(id.toLowerCase());
    // The copies' headers differ by Lean's version, and all but say nothing: a copy is known by its statements.
    return problem === undefined ? [] : [{ name: problem.name, hash: statementHash(statement) }];
  });
  return miniF2FCopies
    .flatMap(({ name: copy, hashes }) => {
      if (hashes === undefined) return [];
      const different = ours.filter(({ name, hash }) => hashes.get(name) !== hash).map(({ name }) => name);
      return [{ copy, same: ours.length - different.length, different }];
    })
    .sort((a, b) => b.same - a.same);
}

const problemByName = new Map(problems.map((problem) => [problem.name.toLowerCase(), problem]));

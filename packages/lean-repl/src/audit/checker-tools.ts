import { isRefusal, uncaughtException } from "./kernel-word.ts";

/** How a checker's process ended, and what it said on both streams. */
export interface CheckerEnd {
  readonly code: number;
  readonly output: string;
}

/** What a checker found out: that it was not refused for what it failed at is the rule, not the exception. */
export type CheckerFinding =
  | { readonly kind: "accepted" }
  /** By what: a kernel, an axiom that is not permitted, a statement that is another. */
  | { readonly kind: "refused"; readonly as: "error" | "forbidden" | "mismatch"; readonly reason: string }
  | { readonly kind: "unavailable"; readonly reason: string };

/**
 * Another program that replays the proof. In its command the words `{solution}`, `{challenge}`, `{config}`, `{name}` and
 * `{directory}` stand for the file with the proof, the file with the statement and `sorry`, Comparator's configuration, the
 * theorem's full name and the folder that holds the three.
 *
 * It runs in the sandbox that proofs are checked in, under the project's Lake environment and without the caller's: it
 * elaborates what it is to judge.
 */
export interface ExternalChecker {
  /** What verdicts call it. Default: the tool. */
  readonly name?: string;
  /** How it is called and read, where it is one that is known. */
  readonly tool?: CheckerToolName;
  /** Default: the tool's own. */
  readonly command?: readonly string[];
  /** For others: exit statuses by which it refuses a proof. 0 accepts, and none other says anything unless it is named here. */
  readonly refusedBy?: readonly number[];
  readonly timeoutMs?: number;
  /** Where it runs. Default: the workspace, else the project. */
  readonly workingDirectory?: string;
  /**
   * A Lake project of its own with libraries `Challenge` and `Solution`, as Comparator and `lake check` want it, built once.
   * The three files are written there for each check, one after the other.
   */
  readonly workspace?: string;
  /** Variables that it needs. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface CheckerTool {
  /** Where the tool itself says how it is called. */
  readonly command: readonly string[] | undefined;
  /** It puts what it builds into a sandbox of its own, which does not start in another. */
  readonly hasSandbox: boolean;
  /** Reads an end with a status other than 0. */
  readonly refusal: (end: CheckerEnd) => CheckerFinding;
}

const firstMatch = (output: string, pattern: RegExp): string | undefined => pattern.exec(output)?.[0];

/** Tools that report by an uncaught exception: the kernel's word, or nothing about the proof. */
function byException({ code, output }: CheckerEnd): CheckerFinding {
  const thrown = uncaughtException(output);
  if (code === 1 && thrown !== undefined && isRefusal(thrown))
    return { kind: "refused", as: "error", reason: thrown.split("\n")[0]! };
  return unread({ code, output });
}

/** Comparator's words about statements and axioms, as it throws them and as Lake prints them. */
const statementWords =
  /(?:Const(?:ant)? not found in solution|Const does not match between challenge and target|Challenge and solution (?:constant kind don't|theorem statement do not) match|Solution constant is not a (?:theorem|definition))[^\n]*/;
const axiomWords = /(?:Illegal axiom detected|Axiom '[^'\n]*' is not permitted)[^\n]*/;
const kernelWords =
  /(?:\S[^\n]* kernel rejects the solution|\S[^\n]* kernel rejected the solution|Quotient post-check rejects)[^\n]*/;
/** Nothing was judged: a build or an export failed, or a kernel was not to be had. */
const brokenWords =
  /Child exited with|Error while interacting with|bwrap:|landrun|\bexited with (?:1[0-9]{2}|2[0-9]{2})\b/;

function byComparator({ code, output }: CheckerEnd): CheckerFinding {
  // 2: it could not even begin.
  if (code !== 1) return unread({ code, output });
  const statement = firstMatch(output, statementWords);
  if (statement !== undefined) return { kind: "refused", as: "mismatch", reason: statement };
  const axiom = firstMatch(output, axiomWords);
  if (axiom !== undefined) return { kind: "refused", as: "forbidden", reason: axiom };
  const kernel = firstMatch(output, kernelWords);
  if (kernel !== undefined && !brokenWords.test(output)) return { kind: "refused", as: "error", reason: kernel };
  return unread({ code, output });
}

function bySafeVerify(end: CheckerEnd): CheckerFinding {
  const problem = firstMatch(end.output, /Found a problem in [^\n]*/);
  if (problem !== undefined) {
    const as = /disallowed axioms/.test(problem) ? "forbidden" : "mismatch";
    return { kind: "refused", as, reason: problem };
  }
  const kernel = firstMatch(end.output, /kernel verification failed for [^\n]*/);
  if (kernel !== undefined) return { kind: "refused", as: "error", reason: kernel };
  return byException(end);
}

/** What no rule reads says nothing about the proof. */
export function unread({ code, output }: CheckerEnd): CheckerFinding {
  const last = output.trim().split("\n").at(-1)!.slice(0, 300);
  return { kind: "unavailable", reason: `exit status ${code}${last === "" ? "" : `: ${last}`}` };
}

// Compiled to a module of its own, which the checker then finds on its path.
const compiled = (then: string): readonly string[] => [
  "/bin/sh",
  "-c",
  `cd "$1" && lean -o Solution.olean Solution.lean && LEAN_PATH="$1:\${LEAN_PATH:-}" exec ${then}`,
  "checker",
  "{directory}",
];

/**
 * The checkers that are known by name. The first replay by Lean's own kernel; Comparator and Lake's commands compare the
 * statement as well, with the kernels that their options and configuration name.
 */
export const checkerTools = {
  /** In the toolchain from 4.28 on. */
  leanchecker: { command: compiled("leanchecker Solution"), hasSandbox: false, refusal: byException },
  lean4checker: { command: undefined, hasSandbox: false, refusal: byException },
  safeverify: { command: undefined, hasSandbox: false, refusal: bySafeVerify },
  comparator: { command: undefined, hasSandbox: true, refusal: byComparator },
  /** From 4.35 on. */
  "lake comparator": { command: ["lake", "comparator"], hasSandbox: true, refusal: byComparator },
  "lake comparator --paranoid": {
    command: ["lake", "comparator", "--paranoid"],
    hasSandbox: true,
    refusal: byComparator,
  },
  "lake check": { command: ["lake", "check"], hasSandbox: true, refusal: byComparator },
  "lake check --paranoid": { command: ["lake", "check", "--paranoid"], hasSandbox: true, refusal: byComparator },
} as const satisfies Readonly<Record<string, CheckerTool>>;

export type CheckerToolName = keyof typeof checkerTools;

/** The kernels that said yes, by the lines that Comparator and Lake print. */
export function kernelsIn(output: string): readonly string[] {
  const names = [...output.matchAll(/^(\S[^\n]*?) kernel accepts the solution/gm)].map(([, name]) => name!);
  return [...new Set(names)];
}

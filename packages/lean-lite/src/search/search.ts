import { sketch as sketchOf } from "./sketch.ts";
import type { Sketch } from "./sketch.ts";
import { equationScripts } from "./scripts/equations.ts";
import { functionScripts } from "./scripts/functions.ts";
import { inequalityScripts } from "./scripts/inequalities.ts";
import { integerScripts } from "./scripts/integers.ts";
import { plainScripts } from "./scripts/plain.ts";
import type { ScriptSource } from "./scripts/script.ts";

/** What the search asks of the checker: is this block a proof, and what did it cost. */
export type CheckProof = (
  statement: string,
  proof: string,
  steps: number,
) => { readonly proved: boolean; readonly steps: number };

export interface SearchOptions {
  /** Deterministic steps to spend over all attempts; a million when absent, about a second. */
  readonly steps?: number;
  /** Further tactic blocks to try first. */
  readonly scripts?: readonly string[];
  /** Distinct proofs wanted. */
  readonly count?: number;
}

export interface FoundProof {
  /** The tactic block, without the theorem. */
  readonly proof: string;
  /** Steps that checking it takes. */
  readonly steps: number;
}

export interface SearchOutcome {
  /** In the order of their discovery; no two start with the same tactic on the same terms. */
  readonly proofs: readonly FoundProof[];
  /** Steps spent on all attempts. */
  readonly steps: number;
  readonly attempts: number;
}

const sources: readonly ScriptSource[] = [
  plainScripts,
  equationScripts,
  inequalityScripts,
  integerScripts,
  functionScripts,
];

/** Steps that one attempt may take of the whole. */
const share = 0.12;

/**
 * Tries tactic scripts made for the statement, cheapest first, until `count` proofs are found or the steps are spent. The
 * same statement, options and checker give the same outcome.
 */
export function searchWith(check: CheckProof, statement: string, options: SearchOptions = {}): SearchOutcome {
  const { steps: limit = 1_000_000, scripts = [], count = 1 } = options;
  let spent = 0;
  let attempts = 0;
  const proofs: FoundProof[] = [];
  const attempt = (proof: string, part: number): FoundProof | undefined => {
    const verdict = check(statement, proof, Math.min(part, limit - spent));
    spent += Math.max(1, verdict.steps);
    attempts += 1;
    return verdict.proved ? { proof, steps: verdict.steps } : undefined;
  };
  for (const proof of [...scripts, ...candidates(statement)]) {
    if (spent >= limit || proofs.length >= count) break;
    if (proofs.some((found) => isVariant(found.proof, proof))) continue;
    const found = attempt(proof, limit * share);
    if (found === undefined) continue;
    const short = shorten(found, (shorter) => (spent < limit ? attempt(shorter, limit * share) : undefined));
    if (!proofs.some(({ proof: known }) => known === short.proof)) proofs.push(short);
  }
  return { proofs, steps: spent, attempts };
}

/** Tactic blocks for a statement, most promising first; empty when it does not parse. */
export function candidates(statement: string): string[] {
  let sketch: Sketch;
  try {
    sketch = sketchOf(statement);
  } catch {
    // What the reader cannot read, the checker cannot either.
    return [];
  }
  const scripts = sources.flatMap((source) => [...source(sketch)]);
  scripts.sort((a, b) => a.rank - b.rank);
  return [...new Set(scripts.map(({ lines }) => [...sketch.opening, ...lines].map((line) => `  ${line}`).join("\n")))];
}

/** Drops the hints that a proof does not need, from the last to the first. */
function shorten(found: FoundProof, attempt: (proof: string) => FoundProof | undefined): FoundProof {
  let best = found;
  const match = /(nlinarith|linarith) \[(.*)\]$/s.exec(found.proof);
  if (match === null || match[2]!.includes("[")) return best;
  const head = found.proof.slice(0, match.index);
  let hints = splitHints(match[2]!);
  for (let i = hints.length - 1; i >= 0 && hints.length > 1; i -= 1) {
    const fewer = hints.filter((_, j) => j !== i);
    const shorter = attempt(`${head}${match[1]!} [${fewer.join(", ")}]`);
    // A missing hint can be made up for by products of high degree: that is no simpler proof.
    if (shorter !== undefined && shorter.steps <= best.steps) [best, hints] = [shorter, fewer];
  }
  return best;
}

function splitHints(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    if ("([⟨".includes(text[i]!)) depth += 1;
    else if (")]⟩".includes(text[i]!)) depth -= 1;
    else if (text[i] === "," && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

/** Whether two blocks differ in the hints of their last tactic only. */
function isVariant(a: string, b: string): boolean {
  const stem = (text: string): string => text.replace(/ \[.*$/s, "");
  return stem(a) === stem(b);
}

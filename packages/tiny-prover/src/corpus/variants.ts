import { similarity } from "@lemma/datasets";
import { closeStatement, openStatement, statementHash } from "@lemma/lean-text";
import { Random } from "@lemma/interfaces";
import { checkProof, refute, searchProofs } from "@lemma/lean-lite";
import { type Parts, edits, partsOf, statementOfParts } from "./edits.ts";
import type { Proved } from "./related.ts";

export interface VariantOptions {
  /** Edited statements to look at. */
  readonly tries: number;
  /** Proved ones to stop at. */
  readonly wanted: number;
  /** Deterministic steps of search for a proof of each. */
  readonly searchSteps: number;
}

/** How alike a statement and one to study for it may be: neither something else nor a copy. */
export const band = [0.1, 0.9] as const;
const stockTactics = ["norm_num", "linarith", "omega", "simp"];

/**
 * Statements near `statement` that are worth studying for it, each with proofs: plausible ones, not closed by a stock tactic alone,
 * and proved by search. The target itself need not be provable: a hard theorem's special cases are what a conjecturer should find.
 */
export function provedVariants(statement: string, options: VariantOptions): Proved[][] {
  const found: Proved[][] = [];
  for (const variant of plausible(statement, "variants", options.tries)) {
    if (found.length >= options.wanted) break;
    if (isTrivial(variant)) continue;
    const { proofs } = searchProofs(variant, { steps: options.searchSteps, count: 2 });
    if (proofs.length > 0) found.push(proofs.map(({ proof }) => ({ statement: variant, proof })));
  }
  return found;
}

/** Whether a stock tactic alone proves a statement. */
export const isTrivial = (statement: string): boolean =>
  stockTactics.some((tactic) => checkProof(statement, tactic, { steps: 50_000 }).status === "proved");

/** Statements near `statement` that look true: what a conjecture has to look like, whether or not anyone can prove it. */
export function plausibleVariants(statement: string, options: Pick<VariantOptions, "tries" | "wanted">): string[] {
  const found: string[] = [];
  for (const variant of plausible(statement, "plausible", options.tries)) {
    found.push(variant);
    if (found.length >= options.wanted) break;
  }
  return found;
}

/** Distinct statements one or two edits away, neither a copy nor something else, and not refuted by small numbers. */
function* plausible(statement: string, label: string, tries: number): Generator<string> {
  const opened = openStatement(statement);
  const parts = opened && partsOf(opened);
  if (opened === undefined || parts === undefined) return;
  const random = new Random(0).fork(label, statementHash(statement));
  const seen = new Set([statementHash(statement)]);
  const target = closeStatement(opened);
  for (let i = 0; i < tries; i += 1) {
    const edited = edit(parts, random);
    if (edited === undefined) continue;
    const variant = statementOfParts(edited, opened.name);
    const hash = statementHash(variant);
    if (seen.has(hash)) continue;
    seen.add(hash);
    const alike = similarity(variant, target);
    if (alike < band[0] || alike > band[1]) continue;
    const sampled = refute(variant, { tries: 60 });
    if (sampled.status === "unrefuted" && sampled.confirmed > 0) yield variant;
  }
}

/** One edit, or two. */
function edit(parts: Parts, random: Random): Parts | undefined {
  const once = apply(parts, random);
  return once !== undefined && random.chance(0.35) ? apply(once, random) : once;
}

const wheel = Object.values(edits).flatMap(({ share, apply: run }) => Array.from({ length: share }, () => run));

function apply(parts: Parts, random: Random): Parts | undefined {
  for (let i = 0; i < 8; i += 1) {
    const edited = random.choice(wheel)(parts, random);
    if (edited !== undefined) return edited;
  }
  return undefined;
}

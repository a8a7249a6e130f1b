import { similarity } from "@lemma/lean-text";
import { closeStatement, openStatement, statementHash } from "@lemma/lean-text";
import { Random } from "@lemma/interfaces";
import type { LeanLitePool } from "@lemma/lean-lite/pool";
import { type Parts, edits, partsOf, statementOfParts } from "./edits.ts";
import type { Proved } from "./related.ts";

/** What variants are looked at with: lean-lite, in threads or in process. */
export type Checker = Pick<LeanLitePool, "verify" | "refute" | "search">;

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
export async function provedVariants(lean: Checker, statement: string, options: VariantOptions): Promise<Proved[][]> {
  const found: Proved[][] = [];
  for await (const variant of plausible(lean, statement, "variants", options.tries)) {
    if (found.length >= options.wanted) break;
    if (await isTrivial(lean, variant)) continue;
    const { proofs } = await lean.search(variant, { steps: options.searchSteps, count: 2 });
    if (proofs.length > 0) found.push(proofs.map(({ proof }) => ({ statement: variant, proof })));
  }
  return found;
}

/** Whether a stock tactic alone proves a statement. */
export async function isTrivial(lean: Checker, statement: string): Promise<boolean> {
  for (const tactic of stockTactics) if (await proves(lean, statement, tactic, 50_000)) return true;
  return false;
}

/** Whether a tactic block proves a statement within so many steps. */
export async function proves(lean: Checker, statement: string, tactics: string, steps: number): Promise<boolean> {
  const request = { theorem: { id: "", statement }, proof: { kind: "tactics", tactics } } as const;
  return (await lean.verify(request, { limits: { steps } })).status === "proved";
}

/** Statements near `statement` that look true: what a conjecture has to look like, whether or not anyone can prove it. */
export async function plausibleVariants(
  lean: Checker,
  statement: string,
  options: Pick<VariantOptions, "tries" | "wanted">,
): Promise<string[]> {
  const found: string[] = [];
  for await (const variant of plausible(lean, statement, "plausible", options.tries)) {
    found.push(variant);
    if (found.length >= options.wanted) break;
  }
  return found;
}

/** Distinct statements one or two edits away, neither a copy nor something else, and not refuted by small numbers. */
async function* plausible(lean: Checker, statement: string, label: string, tries: number): AsyncGenerator<string> {
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
    if (await isConfirmed(lean, variant)) yield variant;
  }
}

/** Whether a statement holds at small numbers, and its hypotheses do not contradict each other. */
export async function isConfirmed(lean: Checker, statement: string): Promise<boolean> {
  const sampled = await lean.refute({ id: "", statement }, { tries: 60 });
  return sampled.status === "unrefuted" && sampled.confirmed > 0;
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

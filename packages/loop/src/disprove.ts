import type { Evidence, LemmaEvent, Theorem } from "@lemma/interfaces";
import { bracketStep, closedTerm, codeTokens, leanName, openStatement } from "@lemma/lean-text";
import { prove } from "./prove.ts";
import { type KnownProof, ProofPool } from "./replay/pool.ts";
import type { LemmaParts, ProveOptions } from "./run.ts";
import type { LemmaSettings } from "./settings.ts";

/** A proof that a statement is false. */
export interface Disproof {
  /** The negation, as it was proved. */
  readonly theorem: Theorem;
  readonly proof: string;
  readonly evidence: Evidence;
  /** Values at which it fails, where the refuter found some. */
  readonly counterexample?: Readonly<Record<string, string>>;
}

/**
 * `¬ (∀ …, …)` of a statement, under the same header.
 *
 * @returns undefined where the text states nothing, or its header gives it variables or hypotheses, which would stand outside of the `¬`.
 */
export function negationOf({ id, statement, header }: Theorem): Theorem | undefined {
  const opened = openStatement(statement);
  if (opened === undefined) return undefined;
  const outside = codeTokens(header ?? "").some(
    ({ kind, text }) => kind === "name" && /^(variable|include)s?$/.test(text),
  );
  if (outside) return undefined;
  return {
    id: `${id}/negation`,
    statement: `theorem ${leanName(`not_${opened.name}`)} : ¬ (${closedTerm(opened)}) := by`,
    ...(header === undefined ? {} : { header }),
  };
}

/**
 * Tries to prove that a theorem is false: from a counterexample where the refuter finds one, else by the loop. A statement that held at
 * every sample is left alone.
 *
 * @throws {AbortedError} when the signal fires.
 */
export async function* disprove(
  theorem: Theorem,
  parts: LemmaParts,
  settings: LemmaSettings,
  options: Omit<ProveOptions, "known" | "promptAs">,
): AsyncGenerator<LemmaEvent, Disproof | undefined, undefined> {
  const negation = negationOf(theorem);
  if (negation === undefined) return undefined;
  const refutation = await parts.refuter?.refute(theorem);
  if (refutation?.status === "unrefuted" && refutation.confirmed > 0) return undefined;
  const counterexample = refutation?.status === "refuted" ? refutation.counterexample : undefined;
  const scripts = counterexample === undefined ? [] : scriptsFrom(theorem, counterexample);
  const known = new ProofPool(
    scripts.map((proof): KnownProof => ({ theorem: { ...negation, id: "counterexample" }, proof, source: "variant" })),
  );
  const replay = { nearest: scripts.length, checks: scripts.length };
  let evidence: Evidence | undefined;
  for await (const event of prove(negation, parts, { ...settings, replay }, { ...options, known: [known] })) {
    yield event;
    if ((event.type === "replayed" || event.type === "attempted") && event.verdict.status === "proved")
      ({ evidence } = event.verdict);
    if (event.type === "finished" && event.proof !== undefined && evidence !== undefined) {
      const values = counterexample === undefined ? {} : { counterexample };
      return { theorem: negation, proof: event.proof, evidence, ...values };
    }
  }
  return undefined;
}

/** Proofs that the values make it fail: the statement is used at them, and what it then says is computed. */
function scriptsFrom(theorem: Theorem, counterexample: Readonly<Record<string, string>>): readonly string[] {
  const { binders } = openStatement(theorem.statement)!;
  const names = boundNames(binders);
  const values = names.map((name) => counterexample[name]);
  const shown = values.filter((value) => value !== undefined).map(bracketed);
  const closers = ["norm_num", "simp", "omega", "linarith", "nlinarith", "decide"];
  const byValues = ["norm_num", "omega"].flatMap((side) => {
    const given = values.map((value) => (value === undefined ? `(by ${side})` : bracketed(value))).join(" ");
    return ["norm_num at this", "omega", "simp at this", "linarith", "nlinarith"].map(
      (close) => `intro h\nhave := h ${given}\n${close}`,
    );
  });
  const pushed = closers.map((close) => `push_neg\nexact ⟨${[...shown, `by ${close}`].join(", ")}⟩`);
  const used = closers.map((close) => `push_neg\nuse ${shown.join(", ")}\n${close}`);
  return names.length === 0 ? closers : [...byValues, ...pushed, ...used];
}

const bracketed = (value: string): string => (/^\d+$/.test(value) ? value : `(${value})`);

/** The names of binders such as `(a b : ℝ) (h : a < b)`, in order. */
function boundNames(binders: string): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  let isHead = false;
  for (const token of codeTokens(binders)) {
    const step = bracketStep(token);
    depth += step;
    if (step === 1 && depth === 1) isHead = token.text === "(";
    else if (token.text === ":" && depth === 1) isHead = false;
    else if (token.kind === "name" && (depth === 0 || (isHead && depth === 1))) names.push(token.text);
  }
  return names;
}

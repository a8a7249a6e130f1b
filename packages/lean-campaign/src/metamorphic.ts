import type { Random } from "@lemma/interfaces";
import { elaborate, type Problem } from "./problem.ts";
import { mapParts } from "./readings.ts";
import type { Binder, Surface } from "./surface.ts";
import { known } from "./type.ts";

/** Another text with the same meaning; undefined where there is nothing to change. */
export interface Change {
  readonly name: string;
  readonly apply: (problem: Problem, random: Random) => Problem | undefined;
}

type Rewrite = (surface: Surface) => Surface;

const everywhere =
  (rewrite: Rewrite): Rewrite =>
  (surface) =>
    rewrite(mapParts(surface, everywhere(rewrite)));

function onParts(problem: Problem, rewrite: Rewrite): Problem {
  return { ...problem, hypotheses: problem.hypotheses.map(rewrite), conclusion: rewrite(problem.conclusion) };
}

/** Binders of a surface rewritten, whatever holds them. */
const onBinders =
  (change: (binder: Binder) => Binder): Rewrite =>
  (surface) => {
    const inner = mapParts(surface, onBinders(change));
    if (inner.kind === "quantifier") return { ...inner, binders: inner.binders.map(change) };
    return "binder" in inner ? ({ ...inner, binder: change(inner.binder) } as Surface) : inner;
  };

/** Writes the type that Lean finds into every binder that may have one. */
function annotate(problem: Problem): Problem {
  const { bindings } = elaborate(problem);
  const typed = (binder: Binder): Binder => {
    const bound = bindings.get(binder);
    if (binder.type !== undefined || bound === undefined || bound.proofOf !== undefined) return binder;
    return { ...binder, type: { type: known(bound.type) } };
  };
  // `∑ i ∈ s` and `∀ x ∈ s` take a name alone.
  const rewrite: Rewrite = (surface) => {
    if (surface.kind === "big" || surface.kind === "bounded" || surface.kind === "dots")
      return mapParts(surface, rewrite);
    const inner = mapParts(surface, rewrite);
    if (inner.kind === "quantifier") return { ...inner, binders: inner.binders.map(typed) };
    return "binder" in inner ? ({ ...inner, binder: typed(inner.binder) } as Surface) : inner;
  };
  return onParts(problem, rewrite);
}

/** Other names for all that the statement binds; `quoted` writes them in guillemets. */
const rename =
  (quoted: boolean) =>
  (problem: Problem): Problem => {
    const other = (of: string): string => (of === "·hole" ? of : `${of}_1`);
    const bound = new Set<string>();
    onParts(
      problem,
      onBinders((binder) => {
        bound.add(binder.name);
        return binder;
      }),
    );
    for (const binder of problem.binders) bound.add(binder.name);
    const declared = problem.context.flatMap((command) =>
      "binders" in command ? command.binders.map(({ name }) => name) : "name" in command ? [command.name] : [],
    );
    for (const of of declared) bound.delete(of);
    const named = (of: string): string => (bound.has(of) ? other(of) : of);
    const binder = (of: Binder): Binder => ({
      ...of,
      name: named(of.name),
      quoted: quoted && bound.has(of.name),
      ...(of.type !== undefined && "named" in of.type ? { type: { named: named(of.type.named) } } : {}),
    });
    const rewrite: Rewrite = (surface) => {
      const inner = mapParts(surface, rewrite);
      if (inner.kind === "name") return { ...inner, name: named(inner.name) };
      if (inner.kind === "apply") return { ...inner, name: named(inner.name) };
      if (inner.kind === "quantifier") return { ...inner, binders: inner.binders.map(binder) };
      return "binder" in inner ? ({ ...inner, binder: binder(inner.binder) } as Surface) : inner;
    };
    return { ...onParts(problem, rewrite), binders: problem.binders.map(binder) };
  };

const variablesToBinders = (problem: Problem): Problem | undefined => {
  const moved = problem.context.flatMap((command) => (command.kind === "variable" ? command.binders : []));
  if (moved.length === 0) return undefined;
  return {
    ...problem,
    context: problem.context.filter(({ kind }) => kind !== "variable"),
    binders: [...moved, ...problem.binders],
  };
};

const bindersToVariables = (problem: Problem): Problem | undefined => {
  // A variable that the statement does not mention is not there in the proof.
  if (problem.binders.length === 0) return undefined;
  return { ...problem, context: [...problem.context, { kind: "variable", binders: problem.binders }], binders: [] };
};

const rewriting =
  (rewrite: Rewrite) =>
  (problem: Problem): Problem =>
    onParts(problem, everywhere(rewrite));

const before =
  (text: string) =>
  (problem: Problem): Problem => ({
    ...problem,
    context: [{ kind: "text", text }, ...problem.context],
  });

export const changes: readonly Change[] = [
  { name: "each binder annotated", apply: annotate },
  { name: "other names", apply: rename(false) },
  { name: "other names in guillemets", apply: rename(true) },
  { name: "variables as binders", apply: variablesToBinders },
  { name: "binders as variables", apply: bindersToVariables },
  {
    name: "e |>.f as (e).f",
    apply: rewriting((term) =>
      (term.kind === "call" || term.kind === "card") && term.style === "pipe" ? { ...term, style: "dot" } : term,
    ),
  },
  {
    name: "(e).f as e |>.f",
    apply: rewriting((term) =>
      (term.kind === "call" || term.kind === "card") && term.style === "dot" ? { ...term, style: "pipe" } : term,
    ),
  },
  {
    name: "one quantifier a name",
    apply: rewriting((term) => {
      if (term.kind !== "quantifier") return term;
      return term.binders.reduceRight<Surface>((body, binder) => ({ ...term, binders: [binder], body }), term.body);
    }),
  },
  {
    name: "bounded quantifiers in full",
    apply: rewriting((term) => {
      if (term.kind !== "bounded") return term;
      const left: Surface = { kind: "name", name: term.binder.name };
      const condition: Surface =
        term.bound === "∈"
          ? { kind: "member", element: left, of: term.than }
          : { kind: "relation", relation: term.bound, left, right: term.than };
      const connective = term.quantifier === "∀" ? "→" : "∧";
      const body: Surface = { kind: "connective", connective, left: condition, right: term.body };
      return { kind: "quantifier", quantifier: term.quantifier, binders: [term.binder], body };
    }),
  },
  { name: "a comment before", apply: before("-- variable (x : ℤ)") },
  { name: "a block comment before", apply: before("/- open Real\nvariable (a b x y n : ℝ) -/") },
  { name: "namespaces opened", apply: before("open BigOperators Real Nat Topology Rat") },
  { name: "namespaces opened the other way round", apply: before("open Rat Topology Nat Real BigOperators") },
  { name: "an option before", apply: before("set_option maxHeartbeats 400000") },
  { name: "autoImplicit off", apply: before("set_option autoImplicit false") },
  { name: "a section around", apply: before("noncomputable section") },
  { name: "an earlier theorem", apply: before("theorem earlier (x : ℤ) : x = x := by\n  rfl\n") },
];

/** The conjuncts the other way round: the same meaning, though not the same term. */
export const swapped: Change = {
  name: "conjuncts swapped",
  apply: rewriting((term) =>
    term.kind === "connective" && term.connective === "∧" ? { ...term, left: term.right, right: term.left } : term,
  ),
};

import { TacticFailure } from "../goal/state.ts";
import {
  app,
  betaHead,
  call,
  eq,
  functionExtensionality,
  generalize,
  iff,
  isApp,
  isFun,
  type Term,
  type Theorem,
  typesOf,
  variable,
} from "@lemma/lean-kernel";
import { useLemma } from "../arithmetic/negation.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import type { Session } from "../proof/session.ts";
import type { TacticRule } from "./tactic.ts";

/** `ext x`: two functions agree everywhere, two sets have the same elements. */
export const ext: TacticRule = (session, { name, patterns = [] }) => {
  const { target } = session.state.goal;
  const [pattern, ...more] = patterns;
  if (more.length > 0 || (pattern !== undefined && pattern.kind !== "name"))
    throw new UnsupportedTactic("ext with this pattern");
  const chosen = pattern?.name ?? "x✝";
  const type = isApp(target, "eq") ? target.args[0]!.type : undefined;
  if (type !== undefined && isFun(type)) functionsAgree(session, target, chosen);
  else if (name === "ext" && (type?.name === "Set" || type?.name === "Finset")) sameElements(session, target, chosen);
  else if (type !== undefined && ["ℂ", "×"].includes(type.name)) throw new UnsupportedTactic(`ext on ${type.name}`);
  else throw new TacticFailure("no applicable extensionality theorem found");
};

function functionsAgree({ state }: Session, target: Term, name: string): void {
  const { entries } = state.goal;
  const [f, g] = (target as Term & { tag: "app" }).args as [Term, Term];
  const free = variable(name, f.type.args[0]!);
  const pointwise = eq(betaHead(call(f, free)), betaHead(call(g, free)));
  state.refine([{ entries: [...entries, { kind: "var", name, term: free }], target: pointwise }], ([proof]) =>
    functionExtensionality(f, g, generalize(free, proof!)),
  );
}

function sameElements({ state }: Session, target: Term, name: string): void {
  const { entries } = state.goal;
  const [s, t] = (target as Term & { tag: "app" }).args as [Term, Term];
  const lemma = `${s.type.name}.ext`;
  const free = variable(name, s.type.args[0]!);
  if (!typesOf(lemma).some((each) => each?.key === free.type.key))
    throw new UnsupportedTactic(`ext on sets of ${free.type.key}`);
  const membership = iff(app("mem", [free, s]), app("mem", [free, t]));
  state.refine([{ entries: [...entries, { kind: "var", name, term: free }], target: membership }], ([proof]) => {
    const general: Theorem = generalize(free, proof!);
    return useLemma(lemma, free.type, [s, t], [general]);
  });
}

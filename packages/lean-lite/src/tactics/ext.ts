import { TacticFailure } from "../goal/state.ts";
import {
  betaHead,
  call,
  eq,
  functionExtensionality,
  generalize,
  isApp,
  isFun,
  type Term,
  variable,
} from "@lemma/lean-kernel";
import type { TacticRule } from "./tactic.ts";

export const ext: TacticRule = (session, { patterns = [] }) => {
  const { state } = session;
  const { goal } = state;
  const target = goal.target;
  if (!isApp(target, "eq") || !isFun(target.args[0]!.type))
    throw new TacticFailure("no applicable extensionality theorem found");
  const [f, g] = target.args as [Term, Term];
  const pattern = patterns[0];
  const free = variable(pattern?.kind === "name" ? pattern.name : "x✝", f.type.args[0]!);
  const pointwise = eq(betaHead(call(f, free)), betaHead(call(g, free)));
  state.refine(
    [{ entries: [...goal.entries, { kind: "var", name: free.name, term: free }], target: pointwise }],
    ([proof]) => functionExtensionality(f, g, generalize(free, proof!)),
  );
};

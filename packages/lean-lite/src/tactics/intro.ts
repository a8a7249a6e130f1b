import type { Entry } from "../goal/goal.ts";
import { TacticFailure } from "../goal/state.ts";
import {
  abstraction,
  betaHead,
  convert,
  discharge,
  generalize,
  instantiate,
  isApp,
  type Term,
  type Theorem,
  variable,
} from "@lemma/lean-kernel";
import type { Session } from "../proof/session.ts";
import { unfoldTo } from "../proof/unfold.ts";
import { hypothesis } from "./goals.ts";
import { destructure } from "./patterns.ts";
import type { TacticRule } from "./tactic.ts";

/** One step of `intro`: a variable or a premise. */
export function introduce(session: Session, name: string | undefined): void {
  const { state } = session;
  const { goal } = state;
  const target = unfoldTo(goal.target, "forall") ?? unfoldTo(goal.target, "imp");
  if (target === undefined) {
    throw new TacticFailure(
      "Tactic `introN` failed: There are no additional binders or `let` bindings in the goal to introduce",
    );
  }
  const back = (theorem: Theorem): Theorem => convert(theorem, goal.target, state.budget);
  if (target.op === "forall") {
    const body = abstraction(target.args[0]!);
    const free = variable(name === undefined || name === "_" ? `${body.name}✝` : name, body.domain);
    const next = betaHead(instantiate(body, free));
    const entries: Entry[] = [...goal.entries, { kind: "var", name: free.name, term: free }];
    state.refine([{ entries, target: next }], ([proof]) => back(generalize(free, proof!, body.name)));
    return;
  }
  const [premise, conclusion] = target.args as [Term, Term];
  const entries = [...goal.entries, hypothesis(name === undefined || name === "_" ? "a✝" : name, premise)];
  state.refine([{ entries, target: conclusion }], ([proof]) => back(discharge(premise, proof!)));
}

export const intro: TacticRule = (session, { patterns = [] }) => {
  if (patterns.length === 0) {
    introduce(session, undefined);
    return;
  }
  const go = (i: number): void => {
    const pattern = patterns[i];
    if (pattern === undefined) return;
    if (pattern.kind === "name" && pattern.name !== "rfl") {
      introduce(session, pattern.name);
      go(i + 1);
      return;
    }
    const temporary = `✝${i}`;
    introduce(session, temporary);
    const before = session.state.holes.slice(1);
    destructure(session, { name: temporary }, pattern);
    // Every case goes on with the patterns that are left.
    const opened = session.state.holes.slice(0, session.state.holes.length - before.length);
    const results = opened.flatMap((hole) => session.state.focus(hole, () => go(i + 1)));
    session.state.holes = [...results, ...before];
  };
  go(0);
};

export const intros: TacticRule = (session, tactic) => {
  if ((tactic.patterns ?? []).length > 0) {
    intro(session, tactic);
    return;
  }
  for (;;) {
    const { target } = session.state.goal;
    if (!isApp(target, "forall") && !isApp(target, "imp")) return;
    introduce(session, undefined);
  }
};

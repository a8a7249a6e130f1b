import type { Session } from "../proof/session.ts";
import { abstract, call, equal, instantiate, type Term, type Theorem, variable } from "@lemma/lean-kernel";
import { congruence, congruenceOfApp, sidesOf, transitive, underBinder } from "../proof/equations.ts";

/** A way to rewrite one term: ⊢ term = other, or undefined to leave it. */
export type Conversion = (term: Term) => Theorem | undefined;

/** Applies a conversion to the largest subterms it takes, after having gone through their parts. */
export function throughout(session: Session, convertOne: Conversion, prefer: (term: Term) => boolean): Conversion {
  const go = (term: Term): Theorem | undefined => {
    session.state.tick(2);
    const inside = parts(term);
    const current = inside === undefined ? term : sidesOf(inside)[1];
    const here = prefer(current) ? convertOne(current) : undefined;
    if (here === undefined) return inside;
    return inside === undefined ? here : transitive(inside, here);
  };
  const parts = (term: Term): Theorem | undefined => {
    if (term.tag === "app") return congruenceOfApp(term, term.args.map(descend));
    if (term.tag === "call") {
      const part = descend(term.arg);
      if (part === undefined) return undefined;
      const x = variable("x", term.arg.type);
      return congruence(abstract(call(term.fn, x), x), part);
    }
    if (term.tag === "lam") {
      const free = variable(term.name, term.domain);
      const body = descend(instantiate(term, free));
      return body === undefined ? undefined : underBinder(free, body);
    }
    return undefined;
  };
  const descend = (term: Term): Theorem | undefined => go(term);
  return (term) => {
    const result = go(term);
    return result !== undefined && equal(sidesOf(result)[0], sidesOf(result)[1]) ? undefined : result;
  };
}

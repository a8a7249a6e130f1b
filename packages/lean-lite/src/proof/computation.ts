import { app, nat, num, sameType, type Term, type Theorem } from "@lemma/lean-kernel";
import { reduces } from "./reduces.ts";
import { UnsupportedTactic } from "./failures.ts";
import type { Session } from "./session.ts";
import { byEvaluation } from "./unfold.ts";

/** Steps of evaluation beyond which Lean's recursion limit may end a `rfl` or a `decide`. */
export const rflSteps = 60_000;
export const decideSteps = 10_000;

/**
 * The theorem of a closed formula that is true by what Lean's `whnf` computes.
 * @throws {UnsupportedTactic} where the computation is so long that Lean's recursion limit may end it.
 */
export function byComputation(formula: Term, session: Session, steps: number): Theorem | undefined {
  if (!reduces(formula)) return undefined;
  const before = session.state.budget.spent;
  const theorem = byEvaluation(formula, session);
  if (theorem !== undefined && session.state.budget.spent - before > steps)
    throw new UnsupportedTactic("a computation beyond Lean's default recursion depth");
  return theorem;
}

/** A natural number as `base + offset`, the way its successors peel off on the right. */
interface Peeled {
  readonly base: Term | undefined;
  readonly offset: bigint;
}

const zero = num(0n, nat);
const mostPeeled = 64n;

/** Whether two terms over ℕ are equal by the defining equations of `+`, `*`, `^`, `-`, which recurse on the right: `n + 0`, not `0 + n`. */
export function sameByRecursion(a: Term, b: Term): boolean {
  if (!sameType(a.type, nat)) return false;
  return key(a) === key(b);
}

function key(term: Term): string {
  const { base, offset } = peel(term);
  return base === undefined ? `${offset}` : `${shape(base)}+${offset}`;
}

const shape = (term: Term): string => {
  if (term.tag === "app")
    return `(${term.op} ${term.args.map((arg) => (sameType(arg.type, nat) ? key(arg) : shape(arg))).join(" ")}:${term.type.key})`;
  if (term.tag === "var") return `v${term.id}`;
  if (term.tag === "num") return `${term.value}:${term.type.key}`;
  if (term.tag === "bound") return `#${term.index}`;
  if (term.tag === "call")
    return `[${shape(term.fn)} ${sameType(term.arg.type, nat) ? key(term.arg) : shape(term.arg)}]`;
  return term.tag === "lam" ? `λ${term.domain.key}.${shape(term.body)}` : `?${term.id}`;
};

const together = ({ base, offset }: Peeled): Term =>
  base === undefined ? num(offset, nat) : offset === 0n ? base : app("add", [base, num(offset, nat)]);

function peel(term: Term): Peeled {
  if (term.tag === "num") return { base: undefined, offset: term.value };
  if (term.tag !== "app" || !sameType(term.type, nat)) return { base: term, offset: 0n };
  const [a, b] = term.args as [Term, Term];
  switch (term.op) {
    case "succ": {
      const { base, offset } = peel(a);
      return { base, offset: offset + 1n };
    }
    case "add": {
      const [x, y] = [peel(a), peel(b)];
      if (y.base === undefined) return { base: x.base, offset: x.offset + y.offset };
      return { base: app("add", [together(x), y.base]), offset: y.offset };
    }
    case "sub": {
      const [x, y] = [peel(a), peel(b)];
      if (y.base === undefined && (x.offset >= y.offset || x.base === undefined))
        return { base: x.base, offset: x.offset >= y.offset ? x.offset - y.offset : 0n };
      return { base: app("sub", [together(x), together(y)]), offset: 0n };
    }
    case "mul": {
      const [x, y] = [peel(a), peel(b)];
      if (x.base === undefined && y.base === undefined) return { base: undefined, offset: x.offset * y.offset };
      if (y.offset === 0n || y.offset > mostPeeled)
        return y.base === undefined && y.offset === 0n
          ? { base: undefined, offset: 0n }
          : { base: app("mul", [together(x), together(y)]), offset: 0n };
      // a * (b + 1) is a * b + a.
      let sum: Term = y.base === undefined ? zero : app("mul", [together(x), y.base]);
      for (let i = 0n; i < y.offset; i++) sum = app("add", [sum, together(x)]);
      return peel(sum);
    }
    case "pow": {
      const [x, y] = [peel(a), peel(b)];
      if (y.base === undefined && y.offset === 0n) return { base: undefined, offset: 1n };
      // a ^ (b + 1) is a ^ b * a, which recurses on a.
      const [lower, times] = y.base === undefined ? [undefined, y.offset] : [y.base, y.offset];
      if (times === 0n || times > 8n) return { base: app("pow", [together(x), together(y)]), offset: 0n };
      let product: Term = lower === undefined ? num(1n, nat) : app("pow", [together(x), lower]);
      for (let i = 0n; i < times; i++) product = app("mul", [product, together(x)]);
      return peel(product);
    }
    default:
      return { base: term, offset: 0n };
  }
}

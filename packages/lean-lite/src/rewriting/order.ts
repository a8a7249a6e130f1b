import type { Term } from "@lemma/lean-kernel";

/** A total order on terms, for rules that only reorder: size first, then shape, then names; a numeral is larger than a variable, as an application to Lean. */
export function compareTerms(a: Term, b: Term): number {
  if (a.size !== b.size) return a.size - b.size;
  const [x, y] = [keyOf(a), keyOf(b)];
  if (x !== y) return x < y ? -1 : 1;
  const [p, q] = [partsOf(a), partsOf(b)];
  for (let i = 0; i < Math.min(p.length, q.length); i++) {
    const order = compareTerms(p[i]!, q[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

function keyOf(term: Term): string {
  switch (term.tag) {
    case "num":
      return `2 ${String(term.value).padStart(40, "0")}`;
    case "var":
      return `1 ${term.name} ${term.id}`;
    case "bound":
      return `0 ${term.index}`;
    case "app":
      return `3 ${term.op}`;
    case "call":
    case "lam":
    case "meta":
    default:
      return `4 ${term.tag}`;
  }
}

function partsOf(term: Term): readonly Term[] {
  if (term.tag === "app") return term.args;
  if (term.tag === "call") return [term.fn, term.arg];
  return term.tag === "lam" ? [term.body] : [];
}

import { isApp, type Term } from "@lemma/lean-kernel";

/** `x + k` as x and k, a literal as its value alone. */
export interface Offset {
  readonly base: Term | undefined;
  readonly offset: bigint;
}

/** A natural number as what literals were added to, on the right. */
export function offsetOf(term: Term): Offset {
  if (term.tag === "num") return { base: undefined, offset: term.value };
  const [base, last] = isApp(term, "add") ? term.args : [];
  if (base !== undefined && last?.tag === "num") {
    const inner = offsetOf(base);
    return { base: inner.base, offset: inner.offset + last.value };
  }
  return { base: term, offset: 0n };
}

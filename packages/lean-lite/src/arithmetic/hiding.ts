import {
  discharge,
  equal,
  generalize,
  modusPonens,
  specialize,
  type Term,
  type Theorem,
  type Type,
  variable,
  type VarTerm,
} from "@lemma/lean-kernel";

interface Hidden {
  readonly term: Term;
  readonly free: VarTerm;
  readonly kind: string;
}

/** A theorem of the kernel, and whether Lean's tactic is sure to prove it too. */
export interface Judged {
  readonly theorem: Theorem;
  readonly isSure: boolean;
}

/**
 * Variables in the place of terms that a procedure takes for atoms, however much the kernel knows of them: what is proved with
 * the variables holds for any numbers, and so for the terms.
 */
export class Hiding {
  readonly #hidden: Hidden[] = [];
  readonly #byHash = new Map<number, Hidden[]>();

  /** The variable of the term; equal terms of the same kind have one. */
  hide(term: Term, kind = "", type: Type = term.type): VarTerm {
    const bucket = this.#byHash.get(term.hash) ?? [];
    const known = bucket.find((each) => each.kind === kind && equal(each.term, term));
    if (known !== undefined) return known.free;
    const hidden: Hidden = { term, kind, free: variable("atom", type) };
    this.#hidden.push(hidden);
    this.#byHash.set(term.hash, [...bucket, hidden]);
    return hidden.free;
  }

  /** Whether anything is hidden but variables: if not, the kernel sees no more than the procedure. */
  get isOpaque(): boolean {
    return this.#hidden.some(({ term }) => term.tag !== "var");
  }

  /**
   * The theorem with the terms put back.
   *
   * @param given theorems, with the hidden form of each, of which the theorem's hypotheses are some.
   */
  restore(theorem: Theorem, given: readonly { readonly theorem: Theorem; readonly formula: Term }[] = []): Theorem {
    const used = given.filter(({ formula }) => theorem.hypotheses.some((hypothesis) => equal(hypothesis, formula)));
    let current = used.reduceRight((rest, { formula }) => discharge(formula, rest), theorem);
    for (const { term, free } of this.#hidden) current = specialize(generalize(free, current), term);
    return used.reduce((rest, each) => modusPonens(rest, each.theorem), current);
  }
}

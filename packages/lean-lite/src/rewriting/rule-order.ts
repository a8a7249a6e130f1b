import { isApp, nat, sameType, type Term, typesOf } from "@lemma/lean-kernel";
import type { Rule } from "./rule.ts";

/**
 * The order in which Lean's `simp` tries rules that match the same term: its discrimination tree is walked along what the rules
 * match, a variable before anything else, and rules that read the same stay as they were given. So `mul_comm` comes before
 * `mul_add`, and a lemma of all types before one of ℕ.
 *
 * @see `Lean.Meta.DiscrTree.getMatchLoop` and `Lean.Meta.Simp.rewrite?`
 */
export function compareRules(a: Rule, b: Rule): number {
  return a === b ? 0 : compare({ term: a.pattern, of: a }, { term: b.pattern, of: b }, true);
}

/** Two sorted lists as one, the first one's rules before the second's where they read the same. */
export function merged<A extends { readonly rule: Rule }>(first: readonly A[], second: readonly A[]): readonly A[] {
  if (first.length === 0 || second.length === 0) return first.length === 0 ? second : first;
  const all: A[] = [];
  let next = 0;
  for (const each of first) {
    while (next < second.length && compareRules(second[next]!.rule, each.rule) < 0) all.push(second[next++]!);
    all.push(each);
  }
  return [...all, ...second.slice(next)];
}

/** A part of what a rule matches. */
interface Part {
  readonly term: Term;
  readonly of: Rule;
}

/** Two that read differently, neither of them open, never match the same term: any order will do, if it is one. */
const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function compare(a: Part, b: Part, isRoot: boolean): number {
  const [x, y] = [isOpen(a, isRoot), isOpen(b, isRoot)];
  if (x || y) return x && y ? 0 : x ? -1 : 1;
  const [p, q] = [a.term, b.term];
  const order = byText(keyOf(p), keyOf(q));
  if (order !== 0) return order;
  const [s, t] = [partsOf(p), partsOf(q)];
  if (p.tag === "app" && s.length > 0 && t.length > 0) {
    const [f, g] = [isGeneric(a.of), isGeneric(b.of)];
    const ofTypes = f || g ? Number(g) - Number(f) : byText(s[0]!.type.key, t[0]!.type.key);
    if (ofTypes !== 0) return ofTypes;
  }
  for (let i = 0; i < Math.min(s.length, t.length); i++) {
    const inside = compare({ term: s[i]!, of: a.of }, { term: t[i]!, of: b.of }, false);
    if (inside !== 0) return inside;
  }
  return s.length - t.length;
}

/** A lemma of the book that is stated for several types. */
const isGeneric = ({ name }: Rule): boolean => name !== undefined && typesOf(name)[0] !== undefined;

/** A variable; also `n + 3` and `n.succ`, which stand for numerals too: the tree leaves them open. */
function isOpen({ term, of }: Part, isRoot: boolean): boolean {
  if (term.tag === "bound" || term.tag === "meta") return true;
  if (isRoot || term.tag !== "app") return false;
  if (term.op === "succ") return true;
  return isApp(term, "add") && sameType(term.type, nat) && term.args[1]!.tag === "num" && !isGeneric(of);
}

function keyOf(term: Term): string {
  if (term.tag === "app") return term.op;
  if (term.tag === "var") return `var ${term.id}`;
  return term.tag === "num" ? `num ${term.value}` : term.tag;
}

function partsOf(term: Term): readonly Term[] {
  if (term.tag === "app") return term.args;
  return term.tag === "call" ? [term.fn, term.arg] : [];
}

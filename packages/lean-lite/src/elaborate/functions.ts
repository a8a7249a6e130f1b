import { generic, otherGeneric, type Type, withArgs } from "@lemma/lean-kernel";
import { type Entry, entryNamed } from "./definitions.ts";

/** Namespaces that `open BigOperators Real Nat Topology Rat` makes reachable without their prefix. */
export const defaultOpens = ["Real", "Nat", "Rat"];

/** The full names that a short one may mean. `protected` names are not reachable by opening their namespace. */
const protectedNames = new Set(
  "Nat.max Nat.min Nat.add Nat.mul Nat.sub Nat.div Nat.mod Nat.le Nat.lt Rat.add Rat.mul".split(" "),
);
/** Names outside the table that a short name may also mean, so that using it is ambiguous in Lean. */
const rivals = new Set(["gcd", "lcm"]);

export function candidates(name: string, opens: readonly string[]): string[] {
  const root = name.startsWith("_root_.") ? name.slice(7) : undefined;
  if (root !== undefined) return entryNamed(root) === undefined ? [] : [root];
  const full = [name, ...opens.map((space) => `${space}.${name}`)];
  const found = full.filter((each, i) => entryNamed(each) !== undefined && !(i > 0 && protectedNames.has(each)));
  return rivals.has(name) && found.length > 0 ? ["?"] : found;
}

/** A copy of the entry whose type variables are the given fresh ones. */
export function instantiateEntry(entry: Entry, fresh: () => Type): Entry {
  const chosen = new Map<string, Type>();
  const walk = (type: Type): Type => {
    if (type.key === generic.key || type.key === otherGeneric.key) {
      let own = chosen.get(type.key);
      if (own === undefined) chosen.set(type.key, (own = fresh()));
      return own;
    }
    return type.args.length === 0 ? type : withArgs(type, type.args.map(walk));
  };
  return { ...entry, params: entry.params.map(walk), result: walk(entry.result) };
}

/** The namespace of a type, for `x.foo`. */
export const namespaceOf: Readonly<Record<string, string>> = {
  ℕ: "Nat",
  ℤ: "Int",
  ℚ: "Rat",
  ℝ: "Real",
  ℂ: "Complex",
  Finset: "Finset",
  Set: "Set",
  List: "List",
  Equiv: "Equiv",
  "→": "Function",
};

import type { Misreading } from "./elaborate.ts";
import type { Miscalculation } from "./evaluate.ts";
import type { Surface } from "./surface.ts";

/** One way to get a statement wrong: in its shape, its types, its values, or by not looking at what stands around it. */
export interface Reading {
  readonly name: string;
  readonly shape?: (surface: Surface) => Surface;
  readonly types?: Misreading;
  readonly values?: Miscalculation;
  /** Names of the context are unknown, and unknown names are natural numbers. */
  readonly withoutContext?: boolean;
}

/** The same node with its parts replaced. */
export function mapParts(surface: Surface, f: (part: Surface) => Surface): Surface {
  const entries = Object.entries(surface).map(([key, value]: [string, unknown]) => {
    if (Array.isArray(value) && key === "arguments") return [key, (value as Surface[]).map(f)];
    const isPart = typeof value === "object" && value !== null && "kind" in value;
    return [key, isPart ? f(value as Surface) : value];
  });
  return Object.fromEntries(entries) as Surface;
}

/** Applies a change at every node, the parts first. */
const everywhere =
  (change: (surface: Surface) => Surface) =>
  (surface: Surface): Surface =>
    change(mapParts(surface, everywhere(change)));

/** As if infix operators grouped the other way. */
const rotated = everywhere((term) => {
  if ((term.kind === "operator" || term.kind === "connective") && term.left.kind === term.kind)
    return { ...term.left, right: { ...term, left: term.left.right } } as Surface;
  return term;
});

/** As if prefixes reached as far as they can, or as little. */
const longPrefixes = everywhere((term) => {
  if (term.kind === "connective" && term.left.kind === "not")
    return { ...term.left, of: { ...term, left: term.left.of } };
  if (term.kind === "operator" && term.left.kind === "negative")
    return { ...term.left, of: { ...term, left: term.left.of } };
  if (term.kind === "operator" && term.left.kind === "big")
    return { ...term.left, body: { ...term, left: term.left.body } };
  if (term.kind === "operator" && term.right.kind === "if")
    return { ...term.right, no: { ...term, right: term.right.no } };
  return term;
});
const shortPrefixes = everywhere((term) => {
  if (term.kind === "negative" && term.of.kind === "operator")
    return { ...term.of, left: { kind: "negative", of: term.of.left } };
  if (term.kind === "big" && term.body.kind === "operator")
    return { ...term.body, left: { ...term, body: term.body.left } };
  if (term.kind === "quantifier" && term.body.kind === "connective")
    return { ...term.body, left: { ...term, body: term.body.left } };
  if (term.kind === "not" && term.of.kind === "relation" && term.of.left.kind === "name") return term;
  return term;
});

/** As if `e |>.f` were `e.f`. */
const tightPipes = everywhere((term) => {
  if (term.kind !== "call" || term.style !== "pipe") return term;
  const [first, ...rest] = term.arguments;
  if (first?.kind !== "operator") return term;
  return { ...first, right: { ...term, arguments: [first.right, ...rest] } };
});

/** As if `(p : Prop) → q` were p → q. */
const plainArrows = everywhere((term) =>
  term.kind === "dependent"
    ? {
        kind: "connective",
        connective: "→",
        left: { kind: "name", name: term.binder.name },
        right: term.body,
      }
    : term,
);

/** As if a quoted binder bound a name of its own. */
const quotedApart = everywhere((term) => {
  if (!("binder" in term) || term.binder.quoted !== true) {
    if (term.kind !== "quantifier") return term;
    return {
      ...term,
      binders: term.binders.map((binder) => (binder.quoted === true ? { ...binder, name: `${binder.name}'` } : binder)),
    };
  }
  return { ...term, binder: { ...term.binder, name: `${term.binder.name}'` } };
});

/** With the way each of them reads, a wrong text can be true. */
/** As if a bijection were its own inverse. */
const withoutInverses = everywhere((term) =>
  term.kind === "bijected" && term.direction === "back" ? { ...term, direction: "forward" } : term,
);

export const misreadings: readonly Reading[] = [
  { name: "one type for a group of binders", types: { sharedBinders: true } },
  { name: "natural exponents at once", types: { naturalExponents: true } },
  { name: "natural under an arrow", types: { naturalArrows: true } },
  { name: "casts at the top", types: { castsAtTop: true } },
  { name: "ascription last", types: { ascribesLast: true } },
  { name: "types before locals", types: { typesFirst: true } },
  { name: "minus below zero", values: { minusBelowZero: true } },
  { name: "a field's division", values: { fieldDivision: true } },
  { name: "division towards zero", values: { towardsZero: true } },
  { name: "grouped to the right", shape: rotated },
  { name: "long prefixes", shape: longPrefixes },
  { name: "short prefixes", shape: shortPrefixes },
  { name: "a bijection for its inverse", shape: withoutInverses },
  { name: "tight pipes", shape: tightPipes },
  { name: "dependent arrow as implication", shape: plainArrows, types: { naturalContext: true } },
  { name: "quoted names apart", shape: quotedApart, types: { naturalContext: true } },
  { name: "context not read", withoutContext: true, types: { naturalContext: true } },
];

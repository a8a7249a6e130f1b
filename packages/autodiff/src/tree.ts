import { TreeError } from "./errors.ts";

/** Nested arrays and records with a `T` at every leaf. A leaf is anything that has a `dtype`, or is not an object. */
export type Tree<T> = T | readonly Tree<T>[] | { readonly [key: string]: Tree<T> };

/** The tree type `T` with every leaf of type `From` made a `To`. */
export type Replace<T, From, To> = T extends From
  ? To
  : T extends readonly unknown[]
    ? { [K in keyof T]: Replace<T[K], From, To> }
    : T extends object
      ? { [K in keyof T]: Replace<T[K], From, To> }
      : T;

/** How a tree is nested, without its leaves; keys in sorted order. */
export type Structure =
  | { readonly kind: "leaf" }
  | { readonly kind: "array"; readonly items: readonly Structure[] }
  | { readonly kind: "record"; readonly keys: readonly string[]; readonly items: readonly Structure[] };

const leaf: Structure = { kind: "leaf" };

const isLeaf = (tree: unknown): boolean =>
  typeof tree !== "object" ||
  tree === null ||
  (!Array.isArray(tree) && "dtype" in tree) ||
  ArrayBuffer.isView(tree) ||
  // Else what an async function returns would be a record without fields.
  tree instanceof Promise;

/** Leaves in a fixed order (records by sorted key) and what is needed to put them back. */
export function treeFlatten<L>(tree: unknown): { readonly leaves: L[]; readonly structure: Structure } {
  const leaves: L[] = [];
  const visit = (node: unknown): Structure => {
    if (isLeaf(node)) {
      leaves.push(node as L);
      return leaf;
    }
    if (Array.isArray(node)) return { kind: "array", items: node.map(visit) };
    const record = node as Record<string, unknown>;
    // An absent optional field and a field that is undefined are the same tree.
    const keys = Object.keys(record)
      .filter((key) => record[key] !== undefined)
      .sort();
    return { kind: "record", keys, items: keys.map((key) => visit(record[key])) };
  };
  const structure = visit(tree);
  return { leaves, structure };
}

export function treeUnflatten<R>(structure: Structure, leaves: readonly unknown[]): R {
  let next = 0;
  const build = (node: Structure): unknown => {
    switch (node.kind) {
      case "leaf":
        return leaves[next++];
      case "array":
        return node.items.map(build);
      case "record":
        return Object.fromEntries(node.keys.map((key, i) => [key, build(node.items[i]!)]));
    }
  };
  return build(structure) as R;
}

export const treeLeaves = <L>(tree: unknown): L[] => treeFlatten<L>(tree).leaves;

/** `f` on every leaf; `path` is such as `layers.0.q`. */
export function treeMap<T, From, To>(tree: T, f: (leaf: From, path: string) => To): Replace<T, From, To> {
  const { leaves, structure } = treeFlatten<From>(tree);
  const paths = treePaths(structure);
  return treeUnflatten(
    structure,
    leaves.map((value, i) => f(value, paths[i]!)),
  );
}

/** `f` on corresponding leaves of two trees. @throws {TreeError} when they differ in structure. */
export function treeMap2<T, A, B, To>(
  first: T,
  second: unknown,
  f: (a: A, b: B, path: string) => To,
): Replace<T, A, To> {
  const a = treeFlatten<A>(first);
  const b = treeFlatten<B>(second);
  if (showStructure(a.structure) !== showStructure(b.structure))
    throw new TreeError("treeMap2", showStructure(a.structure), showStructure(b.structure));
  const paths = treePaths(a.structure);
  return treeUnflatten(
    a.structure,
    a.leaves.map((value, i) => f(value, b.leaves[i]!, paths[i]!)),
  );
}

/** Where each leaf is, such as `layers.0.q`; the empty text for a tree that is one leaf. */
export function treePaths(structure: Structure): string[] {
  const paths: string[] = [];
  const visit = (node: Structure, path: readonly string[]): void => {
    if (node.kind === "leaf") paths.push(path.join("."));
    else if (node.kind === "array") node.items.forEach((item, i) => visit(item, [...path, String(i)]));
    else node.items.forEach((item, i) => visit(item, [...path, node.keys[i]!]));
  };
  visit(structure, []);
  return paths;
}

/** `{a: *, b: [*, *]}`. */
export function showStructure(structure: Structure): string {
  switch (structure.kind) {
    case "leaf":
      return "*";
    case "array":
      return `[${structure.items.map(showStructure).join(", ")}]`;
    case "record":
      return `{${structure.keys.map((key, i) => `${key}: ${showStructure(structure.items[i]!)}`).join(", ")}}`;
  }
}

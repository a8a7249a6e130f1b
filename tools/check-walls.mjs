// Walls: a package imports only packages above it in docs/architecture.md and only through their `exports`; no more than two
// files of a package import one another in a circle, but where it is written down why.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

const complaints = [];

/** Circles that are in the matter itself, by a file of each; what else joins one is still seen by its length. */
const known = [
  // The derivative of a product is made of sums, that of a sum of copies, that of a copy of sums again.
  { file: "packages/autodiff/src/primitives/binary.ts", length: 6 },
  // A grammar: terms hold tactics after `by`, tactics hold terms.
  { file: "packages/lean-lite/src/syntax/terms.ts", length: 8 },
];
const documented = readFileSync("docs/architecture.md", "utf8");
const layers = [...documented.matchAll(/^\d+\. (.*(?:\n {3}.*)*)/gm)].map(([, line]) =>
  [...line.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name),
);
const order = layers.flat();

const files = (directory) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
const isTest = (file) => /\.(test|test-d)\.ts$/.test(file) || file.includes("/testing/");
/** What a file imports, and whether for types alone, which are gone when it runs. */
const imports = (text) => [
  ...[...text.matchAll(/^(?:import|export)\b([^"';]*?\bfrom)?\s*"([^"]+)"/gm)].map(([, clause = "", specifier]) => ({
    specifier,
    typesOnly: /^\s*type\b/.test(clause) || /^\s*\{(?:\s*type\s+[^,}]+,?)+\s*\}\s*from$/.test(clause),
  })),
  ...[...text.matchAll(/\bimport\("([^"]+)"\)/g)].map(([, specifier]) => ({ specifier, typesOnly: false })),
];

const folderOf = new Map();
for (const folder of readdirSync("packages")) {
  const { name } = JSON.parse(readFileSync(`packages/${folder}/package.json`, "utf8"));
  folderOf.set(name, folder);
  if (!order.includes(folder)) complaints.push(`docs/architecture.md: the layers do not name ${folder}`);
}
for (const folder of order)
  if (![...folderOf.values()].includes(folder)) complaints.push(`docs/architecture.md: no package ${folder}`);

for (const [name, folder] of folderOf) {
  const graph = new Map();
  for (const file of files(`packages/${folder}/src`)) {
    const own = [];
    for (const { specifier, typesOnly } of imports(readFileSync(file, "utf8"))) {
      if (specifier.startsWith(".")) {
        const target = normalize(join(dirname(file), specifier));
        if (target.startsWith(`packages/${folder}/`)) {
          if (!typesOnly) own.push(target);
        } else if (target.startsWith("packages/"))
          complaints.push(`${file}: reaches into another package: ${specifier}`);
        continue;
      }
      const [, other, path] = /^(@lemma\/[a-z-]+)(\/.*)?$/.exec(specifier) ?? [];
      if (other === undefined || other === name) continue;
      const target = folderOf.get(other);
      if (target === undefined) complaints.push(`${file}: there is no ${other}`);
      else if (!isTest(file) && order.indexOf(target) >= order.indexOf(folder))
        complaints.push(`${file}: imports ${other}, which does not stand above ${name}`);
      if (path?.startsWith("/dist") || path?.startsWith("/src"))
        complaints.push(`${file}: reaches behind ${other}'s exports`);
    }
    graph.set(file, own);
  }
  for (const circle of circles(graph))
    if (circle.length > 2 && !known.some(({ file, length }) => circle.includes(file) && circle.length <= length))
      complaints.push(
        `a circle of ${circle.length} files: ${circle.map((file) => relative(`packages/${folder}/src`, file)).join(", ")} (${folder})`,
      );
}

/** Strongly connected components (Tarjan 1972). */
function circles(graph) {
  const found = [];
  const [indices, low, stack, onStack] = [new Map(), new Map(), [], new Set()];
  const visit = (node) => {
    indices.set(node, indices.size);
    low.set(node, indices.get(node));
    stack.push(node);
    onStack.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      if (!indices.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node), low.get(next)));
      } else if (onStack.has(next)) low.set(node, Math.min(low.get(node), indices.get(next)));
    }
    if (low.get(node) !== indices.get(node)) return;
    const component = [];
    let member;
    do {
      member = stack.pop();
      onStack.delete(member);
      component.push(member);
    } while (member !== node);
    found.push(component);
  };
  for (const node of graph.keys()) if (!indices.has(node)) visit(node);
  return found;
}

for (const complaint of complaints) console.error(complaint);
console.log(
  `${folderOf.size} packages, ${complaints.length === 0 ? "no arrow upwards, no circle" : `${complaints.length} complaints`}`,
);
process.exitCode = complaints.length === 0 ? 0 : 1;

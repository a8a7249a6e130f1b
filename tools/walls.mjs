// Walls: a package imports only packages above it in docs/architecture.md and only through their `exports`; no more than two
// files of a package import one another in a circle, types included.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

const isTest = (file) => /\.(test|test-d)\.ts$/.test(file) || file.includes("/testing/");

/** What a file imports, and whether for types alone, which are gone when it runs. */
const importsOf = (text) => [
  ...[...text.matchAll(/^(?:import|export)\b([^"';]*?\bfrom)?\s*"([^"]+)"/gm)].map(([, clause = "", specifier]) => ({
    specifier,
    typesOnly: /^\s*type\b/.test(clause) || /^\s*\{(?:\s*type\s+[^,}]+,?)+\s*\}\s*from$/.test(clause),
  })),
  ...[...text.matchAll(/\bimport\("([^"]+)"\)/g)].map(([, specifier]) => ({ specifier, typesOnly: false })),
];

/** How many packages there are below `root`, and what is wrong with who imports whom. */
export function checkWalls(root) {
  const complaints = [];
  const read = (file) => readFileSync(join(root, file), "utf8");
  const files = (directory) =>
    readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  const layers = [...read("docs/architecture.md").matchAll(/^\d+\. (.*(?:\n {3}.*)*)/gm)].map(([, line]) =>
    [...line.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name),
  );
  const order = layers.flat();

  const folderOf = new Map();
  for (const folder of readdirSync(join(root, "packages"))) {
    folderOf.set(JSON.parse(read(`packages/${folder}/package.json`)).name, folder);
    if (!order.includes(folder)) complaints.push(`docs/architecture.md: the layers do not name ${folder}`);
  }
  for (const folder of order)
    if (![...folderOf.values()].includes(folder)) complaints.push(`docs/architecture.md: no package ${folder}`);

  for (const [name, folder] of folderOf) {
    const values = new Map();
    const all = new Map();
    for (const file of files(`packages/${folder}/src`)) {
      values.set(file, []);
      all.set(file, []);
      for (const { specifier, typesOnly } of importsOf(read(file))) {
        if (specifier.startsWith(".")) {
          const target = normalize(join(dirname(file), specifier));
          if (target.startsWith(`packages/${folder}/`)) {
            all.get(file).push(target);
            if (!typesOnly) values.get(file).push(target);
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
    }
    const say = (circle, what) =>
      `a circle of ${circle.length} files${what}: ${circle.map((file) => relative(`packages/${folder}/src`, file)).join(", ")} (${folder})`;
    const ofValues = circles(values).filter((circle) => circle.length > 2);
    complaints.push(...ofValues.map((circle) => say(circle, "")));
    for (const circle of circles(all))
      if (circle.length > 2 && !ofValues.some((other) => other.some((file) => circle.includes(file))))
        complaints.push(say(circle, ", types included"));
  }
  return { packages: folderOf.size, complaints };
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

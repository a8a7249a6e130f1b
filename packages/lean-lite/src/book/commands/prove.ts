// Looks for a derivation of every lemma of the book that has none recorded, or whose record no longer holds, among the tactics
// that prove the others; then writes proofs.txt, and rests.ts from it. New tactics are added to proofs.txt by hand.
// `prove-book NAME…` looks for these lemmas only. Where a recorded proof is lost and no other is found, nothing is written, so that a
// run that proves less leaves the record as it was; `--drop` writes without them.
import { parseArgs } from "node:util";
import { type Derivation, derive, restsOf } from "../derivation.ts";
import { instances } from "../instances.ts";
import { readProofs, writeProofs, writeSource } from "../proofs.ts";
import { supportText } from "../support.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { drop: { type: "boolean" } } });
const wanted = new Set(positionals);
const recorded = readProofs();
const tactics = [...new Set(recorded.values())];
const proofs = new Map<string, string>();
const derivations = new Map<string, Derivation>();
const lost: string[] = [];

/** Whether `to` would rest on itself, were it derived from these. */
function leadsTo(to: string, from: readonly string[], seen = new Set<string>()): boolean {
  return from.some((title) => {
    if (title === to) return true;
    if (seen.has(title)) return false;
    seen.add(title);
    return leadsTo(to, derivations.get(title)?.from ?? [], seen);
  });
}

for (const instance of instances) {
  const own = recorded.get(instance.title);
  const derivation = own === undefined ? undefined : derive(instance, own);
  if (own === undefined || derivation === undefined || leadsTo(instance.title, derivation.from)) continue;
  proofs.set(instance.title, own);
  derivations.set(instance.title, derivation);
}
for (const instance of instances) {
  if (proofs.has(instance.title) || (wanted.size > 0 && !wanted.has(instance.name) && !recorded.has(instance.title)))
    continue;
  let best: { readonly tactic: string; readonly derivation: Derivation } | undefined;
  for (const tactic of tactics) {
    const derivation = derive(instance, tactic);
    if (derivation === undefined || leadsTo(instance.title, derivation.from)) continue;
    if (best === undefined || derivation.from.length < best.derivation.from.length) best = { tactic, derivation };
    if (derivation.from.length === 0) break;
  }
  if (best === undefined) {
    if (recorded.has(instance.title)) lost.push(instance.title);
    continue;
  }
  process.stdout.write(`found: ${instance.title} by ${best.tactic}\n`);
  proofs.set(instance.title, best.tactic);
  derivations.set(instance.title, best.derivation);
}

for (const title of lost) process.stdout.write(`lost: ${title}\n`);
process.stdout.write(`${proofs.size} lemmas proved, ${instances.length - proofs.size} assumed\n`);
if (lost.length > 0 && values.drop !== true) {
  process.stderr.write(`${lost.length} recorded proofs are lost: nothing is written (--drop writes without them)\n`);
  process.exitCode = 1;
} else {
  const titles = instances.map(({ title }) => title);
  writeProofs(new Map(titles.flatMap((title) => (proofs.has(title) ? [[title, proofs.get(title)!] as const] : []))));
  const rests = supportText(restsOf(titles, derivations));
  writeSource(
    "rests.ts",
    `// Written by \`pnpm --filter @lemma/lean-lite prove-book\`.\n\n/** What the proved lemmas rest on; \`support.ts\` says how it is read. */\nexport const rests = \`\n${rests}\`;\n`,
  );
}

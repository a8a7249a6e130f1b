import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { bookLines } from "@lemma/lean-kernel";
import { instances, titleOf } from "./instances.ts";
import { readProofs } from "./proofs.ts";

const packages = new URL("../../../", import.meta.url).pathname;

function filesOf(place: string): readonly string[] {
  const whole = path.join(packages, place);
  if (!existsSync(whole)) throw new Error(`the trusted part ${place} is gone: say in trust.ts where it went`);
  if (!statSync(whole).isDirectory()) return [whole];
  return readdirSync(whole, { withFileTypes: true }).flatMap((entry) => {
    const inner = path.join(place, entry.name);
    if (inner === untrusted) return [];
    if (entry.isDirectory()) return filesOf(inner);
    return entry.name.endsWith(".ts") && !/\.test(-d)?\.ts$/.test(entry.name) ? [path.join(packages, inner)] : [];
  });
}

/** `a, type B,` of an import or an export. */
const namesIn = (list: string): readonly string[] =>
  list
    .split(",")
    .map((text) => text.replace("type ", "").trim())
    .filter((name) => name !== "");

/** Files of a package that files outside of it read by, as far as they name what they import, and all that those import. */
function readFrom(folder: string, readers: readonly string[]): readonly string[] {
  const face = readFileSync(path.join(packages, folder, "src/index.ts"), "utf8");
  const homes = new Map<string, string>();
  for (const [, names = "", file = ""] of face.matchAll(/^export (?:type )?\{([^}]*)\} from "\.\/([^"]+)"/gm))
    for (const name of namesIn(names)) homes.set(name, path.join(folder, "src", file));
  const found = new Set<string>();
  const visit = (file: string): void => {
    // What a text may not hold is no matter of trust: what the policy lets through is read like everything else.
    if (found.has(file) || file.includes("/policy/")) return;
    found.add(file);
    for (const [, other = ""] of readFileSync(path.join(packages, file), "utf8").matchAll(
      /^(?:import|export)\b[^;]*?from "(\.[^"]+)"/gm,
    ))
      visit(path.join(path.dirname(file), other));
  };
  for (const file of readers.flatMap(filesOf))
    for (const [, names = ""] of readFileSync(file, "utf8").matchAll(
      new RegExp(`^import (?:type )?\\{([^}]*)\\} from "@lemma/${folder}"`, "gm"),
    ))
      for (const name of namesIn(names)) {
        const home = homes.get(name);
        if (home === undefined) throw new Error(`@lemma/${folder} has no ${name}`);
        visit(home);
      }
  return [...found].sort();
}

const reading = ["syntax", "elaborate", "context", "read-statement.ts"].map((place) => `lean-lite/src/${place}`);
// `goal/state.ts` keeps a proof together while it is made; what comes of it is a theorem, which the gate holds against the statement.
// What `report.ts` says is of checks that prove nothing: the type of its outcomes has no `proved`.
const gates = "check outcome judge verdict file goal/goal".split(" ").map((file) => `lean-lite/src/${file}.ts`);
/**
 * What reads proofs. A proof that is read as another one proves the statement or does not; and a statement that holds any is refused, or
 * passes over it bracket by bracket (`Cursor.passOver`).
 */
const untrusted = "lean-lite/src/syntax/proofs";

/** What has to be right for a verdict `proved` to be true, and what speaks for it. Paths are folders or files in packages/. */
const parts: readonly { readonly name: string; readonly paths: readonly string[]; readonly evidence: string }[] = [
  {
    name: "terms, types, constants",
    paths: [
      "lean-kernel/src/constants",
      ..."node term type constants hide logic".split(" ").map((file) => `lean-kernel/src/${file}.ts`),
    ],
    evidence: "the kernel misused on purpose; unfoldings are Mathlib's definitions",
  },
  {
    name: "rules and certificates",
    paths: "theorem rests refutation embed".split(" ").map((file) => `lean-kernel/src/${file}.ts`),
    evidence: "campaigns with refuted statements: none may be proved",
  },
  {
    name: "exact arithmetic",
    paths: ["lean-kernel/src/number", "lean-kernel/src/evaluate.ts"],
    evidence: "laws on drawn numbers; real Lean's values of closed terms; a second evaluation, `refute/semantics.ts`",
  },
  {
    // What reads a line is not among them: `book.test.ts` compares all that it ever reads with what the reading of statements makes of it.
    name: "the door of the book",
    paths: "book lines".split(" ").map((file) => `lean-kernel/src/book/${file}.ts`),
    evidence: "the wall: nothing outside can assume",
  },
  {
    name: "reading Lean: tokens, files, statements",
    paths: [...readFrom("lean-text", [...reading, ...gates]), ...reading],
    evidence: "goals and verdicts that real Lean printed; a second elaborator, `@lemma/lean-campaign`",
  },
  {
    name: "the gates",
    paths: gates,
    evidence: "attacks on statements, files and locks",
  },
];

/** Lines of code: neither blank nor comment. */
function linesOf(file: string): number {
  const code = readFileSync(file, "utf8").replaceAll(/^\s*\/\*\*[^]*?\*\//gm, "");
  return code.split("\n").filter((line) => line.trim() !== "" && !/^\s*\/\//.test(line)).length;
}

/** TRUST.md: the whole trusted base, counted. */
export function trustText(): string {
  const proofs = readProofs();
  const assumed = instances.filter(({ title }) => !proofs.has(title));
  const count = (all: typeof instances): number => all.reduce((sum, { line }) => sum + line.names.length, 0);
  const rows = parts.map(({ name, paths, evidence }) => {
    const files = paths.flatMap(filesOf);
    return { name, files: files.length, lines: files.reduce((sum, file) => sum + linesOf(file), 0), evidence };
  });
  const total = rows.reduce((sum, { lines }) => sum + lines, 0);
  const names = bookLines.flatMap((line) =>
    assumed
      .filter((instance) => instance.line === line)
      .map(({ type }) => titleOf({ name: line.names.join(" = "), type })),
  );
  return `# What is trusted

Written by \`pnpm --filter @lemma/lean-lite trust\`. A verdict \`proved\` of the embedded checker is true if these are right;
tactics, what reads them, search and printing can be as wrong as they like. Lines are lines of code, neither blank nor comment.
The book's own reader is none of them: each line of the book, at each type, is read by the reader of statements too, and every run of
the tests compares the two (\`book.test.ts\`); both would have to err alike, and then the second is counted. Nor is what hands a
verdict on as it is (the class \`LeanLite\`, threads, the command line), or what refuses a theorem that is understood because Lean would
not take its name or its blanks (\`admission.ts\`).

| part | files | lines | evidence |
| --- | --- | --- | --- |
${rows.map(({ name, files, lines, evidence }) => `| ${name} | ${files} | ${lines} | ${evidence} |`).join("\n")}
| all | ${rows.reduce((sum, { files }) => sum + files, 0)} | ${total} | |

## Why these stand

- *Reading.* A verdict is about what the words mean in Lean. A finished reading can be held against another reading and against nothing
  smaller: which types Lean's defaults choose, where it puts a coercion, what a header and the commands before bring within reach *is* the
  reading. What of it only proofs need is outside: their syntax, unification, names of lemmas.
- *Terms and constants.* What a constant unfolds to and which value it has is Mathlib's definition of it, written again.
- *Rules and arithmetic.* Search hands over certificates, and these check them. A rule that follows from others (\`derived.ts\`) is outside.
- *The door and the gates.* What is assumed, which theorem was asked for, and that the one proved is it.

## The book

${bookLines.length} lines with ${bookLines.reduce((sum, line) => sum + line.names.length, 0)} names: ${count(instances)} lemmas, counting each name at each of its types.

- **proved: ${count(instances) - count(assumed)}.** The kernel's rules derive them from lemmas that are assumed, or from nothing; \`derivation.test.ts\` does it again
  in each run of the tests, by the tactics in \`proofs.txt\`, and refuses circles.
- **sampled: ${count(assumed)}, on ${new Set(assumed.map(({ line }) => line)).size} of the lines.** These are assumed. No random values refute them (\`book.test.ts\`), which is evidence and not proof; their names and
  statements are Mathlib's, and \`lean-file\` writes the file by which Mathlib can judge them.

\`lemma check --axioms\` says of each proof which it uses. The assumed ones:

\`\`\`
${names.join("\n")}
\`\`\`
`;
}

import { lemmasOf, type Theorem } from "@lemma/lean-kernel";
import { lineTitleOf, titleOf } from "./instances.ts";
import { rests as text } from "./rests.ts";

/**
 * What each proved lemma rests on in the end: blocks of `-- assumed lemmas, comma between`, then the proved lemmas with their
 * types. `α` stands for the type of the lemma below.
 */
function read(): ReadonlyMap<string, readonly string[]> {
  const support = new Map<string, readonly string[]>();
  let assumed: readonly string[] = [];
  for (const line of text.trim().split("\n")) {
    if (line.startsWith("--")) {
      assumed = line
        .slice(3)
        .split(", ")
        .filter((each) => each !== "");
      continue;
    }
    const [name, ...types] = line.split(" ") as [string, ...string[]];
    if (types.length === 0) support.set(name, assumed);
    for (const type of types)
      support.set(
        `${name} ${type}`,
        assumed.map((each) => each.replace(/ α$/, ` ${type}`)),
      );
  }
  return support;
}
let known: ReadonlyMap<string, readonly string[]> | undefined;

/** Read when somebody first asks: most checks end without. */
export const restsAsWritten = (): ReadonlyMap<string, readonly string[]> => (known ??= read());

/** The lemmas of the book that the proof uses: `mul_pos ℝ`. */
export const lemmaTitles = (theorem: Theorem): readonly string[] => lemmasOf(theorem).map(titleOf);

/** What the theorem rests on besides the kernel's rules: the lemmas that are assumed, for it or for a lemma it uses. */
export function assumptionsOf(theorem: Theorem): readonly string[] {
  const titles = lemmasOf(theorem).map(lineTitleOf);
  return [...new Set(titles.flatMap((title) => restsAsWritten().get(title) ?? [title]))];
}

/** The text that `read` reads. */
export function supportText(rests: ReadonlyMap<string, ReadonlySet<string>>): string {
  const blocks = new Map<string, Map<string, string[]>>();
  for (const [title, assumed] of rests) {
    if (assumed.has(title)) continue;
    const [name, type] = title.split(" ") as [string, string?];
    const isOwn = (each: string): boolean => type !== undefined && each.endsWith(` ${type}`);
    const heading = [...assumed].map((each) => (isOwn(each) ? each.replace(/ \S+$/, " α") : each)).join(", ");
    const names = blocks.get(heading) ?? new Map<string, string[]>();
    names.set(name, [...(names.get(name) ?? []), ...(type === undefined ? [] : [type])]);
    blocks.set(heading, names);
  }
  const lines = [...blocks].flatMap(([heading, names]) => [
    `-- ${heading}`.trimEnd(),
    ...[...names].map(([name, types]) => [name, ...types].join(" ")),
  ]);
  return `${lines.join("\n")}\n`;
}

import { isName, unquote } from "./characters.ts";
import { closing, type Command, type LeanFile, readFile } from "./commands.ts";
import { readOpen } from "./open-command.ts";
import { bracketStep } from "./symbols.ts";
import type { CodeToken } from "./tokens.ts";

/** One group of `variable (a b : ℝ) [Group G]`. */
export interface VariableGroup {
  /** Empty for an instance without a name. */
  readonly names: readonly string[];
  readonly text: string;
  /** The names that its type speaks of. */
  readonly mentions: readonly string[];
  readonly isInstance: boolean;
}

/** A command of a header that gives something its meaning. */
export interface Meaning {
  /** Its full name; undefined for what may change any text: notation, instances, and what is not understood. */
  readonly name: string | undefined;
  /** It, and the variables it speaks of, as words. */
  readonly words: readonly string[];
}

/** What a header has to say about what stands below it. */
export interface Context {
  /** Namespaces within reach, sorted; `scoped N` for notation only; an `open` of another form as it is written. */
  readonly opens: readonly string[];
  readonly variables: readonly VariableGroup[];
  /** Variables that are hypotheses of whatever follows. */
  readonly included: ReadonlySet<string>;
  readonly meanings: readonly Meaning[];
}

interface Section {
  readonly namespace: string;
  readonly opens: Set<string>;
  readonly variables: VariableGroup[];
  readonly included: Set<string>;
  /** Local notation and the like. */
  readonly meanings: Meaning[];
}

/**
 * Reads what is in force at the end of a header. Imports, comments, theorems, what is only asked or measured (`#eval`,
 * `set_option maxHeartbeats`), and sections that have ended say nothing of what follows.
 */
export function contextOf(header: string): Context {
  const file = readFile(header);
  const sections: Section[] = [section("", undefined)];
  const meanings: Meaning[] = [];
  for (const command of file.commands) read(file, command, sections, meanings);
  const variables = sections.flatMap((each) => each.variables);
  return {
    opens: [...new Set(sections.flatMap(({ opens }) => [...opens]))].sort(),
    variables: variables.filter((group, i) => !variables.slice(i + 1).some((later) => isNamedAgain(group, later))),
    included: new Set(sections.flatMap(({ included }) => [...included])),
    meanings: [...meanings, ...sections.flatMap((each) => each.meanings)],
  };
}

const section = (namespace: string, name: string | undefined): Section => ({
  namespace: name === undefined ? namespace : namespace === "" ? name : `${namespace}.${name}`,
  opens: new Set(),
  variables: [],
  included: new Set(),
  meanings: [],
});

const isNamedAgain = (group: VariableGroup, later: VariableGroup): boolean =>
  group.names.length > 0 && group.names.every((name) => later.names.includes(name));

const silent = new Set(["import", "universe", "theorem", "lemma", "example", "prelude", "omit", "proof_wanted"]);
const harmless = /^(maxHeartbeats|maxRecDepth|synthInstance\.max.*|linter\..*|pp\..*|trace\..*|profiler.*|warning.*)$/;
const declaring = new Set(["def", "abbrev", "opaque", "axiom", "structure", "inductive", "class", "alias"]);
/** Notation for sums, which is there without it, too. */
const notationOnly = new Set(["BigOperators"]);

function read(file: LeanFile, command: Command, sections: Section[], meanings: Meaning[]): void {
  const { keyword, at, to, modifiers, attributes } = command;
  const here = sections.at(-1)!;
  const words = file.tokens.slice(at + 1, to).map(({ text }) => text);
  if (silent.has(keyword) || keyword.startsWith("#")) return;
  switch (keyword) {
    case "section":
    case "mutual":
      sections.push(section(here.namespace, undefined));
      return;
    case "namespace":
      sections.push(section(here.namespace, words[0]));
      sections.at(-1)!.opens.add(sections.at(-1)!.namespace);
      return;
    case "end":
      if (sections.length > 1) sections.pop();
      return;
    case "open":
      for (const space of spacesOf(file, command)) here.opens.add(space);
      return;
    case "export":
      here.opens.add(`export ${words.join(" ")}`);
      return;
    case "variable":
      here.variables.push(...groupsOf(file, command));
      return;
    case "include":
      for (const word of words) here.included.add(word);
      return;
    case "set_option":
      if (/^(relaxedA|a)utoImplicit$/.test(words[0] ?? "")) here.opens.add(`set_option ${words.join(" ")}`);
      else if (!harmless.test(words[0] ?? "")) here.meanings.push({ name: undefined, words: [keyword, ...words] });
      return;
    case "attribute":
      // What `simp` knows changes no statement; an instance may.
      if (words.some((word) => /^(instance|coe|reducible|default_instance)$/.test(word)))
        here.meanings.push({ name: undefined, words: [keyword, ...words] });
      return;
  }
  const variables = sections.flatMap((each) => each.variables);
  const opens = sections.flatMap((each) => [...each.opens]);
  const spoken = relevantVariables(variables, new Set(words)).flatMap(({ text }) => text.split(/\s+/));
  const name = declaring.has(keyword) && words[0] !== undefined ? unquote(words[0]) : undefined;
  const isLocal = modifiers.includes("local");
  (isLocal ? here.meanings : meanings).push({
    name: name === undefined ? undefined : here.namespace === "" ? name : `${here.namespace}.${name}`,
    words: [...opens.sort(), ...spoken, ...attributes.flat().map(({ text }) => text), keyword, ...words],
  });
}

function spacesOf(file: LeanFile, command: Command): readonly string[] {
  const opened = readOpen(file, command);
  const text = file.tokens.slice(command.at, command.to).map((token) => token.text);
  if (opened === undefined || opened.only !== undefined || opened.hiding !== undefined || opened.isRenaming)
    return [text.join(" ")];
  const spaces = opened.spaces.filter((space) => !notationOnly.has(space));
  return opened.isScoped ? spaces.map((space) => `scoped ${space}`) : spaces;
}

function groupsOf({ source, tokens }: LeanFile, { at, to }: Command): VariableGroup[] {
  const groups: VariableGroup[] = [];
  for (let from = at + 1; from < to;) {
    const close = Math.min(closing(tokens, from), to - 1);
    const inner = tokens.slice(from + 1, close);
    const isInstance = tokens[from]!.text === "[";
    const colon = colonIn(inner);
    const names = inner.slice(0, colon ?? (isInstance ? 0 : inner.length)).map(({ text }) => text);
    const mentions = inner.slice(colon ?? (isInstance ? 0 : inner.length)).flatMap(headsOf);
    // `variable (G)` only says anew in which brackets G is taken.
    if (isInstance || colon !== undefined)
      groups.push({ names, mentions, isInstance, text: source.slice(tokens[from]!.start, tokens[close]!.end) });
    from = close + 1;
  }
  return groups;
}

function colonIn(tokens: readonly CodeToken[]): number | undefined {
  let depth = 0;
  const found = tokens.findIndex((token) => {
    depth += bracketStep(token);
    return depth === 0 && token.text === ":";
  });
  return found === -1 ? undefined : found;
}

const headsOf = ({ kind, text }: CodeToken): string[] => (kind === "name" ? [text.split(".")[0]!] : []);

/**
 * The variables that a text takes in, in order: those it names, those that their types name, and instances of none but these.
 *
 * @param named the text's words; a word's first part counts, `f` of `f.comp`.
 */
export function relevantVariables(
  variables: readonly VariableGroup[],
  named: ReadonlySet<string>,
  included: ReadonlySet<string> = new Set(),
): VariableGroup[] {
  const all = new Set(variables.flatMap(({ names }) => names));
  const wanted = new Set(
    [...included, ...[...named].map((word) => word.split(".")[0]!)].filter((word) => all.has(word)),
  );
  for (let size = -1; size !== wanted.size;) {
    size = wanted.size;
    for (const { names, mentions } of variables)
      if (names.some((name) => wanted.has(name))) for (const name of mentions) if (all.has(name)) wanted.add(name);
  }
  return variables.flatMap((group) => {
    const { names, mentions, isInstance, text } = group;
    if (isInstance) {
      const own = mentions.filter((name) => all.has(name));
      return own.length > 0 && own.every((name) => wanted.has(name)) ? [group] : [];
    }
    const kept = names.filter((name) => wanted.has(name));
    if (kept.length === 0) return [];
    // Of `(a b : ℝ)` Lean takes in what is named.
    const type = text.slice(text.indexOf(":"), -1).trim();
    return [{ ...group, names: kept, text: `${text[0]!}${kept.join(" ")} ${type}${text.at(-1)!}` }];
  });
}

/**
 * The commands of a header that a text depends on: what may change any text, and declarations whose names it, or another of them,
 * says.
 */
export function relevantMeanings(meanings: readonly Meaning[], named: ReadonlySet<string>): Meaning[] {
  const wanted = new Set(named);
  const found = new Set<Meaning>();
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const meaning of meanings) {
      if (found.has(meaning) || !isSpokenOf(meaning, wanted)) continue;
      found.add(meaning);
      for (const word of meaning.words) if (isName(word)) wanted.add(word);
    }
  }
  return meanings.filter((meaning) => found.has(meaning));
}

/** `Shop.price` answers to `price`, to `Shop.price` and to `price.half`. */
function isSpokenOf({ name }: Meaning, words: ReadonlySet<string>): boolean {
  if (name === undefined) return true;
  const parts = name.split(".");
  const suffixes = parts.map((_, i) => parts.slice(i).join("."));
  return [...words].some((word) => suffixes.some((suffix) => word === suffix || word.startsWith(`${suffix}.`)));
}

import { bracketStep } from "./symbols.ts";
import { headAt, theoremKeywords } from "./statement.ts";
import { signatureEnd, type SignatureEnd } from "./signature.ts";
import { code, type CodeToken, type Token, tokenize } from "./tokens.ts";
import { commandWords, declarationWords, localCommandWords, modifierWords } from "./command-words.ts";

/** One command of a file. Places are among the file's code tokens, offsets in its text. */
export interface Command {
  /** The word that makes it: `theorem`, `open`, `#eval`; `` for text that begins with no command. */
  readonly keyword: string;
  /** The first token of the command itself, behind what is prefixed by `in`; its attributes and modifiers included. */
  readonly from: number;
  /** The keyword's place. */
  readonly at: number;
  /** The place behind its last token. */
  readonly to: number;
  /** Where its text starts, doc comment and `open … in` included. */
  readonly start: number;
  /** Where its last token ends. */
  readonly end: number;
  /** `open Real in`, `set_option … in` before it, in order. */
  readonly prefixes: readonly Command[];
  readonly modifiers: readonly string[];
  /** What stands in `@[…]`, each attribute as its words. */
  readonly attributes: readonly (readonly CodeToken[])[];
  /** The doc comment's text, without its delimiters. */
  readonly doc?: string;
}

/** A theorem, lemma or example; a `def` or `abbrev`. */
export interface Declaration extends Command {
  /** As written; undefined for an `example`. */
  readonly name: string | undefined;
  /** The place of the signature's first token. */
  readonly signatureFrom: number;
  readonly signatureEnd: SignatureEnd;
}

/** A Lean file, cut into its commands. */
export interface LeanFile {
  readonly source: string;
  readonly tokens: readonly CodeToken[];
  readonly commands: readonly Command[];
  /** A comment or a string that does not end: Lean would read nothing behind it. */
  readonly isOpen: boolean;
}

/** Cuts a text into commands, as Lean would where its grammar is that of Lean and Mathlib. Never fails. */
export function readFile(source: string): LeanFile {
  const all = tokenize(source);
  const tokens = code(all);
  const docs = docsBefore(all, tokens);
  const commands = cut(source, tokens, docs);
  return { source, tokens, commands, isOpen: all.some(({ isOpen }) => isOpen) };
}

/** The declaration that a command makes; undefined when it makes none that has a signature. */
export function declarationOf(file: LeanFile, command: Command): Declaration | undefined {
  const { tokens } = file;
  if (theoremKeywords.has(command.keyword)) {
    const head = headAt(tokens, command.at, command.to);
    return head === undefined
      ? undefined
      : { ...command, name: head.name, signatureFrom: head.from, signatureEnd: head.end };
  }
  if (command.keyword !== "def" && command.keyword !== "abbrev") return undefined;
  const name = tokens[command.at + 1];
  if (name?.kind !== "name" || command.at + 1 >= command.to) return undefined;
  const signatureFrom = command.at + 2;
  return {
    ...command,
    name: name.text,
    signatureFrom,
    signatureEnd: signatureEnd(tokens, signatureFrom, command.to),
  };
}

/** The theorems, lemmas and examples of a file, in order. */
export const theoremsOf = (file: LeanFile): Declaration[] =>
  file.commands.flatMap((command) => {
    const found = theoremKeywords.has(command.keyword) ? declarationOf(file, command) : undefined;
    return found === undefined ? [] : [found];
  });

/** Which doc comment stands right before which token; the end of the text counts as one. */
function docsBefore(all: readonly Token[], tokens: readonly CodeToken[]): ReadonlyMap<number, readonly Token[]> {
  const docs = new Map<number, Token[]>();
  let next = 0;
  for (const token of all) {
    if (token.kind === "doc") docs.set(next, [...(docs.get(next) ?? []), token]);
    else if (token.start === tokens[next]?.start) next += 1;
  }
  return docs;
}

function cut(source: string, tokens: readonly CodeToken[], docs: ReadonlyMap<number, readonly Token[]>): Command[] {
  const commands: Command[] = [];
  let at = 0;
  while (at < tokens.length) {
    const command = commandAt(source, tokens, docs, at);
    commands.push(command);
    at = Math.max(command.to, at + 1);
  }
  return commands;
}

function commandAt(
  source: string,
  tokens: readonly CodeToken[],
  docs: ReadonlyMap<number, readonly Token[]>,
  first: number,
): Command {
  const prefixes: Command[] = [];
  let from = first;
  for (;;) {
    const own = plainCommandAt(tokens, docs, from);
    if (tokens[own.to]?.text === "in" && extents[own.keyword] !== undefined) {
      prefixes.push(finish(own, []));
      from = own.to + 1;
      if (from < tokens.length) continue;
    }
    return finish(own, prefixes);
  }

  function finish(own: PlainCommand, before: readonly Command[]): Command {
    const doc = docs.get(own.from)?.findLast(({ text }) => text.startsWith("/--")) ?? docs.get(first)?.at(-1);
    const isDoc = doc !== undefined && doc.text.startsWith("/--");
    const start = Math.min(tokens[first]?.start ?? source.length, isDoc ? doc.start : Infinity);
    return {
      ...own,
      start,
      end: tokens[own.to - 1]?.end ?? source.length,
      prefixes: before,
      ...(isDoc ? { doc: doc.text.slice(3, -2).trim() } : {}),
    };
  }
}

type PlainCommand = Pick<Command, "keyword" | "from" | "at" | "to" | "modifiers" | "attributes">;

function plainCommandAt(
  tokens: readonly CodeToken[],
  docs: ReadonlyMap<number, readonly Token[]>,
  from: number,
): PlainCommand {
  const attributes: (readonly CodeToken[])[] = [];
  const modifiers: string[] = [];
  let at = from;
  for (;;) {
    const token = tokens[at];
    if (token?.text === "@[" && token.kind === "symbol") {
      const close = closing(tokens, at);
      attributes.push(...split(tokens.slice(at + 1, close)));
      at = close + 1;
    } else if (token?.kind === "name" && modifierWords.has(token.text)) {
      modifiers.push(token.text);
      at += 1;
    } else break;
  }
  const token = tokens[at];
  const isWord = token?.kind === "hash" || (token?.kind === "name" && startsCommand(token));
  const keyword = isWord ? token.text : "";
  const extent = extents[keyword];
  const to =
    extent === undefined || modifiers.some((word) => word === "local" || word === "scoped")
      ? nextStart(tokens, docs, Math.max(at, from) + (keyword === "" ? 0 : 1), from)
      : extent(tokens, at);
  return { keyword, from, at, to: Math.max(to, from + 1), modifiers, attributes };
}

const startsCommand = ({ text }: CodeToken): boolean =>
  declarationWords.has(text) || commandWords.has(text) || localCommandWords.has(text);

/** Where a command ends whose words say it themselves. The others end where the next one begins. */
const extents: Readonly<Record<string, (tokens: readonly CodeToken[], at: number) => number>> = {
  import: (tokens, at) => {
    let end = at + 1;
    while (tokens[end]?.kind === "name" && ["all", "public", "meta"].includes(tokens[end]!.text)) end += 1;
    return tokens[end]?.kind === "name" ? end + 1 : end;
  },
  open: openEnd,
  export: (tokens, at) => groups(tokens, names(tokens, at + 1, tokens[at]!.column)),
  set_option: (tokens, at) => Math.min(at + 3, tokens.length),
  namespace: (tokens, at) => (tokens[at + 1]?.kind === "name" ? at + 2 : at + 1),
  section: optionalName,
  end: optionalName,
  variable: (tokens, at) => groups(tokens, at + 1),
  universe: (tokens, at) => names(tokens, at + 1, tokens[at]!.column),
  include: (tokens, at) => names(tokens, at + 1, tokens[at]!.column),
  omit: (tokens, at) => {
    let end = at + 1;
    for (;;) {
      const next = groups(tokens, names(tokens, end, tokens[at]!.column));
      if (next === end) return end;
      end = next;
    }
  },
};

function optionalName(tokens: readonly CodeToken[], at: number): number {
  const next = tokens[at + 1];
  const isName = next?.kind === "name" && next.column > tokens[at]!.column && !startsCommand(next);
  return isName && !modifierWords.has(next.text) ? at + 2 : at + 1;
}

/** Names further right than the command that they belong to, on its line or below. */
function names(tokens: readonly CodeToken[], from: number, column: number): number {
  let at = from;
  for (;;) {
    const token = tokens[at];
    const belongs = token?.kind === "name" && !reserved.has(token.text) && !startsCommand(token);
    if (!belongs || (token.startsLine && token.column <= column)) return at;
    at += 1;
  }
}
const reserved = new Set(["in", "hiding", "renaming", "private", "protected", "noncomputable", "at", "with"]);

/** Bracketed groups that follow one another. */
function groups(tokens: readonly CodeToken[], from: number): number {
  let at = from;
  while (tokens[at] !== undefined && bracketStep(tokens[at]!) === 1 && tokens[at]!.text !== "@[")
    at = closing(tokens, at) + 1;
  return Math.min(at, tokens.length);
}

function openEnd(tokens: readonly CodeToken[], at: number): number {
  const { column } = tokens[at]!;
  let end = names(tokens, at + 1, column);
  const next = tokens[end];
  if (next?.text === "(") return groups(tokens, end);
  if (next?.text === "hiding") return names(tokens, end + 1, column);
  if (next?.text === "renaming") {
    end += 1;
    // `a → b, c → d`
    while (tokens[end]?.kind === "name" && /^(→|->)$/.test(tokens[end + 1]?.text ?? "")) {
      end += 3;
      if (tokens[end]?.text !== ",") break;
      end += 1;
    }
  }
  return Math.min(end, tokens.length);
}

/** The bracket that closes the one at `open`; the end of the text when none does. */
export function closing(tokens: readonly CodeToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    depth += bracketStep(tokens[at]!);
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** Parts between the commas that stand outside brackets. */
export function split(tokens: readonly CodeToken[]): CodeToken[][] {
  const parts: CodeToken[][] = [];
  let depth = 0;
  let part: CodeToken[] = [];
  for (const token of tokens) {
    depth += bracketStep(token);
    if (depth === 0 && token.text === "," && token.kind === "symbol") {
      parts.push(part);
      part = [];
    } else part.push(token);
  }
  if (part.length > 0 || parts.length > 0) parts.push(part);
  return parts;
}

/**
 * The next token from `at` on that begins a command: Lean's reserved words outside brackets or at the margin, `open` and its like
 * at the margin only, and whatever a doc comment stands before.
 */
function nextStart(
  tokens: readonly CodeToken[],
  docs: ReadonlyMap<number, readonly Token[]>,
  from: number,
  first: number,
): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    const isMargin = token.startsLine && token.column === 0;
    if (at > first && docs.has(at) && (depth <= 0 || isMargin)) return at;
    if (depth <= 0 || isMargin) {
      if (token.text === "@[" && token.kind === "symbol") return at;
      if (token.kind === "name") {
        if (declarationWords.has(token.text) || commandWords.has(token.text) || modifierWords.has(token.text))
          return at;
        if (isMargin && localCommandWords.has(token.text)) return at;
      }
      if (token.kind === "hash" && (isMargin || token.startsLine)) return at;
    }
    depth += bracketStep(token);
  }
  return tokens.length;
}

import { openNamespaces, readFile } from "@lemma/lean-text";

/** The declaration that a statement makes. */
export interface StatementHead {
  readonly keyword: string;
  /** As written; undefined for an `example`. */
  readonly name: string | undefined;
  /** Where the keyword stands in the statement, for rewriting. */
  readonly keywordStart: number;
  readonly keywordEnd: number;
}

const keywords = new Set(["theorem", "lemma", "example", "def", "instance"]);

/** @returns undefined when the text makes no declaration that could be proved. */
export function statementHead(statement: string): StatementHead | undefined {
  const { commands, tokens } = readFile(statement);
  // The last one: a statement may bring helpers of its own before it.
  const command = commands.findLast(({ keyword }) => keywords.has(keyword));
  if (command === undefined) return undefined;
  const { keyword, at, to } = command;
  const next = at + 1 < to ? tokens[at + 1] : undefined;
  const name = keyword !== "example" && next?.kind === "name" ? next.text : undefined;
  if (name === undefined && keyword !== "example") return undefined;
  return { keyword, name, keywordStart: tokens[at]!.start, keywordEnd: tokens[at]!.end };
}

/** The declaration's name from the root, as `#print axioms _root_.…` takes it. */
export function fullName(name: string, header: string): string {
  if (name.startsWith("_root_.")) return name.slice("_root_.".length);
  return [...openNamespaces(readFile(header)), name].join(".");
}

/** The statement with its `example` made a theorem of that name, so that it can be asked about. */
export function named(statement: string, name: string): string {
  const head = statementHead(statement);
  if (head === undefined || head.name !== undefined) return statement;
  return `${statement.slice(0, head.keywordStart)}theorem ${name}${statement.slice(head.keywordEnd)}`;
}

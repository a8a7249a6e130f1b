import { bracketStep } from "@lemma/lean-text";
import { SyntaxProblem, type Token } from "./lexer.ts";
import type { Expression } from "./tree.ts";
import type { Block } from "./proofs/tree.ts";

const maximumDepth = 256;

/** Where the grammar goes round: terms hold tactics after `by`, tactics hold terms. `lean.ts` has Lean's. */
export interface Grammar {
  readonly term: (cursor: Cursor, level?: number) => Expression;
  readonly postfix: (cursor: Cursor) => Expression;
  readonly block: (cursor: Cursor) => Block;
}

/** A place in the token list with Lean's layout rule: arguments stand to the right of the block they belong to. */
export class Cursor {
  readonly tokens: readonly Token[];
  readonly grammar: Grammar;
  index = 0;
  /** Column of the innermost tactic block; a token at or left of it, first on its line, ends an application. */
  column = -1;
  #depth = 0;

  constructor(tokens: readonly Token[], grammar: Grammar) {
    this.tokens = tokens;
    this.grammar = grammar;
  }

  get token(): Token {
    return this.tokens[this.index]!;
  }

  peek(ahead = 1): Token {
    return this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)]!;
  }

  is(text: string): boolean {
    const { kind, text: found } = this.token;
    return found === text && (kind === "symbol" || kind === "name");
  }

  isOneOf(texts: ReadonlySet<string>): boolean {
    const { kind, text } = this.token;
    return (kind === "symbol" || kind === "name") && texts.has(text);
  }

  next(): Token {
    const token = this.token;
    if (token.kind !== "end") this.index++;
    return token;
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.index++;
    return true;
  }

  expect(text: string): Token {
    if (!this.is(text)) this.fail(`expected '${text}'`);
    return this.next();
  }

  /**
   * Passes over what `read` reads where nothing is kept of it. What reads proofs is not trusted, and may be asked here: it cannot take a
   * bracket that it did not open, nor leave another layout behind.
   */
  passOver(read: () => unknown): void {
    const [from, column] = [this.index, this.column];
    read();
    this.column = column;
    let depth = 0;
    for (const token of this.tokens.slice(from, this.index)) {
      depth += bracketStep(token);
      if (depth < 0) break;
    }
    if (depth !== 0) this.fail("a default whose end is not clear");
  }

  /** Whether the token is to the right of the block it stands in. */
  get isInside(): boolean {
    return this.token.column > this.column;
  }

  get startsLine(): boolean {
    const before = this.tokens[this.index - 1];
    return before === undefined || before.line < this.token.line;
  }

  fail(message: string): never {
    const { text, kind, line, column } = this.token;
    const found = kind === "end" ? "unexpected end of input" : `unexpected token '${text}'`;
    throw new SyntaxProblem(message === "" ? found : `${found}; ${message}`, { line, column });
  }

  /** Runs `parse` one level deeper. */
  nested<T>(parse: () => T): T {
    if (++this.#depth > maximumDepth) this.fail("maximum recursion depth has been reached");
    try {
      return parse();
    } finally {
      this.#depth--;
    }
  }

  /** Runs `parse` in a block that starts at the present token. */
  block<T>(parse: () => T): T {
    const outer = this.column;
    this.column = this.token.column;
    try {
      return parse();
    } finally {
      this.column = outer;
    }
  }

  /** Runs `parse`, or goes back and gives undefined when it fails. */
  attempt<T>(parse: () => T): T | undefined {
    const { index, column } = this;
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      this.index = index;
      this.column = column;
      return undefined;
    }
  }
}

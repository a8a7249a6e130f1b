import { type DeclaredTheorem, theoremsIn } from "@lemma/datasets";
import type { Position } from "@lemma/interfaces";
import {
  bracketStep,
  type CodeToken,
  codeTokens,
  fillingOf,
  type HoleForm,
  type LeanFile,
  readFile,
  type SorryToken,
  sorriesOf,
  theoremsOf,
} from "@lemma/lean-text";

/** A Lean file as it is while its holes are being filled. Immutable: a filling gives the next one. */
export class Draft {
  readonly source: string;
  readonly file: LeanFile;
  /** The theorems in their contexts, in order. */
  readonly declared: readonly DeclaredTheorem[];
  readonly sorries: readonly SorryToken[];
  readonly #index: ReadonlyMap<number, number>;

  constructor(source: string) {
    this.source = source;
    this.file = readFile(source);
    this.declared = theoremsIn(source);
    this.sorries = sorriesOf(this.file);
    this.#index = new Map(theoremsOf(this.file).map(({ at }, i) => [at, i]));
  }

  /** Which of the declared theorems a `sorry` stands in. */
  theoremOf({ declaration }: SorryToken): number | undefined {
    return declaration === undefined ? undefined : this.#index.get(declaration.at);
  }

  /** Where a `sorry` stands: Lean's lines from 1, its columns from 0. */
  placeOf({ at }: SorryToken): Position {
    const { line, column } = this.file.tokens[at]!;
    return { line, column };
  }

  /**
   * The file with tactics in place of one `sorry`.
   *
   * @returns why they cannot stand there: what is put into a hole must neither begin nor end anything outside of it.
   */
  filled(sorry: SorryToken, form: HoleForm, tactics: string): Filling | { readonly problem: string } {
    const text = fillingOf(this.file, sorry.at, form, tactics);
    if (text === undefined) return { problem: "no tactic" };
    const { start, end } = this.file.tokens[sorry.at]!;
    const draft = new Draft(this.source.slice(0, start) + text + this.source.slice(end));
    const words = codeTokens(text);
    const own = words.length;
    const before = this.file.tokens.length;
    const isSame =
      isBalanced(words) &&
      !draft.file.isOpen &&
      draft.file.commands.length === this.file.commands.length &&
      draft.file.tokens.length === before - 1 + own &&
      this.file.tokens.every(({ text: word }, i) => {
        if (i === sorry.at) return true;
        return draft.file.tokens[i < sorry.at ? i : i - 1 + own]!.text === word;
      });
    if (!isSame) return { problem: "what is put in does not end with the hole" };
    return { draft, text, start, from: sorry.at, to: sorry.at + own };
  }
}

/** A draft with one hole less. */
export interface Filling {
  readonly draft: Draft;
  readonly text: string;
  /** Where the text begins in the source; the places of its tokens, the last excluded. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** Whether every bracket closes one of its own. */
function isBalanced(tokens: readonly CodeToken[]): boolean {
  let depth = 0;
  return tokens.every((token) => (depth += bracketStep(token)) >= 0) && depth === 0;
}

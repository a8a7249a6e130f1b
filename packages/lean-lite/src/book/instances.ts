import { type BookLine, bookLines, type Lemma, type Type } from "@lemma/lean-kernel";

/** A line of the book at one type. */
export interface Instance {
  readonly line: BookLine;
  /** The first of the line's names. */
  readonly name: string;
  readonly type: Type | undefined;
  /** Binders and statement, α replaced. */
  readonly text: string;
  readonly title: string;
}

/** `mul_pos ℝ`: a lemma's name and what α stands for. */
export const titleOf = ({ name, type }: Pick<Lemma, "name" | "type">): string =>
  type === undefined ? name : `${name} ${type.name}`;

export const instances: readonly Instance[] = bookLines.flatMap((line) =>
  line.types.map((type) => {
    const name = line.names[0]!;
    const text = type === undefined ? line.text : line.text.replaceAll("α", type.name);
    return { line, name, type, text, title: titleOf({ name, type }) };
  }),
);

const firstNames = new Map(bookLines.flatMap(({ names }) => names.map((name) => [name, names[0]!] as const)));

/** The title under the first name of the lemma's line: two names of one statement are one thing to prove. */
export const lineTitleOf = (lemma: Pick<Lemma, "name" | "type">): string =>
  titleOf({ name: firstNames.get(lemma.name)!, type: lemma.type });

import type { Command, LeanFile } from "./commands.ts";

/** What an `open` brings within reach. */
export interface Opened {
  /** `open scoped`: notation and instances, no names. */
  readonly isScoped: boolean;
  readonly spaces: readonly string[];
  /** `open Real (sqrt pi)`: these names alone. */
  readonly only?: readonly string[];
  /** `open Real hiding pi`: all but these. */
  readonly hiding?: readonly string[];
  /** `open Real renaming sqrt → root`. */
  readonly isRenaming: boolean;
}

/** Reads an `open`, in each of its forms; undefined for text that is none of them. */
export function readOpen({ tokens }: LeanFile, { at, to }: Pick<Command, "at" | "to">): Opened | undefined {
  const words = tokens.slice(at + 1, to);
  const isScoped = words[0]?.text === "scoped";
  let place = isScoped ? 1 : 0;
  const spaces: string[] = [];
  while (words[place]?.kind === "name" && words[place]!.text !== "hiding" && words[place]!.text !== "renaming")
    spaces.push(words[place++]!.text);
  if (spaces.length === 0) return undefined;
  const rest = words.slice(place);
  if (rest.length === 0) return { isScoped, spaces, isRenaming: false };
  // The longer forms are of one namespace, and of names alone.
  if (isScoped || spaces.length > 1) return undefined;
  const named = rest.slice(1, rest[0]!.text === "(" ? -1 : undefined);
  const list = named.map(({ text }) => text);
  switch (rest[0]!.text) {
    case "(":
      return rest.at(-1)!.text === ")" && list.length > 0 && named.every(({ kind }) => kind === "name")
        ? { isScoped, spaces, only: list, isRenaming: false }
        : undefined;
    case "hiding":
      return list.length > 0 ? { isScoped, spaces, hiding: list, isRenaming: false } : undefined;
    case "renaming":
      return { isScoped, spaces, isRenaming: true };
    default:
      return undefined;
  }
}

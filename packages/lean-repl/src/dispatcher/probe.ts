import type { ProbeReport } from "./backend.ts";

/** What a new seat is asked: Lean's version, and whether it says a word that it is asked to say. */
export const probeText = (word: string): string => `#eval Lean.versionString\n#print "${word}"`;

/** @param texts the messages of the answer. */
export const readProbe = (texts: readonly string[], word: string): ProbeReport & { readonly kind: "usable" } => ({
  kind: "usable",
  leanVersion: versionIn(texts),
  answersQuestions: texts.includes(word),
});

/** `Lean.versionString` as `#eval` prints it; builds that are no release add their commit behind a comma. */
const versionIn = (texts: readonly string[]): string | undefined =>
  texts.map((text) => /^"?(\d+\.\d+\.\d+[^"\s,]*)(?:, [^"]*)?"?$/.exec(text)?.[1]).find((text) => text !== undefined);

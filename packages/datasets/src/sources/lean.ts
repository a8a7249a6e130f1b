import type { Proof, Theorem } from "@lemma/interfaces";
import {
  type Declaration,
  headerBefore,
  isMissing,
  type LeanFile,
  openNamespaces,
  type Placement,
  proofBlock,
  readFile,
  signatureCut,
  theoremsOf,
  unquote,
} from "@lemma/lean-text";

/** A theorem of a Lean file, in the context that it has there. */
export interface DeclaredTheorem {
  /** Its header is all that stands before it. */
  readonly theorem: Theorem;
  /** Its proof; undefined where there is none, or nothing but `sorry`. A proof that is no tactic block is the file up to its end. */
  readonly proof: Proof | undefined;
  /** What stands in place of a proof: `sorry` as it is written, or nothing. */
  readonly placeholder: string;
  readonly place: Placement;
}

/**
 * The theorems, lemmas and examples of a Lean file, in order. Each is called by its name from the root, an example by its line; what
 * the file is called does not matter.
 */
export function theoremsIn(code: string): DeclaredTheorem[] {
  const file = readFile(code);
  return theoremsOf(file).map((declaration) => declared(file, declaration));
}

function declared(file: LeanFile, declaration: Declaration): DeclaredTheorem {
  const { source, tokens } = file;
  const { at, name, start, to, end, doc } = declaration;
  const keyword = tokens[at]!;
  const own = name ?? `example_${keyword.line}`;
  // The file's own words from behind the keyword, so that places in them can be found again.
  const cut = signatureCut(tokens, declaration);
  const behind = source.slice(keyword.end, cut < to ? tokens[cut]!.start : end).trimEnd();
  const head = name === undefined ? `theorem ${own}` : "theorem";
  const statement = `${head}${behind} := by`;
  const block = proofBlock(file, declaration);
  const header = headerBefore(file, declaration);
  const id = unquote([...openNamespaces(file, start), own].join(".")).replace(/^.*_root_\./, "");
  const isProved = block !== undefined && !isMissing(block.tactics);
  return {
    theorem: {
      id,
      statement,
      ...(header === "" ? {} : { header }),
      ...(doc === undefined || doc === "" ? {} : { informal: doc }),
    },
    proof: isProved
      ? { kind: "tactics", tactics: block.tactics }
      : block === undefined && declaration.signatureEnd.kind !== "none"
        ? { kind: "file", code: source.slice(0, end) }
        : undefined,
    placeholder: block === undefined || isProved ? "" : block.tactics,
    place: {
      line: keyword.line,
      column: keyword.column,
      longer: head.length - keyword.text.length,
      statement,
      proof: block,
    },
  };
}

import { assemble, type VerifyRequest } from "@lemma/interfaces";
import { contentAddress } from "./cache.ts";
import { splitFile, splitHeader } from "./text/file.ts";
import { fullName, named, statementHead } from "./text/statement.ts";

/** A proof made ready for Lean. */
export interface Assembled {
  readonly header: string;
  readonly body: string;
  /** From the root. */
  readonly name: string;
  /** The statement with a name, which an `example` is given. */
  readonly statement: string;
  /** Headers to read the statement under, in the order to try them. */
  readonly referenceHeaders: readonly string[];
  /** Whether the candidate wrote only what follows `:= by`, so that nothing of its own stands before the statement. */
  readonly statementIsLocked: boolean;
  /** Lines that stand before the body in no text of the caller's; negative where the caller's text begins earlier. */
  readonly linesBefore: number;
}

/**
 * Puts statement and proof together. The statement of a tactic block is locked: it is the caller's own text, with nothing of
 * the candidate's before it. A file brings its own imports and `open`s; one without imports gets the theorem's header.
 */
export function assembleProof(
  { theorem, proof }: VerifyRequest,
  defaultHeader: string,
): Assembled | { readonly unsupported: string } {
  const head = statementHead(theorem.statement);
  if (head === undefined) return { unsupported: "a statement that declares no theorem" };
  const header = theorem.header ?? defaultHeader;
  if (proof.kind === "tactics") {
    const name = head.name ?? `lemma_example_${contentAddress([theorem.statement]).slice(0, 12)}`;
    const statement = named(theorem.statement, name);
    return {
      header,
      body: assemble({ ...theorem, statement }, proof.tactics),
      statement,
      name: fullName(name, header),
      referenceHeaders: [header],
      statementIsLocked: true,
      linesBefore: 0,
    };
  }
  if (head.name === undefined) return { unsupported: "a whole file for a nameless `example`" };
  const file = splitFile(proof.code);
  const { imports, rest } = splitHeader(file.header);
  const common = {
    statement: theorem.statement,
    name: fullName(head.name, theorem.header ?? ""),
    statementIsLocked: false,
  };
  if (imports === "" && header !== "")
    return { ...common, header, body: proof.code, referenceHeaders: [header], linesBefore: 0 };
  const own = [imports, file.customary ? rest : ""].join("\n").trim();
  return {
    ...common,
    header: file.header,
    body: file.body,
    // A statement that came without a header is read under the verifier's, or else under the file's imports and `open`s,
    // as far as those are the ones that everybody uses.
    referenceHeaders: theorem.header === undefined ? [...new Set([header, own])] : [theorem.header],
    // The body is reported as lines of the file.
    linesBefore: -(file.header.split("\n").length - 1),
  };
}

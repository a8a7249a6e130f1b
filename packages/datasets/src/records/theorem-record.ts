import {
  codeTokens,
  goalToStatement,
  leanName,
  normaliseStatement,
  type Placement,
  splitFile,
  type SplitFile,
} from "@lemma/lean-text";
import type { Theorem } from "@lemma/interfaces";
import { lean3Line, lean3Problem } from "../sources/lean3.ts";
import { type RawFields, type Refuse, readFields } from "./fields.ts";

/** Where a record came from, for ids of nameless records and for messages. */
export interface RecordOrigin {
  readonly file: string;
  /** 1 for the first line or row. */
  readonly line: number;
  /** Where it stands in a Lean file, statement and proof. */
  readonly place?: Placement;
}

/** A theorem and, where its statement came with one, a proof. */
export interface ReadStatement {
  readonly theorem: Theorem;
  /** Whether the record states the theorem itself; false when the statement was taken out of a `code` field. */
  readonly stated: boolean;
  /** The proof that stood in the statement or the file. */
  readonly proof?: string;
}

/**
 * Reads one record as a theorem.
 *
 * @throws through `refuse`, with the field that is missing or unusable.
 */
export function readTheorem(record: unknown, origin: RecordOrigin, refuse: Refuse): ReadStatement {
  const fields = readFields(record, refuse);
  return theoremFromFields(record as Readonly<Record<string, unknown>>, fields, origin, refuse);
}

export function theoremFromFields(
  record: Readonly<Record<string, unknown>>,
  fields: RawFields,
  origin: RecordOrigin,
  refuse: Refuse,
): ReadStatement {
  if (fields.header !== undefined && lean3Line(fields.header.value) !== undefined)
    refuse(lean3Problem, fields.header.key);
  const place = `${origin.file.replace(/^.*[\\/]/, "").replace(/\..*$/, "")}_${origin.line}`;
  const stated = readStatedTheorem(record, fields, fields.id?.value ?? nameInProofs(fields) ?? place, refuse);
  const split = stated ?? readCode(fields, refuse);
  const id = fields.id?.value ?? split.name ?? place;
  const header = fields.header?.value ?? split.header;
  const informal = fields.informal === undefined ? split.informal : uncomment(fields.informal.value);
  return {
    theorem: {
      id,
      statement: split.statement,
      ...(header.trim() === "" ? {} : { header }),
      ...(informal === undefined || informal === "" ? {} : { informal }),
      ...(fields.split === undefined ? {} : { split: fields.split.value }),
    },
    stated: stated !== undefined,
    ...(split.proof === undefined ? {} : { proof: split.proof }),
  };
}

function readStatedTheorem(
  record: Readonly<Record<string, unknown>>,
  fields: RawFields,
  name: string,
  refuse: Refuse,
): SplitFile | undefined {
  if (fields.statement !== undefined) {
    const { key, value } = fields.statement;
    const stated = normaliseStatement(value, name);
    if (stated !== undefined) return stated;
    if (!statesSomething(value)) return refuse("expected a Lean statement such as `theorem t : 1 + 1 = 2 := by`", key);
    // Text that does not parse is for the verifier to reject, with its position: the record itself is in order.
    return { header: "", statement: /:=\s*by\s*$/.test(value) ? value.trim() : `${value.trim()} := by` };
  }
  if (fields.code !== undefined) return undefined;
  const audited = auditedStatement(record, name);
  if (audited !== undefined) return audited;
  const goal = record["goal"];
  if (typeof goal === "string") {
    const statement = goalToStatement(goal, leanName(name));
    return statement === undefined
      ? refuse("expected a goal as Lean prints it, with a line that starts with ⊢", "goal")
      : { header: "", statement };
  }
  return undefined;
}

function readCode(fields: RawFields, refuse: Refuse): SplitFile {
  if (fields.code === undefined) return refuse("missing; expected Lean text that ends in `:= by`", "statement");
  return (
    splitFile(fields.code.value, fields.id?.value) ??
    refuse("expected a Lean file with a theorem in it, found none", fields.code.key)
  );
}

/** A statement without a name takes the one that its first proof gives it, so that statement and file agree. */
function nameInProofs(fields: RawFields): string | undefined {
  const first = fields.proofs?.value[0];
  const code = fields.code?.value ?? (typeof first === "string" ? first : first?.code);
  return code === undefined ? undefined : splitFile(code)?.name;
}

/**
 * Statements of the Lean Workbook audit: `body` about the variables that `witness` names, over the type its `kind` says,
 * under `hyps` where there are some.
 */
function auditedStatement(record: Readonly<Record<string, unknown>>, name: string): SplitFile | undefined {
  const { body, witness, kind, hyps } = record;
  if (typeof body !== "string" || typeof witness !== "object" || witness === null || typeof kind !== "string")
    return undefined;
  const variables = Object.keys(witness).join(" ");
  const hypothesis = typeof hyps === "string" ? ` (h : ${hyps})` : "";
  const type = kind.startsWith("real") ? "ℝ" : "ℕ";
  return { header: "", statement: `theorem ${leanName(name)} (${variables} : ${type})${hypothesis} : ${body} := by` };
}

/** Whether a colon stands in it, with what may be a proposition behind. */
const statesSomething = (text: string): boolean => codeTokens(text).some((token) => token.text === ":");

/** `/-- In words. -/` without its delimiters. */
function uncomment(informal: string): string {
  return informal
    .trim()
    .replace(/^\/--?/, "")
    .replace(/-\/$/, "")
    .trim();
}

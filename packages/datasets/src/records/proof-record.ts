import type { Proof, Theorem } from "@lemma/interfaces";
import {
  isLeanFile,
  isMissing,
  normaliseStatement,
  proofBlock,
  readFile,
  splitFile,
  theoremsOf,
} from "@lemma/lean-text";
import { type RawFields, type Refuse, readFields } from "./fields.ts";
import { type RecordOrigin, theoremFromFields } from "./theorem-record.ts";

/** A theorem with one candidate proof of it, as a data set gives it. */
export interface ProofRecord {
  readonly theorem: Theorem;
  readonly proof: Proof;
  /** Which of the record's `proofs`; absent when the record has one proof only. */
  readonly index?: number;
  /** What the source says a real Lean made of it, where it says so. */
  readonly accepted?: boolean;
  /** The statement this one was conjectured from, in recorded self-play. */
  readonly seed?: string;
  readonly origin: RecordOrigin;
}

/**
 * Reads one record as proofs of one theorem: `proof` (a tactic block), `code` (a whole file) or `proofs` (several of either).
 *
 * @throws through `refuse`, with the field that is missing or unusable.
 */
export function readProofs(record: unknown, origin: RecordOrigin, refuse: Refuse): ProofRecord[] {
  const { proofs } = readAny(record, origin, refuse);
  return proofs.length === 0 ? refuse("missing; expected a proof, a code or proofs", "proof") : proofs;
}

/** The same, but a record may state its theorem without a proof: a file that says `sorry` in its place has none. */
export function readProofsIfAny(
  record: unknown,
  origin: RecordOrigin,
  refuse: Refuse,
): { readonly theorem: Theorem; readonly proofs: ProofRecord[] } {
  const { theorem, proofs } = readAny(record, origin, refuse);
  return { theorem, proofs: proofs.filter(({ proof }) => !leavesOpen(proof, theorem.id)) };
}

/** Whether a file has nothing, or `sorry`, in its theorem's place for a proof. */
function leavesOpen(proof: Proof, id: string): boolean {
  if (proof.kind === "tactics") return false;
  const file = readFile(proof.code);
  const all = theoremsOf(file);
  const own = all.find(({ name }) => name === id) ?? all.at(-1);
  if (own === undefined) return false;
  const block = proofBlock(file, own);
  // By alternatives or `where`, it has a proof that is no block.
  return block === undefined ? ["assign", "none"].includes(own.signatureEnd.kind) : isMissing(block.tactics);
}

function readAny(
  record: unknown,
  origin: RecordOrigin,
  refuse: Refuse,
): { readonly theorem: Theorem; readonly proofs: ProofRecord[] } {
  const fields = readFields(record, refuse);
  const raw = record as Readonly<Record<string, unknown>>;
  const { theorem, stated, proof } = statementOfProofs(raw, fields, origin, refuse);
  const verdict = raw["pass"] ?? raw["accepted"];
  const seed = raw["seed_statement"];
  const seedStatement = typeof seed === "string" ? normaliseStatement(seed, "seed")?.statement : undefined;
  const common = {
    theorem,
    origin,
    ...(typeof verdict === "boolean" ? { accepted: verdict } : {}),
    ...(seedStatement === undefined ? {} : { seed: seedStatement }),
  };
  if (fields.proofs !== undefined) {
    const { key, value } = fields.proofs;
    const proofs = value.map((entry, position) => {
      const index = typeof entry === "string" ? position : (entry.index ?? position);
      return { ...common, proof: proofEntry(entry, () => refuse("expected a proof or a code", key)), index };
    });
    return { theorem, proofs };
  }
  if (fields.code !== undefined) {
    return { theorem, proofs: [{ ...common, proof: { kind: "file", code: fields.code.value } }] };
  }
  const tactics = tacticText(fields, raw) ?? (stated ? proof : undefined);
  return { theorem, proofs: tactics === undefined ? [] : [{ ...common, proof: { kind: "tactics", tactics } }] };
}

function statementOfProofs(
  raw: Readonly<Record<string, unknown>>,
  fields: RawFields,
  origin: RecordOrigin,
  refuse: Refuse,
): ReturnType<typeof theoremFromFields> {
  const first = fields.proofs?.value[0];
  const code = typeof first === "string" ? first : first?.code;
  // Without a statement, several files state what the first of them proves.
  const borrowed = fields.statement === undefined && fields.code === undefined && code !== undefined;
  const from: RawFields = borrowed ? { ...fields, code: { key: "proofs", value: code } } : fields;
  return theoremFromFields(raw, from, origin, refuse);
}

function proofEntry(
  entry: string | { readonly proof?: string | undefined; readonly code?: string | undefined },
  refuse: () => never,
): Proof {
  if (typeof entry === "string")
    return isLeanFile(entry) ? { kind: "file", code: entry } : { kind: "tactics", tactics: entry };
  if (entry.code !== undefined) return { kind: "file", code: entry.code };
  return entry.proof === undefined ? refuse() : { kind: "tactics", tactics: entry.proof };
}

/** `proof` as text or as a list of tactics; or the tactics of a recorded trace, `steps: [{ tactic }]`. */
function tacticText(fields: RawFields, raw: Readonly<Record<string, unknown>>): string | undefined {
  const given = fields.proof?.value;
  if (given !== undefined) return withoutBy(typeof given === "string" ? given : given.join("\n"));
  const steps = raw["steps"];
  if (!Array.isArray(steps)) return undefined;
  const tactics = steps.map((step: unknown) =>
    typeof step === "object" && step !== null && "tactic" in step ? String(step.tactic) : "",
  );
  return tactics.join("\n");
}

/** The block follows `:= by`; a proof that repeats the `by`, or the whole theorem, is brought back to its block. */
function withoutBy(proof: string): string {
  if (isLeanFile(proof)) return splitFile(proof)?.proof ?? proof;
  return proof.replace(/^\s*(?::=\s*)?by(?=\s)[ \t]*\n?/, "");
}

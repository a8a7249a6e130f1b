import { z } from "zod";

/**
 * The names under which published data sets keep the same thing, first match wins. The first name of each list is ours
 * (`docs`: records are JSON lines); the others are those of DeepSeek-Prover's and miniF2F's JSONL, Lean Workbook, ProofNet,
 * Goedel-Prover, NuminaMath-LEAN, Kimina's bundle and the recorded conjectures of STP and RL-Lean.
 */
export const fieldNames = {
  id: ["id", "name", "full_name", "problem_id", "theorem_name", "uuid"],
  statement: ["statement", "formal_statement", "conjecture", "theorem"],
  header: ["header", "formal_header", "src_header"],
  informal: [
    "informal",
    "informal_prefix",
    "informal_statement",
    "nl_statement",
    "natural_language_statement",
    "natural_language",
    "informal_stmt",
  ],
  split: ["split"],
  proof: ["proof", "formal_proof", "tactics"],
  code: ["code", "full_proof", "lean_code", "formal_code", "lean4_code", "correct_proof"],
  proofs: ["proofs"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const text = z.string();
const proofEntry = z.union([
  z.string(),
  z.object({ proof: z.string().optional(), code: z.string().optional(), index: z.int().nonnegative().optional() }),
]);

/** What each field must hold. Unknown fields are allowed and kept out. */
const fieldTypes = {
  // Sets that number their rows have a number.
  id: z.union([text.min(1, "expected a string that is not empty"), z.number().transform(String)], {
    error: "expected a string or a number",
  }),
  statement: text,
  header: text,
  informal: text,
  split: text,
  proof: z.union([text, z.array(text)]),
  code: text,
  proofs: z.array(proofEntry).min(1, "expected at least one proof"),
} as const satisfies Readonly<Record<keyof typeof fieldNames, z.ZodType>>;

export type FieldName = keyof typeof fieldNames;

export type RawFields = {
  readonly [Name in FieldName]?: {
    /** The name under which the record has it. */
    readonly key: string;
    readonly value: z.infer<(typeof fieldTypes)[Name]>;
  };
};

/** Told where and why a record is unusable; it throws. */
export type Refuse = (problem: string, field?: string) => never;

/** Finds each field under any of its names and checks its type. `null` counts as absent. */
export function readFields(record: unknown, refuse: Refuse): RawFields {
  if (typeof record !== "object" || record === null || Array.isArray(record))
    return refuse(`expected a JSON object, received ${describe(record)}`);
  const fields: { -readonly [Name in FieldName]?: { key: string; value: unknown } } = {};
  for (const name of Object.keys(fieldNames) as FieldName[]) {
    const key = fieldNames[name].find((candidate) => {
      const value: unknown = (record as Record<string, unknown>)[candidate];
      return value !== undefined && value !== null;
    });
    if (key === undefined) continue;
    const parsed = fieldTypes[name].safeParse((record as Record<string, unknown>)[key]);
    if (parsed.success) fields[name] = { key, value: parsed.data };
    else {
      const issue = parsed.error.issues[0]!;
      refuse(`${issue.message} (at ${[key, ...issue.path].join(".")})`, key);
    }
  }
  // Every value was checked against the type of its name just above.
  return fields as RawFields;
}

/** Fields that state a theorem, under any name; `goal` and `body` are read beside those of the table. */
const statingFields: readonly string[] = [
  ...fieldNames.statement,
  ...fieldNames.code,
  ...fieldNames.proofs,
  "goal",
  "body",
];

/** Whether a row has a field that may state a theorem. */
export const mayState = (row: unknown): boolean =>
  typeof row === "object" && row !== null && statingFields.some((field) => field in row);

function describe(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `a ${typeof value}`;
}

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Random, type Theorem } from "@lemma/interfaces";
import { normalForm, splitFile } from "@lemma/lean-text";
import { expect, test } from "vitest";
import { audit } from "./index.ts";
import { plant, plantedKinds } from "./testing/plant.ts";

const data = process.env["LEMMA_DATA"] ?? path.join(import.meta.dirname, "../../../../shared/data");
const files = [
  "minif2f-lean4/minif2f_v15.jsonl",
  "minif2f-proofs/dsv2_valid.jsonl",
  "minif2f-proofs/dsv2_test_visible.jsonl",
];
const isThere = files.every((file) => existsSync(path.join(data, file)));

const rows = (file: string): Readonly<Record<string, string>>[] =>
  readFileSync(path.join(data, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Readonly<Record<string, string>>);

/** Statements of miniF2F of which a published proof passed Lean, as they stand. */
function knownGood(): readonly Theorem[] {
  const proved = new Set(
    [...rows(files[1]!), ...rows(files[2]!)].flatMap(({ code }) => {
      const split = splitFile(code!);
      return split === undefined ? [] : [normalForm(split.statement)];
    }),
  );
  return rows(files[0]!)
    .map(({ name, formal_statement: statement }) => ({ id: name!, statement: statement!.trim() }))
    .filter(({ statement }) => proved.has(normalForm(statement)));
}

const faulty = async (theorems: readonly Theorem[]): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, readonly string[]>();
  for await (const { id, findings } of audit(theorems)) {
    const kinds = findings.filter(({ level }) => level === "fault").map(({ kind }) => kind);
    if (kinds.length > 0) found.set(id, kinds);
  }
  return found;
};

test.skipIf(!isThere)(
  "of 200 planted faults at least 80% are found, of good statements at most 2% called faulty",
  async () => {
    const good = knownGood();
    expect(good.length).toBeGreaterThan(300);
    // A statement that is proved and contradicts itself is no good one; nobody has looked at those of published proofs one by one.
    const alarms = await faulty(good);
    console.log(`${alarms.size} of ${good.length} called faulty:`, [...alarms]);
    const random = new Random(1);
    const planted = plantedKinds.flatMap((kind) =>
      random
        .shuffle(good.filter(({ id }) => !alarms.has(id)))
        .flatMap((theorem) => plant(kind, theorem, random) ?? [])
        .slice(0, 200 / plantedKinds.length)
        .map((one) => ({ ...one, original: good.find(({ id }) => one.theorem.id.startsWith(`${id}-`))! })),
    );
    expect(planted).toHaveLength(200);
    const missed: string[] = [];
    for (const { kind, theorem, original } of planted) {
      const pair = kind === "duplicate" ? [original, theorem] : [theorem];
      if ((await faulty(pair)).get(theorem.id)?.includes(kind) !== true) missed.push(theorem.id);
    }
    console.log(`${planted.length - missed.length} of ${planted.length} planted faults found; missed:`, missed);
    expect(missed.length).toBeLessThanOrEqual(40);
    expect(alarms.size / good.length).toBeLessThanOrEqual(0.02);
  },
  3_600_000,
);

import { LeanLite } from "@lemma/lean-lite";
import { expect, test } from "vitest";
import { kinds } from "./kinds.ts";

const lean = new LeanLite();

interface Row {
  readonly id?: string;
  readonly header?: string;
  readonly statement: string;
  readonly proof?: string;
  readonly code?: string;
}

async function statusOf({ header, statement, proof = "", code }: Row, asFile = false): Promise<string> {
  const tactics = proof.startsWith(" ") ? proof : `  ${proof.replaceAll("\n", "\n  ")}`;
  const whole = asFile ? `${header ?? "import Mathlib\n"}\n${statement}\n${tactics}\n` : code;
  const theorem = { id: "t", statement, ...(header === undefined ? {} : { header }) };
  const verdict = await lean.verify({
    theorem,
    proof: whole === undefined ? { kind: "tactics", tactics } : { kind: "file", code: whole },
  });
  return verdict.status;
}

/** Kinds that lean-lite still gets wrong: this list only gets shorter. */
const open = /header|nothing binds/;
const closed = kinds.filter(({ kind }) => !open.test(kind));

test.for(closed)("$kind: $statement is not proved", async (row) => {
  expect(await statusOf(row)).not.toBe("proved");
  expect(await statusOf(row, true)).not.toBe("proved");
});

test.for(closed.map(({ kind, twin }) => ({ kind, ...twin })))("$kind: $statement is", async (row) => {
  expect(await statusOf(row)).toBe("proved");
});

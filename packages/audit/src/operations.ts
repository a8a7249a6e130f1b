import { hazards } from "@lemma/lean-lite";
import type { Finding, Subject } from "./finding.ts";

/** Subtractions that stop at 0 and divisions that round, where the hypotheses allow it. */
export function operations({ theorem }: Subject): readonly Finding[] {
  const { statement, header } = theorem;
  return (hazards(statement, header === undefined ? {} : { header }) ?? []).map(({ kind, type, text, at }) => {
    const values = Object.entries(at).map(([name, value]) => `${name} = ${value}`);
    const where = values.length === 0 ? "" : ` at ${values.join(", ")}`;
    const what =
      kind === "subtraction" ? `'${text}' on ${type} stops at 0${where}` : `'${text}' on ${type} rounds${where}`;
    // Where nothing varies nobody means to round; digits and halves of variables are meant.
    return { kind, level: values.length === 0 ? "fault" : "note", message: what, values: at };
  });
}

import { readFile, theoremsOf } from "@lemma/lean-text";
import { checkDeclaration } from "../check.ts";
import { customaryContext } from "../context/context.ts";
import type { CheckLimits, CheckOutcome } from "../outcome.ts";

/**
 * Checks a text that is one theorem with its proof, in the context that the benchmarks of this field share. Whatever the text is,
 * the answer is an outcome.
 */
export function checkText(text: string, limits: CheckLimits = {}): CheckOutcome {
  const file = readFile(text);
  const [declaration, ...more] = theoremsOf(file);
  const isOne = declaration !== undefined && more.length === 0 && file.commands.length === 1;
  if (isOne && !file.isOpen)
    return checkDeclaration({ fullName: "", file, declaration, context: customaryContext }, limits).outcome;
  const start = { line: 1, column: 0 };
  return {
    status: "error",
    steps: 0,
    messages: [{ severity: "error", text: "expected one theorem and its proof", start }],
  };
}

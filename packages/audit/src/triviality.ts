import { codeTokens } from "@lemma/lean-text";
import { accepts, type Finding, type Subject } from "./finding.ts";

/** Tactics that end a proof by themselves, the weakest first. */
const closers = ["assumption", "rfl", "norm_num", "ring", "omega", "linarith", "simp"];

/** A goal that is among the hypotheses or says that a thing is itself; one that a single tactic closes. */
export async function triviality(subject: Subject): Promise<readonly Finding[]> {
  const { theorem, opened } = subject;
  const words = codeTokens(opened.goal).map(({ text }) => text);
  const middle = (words.length - 1) / 2;
  const isItself =
    /^[=≤≥↔]$/.test(words[middle] ?? "") && words.slice(0, middle).join(" ") === words.slice(middle + 1).join(" ");
  if (isItself || opened.goal === "True") return [fault(subject, "it says that a thing is itself", "rfl")];
  for (const proof of closers) {
    if (!(await accepts(subject, theorem.statement, proof))) continue;
    if (proof === "assumption") return [fault(subject, "its goal is one of its hypotheses", proof)];
    const message = `one tactic closes it: ${proof}`;
    return [{ kind: "trivial", level: "note", message, certificate: { statement: theorem.statement, proof } }];
  }
  return [];
}

const fault = ({ theorem }: Subject, message: string, proof: string): Finding => ({
  kind: "trivial",
  level: "fault",
  message,
  certificate: { statement: theorem.statement, proof },
});

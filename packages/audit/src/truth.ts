import { searchProof } from "@lemma/lean-lite";
import { boundNames, closeStatement, codeTokens, disproofScripts, negationOf } from "@lemma/lean-text";
import { accepts, type Finding, type Subject } from "./finding.ts";

/** Hypotheses that contradict one another, and goals that fail where all of them hold. */
export async function truth(subject: Subject): Promise<readonly Finding[]> {
  const { theorem, lean } = subject;
  const refutation = await lean.refute(theorem);
  if (refutation.status === "refuted") {
    const values = refutation.counterexample;
    const certificate = await disproof(subject, values);
    const at = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
    const message = at.length === 0 ? "it is false" : `it is false at ${at.join(", ")}`;
    return [{ kind: "counterexample", level: "fault", message, values, ...(certificate && { certificate }) }];
  }
  // A sample at which all hypotheses hold shows that they do not contradict one another.
  const isConsistent = refutation.status === "unrefuted" && refutation.confirmed > 0;
  const contradiction = isConsistent ? undefined : await contradictionIn(subject);
  if (contradiction !== undefined) return [contradiction];
  for (const value of isConsistent ? ["0", "1"] : ["0", "1", "2"]) {
    const values = Object.fromEntries(variablesOf(subject).map((name) => [name, value]));
    const certificate = await disproof(subject, values, 1);
    if (certificate === undefined) continue;
    const message = `it is false at ${Object.entries(values)
      .map(([name]) => `${name} = ${value}`)
      .join(", ")}`;
    return [{ kind: "counterexample", level: "fault", message, values, certificate }];
  }
  return [];
}

async function contradictionIn(subject: Subject): Promise<Finding | undefined> {
  const { opened, steps } = subject;
  if (opened.binders === "") return undefined;
  const statement = closeStatement({ ...opened, name: `${opened.name}_hypotheses`, goal: "False" });
  const proof = await firstAccepted(subject, statement, function* () {
    for (const name of boundNames(opened.binders)) yield `norm_num at ${name}`;
    const found = searchProof(statement, { steps })?.proof;
    if (found !== undefined) yield found;
  });
  if (proof === undefined) return undefined;
  const message = "its hypotheses contradict one another: it says nothing";
  return { kind: "contradictory", level: "fault", message, certificate: { statement, proof } };
}

async function firstAccepted(
  subject: Subject,
  statement: string,
  proofs: () => Iterable<string>,
): Promise<string | undefined> {
  for (const proof of proofs()) if (await accepts(subject, statement, proof)) return proof;
  return undefined;
}

async function disproof(
  subject: Subject,
  values: Readonly<Record<string, string>>,
  tries = 10,
): Promise<Finding["certificate"]> {
  const negation = negationOf(subject.theorem);
  if (negation === undefined || Object.keys(values).length === 0) return undefined;
  const { statement } = negation;
  const scripts = disproofScripts(subject.theorem.statement, values).slice(0, tries);
  const proof = await firstAccepted(subject, statement, () => scripts);
  return proof === undefined ? undefined : { statement, proof };
}

/** Names in the binders that are numbers: their type is one of the number types. */
function variablesOf({ opened }: Subject): readonly string[] {
  const tokens = codeTokens(opened.binders);
  const numbers = new Set<string>();
  for (const name of boundNames(opened.binders)) {
    const at = tokens.findIndex(({ text }) => text === name);
    const colon = tokens.findIndex(({ text }, i) => i > at && text === ":");
    if (/^[ℕℤℚℝ]$/.test(tokens[colon + 1]?.text ?? "") && tokens[colon + 2]?.text === ")") numbers.add(name);
  }
  return [...numbers];
}

import type { Message } from "@lemma/interfaces";

/**
 * What is asked about a declaration once its text was clean: its type as Lean understood it, its axioms, and a word that the
 * candidate cannot have known, which shows that this answer is the answer to this question and that nothing in the text
 * swallowed the end of it.
 */
export interface Questions {
  readonly name: string;
  readonly nonce: string;
  readonly text: string;
}

// Everything spelled out, or two different statements could be printed alike; nothing deep or long cut short. Each by its own
// name, too: `pp.all` gives way to an option that the candidate has set, and a saved environment brings its options along.
const printing = [
  "pp.all true",
  "pp.fullNames true",
  "pp.privateNames true",
  "pp.universes true",
  "pp.explicit true",
  "pp.notation false",
  "pp.coercions false",
  "pp.deepTerms true",
  "pp.maxSteps 10000000",
]
  .map((option) => `set_option ${option} in`)
  .join(" ");

/** @param name from the root, without `_root_`. */
export function questionsAbout(name: string, nonce: string): Questions {
  return {
    name,
    nonce,
    text: [
      // No tactic and no term: whatever block the text before has left open ends here.
      `#print "${nonce}"`,
      `${printing} #check @_root_.${name}`,
      `#print axioms _root_.${name}`,
      `#print "${nonce}"`,
    ].join("\n"),
  };
}

export interface Answers {
  /** The declaration's type, fully spelled out, in one line; undefined when Lean knows no such declaration. */
  readonly type: string | undefined;
  /** Undefined when Lean gave no report. */
  readonly axioms: readonly string[] | undefined;
  /** The nonce came back. */
  readonly inStep: boolean;
  readonly unknown: boolean;
}

export function readAnswers(questions: Questions, messages: readonly Message[]): Answers {
  const { name, nonce } = questions;
  let type: string | undefined;
  let axioms: readonly string[] | undefined;
  let unknown = false;
  for (const { text, severity } of messages) {
    if (severity === "error" && /unknown (?:constant|identifier)/i.test(text)) unknown = true;
    if (severity !== "info") continue;
    const found = readAxioms(text, name);
    if (found !== undefined) axioms = found;
    else if (text !== nonce) type ??= typeOf(text, name);
  }
  return { type, axioms, unknown, inStep: isInStep(questions, messages) };
}

/** The nonce came back twice: as the first answer, and as the last. */
export const isInStep = ({ nonce }: Questions, messages: readonly Message[]): boolean =>
  messages.filter(({ text }) => text === nonce).length === 2;

/**
 * `'name' depends on axioms: [a, b]` (over several lines when long) or `'name' does not depend on any axioms`; undefined when
 * the text is not such a report about this name.
 */
export function readAxioms(text: string, name: string): readonly string[] | undefined {
  const match = /^['`](.*?)['`] (?:does not depend on any axioms|depends on axioms: \[([\s\S]*)\])$/.exec(text.trim());
  if (match === null || stripPrivate(match[1]!) !== stripPrivate(name)) return undefined;
  return match[2] === undefined ? [] : match[2].split(",").map((axiom) => axiom.trim());
}

/** A private declaration is listed under `_private.Module.0.name`. */
const stripPrivate = (name: string): string =>
  name.replace(/^_private\.(?:[^.]+\.)*?\d+\./, "").replaceAll(/[«»]/g, "");

/** `@name.{u} : type` in one line. Blanks within one stay: two may be what tells one string or name from another. */
function typeOf(text: string, name: string): string | undefined {
  const folded = text.replaceAll(/ *\r?\n */g, " ").trim();
  // A name in quotes may hold blanks: `«a b»`.
  const head = /^@?(?:_root_\.)?((?:«[^»]*»|[^\s«])+?)(\.\{[^}]*\})? : (.*)$/s.exec(folded);
  if (head === null || stripPrivate(head[1]!) !== stripPrivate(name)) return undefined;
  return `${head[2] ?? ""} : ${head[3]!}`;
}

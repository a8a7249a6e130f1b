import { codeTokens, openStatement } from "@lemma/lean-text";
import type { Random } from "@lemma/interfaces";
import { type Binder, isHypothesis, partsOf } from "./edits.ts";
import type { Task } from "./task.ts";

const letters = "abcdefgijklmnopqrstuvwxyzABCMNPSTαβθ".split("");
const digits = "₀₁₂₃₄₅₆₇₈₉";

/** How the i-th hypothesis, about `about`, is called. */
const hypothesisStyles: readonly ((i: number, about: string) => string)[] = [
  (i) => `h${digits[i]!}`,
  (i) => `h${digits[i]!}`,
  (i) => `h${digits[i + 1]!}`,
  (i) => `h${i + 1}`,
  (i) => (i === 0 ? "h" : `h${"'".repeat(i)}`),
  (i) => `h${"abcdefghi"[i]!}`,
  (_, about) => `h${about}`,
];

/**
 * The same task in other names: what the statement binds is renamed in all of its texts at once. A model that sees a task in many
 * names learns to copy names, not to expect them. A task whose binders cannot be told, or are more than there are names for, stays as
 * it is.
 */
export function renamed(task: Task, random: Random): Task {
  const texts = task.task === "prove" ? [task.statement, task.proof] : [task.target, task.statement];
  const binders = bindersOf(task.task === "prove" ? task.statement : task.target);
  const names = binders === undefined ? undefined : newNames(binders, texts, random);
  if (names === undefined) return task;
  const [first, second] = texts.map((text) => rename(text, names)) as [string, string];
  return task.task === "prove"
    ? { ...task, statement: first, proof: second }
    : { ...task, target: first, statement: second };
}

function bindersOf(statement: string): readonly Binder[] | undefined {
  const opened = openStatement(statement);
  return opened && partsOf(opened)?.binders;
}

function newNames(
  binders: readonly Binder[],
  texts: readonly string[],
  random: Random,
): ReadonlyMap<string, string> | undefined {
  const bound = new Set(binders.flatMap(({ names }) => names));
  const occurring = new Set(texts.flatMap(heads));
  // Whatever else is named may not be captured: lemmas, functions of the library, what a proof introduces.
  const taken = new Set([...occurring].filter((name) => !bound.has(name)));
  const free = random.shuffle(letters.filter((letter) => !taken.has(letter)));
  const style = random.choice(hypothesisStyles);
  const names = new Map<string, string>();
  let count = 0;
  for (const binder of binders) {
    for (const name of binder.names) {
      // `_` names nothing, and a name that does not occur was made up when the statement was opened.
      if (name === "_" || names.has(name) || !occurring.has(name)) continue;
      let fresh: string | undefined;
      if (isHypothesis(binder)) {
        if (count >= 9) return undefined;
        const about = heads(binder.type)
          .map((head) => names.get(head))
          .find((head) => head !== undefined);
        fresh = style(count, about ?? "");
        count += 1;
      } else fresh = free.pop();
      if (fresh === undefined || taken.has(fresh)) return undefined;
      taken.add(fresh);
      names.set(name, fresh);
    }
  }
  return names;
}

/** The first part of every identifier: `h₀` of `h₀.1`. */
const heads = (text: string): string[] =>
  codeTokens(text).flatMap((token) => (token.kind === "name" ? [token.text.split(".")[0]!] : []));

function rename(text: string, names: ReadonlyMap<string, string>): string {
  let result = "";
  let at = 0;
  // The declaration's own name is no binder's.
  const own = /^\s*theorem\s+\S+/.exec(text)?.[0].length ?? 0;
  for (const token of codeTokens(text)) {
    if (token.kind !== "name" || token.start < own) continue;
    const head = token.text.split(".")[0]!;
    const fresh = names.get(head);
    if (fresh === undefined) continue;
    result += text.slice(at, token.start) + fresh;
    at = token.start + head.length;
  }
  return result + text.slice(at);
}

import { elaborateStatement } from "@lemma/lean-lite";
import { boundNames, bracketStep, type CodeToken, codeTokens } from "@lemma/lean-text";
import type { Finding, Subject } from "./finding.ts";

/** Names that reach out of the sum or product that binds them, that nothing binds, and that nothing uses. */
export function names(subject: Subject): readonly Finding[] {
  const escaped = escapes(codeTokens(subject.theorem.statement));
  return [...escaped, ...unbound(subject, new Set(escaped.map(({ name }) => name))), ...unused(subject)];
}

const big = new Set(["∑", "∏", "∑'", "∏'"]);
const binders = new Set([...big, "∀", "∃", "∃!", "fun", "λ"]);
/** They bind looser than a sum's body, which ends before them. */
const looser = new Set("+ - = ≠ < ≤ > ≥ ∧ ∨ → ↔ ∣ ∣∣ ≡ ∈ ∉ ⊆ , : := ; ∪ ∩".split(" "));

/** `∑ k in s, f k + k`: the body ends at the sign, and the last `k` is another. */
function escapes(tokens: readonly CodeToken[]): readonly (Finding & { readonly name: string })[] {
  const found = new Map<string, Finding & { readonly name: string }>();
  for (const [at, { text }] of tokens.entries()) {
    if (!big.has(text)) continue;
    const name = boundAt(tokens, at);
    const end = name === undefined ? undefined : bodyEnd(tokens, at);
    if (name === undefined || end === undefined || found.has(name)) continue;
    if (!mentions(tokens, end, name)) continue;
    const shown = tokens
      .slice(at, end)
      .map((token) => token.text)
      .join(" ");
    const message = `'${name}' is used outside of '${shown}', which binds it: put the body into parentheses`;
    found.set(name, { kind: "escape", level: "fault", message, name });
  }
  return [...found.values()];
}

function boundAt(tokens: readonly CodeToken[], at: number): string | undefined {
  const next = tokens[at + 1];
  const name = next?.text === "(" ? tokens[at + 2] : next;
  return name?.kind === "name" ? name.text : undefined;
}

/** The place behind the body of the sum at `at`; undefined where it has none. */
function bodyEnd(tokens: readonly CodeToken[], at: number): number | undefined {
  let depth = 0;
  let body: number | undefined;
  for (let i = at + 1; i < tokens.length; i += 1) {
    const { text } = tokens[i]!;
    const step = bracketStep(tokens[i]!);
    if (depth + step < 0) return body === undefined ? undefined : i;
    if (depth === 0 && body !== undefined && i > body && looser.has(text)) return i;
    if (depth === 0 && body === undefined && text === ",") body = i + 1;
    // What binds inside of the body takes in what follows as far as its own body goes.
    if (depth === 0 && body !== undefined && binders.has(text))
      return big.has(text) ? bodyEnd(tokens, i) : closingOf(tokens, i);
    depth += step;
  }
  return body === undefined ? undefined : tokens.length;
}

/** Where the brackets around a place close. */
function closingOf(tokens: readonly CodeToken[], at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i += 1) {
    depth += bracketStep(tokens[i]!);
    if (depth < 0) return i;
  }
  return tokens.length;
}

/** Whether the name stands from `from` on in the same brackets, not bound anew. */
function mentions(tokens: readonly CodeToken[], from: number, name: string): boolean {
  const to = closingOf(tokens, from);
  for (let i = from; i < to; i += 1) {
    const { text } = tokens[i]!;
    if (text === ":=") return false;
    if (binders.has(text) && boundAt(tokens, i) === name) {
      i = (big.has(text) ? (bodyEnd(tokens, i) ?? to) : closingOf(tokens, i)) - 1;
    } else if (text === name || text.startsWith(`${name}.`)) return true;
  }
  return false;
}

/** Letters that Lean makes variables of because nothing binds them. */
function unbound({ theorem, opened }: Subject, escaped: ReadonlySet<string>): readonly Finding[] {
  const read = elaborateStatement(theorem.statement, theorem.header);
  if (read.status !== "elaborated") return [];
  const declared = new Set(codeTokens(opened.binders).map(({ text }) => text));
  const typed = codeTokens(read.typed);
  const own: string[] = [];
  // Variables that nobody bound come first: `∀ (k : ℕ) (n : ℕ) …`.
  for (
    let at = typed[0]?.text === "∀" ? 1 : typed.length;
    typed[at]?.text === "(" || typed[at]?.text === "{";
    at += 1
  ) {
    const name = typed[at + 1]!.text;
    if (declared.has(name)) break;
    own.push(name);
    at += 2;
    for (let depth = 1; depth > 0 && typed[at] !== undefined; at += 1) depth += bracketStep(typed[at]!);
    at -= 1;
  }
  const isInText = (name: string): boolean => codeTokens(theorem.statement).some(({ text }) => text === name);
  return own
    .filter((name) => !escaped.has(name) && isInText(name) && !new RegExp(`∀ *${name}`, "u").test(opened.goal))
    .filter((name) => !codeTokens(theorem.header ?? "").some(({ text }) => text === name))
    .map((name) => ({
      kind: "unbound",
      level: "fault",
      message: `nothing binds '${name}': Lean makes a variable of it`,
    }));
}

/** Variables that nothing speaks of, and hypotheses that have nothing to do with the goal. */
function unused({ opened }: Subject): readonly Finding[] {
  const groups = groupsOf(opened.binders);
  const bound = new Set(groups.flatMap(({ names: own }) => own));
  const goal = wordsOf(codeTokens(opened.goal), bound);
  const findings: Finding[] = [];
  for (const { names: own, isFree } of groups) {
    if (!isFree) continue;
    for (const name of own) {
      const isUsed = goal.has(name) || groups.some(({ words }) => words.has(name));
      if (!isUsed) findings.push({ kind: "unused", level: "fault", message: `nothing speaks of '${name}'` });
    }
  }
  // What the goal speaks of, what is said of that, and so on.
  const reached = new Set(goal);
  for (let grows = true; grows;) {
    grows = false;
    for (const { names: own, words } of groups) {
      const touches = own.some((name) => reached.has(name)) || [...words].some((word) => reached.has(word));
      for (const word of touches ? [...words] : []) {
        if (!reached.has(word)) grows = true;
        reached.add(word);
      }
    }
  }
  if (goal.size === 0) return findings;
  for (const { names: own, words, isFree } of groups) {
    const isApart = !isFree && words.size > 0 && [...words].every((word) => !reached.has(word));
    if (isApart)
      findings.push({ kind: "unused", level: "fault", message: `'${own.join(" ")}' has nothing to do with the goal` });
  }
  return findings;
}

interface Group {
  readonly names: readonly string[];
  /** Other bound names in its type. */
  readonly words: ReadonlySet<string>;
  /** Whether its type speaks of no other name: a variable. */
  readonly isFree: boolean;
}

function groupsOf(text: string): readonly Group[] {
  const bound = new Set(boundNames(text));
  const tokens = codeTokens(text);
  const groups: Group[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (bracketStep(tokens[at]!) !== 1) continue;
    const end = closingOf(tokens, at + 1);
    const inside = tokens.slice(at + 1, end);
    const colon = inside.findIndex((token) => token.text === ":");
    if (colon > 0) {
      const words = wordsOf(inside.slice(colon + 1), bound);
      const isFree =
        words.size === 0 &&
        !inside.slice(colon + 1).some(({ kind, text: sign }) => kind === "symbol" && !/^[→×()]$/.test(sign));
      groups.push({ names: inside.slice(0, colon).map((token) => token.text), words, isFree });
    }
    at = end;
  }
  return groups;
}

const wordsOf = (tokens: readonly CodeToken[], among: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(tokens.map(({ text }) => text.split(".")[0]!).filter((text) => among.has(text)));

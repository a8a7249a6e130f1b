import { codeTokens, type OpenedStatement, type CodeToken } from "@lemma/lean-text";
import type { Random } from "@lemma/interfaces";

/** `(x y : ℝ)` or `(h : x < y)`: names and what they have. */
export interface Binder {
  readonly names: readonly string[];
  readonly type: string;
}

/** A statement taken apart as far as an edit needs. */
export interface Parts {
  readonly binders: readonly Binder[];
  readonly goal: string;
}

/** A change of a statement into a related one, true or not; undefined where it does not apply. */
export type Edit = (parts: Parts, random: Random) => Parts | undefined;

const numberTypes = new Set(["ℕ", "ℤ", "ℚ", "ℝ"]);
const isNumbers = ({ type }: Binder): boolean => numberTypes.has(type);
export const isHypothesis = ({ type }: Binder): boolean => /[=<>≤≥≠∣∧∨∈≡]/.test(type);

/** Reads round brackets only. @returns undefined for binders of another kind. */
export function partsOf({ binders, goal }: OpenedStatement): Parts | undefined {
  const groups: Binder[] = [];
  const tokens = codeTokens(binders);
  for (let i = 0; i < tokens.length;) {
    if (tokens[i]!.text !== "(") return undefined;
    let depth = 0;
    let colon = -1;
    const open = i;
    for (; i < tokens.length; i += 1) {
      const { text } = tokens[i]!;
      if ("([{".includes(text)) depth += 1;
      else if (")]}".includes(text)) depth -= 1;
      else if (text === ":" && depth === 1 && colon < 0) colon = i;
      if (depth === 0) break;
    }
    if (colon < 0 || i >= tokens.length) return undefined;
    const type = binders.slice(tokens[colon]!.end, tokens[i]!.start).trim();
    groups.push({ names: tokens.slice(open + 1, colon).map(({ text }) => text), type });
    i += 1;
  }
  return { binders: groups, goal };
}

/** `theorem NAME (x : ℝ) … : goal := by` */
export function statementOfParts({ binders, goal }: Parts, name: string): string {
  const groups = binders.map(({ names, type }) => ` (${names.join(" ")} : ${type})`).join("");
  return `theorem ${name}${groups} : ${goal} := by`;
}

/** Every place where `pick` says what to put instead of a token: the goal is 0, binder i is i + 1. */
function places(
  { binders, goal }: Parts,
  pick: (token: CodeToken, before: CodeToken | undefined) => readonly string[],
): { readonly at: number; readonly token: CodeToken; readonly by: readonly string[] }[] {
  return [goal, ...binders.map((binder) => (isNumbers(binder) ? "" : binder.type))].flatMap((text, at) => {
    const tokens = codeTokens(text);
    return tokens.flatMap((token, i) => {
      const by = pick(token, tokens[i - 1]);
      return by.length === 0 ? [] : [{ at, token, by }];
    });
  });
}

/** The parts with one piece of text rewritten: the goal's for 0, binder i's type for i + 1. */
function rewrite(parts: Parts, at: number, change: (text: string) => string): Parts {
  if (at === 0) return { ...parts, goal: change(parts.goal) };
  return {
    ...parts,
    binders: parts.binders.map((binder, i) => (i + 1 === at ? { ...binder, type: change(binder.type) } : binder)),
  };
}

function replaceOne(parts: Parts, random: Random, pick: Parameters<typeof places>[1]): Parts | undefined {
  const found = places(parts, pick);
  if (found.length === 0) return undefined;
  const { at, token, by } = random.choice(found);
  const text = random.choice(by);
  return rewrite(parts, at, (whole) => whole.slice(0, token.start) + text + whole.slice(token.end));
}

/** Puts `by` for a variable wherever it stands, and takes its binder away. */
function substitute(parts: Parts, name: string, by: string): Parts | undefined {
  const change = (text: string): string => {
    let result = "";
    let at = 0;
    for (const token of codeTokens(text)) {
      if (token.text !== name) continue;
      result += text.slice(at, token.start) + by;
      at = token.end;
    }
    return result + text.slice(at);
  };
  const bound = new RegExp(`[∀∃∑∏λ][^,]*(?<![\\p{L}\\d_.])${name}(?![\\p{L}\\d_'₀-₉])[^,]*,`, "u");
  if ([parts.goal, ...parts.binders.map(({ type }) => type)].some((text) => bound.test(text))) return undefined;
  return {
    goal: change(parts.goal),
    binders: parts.binders.flatMap((binder) => {
      if (!isNumbers(binder)) return [{ ...binder, type: change(binder.type) }];
      const names = binder.names.filter((other) => other !== name);
      return names.length === 0 ? [] : [{ ...binder, names }];
    }),
  };
}

/** The sides of `∧`s outside brackets; a goal with another connective or a quantifier is one piece. */
function conjuncts(goal: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { text, start: at, end } of codeTokens(goal)) {
    if (/^[∀∃∨→↔¬∑∏]$/u.test(text)) return [goal];
    if ("([{⟨".includes(text)) depth += 1;
    else if (")]}⟩".includes(text)) depth -= 1;
    else if (text === "∧" && depth === 0) {
      pieces.push(goal.slice(start, at).trim());
      start = end;
    }
  }
  return [...pieces, goal.slice(start).trim()];
}

const variables = (parts: Parts): { readonly name: string; readonly type: string }[] =>
  parts.binders.filter(isNumbers).flatMap(({ names, type }) => names.map((name) => ({ name, type })));

const relations: Readonly<Record<string, readonly string[]>> = {
  "<": ["≤"],
  "≤": ["<"],
  ">": ["≥"],
  "≥": [">"],
  "=": ["≤", "≥"],
  "↔": ["→"],
};

const operators: Readonly<Record<string, readonly string[]>> = { "+": ["-", "*"], "-": ["+"], "*": ["+"] };

/** The edits by name, with how often each is tried relative to the others. */
export const edits: Readonly<Record<string, { readonly share: number; readonly apply: Edit }>> = {
  /** Another numeral. */
  constant: {
    share: 6,
    apply: (parts, random) =>
      replaceOne(parts, random, ({ kind, text }, before) => {
        if (kind !== "number" || !/^\d{1,4}$/.test(text)) return [];
        const n = Number(text);
        if (before?.text === "^") return [n + 1, n - 1].filter((m) => m > 0 && m <= 4).map(String);
        return [n + 1, n - 1, n + 2, 2 * n, 3 * n].filter((m) => m > 0 && m !== n).map(String);
      }),
  },
  /** A special case: a small number for a variable. */
  special: {
    share: 3,
    apply: (parts, random) => {
      const all = variables(parts);
      if (all.length < 2) return undefined;
      const { name, type } = random.choice(all);
      return substitute(parts, name, random.choice(type === "ℕ" ? ["1", "2", "3"] : ["1", "2", "3", "(-1)"]));
    },
  },
  /** Two variables made one. */
  identify: {
    share: 2,
    apply: (parts, random) => {
      const all = variables(parts);
      if (all.length < 2) return undefined;
      const [kept, gone] = random.sample(all, 2);
      return kept!.type === gone!.type ? substitute(parts, gone!.name, kept!.name) : undefined;
    },
  },
  /** One assumption less. */
  general: {
    share: 2,
    apply: (parts, random) => {
      const hypotheses = parts.binders.filter(isHypothesis);
      if (hypotheses.length === 0) return undefined;
      const gone = random.choice(hypotheses);
      return { ...parts, binders: parts.binders.filter((binder) => binder !== gone) };
    },
  },
  /** One assumption more: a variable's sign. */
  sign: {
    share: 1,
    apply: (parts, random) => {
      const all = variables(parts);
      if (all.length === 0) return undefined;
      const { name } = random.choice(all);
      const taken = new Set(parts.binders.flatMap(({ names }) => names));
      const fresh = [`h${name}`, "hpos", "h"].find((candidate) => !taken.has(candidate));
      if (fresh === undefined) return undefined;
      return { ...parts, binders: [...parts.binders, { names: [fresh], type: `0 < ${name}` }] };
    },
  },
  /** A weaker or a stronger relation. */
  relation: {
    share: 2,
    apply: (parts, random) => replaceOne(parts, random, ({ text }) => relations[text] ?? []),
  },
  operator: {
    share: 2,
    apply: (parts, random) => replaceOne(parts, random, ({ text }) => operators[text] ?? []),
  },
  /** One half of a conjunction. */
  half: {
    share: 3,
    apply: (parts, random) => {
      const halves = conjuncts(parts.goal);
      if (halves.length < 2) return undefined;
      return { ...parts, goal: random.choice(halves) };
    },
  },
};

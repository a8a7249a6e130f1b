import { closingBracket, isName, leadingNames, step } from "./shape.ts";

const binderWords = new Set(["∀", "∃", "∑", "∏", "fun", "⋃", "⋂", "Π", "Σ", "∫"]);

/** Names in scope and the numbers that stand for them. Names bound inside a bracket end with it. */
export class Scope {
  #names = new Map<string, string>();
  #count = 0;

  declare(name?: string): string {
    const fresh = `#${this.#count}`;
    this.#count += 1;
    if (name !== undefined) this.#names.set(name, fresh);
    return fresh;
  }

  rename(tokens: readonly string[]): string[] {
    const output: string[] = [];
    const before = new Map(this.#names);
    const outer: Map<string, string>[] = [];
    const words = [...tokens];
    for (const [index, token] of words.entries()) {
      const change = step(token);
      if (change === 1) {
        outer.push(new Map(this.#names));
        if (token === "{") this.#declareAll(setBuilderNames(words, index));
      }
      if (change === -1) this.#names = outer.pop() ?? this.#names;
      if (binderWords.has(token)) {
        const { names, membership } = boundNames(words, index);
        this.#declareAll(names);
        if (membership !== undefined) words[membership] = "∈";
      }
      if (token === "let" && words[index + 1] !== undefined) this.#declareAll([words[index + 1]!]);
      output.push(this.#replace(words[index]!));
    }
    this.#names = before;
    return output;
  }

  #declareAll(names: readonly string[]): void {
    for (const name of names) if (name !== "_") this.declare(name);
  }

  #replace(word: string): string {
    const whole = this.#names.get(word);
    if (whole !== undefined) return whole;
    // A projection of a bound name: `h₀.1`.
    const dot = word.indexOf(".");
    const head = dot > 0 ? this.#names.get(word.slice(0, dot)) : undefined;
    return head === undefined ? word : head + word.slice(dot);
  }
}

/** The names after a binder word at `at`; `membership` is where `∑ x in s` says `in`. */
function boundNames(
  tokens: readonly string[],
  at: number,
): { readonly names: readonly string[]; readonly membership: number | undefined } {
  const names: string[] = [];
  let membership: number | undefined;
  let depth = 0;
  let leading = true;
  for (let index = at + 1; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (depth === 0 && (token === "," || token === "=>")) break;
    depth += step(token);
    if (depth < 0) break;
    if (token === "in" && depth === 0) membership = index;
    if (token === "!" || token === "'") continue;
    if (step(token) === 1 && depth === 1 && leading) {
      const inside = tokens.slice(index + 1, closingBracket(tokens, index));
      names.push(...inside.slice(0, leadingNames(inside)));
      index = closingBracket(tokens, index);
      depth -= 1;
    } else if (leading && isName(token)) names.push(token);
    else leading = false;
  }
  return { names, membership };
}

/** `{x | p}`, `{x : ℝ | p}`, `{x ∈ s | p}`. */
function setBuilderNames(tokens: readonly string[], at: number): readonly string[] {
  const name = tokens[at + 1];
  const after = tokens[at + 2];
  return name !== undefined && isName(name) && (after === "|" || after === ":" || after === "∈") ? [name] : [];
}

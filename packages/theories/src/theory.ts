import type { Example, Random, Theorem } from "@lemma/interfaces";
import type { Closer, Form } from "./form.ts";
import { forms } from "./forms.ts";
import { type Split, type WorldFunction, drawFunction, factProof, functionFamilies } from "./functions.ts";
import { factNames, functionNames } from "./words.ts";

/**
 * `fact`: what a function is, by induction, under a name of its own. `use`: facts put to use. `target`: facts put to use that no use
 * has brought together.
 */
export type Role = "fact" | "use" | "target";

export interface TheoryTheorem extends Example {
  readonly role: Role;
  /** The rule that drew it. */
  readonly form: string;
  /** Names of the functions that it is about. */
  readonly functions: readonly string[];
}

/** A small world: definitions, and theorems about them in the order of their file. A theorem's header is all that stands before it. */
export interface Theory {
  readonly id: string;
  readonly split: Split;
  readonly definitions: string;
  readonly theorems: readonly TheoryTheorem[];
  /** Verified uses of other worlds, which teach nothing about this one. */
  readonly distractors: readonly TheoryTheorem[];
}

export interface TheoryOptions {
  readonly id: string;
  /** `test`: the targets' forms are never drawn in training, nor is one family of its functions. */
  readonly split: Split;
  /** Uses of other worlds, about four of each and of eight at most. Default 4. */
  readonly distractors?: number;
  /** How often each pair of functions that no use puts together is asked about. Default 1: then no target's proof is another's. */
  readonly targetsPerPair?: number;
  /**
   * Which fact's name goes with which function's. `drawn`, the default: nothing but the theory tells. `fixed`: the same in all theories,
   * so that plain training can learn it: a first lesson in which names matter, before what they stand for changes.
   */
  readonly names?: "drawn" | "fixed";
}

/** How a theory writes its proofs: one way throughout. */
interface Style {
  readonly cite: "rw" | "simp only";
  readonly between: "; " | "\n";
  /** The first that a form allows. */
  readonly closers: readonly Closer[];
}

/** Draws a theory. Nothing has judged it yet: see `checkedTheory`. */
export function drawTheory(random: Random, options: TheoryOptions): Theory {
  const { id, split, distractors = 4, targetsPerPair = 1 } = options;
  const names = (part: number): Names => namesFrom(random.fork("names"), part, options.names ?? "drawn");
  const own = drawWorld(random.fork("world"), { id, split, targetsPerPair, names: names(0) });
  const uses = Array.from({ length: Math.min(worlds, Math.ceil(distractors / 4)) }, (_, i) =>
    drawWorld(i === 0 ? random.fork("other") : random.fork("other", i), {
      id: `${id}_other${i === 0 ? "" : i + 1}`,
      split,
      targetsPerPair: 0,
      names: names(1 + i),
    }).theorems.filter(({ role }) => role === "use"),
  ).flat();
  return { id, split, ...own, distractors: random.fork("distractors").sample(uses, distractors) };
}

/** Other worlds that there are names for. */
const worlds = 8;

/** The most functions of a world; no two worlds of one theory share a name. */
const most = 6;

/** A theory has at most 20 theorems. */
const mostTargets = 5;

interface Names {
  readonly functions: readonly string[];
  readonly facts: readonly string[];
}

function namesFrom(random: Random, part: number, pairing: "drawn" | "fixed"): Names {
  const cut = (words: readonly string[], kind: string): string[] =>
    random
      .fork(kind)
      .shuffle(words)
      .slice(part * most, (part + 1) * most);
  const functions = cut(functionNames, "functions");
  return {
    functions,
    facts:
      pairing === "drawn" ? cut(factNames, "facts") : functions.map((name) => factNames[functionNames.indexOf(name)]!),
  };
}

function drawWorld(
  random: Random,
  {
    id,
    split,
    targetsPerPair,
    names,
  }: Required<Pick<TheoryOptions, "id" | "split" | "targetsPerPair">> & { readonly names: Names },
): Pick<Theory, "definitions" | "theorems"> {
  const count = random.between(4, most);
  const allowed = <T extends { readonly split: Split }>(rules: readonly T[]): T[] =>
    rules.filter((rule) => split === "test" || rule.split === "train");
  const families = allowed(functionFamilies).flatMap((family) => Array.from({ length: family.share }, () => family));
  const functions = Array.from({ length: count }, (_, i) => {
    // The first two are lines, so that every form finds functions that it accepts.
    const family = i < 2 ? functionFamilies[0]! : random.choice(families);
    return drawFunction(family, names.functions[i]!, names.facts[i]!, random.fork("function", i));
  });
  const style: Style = {
    cite: random.choice(["rw", "simp only"]),
    between: random.choice(["; ", "\n"]),
    closers: random.shuffle<Closer>(["ring", "omega", "linarith"]),
  };
  const definitions = `import Mathlib\n\n${functions.map(({ definition }) => `${definition}\n`).join("\n")}`;
  let header = definitions;
  const theorems: TheoryTheorem[] = [];
  const add = (of: Omit<TheoryTheorem, "theorem">, name: string, statement: string): void => {
    const theorem: Theorem = { id: `${id}/${name}`, statement: `theorem ${name} ${statement} := by`, header };
    theorems.push({ theorem, ...of });
    if (of.role !== "target") header += `\n${theorem.statement}\n${indented(of.proof)}\n`;
  };
  for (const f of random.shuffle(functions)) {
    const of = { role: "fact", form: f.family, functions: [f.name], proof: factProof(f) } as const;
    add(of, f.fact, `(n : ℕ) : ${f.name} n = ${f.value("n")}`);
  }
  const draw = (role: "use" | "target", form: Form, of: readonly WorldFunction[], name: string): void => {
    const { binders, goal, closers } = form.draw(of, random.fork(name));
    add(
      { role, form: form.name, functions: of.map((f) => f.name), proof: proofOf(of, closers, style) },
      name,
      `${binders} : ${goal}`,
    );
  };
  const formsFor = (of: readonly WorldFunction[], among: readonly Form[]): Form[] =>
    among.filter((form) => form.arity === of.length && form.accepts(of));

  // A ring through all functions: each is put to use with two others, and the pairs across are left for the targets.
  const ring = random.shuffle(functions);
  const trained = forms.filter((form) => form.split === "train");
  const taught: (readonly WorldFunction[])[] = ring.map((f, i) => {
    const pair = [f, ring[(i + 1) % count]!];
    return random.chance(0.5) ? pair : [pair[1]!, pair[0]!];
  });
  taught.push(...random.sample(functions, Math.ceil(count / 2)).map((f) => [f]));
  const uses = random.shuffle(taught);
  for (const [i, of] of uses.entries()) {
    // A theory of a kind of its own shows each of its forms at least once.
    const among = allowed(forms).filter((form) => form.arity <= 2);
    draw("use", random.choice(formsFor(of, of.length === 1 ? trained : among)), of, `use_${i + 1}`);
  }
  const across = random.sample(pairsAcross(ring), mostTargets);
  const own = forms.filter((form) => form.split === split && form.arity > 1);
  const withThird = ([a, b]: readonly WorldFunction[]): readonly WorldFunction[] =>
    random.shuffle([a!, b!, random.choice(functions.filter((f) => f !== a && f !== b))]);
  const asked = Array.from({ length: targetsPerPair * across.length }, (_, i): readonly WorldFunction[] => {
    const pair = random.shuffle(across[i % across.length]!);
    return i % across.length === 0 ? withThird(pair) : pair;
  });
  for (const [i, of] of asked.entries()) {
    const fitting = formsFor(of, own);
    if (fitting.length > 0) draw("target", random.choice(fitting), of, `last_${i + 1}`);
  }
  return { definitions, theorems };
}

function pairsAcross<T>(ring: readonly T[]): (readonly [T, T])[] {
  const pairs: (readonly [T, T])[] = [];
  for (let i = 0; i < ring.length; i += 1)
    for (let j = i + 2; j < ring.length; j += 1) if (j - i < ring.length - 1) pairs.push([ring[i]!, ring[j]!]);
  return pairs;
}

function proofOf(functions: readonly WorldFunction[], closers: readonly Closer[], style: Style): string {
  const cited = `${style.cite} [${functions.map(({ fact }) => fact).join(", ")}]`;
  const closer = style.closers.find((own) => closers.includes(own)) ?? "none";
  return closer === "none" ? cited : `${cited}${style.between}${closer}`;
}

export const indented = (proof: string): string => proof.replaceAll(/^/gm, "  ");

import type { Random, Theorem } from "@lemma/interfaces";
import { boundNames, closeStatement, type OpenedStatement, openStatement } from "@lemma/lean-text";
import type { FaultKind } from "../finding.ts";

/** A statement with a fault put in, as people put them in. */
export interface Planted {
  readonly kind: FaultKind;
  readonly theorem: Theorem;
}

/** What can be planted, each where the statement has a place for it; undefined where it has none. */
const plants: Readonly<
  Partial<Record<FaultKind, (opened: OpenedStatement, random: Random) => OpenedStatement | undefined>>
> = {
  contradictory: (opened, random) => {
    const name = numbersOf(opened)[0];
    if (name === undefined) return undefined;
    const pair = random.choice([`(c₁ : ${name} < 1) (c₂ : 2 < ${name})`, `(c₁ : ${name} = 3) (c₂ : ${name} = 4)`]);
    return withBinders(opened, pair);
  },
  counterexample: (opened) => {
    const name = numbersOf(opened)[0];
    // A bound that was meant to be strict the other way round.
    return name === undefined
      ? undefined
      : { ...opened, binders: bindersOfNumbers(opened), goal: `${name} + 1 ≤ ${name} * 2` };
  },
  trivial: (opened) => {
    const hypothesis = /\((h\S*) : ([^()]+)\)/u.exec(opened.binders)?.[2];
    return hypothesis === undefined ? undefined : { ...opened, goal: hypothesis };
  },
  escape: (opened, random) => {
    const sum = random.choice(["∑ i in Finset.range 10, 2 * i + i", "∏ j in Finset.Icc 1 7, 1 + j"]);
    return withBinders(opened, `(e : (${sum}) = 145)`);
  },
  unbound: (opened) => {
    const name = numbersOf(opened)[0];
    if (name === undefined || /\bq\b/.test(`${opened.binders} ${opened.goal}`)) return undefined;
    const goal = opened.goal.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}_.'])${name}(?![\\p{L}\\p{N}_'])`, "gu"), "q");
    return goal === opened.goal ? undefined : { ...opened, goal };
  },
  division: (opened, random) =>
    withBinders(opened, `(r : ℕ) (d : r = ${random.choice(["1 / 2", "7 / 3", "10 / 4"])} * 6)`),
  unused: (opened, random) => withBinders(opened, random.choice(["(z : ℝ)", "(z : ℝ) (hz : 0 < z)"])),
  duplicate: (opened) => {
    const names = numbersOf(opened);
    if (names.length === 0) return undefined;
    const rename = (text: string): string =>
      names.reduce(
        (out, name) =>
          out.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}_.'])${name}(?![\\p{L}\\p{N}_'])`, "gu"), `${name}'`),
        text,
      );
    return { ...opened, binders: rename(opened.binders), goal: rename(opened.goal) };
  },
};

export const plantedKinds = Object.keys(plants) as readonly FaultKind[];

export function plant(kind: FaultKind, theorem: Theorem, random: Random): Planted | undefined {
  const opened = openStatement(theorem.statement);
  const faulty = opened === undefined ? undefined : plants[kind]!(opened, random);
  if (faulty === undefined) return undefined;
  const id = `${theorem.id}-${kind}`;
  return {
    kind,
    theorem: { ...theorem, id, statement: closeStatement({ ...faulty, name: `${faulty.name}_planted` }) },
  };
}

const withBinders = (opened: OpenedStatement, more: string): OpenedStatement => ({
  ...opened,
  binders: `${opened.binders} ${more}`.trim(),
});

const groups = /\(([^():]+) : ([ℕℤℚℝ])\)/gu;

/** Variables over numbers. */
const numbersOf = ({ binders }: OpenedStatement): readonly string[] =>
  [...binders.matchAll(groups)]
    .flatMap((match) => match[1]!.trim().split(/\s+/))
    .filter((name) => boundNames(binders).includes(name));

const bindersOfNumbers = ({ binders }: OpenedStatement): string =>
  [...binders.matchAll(groups)].map((match) => match[0]).join(" ");

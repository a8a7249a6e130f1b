import type { Random } from "@lemma/interfaces";
import type { Value } from "./evaluate.ts";
import { Generator, nothing } from "./generate.ts";
import { exact, type Exact, isExact } from "./number.ts";
import {
  counterexample,
  type Definition,
  elaborate,
  failureRate,
  headerOf,
  type Layout,
  leanTruth,
  type Problem,
  statementOf,
  truthOf,
  valueOf,
} from "./problem.ts";
import { misreadings, type Reading } from "./readings.ts";
import { type Binder, connective, name, negation, number, operator, relation, type Surface } from "./surface.ts";
import { known, Refused, type Type } from "./type.ts";

/** A statement that is false as Lean reads it. */
export interface Claim {
  readonly kind: string;
  readonly problem: Problem;
  readonly header: string;
  readonly statement: string;
  /** Ways of misreading it under which nothing speaks against it. */
  readonly wrongly: readonly string[];
  /** A true statement made of the same parts, with proofs that may be strong enough. */
  readonly twin: { readonly header: string; readonly statement: string; readonly proofs: readonly string[] };
}

const kinds = [
  "closed",
  "closed",
  "typed",
  "typed",
  "typed",
  "almost",
  "almost",
  "formula",
  "strange",
  "defined",
  "bijective",
] as const;
const layouts: readonly Layout[] = [
  {},
  {},
  {},
  { indent: " " },
  { comment: " -- as usual" },
  { indent: "  ", comment: " /- in -/" },
];

/** @param aimed how many of the claims are to be true to somebody who misreads them: those are the ones that bite. */
export function makeClaim(random: Random, aimed = 0.75): Claim {
  const generator = new Generator(random);
  const kind = random.choice(kinds);
  const mustBeMisread = random.chance(aimed);
  for (;;) {
    const problem = draw(generator, kind, random);
    if (problem === undefined || leanTruth(problem) !== false) continue;
    const wrongly = misreadings.filter((reading) => isPlausible(problem, reading)).map(({ name }) => name);
    if (mustBeMisread && wrongly.length === 0 && kind !== "almost") continue;
    const idle = random.chance(0.3) ? generator.idle() : [];
    const placed = { ...problem, context: [...idle, ...problem.context] };
    // A comment that is opened must not meet one that ends a line.
    const layout = idle.length === 0 ? random.choice(layouts) : {};
    return {
      kind,
      problem: placed,
      header: headerOf(placed, layout),
      statement: statementOf(placed),
      wrongly,
      twin: twinOf(placed, layout),
    };
  }
}

function draw(generator: Generator, kind: (typeof kinds)[number], random: Random): Problem | undefined {
  switch (kind) {
    case "closed":
      return closed(generator, random);
    case "almost":
      return almost(generator);
    case "formula":
      return { context: [], binders: [], hypotheses: [], conclusion: generator.formula(nothing, random.between(1, 3)) };
    case "typed":
    case "strange":
    case "defined":
    case "bijective":
      return generator[kind]();
  }
}

/** Of a few that are false, the one that the fewest values refute: a step of a proof that is a little too strong proves it. */
function almost(generator: Generator): Problem | undefined {
  const rated = Array.from({ length: 12 }, () => generator.arithmetic()).flatMap((problem) => {
    if (leanTruth(problem) !== false) return [];
    return [{ problem, rate: failureRate(elaborate(problem).term) }];
  });
  return rated.filter(({ rate }) => rate > 0).sort((a, b) => a.rate - b.rate)[0]?.problem;
}

function isPlausible(problem: Problem, reading: Reading): boolean {
  const truth = truthOf(problem, reading);
  if (truth !== undefined) return truth;
  try {
    elaborate(problem, reading);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** A term with a value that it has only for somebody who misreads it, or a near one. */
function closed(generator: Generator, random: Random): Problem | undefined {
  const term = generator.term(nothing, random.between(2, 3));
  const right = exactValue(valueOf(term)?.value);
  if (right === undefined) return undefined;
  const wrong = misreadings.flatMap(({ shape, types, values }) => {
    const value = exactValue(valueOf(shape === undefined ? term : shape(term), types, values)?.value);
    return value === undefined || (value.n === right.n && value.d === right.d) ? [] : [value];
  });
  const value = wrong.length > 0 ? random.choice(wrong) : exact(right.n + 1n, right.d);
  const equation = relation("=", term, literal(value));
  const conclusion = random.choice<() => Surface>([
    () => equation,
    () => equation,
    () => connective("∧", equation, relation("=", term, term)),
    () => connective("∨", equation, relation("≠", term, literal(right))),
    () => ({
      kind: "bounded",
      quantifier: "∀",
      binder: { name: "k" },
      bound: "∈",
      than: { kind: "range", bound: number(2) },
      body: equation,
    }),
    () => negation(relation("=", term, literal(right))),
  ])();
  return { context: [], binders: [], hypotheses: [], conclusion };
}

function isBijective(type: Type): boolean {
  const shown = known(type);
  return typeof shown === "object" && "bijectionsOf" in shown;
}

const exactValue = (value: Value | undefined): Exact | undefined =>
  typeof value === "object" && ("n" in value || "about" in value) && isExact(value) ? value : undefined;

const literal = ({ n, d }: Exact): Surface =>
  d === 1n ? number(Number(n)) : operator("/", number(Number(n)), number(Number(d)));

const nameOf = ({ name, namespace }: Definition): string =>
  namespace?.after === "closed" ? `${namespace.name}.${name}` : name;

const closers = [
  "norm_num",
  "simp",
  "decide",
  "rfl",
  "norm_num [Finset.sum_range_succ, Finset.prod_range_succ, Finset.sum_Icc_succ_top, Nat.factorial, Nat.choose]",
];

/** There and back again, under the same hypotheses: no text names the bijection of a counterexample. */
function roundTrip(problem: Problem, bijection: Binder): Claim["twin"] {
  const image = (direction: "forward" | "back", argument: Surface): Surface => ({
    kind: "bijected",
    of: name(bijection.name),
    direction,
    style: "number",
    argument,
  });
  const there = image("forward", number(2));
  const conclusion = relation("=", image("back", there), number(2));
  const twin: Problem = { ...problem, conclusion };
  const proofs = [`exact ${bijection.name}.left_inv 2`, "simp"];
  return { header: headerOf(twin), statement: statementOf(twin), proofs };
}

/** The negation, with its counterexample as a proof: what is false is not just refused, its contrary is proved. */
function twinOf(problem: Problem, layout: Layout): Claim["twin"] {
  const bijection = problem.binders.find(({ type }) => type !== undefined && "type" in type && isBijective(type.type));
  if (bijection !== undefined) return roundTrip(problem, bijection);
  const kept = problem.context.filter(({ kind }) => kind !== "variable");
  const binders = [
    ...problem.context.flatMap((command) => (command.kind === "variable" ? command.binders : [])),
    ...problem.binders,
  ];
  const body = [...problem.hypotheses, problem.conclusion].reduceRight((right, left) => connective("→", left, right));
  const all: Surface = binders.length === 0 ? body : { kind: "quantifier", quantifier: "∀", binders, body };
  const names = kept.flatMap((command) => (command.kind === "definition" ? [nameOf(command)] : []));
  const twin: Problem = { context: kept, binders: [], hypotheses: [], conclusion: negation(all) };
  const found = counterexample(elaborate(problem).term);
  const values = (found?.values ?? []).map((value) => {
    if (typeof value === "boolean") return value ? "True" : "False";
    const number = exactValue(value);
    return number === undefined ? "_" : number.d === 1n ? `(${number.n})` : `(${number.n} / ${number.d})`;
  });
  const uses = names.map((name) => `, ${name}`).join("");
  const refutation = `intro h\nhave h1 := h ${values.join(" ")}`;
  const proofs =
    values.length === 0
      ? [
          ...closers,
          ...(names.length === 0
            ? []
            : [`norm_num [${names.join(", ")}]`, `intro h\nnorm_num [${names.join(", ")}] at h`]),
          "intro h\nnorm_num at h",
        ]
      : [
          `${refutation}\nnorm_num at h1`,
          `${refutation}\nsimp${uses === "" ? "" : ` [${names.join(", ")}]`} at h1`,
          `push_neg\nexact ⟨${values.join(", ")}, by norm_num⟩`,
          `push_neg\nrefine ⟨${values.join(", ")}, ?_⟩\nnorm_num`,
          `intro h\nnorm_num at h`,
          "intro h\nexact absurd (h 0) (by norm_num)",
        ];
  return { header: headerOf(twin, layout), statement: statementOf(twin), proofs };
}

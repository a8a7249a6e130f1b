import { readComparison } from "../comparison.ts";
import { numberVariables, productHints, rootHints, signFacts, squareHints } from "../hints.ts";
import { conjuncts, unwrap, walk } from "../sketch.ts";
import type { Sketch } from "../sketch.ts";
import { isBinary, isCallOf, mentions, script, typesIn, withHints } from "./script.ts";
import type { Script, ScriptSource } from "./script.ts";

/** Inequalities over ordered fields (and polynomial ones over ℕ and ℤ). */
export const inequalityScripts: ScriptSource = function* (sketch): Generator<Script> {
  const parts = conjuncts(sketch.goal);
  const comparisons = parts.map(readComparison);
  if (comparisons.some((part) => part === undefined || part.relation === "=" || part.relation === "≠")) {
    if (!comparisons.some((part) => part !== undefined && part.relation !== "=")) return;
  }
  const split = parts.length > 1 ? ["constructor"] : [];
  const close = (tactic: string): string[] => (split.length > 0 ? [`constructor <;> ${tactic}`] : [tactic]);
  const facts = signFacts(sketch).slice(0, 6);
  const pairs = productHints(facts, false).slice(0, 10);
  const squares = squareHints(sketch);
  const natural = typesIn(sketch).has("ℕ") && typesIn(sketch).size === 1;
  const divided = mentions(sketch, (node) => isBinary(node, "/") && !isNumeric(node), false) && !natural;
  const roots = rootHints(sketch).slice(0, 6);

  const polynomial = [...hintSets(squares, pairs, productHints(facts, true))];
  const base = divided ? 12 : 5;
  for (const [i, hints] of polynomial.entries()) yield script(base + i, ...close(withHints("nlinarith", hints)));

  if (divided) yield* quotients(sketch, polynomial, close);
  if (roots.length > 0) {
    yield script(6, ...close(withHints("nlinarith", roots)));
    yield script(7, ...close(withHints("nlinarith", [...roots, ...(squares[0] ?? [])])));
    yield script(7, "apply Real.le_sqrt_of_sq_le", withHints("nlinarith", squares[0] ?? []));
    yield script(
      7,
      "apply Real.sqrt_le_iff.mpr",
      "constructor",
      `· ${withHints("nlinarith", squares[0] ?? [])}`,
      `· ${withHints("nlinarith", squares[0] ?? [])}`,
    );
    yield script(8, ...rootSquares(sketch), withHints("nlinarith", squares[0] ?? []));
  }
  if (mentions(sketch, isAbsolute)) yield* absolutes(sketch, squares[0] ?? []);
  if (mentions(sketch, (node) => isCallOf(node, /^(max|min)$/))) yield* extremes(sketch);
  if (mentions(sketch, (node) => isCallOf(node, /sin|cos/))) {
    const angle = firstArgument(sketch, /sin|cos/);
    if (angle !== undefined) {
      const bounds = ["sin_sq_add_cos_sq", "sin_le_one", "cos_le_one", "neg_one_le_sin", "neg_one_le_cos"].map(
        (name) => `Real.${name} ${angle}`,
      );
      yield script(6, withHints("nlinarith", bounds));
      yield script(7, withHints("linarith", bounds.slice(1)));
    }
  }
  const ordered = numberVariables(sketch).slice(0, 3);
  if (ordered.length >= 2 && !divided)
    yield* byOrder(
      sketch,
      ordered,
      facts.map(({ proof }) => proof),
      squares[0] ?? [],
    );
};

const isNumeric = (node: { readonly kind: string }): boolean => {
  const quotient = node as Parameters<typeof unwrap>[0];
  return (
    quotient.kind === "binary" && unwrap(quotient.left).kind === "number" && unwrap(quotient.right).kind === "number"
  );
};

function* hintSets(
  squares: readonly string[][],
  pairs: readonly string[],
  powers: readonly string[],
): Generator<string[]> {
  const [first = [], ...rest] = squares;
  if (first.length > 0) yield first;
  if (pairs.length > 0) {
    yield [...pairs];
    yield [...first, ...pairs];
  }
  for (const group of rest) {
    yield group;
    if (pairs.length > 0) yield [...group, ...pairs.slice(0, 6)];
  }
  if (powers.length > pairs.length) yield [...first, ...powers.slice(0, 12)];
}

/** Quotients: clear denominators by the usual lemmas, then as for polynomials. */
function* quotients(
  sketch: Sketch,
  hintSetsFound: readonly string[][],
  close: (tactic: string) => string[],
): Generator<Script> {
  const goal = unwrap(sketch.goal);
  if (goal.kind !== "binary") return;
  const { op } = goal;
  const flip = op === "≥" ? ["ge_iff_le"] : op === ">" ? ["gt_iff_lt"] : [];
  const strict = op === "<" || op === ">";
  const pos = "(by positivity)";
  const [small, large] = op === "≥" || op === ">" ? [goal.right, goal.left] : [goal.left, goal.right];
  const smallQuotient = isBinary(unwrap(small), "/");
  const largeQuotient = isBinary(unwrap(large), "/");
  const openers: string[][] = [];
  if (smallQuotient && largeQuotient)
    openers.push([`rw [${[...flip, `${strict ? "div_lt_div_iff" : "div_le_div_iff"} ${pos} ${pos}`].join(", ")}]`]);
  if (largeQuotient) openers.push([`rw [${[...flip, `${strict ? "lt_div_iff" : "le_div_iff"} ${pos}`].join(", ")}]`]);
  if (smallQuotient) openers.push([`rw [${[...flip, `${strict ? "div_lt_iff" : "div_le_iff"} ${pos}`].join(", ")}]`]);
  openers.push(
    ["field_simp", `rw [${strict ? "div_lt_div_iff" : "div_le_div_iff"} ${pos} ${pos}]`],
    ["field_simp", `rw [${strict ? "lt_div_iff" : "le_div_iff"} ${pos}]`],
    ["field_simp", `rw [${strict ? "div_lt_iff" : "div_le_iff"} ${pos}]`],
    [`rw [${[...flip, strict ? "← sub_pos" : "← sub_nonneg"].join(", ")}]`, "field_simp"],
  );
  const wanted = [[], ...hintSetsFound.slice(0, 7)];
  for (const [i, opener] of openers.entries()) {
    for (const [j, hints] of wanted.entries()) {
      const last = withHints("nlinarith", hints);
      // After moving everything to one side the goal is that a quotient is not negative.
      const body =
        i === openers.length - 1 ? [`apply ${strict ? "div_pos" : "div_nonneg"}`, `· ${last}`, "· positivity"] : [last];
      if (i < openers.length - 1 || j > 0) yield script(5 + j + Math.max(0, i - 1), ...opener, ...body);
    }
    yield script(5 + i, ...opener, "positivity");
  }
  yield script(6, ...close("field_simp"));
}

const isAbsolute = (node: Parameters<typeof unwrap>[0]): boolean =>
  (node.kind === "unary" && node.op === "abs") || isCallOf(node, /^abs$/);

function* absolutes(sketch: Sketch, squares: readonly string[]): Generator<Script> {
  const inside = new Set<string>();
  const collect = (node: Parameters<typeof walk>[0]): void =>
    walk(node, (part) => {
      if (part.kind === "unary" && part.op === "abs") inside.add(sketch.textOf(unwrap(part.operand)));
      if (part.kind === "apply" && isCallOf(part, /^abs$/)) inside.add(sketch.textOf(unwrap(part.args[0]!.value)));
    });
  collect(sketch.goal);
  for (const { expression } of sketch.hypotheses) collect(expression);
  const terms = [...inside].slice(0, 4);
  const splits = terms.map((term) => `cases' abs_cases (${term}) with h h`);
  for (const closer of ["linarith", withHints("nlinarith", squares)])
    yield script(5, [...splits, closer].join(" <;> "));
  yield script(4, "rw [abs_le]", "constructor <;> nlinarith");
  yield script(4, "rw [abs_lt]", "constructor <;> nlinarith");
  const named = sketch.hypotheses.filter(({ text }) => /\||abs/.test(text)).map(({ name }) => name);
  if (named.length > 0) {
    yield script(5, `rw [abs_lt] at ${named.join(" ")}`, "constructor <;> linarith");
    yield script(5, `rw [abs_le] at ${named.join(" ")}`, "constructor <;> linarith");
    yield script(6, `simp only [abs_lt, abs_le] at ${named.join(" ")} ⊢`, "constructor <;> linarith");
  }
  yield script(6, ["apply abs_le.mpr", "constructor"].join("; "), "· nlinarith", "· nlinarith");
}

function* extremes(sketch: Sketch): Generator<Script> {
  const variables = numberVariables(sketch).slice(0, 3);
  for (const [i, a] of variables.entries())
    for (const b of variables.slice(i + 1)) {
      yield script(5, `cases' le_total ${a} ${b} with h h <;> simp [h] <;> linarith`);
      yield script(6, `cases' le_total ${a} ${b} with h h <;> simp [h] <;> nlinarith`);
    }
}

/** Order the variables first; then products of the differences are known to be nonnegative. */
function* byOrder(
  _: Sketch,
  variables: readonly string[],
  proofs: readonly string[],
  squares: readonly string[],
): Generator<Script> {
  const pairs = variables.flatMap((a, i) => variables.slice(i + 1).map((b) => [a, b] as const));
  const splits = pairs.map(([a, b], i) => `cases' le_total ${a} ${b} with h${subscript(i + 1)} h${subscript(i + 1)}`);
  const known = pairs.map((_pair, i) => `sub_nonneg.mpr h${subscript(i + 1)}`);
  const products = known.flatMap((p, i) => known.slice(i + 1).map((q) => `mul_nonneg (${p}) (${q})`));
  const withVariables = proofs
    .slice(0, 3)
    .flatMap((proof) =>
      known.slice(0, 1).map((q) => `mul_nonneg ${proof.startsWith("(") ? proof : `(le_of_lt ${proof})`} (${q})`),
    );
  yield script(16, `${splits.join(" <;> ")} <;> ${withHints("nlinarith", [...squares, ...products])}`);
  if (withVariables.length > 0)
    yield script(
      18,
      `${splits.join(" <;> ")} <;> ${withHints("nlinarith", [...squares, ...products, ...withVariables])}`,
    );
}

const subscript = (n: number): string => "₀₁₂₃₄₅₆₇₈₉"[n]!;

/** `have` lines that name the square of each root. */
function rootSquares(sketch: Sketch): string[] {
  return rootHints(sketch)
    .filter((hint) => hint.startsWith("Real.sq_sqrt"))
    .slice(0, 3)
    .map((hint) => `have := ${hint}`);
}

function firstArgument(sketch: Sketch, names: RegExp): string | undefined {
  let found: string | undefined;
  walk(sketch.goal, (node) => {
    if (found === undefined && node.kind === "apply" && isCallOf(node, names)) {
      const text = sketch.textOf(unwrap(node.args[0]!.value));
      found = /^\w+$/u.test(text) ? text : `(${text})`;
    }
  });
  return found;
}

import type { Expression } from "../syntax/tree.ts";
import { isNumeral, readComparison } from "./comparison.ts";
import { approximate, nearFraction } from "./numeric.ts";
import { unwrap, walk } from "./sketch.ts";
import type { Sketch } from "./sketch.ts";

/** A term whose sign a hypothesis gives: `0 < x` or `0 ≤ x`, with a proof of it. */
export interface SignFact {
  readonly text: string;
  readonly strict: boolean;
  readonly proof: string;
}

const atomic = (text: string): boolean => /^[\p{L}_][\p{L}\p{N}_'₀-₉]*$/u.test(text);
const bracket = (text: string): string => (atomic(text) || /^\d+$/.test(text) ? text : `(${text})`);

/** Signs that hypotheses state, of bare terms (`0 < a`) and of differences (`a ≤ b` gives `0 ≤ b - a`). */
export function signFacts(sketch: Sketch): SignFact[] {
  const facts: SignFact[] = [];
  for (const { name, expression } of sketch.hypotheses) {
    const comparison = readComparison(expression);
    if (comparison === undefined || comparison.relation === "=" || comparison.relation === "≠") continue;
    const strict = comparison.relation === "<";
    const large = sketch.textOf(comparison.large);
    if (isNumeral(comparison.small, 0n)) facts.push({ text: large, strict, proof: name });
    else {
      const small = sketch.textOf(comparison.small);
      if (small === "" || large === "") continue;
      facts.push({
        text: `${bracket(large)} - ${bracket(small)}`,
        strict,
        proof: `(${strict ? "sub_pos" : "sub_nonneg"}.mpr ${name})`,
      });
    }
  }
  return facts;
}

/** `mul_pos h₀ h₁` and its kin for pairs of sign facts. */
export function productHints(facts: readonly SignFact[], withSquares: boolean): string[] {
  const hints: string[] = [];
  facts.forEach((a, i) =>
    facts.slice(withSquares ? i : i + 1).forEach((b) => {
      if (a.strict && b.strict) hints.push(`mul_pos ${a.proof} ${b.proof}`);
      else {
        const weaken = ({ proof, strict }: SignFact): string =>
          strict ? (proof.startsWith("(") ? `${proof}.le` : `${proof}.le`) : proof;
        hints.push(`mul_nonneg ${weaken(a)} ${weaken(b)}`);
      }
    }),
  );
  return hints;
}

/** Variables of ordered number types that the goal or a hypothesis mentions. */
export function numberVariables(sketch: Sketch): string[] {
  const used = new Set<string>();
  const collect = (expression: Expression): void =>
    walk(expression, (node) => {
      if (node.kind === "name") used.add(node.name);
    });
  collect(sketch.goal);
  for (const { expression } of sketch.hypotheses) collect(expression);
  return sketch.variables.filter(({ name, type }) => /^[ℝℚℤℕ]$/.test(type) && used.has(name)).map(({ name }) => name);
}

const square = (text: string): string => `sq_nonneg ${bracket(text)}`;

/** Squares to try, in groups from the most usual to the least. */
export function squareHints(sketch: Sketch): string[][] {
  const variables = numberVariables(sketch).slice(0, 5);
  const pairs = variables.flatMap((a, i) => variables.slice(i + 1).map((b) => [a, b] as const));
  const differences = pairs.map(([a, b]) => square(`${a} - ${b}`));
  const sums = pairs.map(([a, b]) => square(`${a} + ${b}`));
  const points = equalityPoint(sketch, variables);
  const anchored = variables.flatMap((name) => {
    const value = points.get(name);
    if (value === undefined || value === "0") return [];
    return [square(value.startsWith("-") ? `${name} + ${value.slice(1)}` : `${name} - ${value}`)];
  });
  const products = pairs.flatMap(([a, b], i) =>
    pairs.slice(i + 1).map(([c, d]) => square(`${a} * ${b} - ${c} * ${d}`)),
  );
  const powers = pairs.map(([a, b]) => square(`${a} ^ 2 - ${b} ^ 2`));
  const three = variables.slice(0, 3);
  const alternating =
    three.length === 3 ? three.map((a, i) => square(`${three[(i + 1) % 3]!} + ${three[(i + 2) % 3]!} - ${a}`)) : [];
  const total = variables.length > 2 ? [square(variables.join(" + "))] : [];
  const single = variables.map((a) => square(a));
  const groups =
    variables.length === 1
      ? [anchored, [...single, ...anchored, ...powersAround(variables[0]!, points)]]
      : [
          differences,
          [...differences, ...anchored],
          [...differences, ...sums],
          [...differences, ...products, ...total],
          [...differences, ...alternating, ...anchored],
          [...differences, ...powers, ...products],
        ];
  const seen = new Set<string>();
  return groups.filter((group) => {
    const key = group.join();
    if (group.length === 0 || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function powersAround(x: string, points: ReadonlyMap<string, string>): string[] {
  const value = points.get(x);
  const constants = new Set(["1", ...(value === undefined || value === "0" ? [] : [value])]);
  return [...constants].flatMap((c) => [square(`${x} ^ 2 - ${x}`), square(`${x} ^ 2 - ${c}`), square(`${x} + ${c}`)]);
}

/**
 * Where the goal's inequality looks tight: a local minimum of the slack, found by a few rounds of coordinate descent from
 * fixed starts, rounded to simple fractions. Such a point x₀ makes `(x − x₀)²` a likely square of the proof.
 */
function equalityPoint(sketch: Sketch, variables: readonly string[]): Map<string, string> {
  const goal = readComparison(sketch.goal);
  if (goal === undefined || variables.length === 0 || variables.length > 4) return new Map();
  const penalties = sketch.hypotheses.flatMap(({ expression }) => readComparison(expression) ?? []);
  const cost = (at: ReadonlyMap<string, number>): number => {
    let sum = approximate(goal.large, at) - approximate(goal.small, at);
    for (const { relation, small, large } of penalties) {
      const difference = approximate(large, at) - approximate(small, at);
      if (relation === "=") sum += 1e3 * Math.abs(difference);
      else if (relation !== "≠" && difference < 0) sum -= 1e3 * difference;
    }
    return sum;
  };
  let best = new Map<string, number>();
  let bestCost = Number.POSITIVE_INFINITY;
  for (const start of [1, 0.4, 2, -1]) {
    const at = new Map(variables.map((name) => [name, start]));
    let here = cost(at);
    if (Number.isNaN(here)) return new Map();
    for (let step = 0.5; step > 1e-6; step *= 0.6) {
      for (let moved = true, round = 0; moved && round < 8; round += 1) {
        moved = false;
        for (const direction of directions(variables)) {
          for (const sign of [step, -step]) {
            for (const [name, d] of direction) at.set(name, at.get(name)! + sign * d);
            const there = cost(at);
            if (there < here - 1e-12) {
              here = there;
              moved = true;
            } else for (const [name, d] of direction) at.set(name, at.get(name)! - sign * d);
          }
        }
      }
    }
    if (here < bestCost - 1e-7) [best, bestCost] = [new Map(at), here];
  }
  return new Map(
    [...best].flatMap(([name, x]) => {
      const text = nearFraction(x);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

/** Each variable by itself, and each pair in opposite directions, along which a sum stays what it is. */
function directions(variables: readonly string[]): (readonly (readonly [string, number])[])[] {
  const single = variables.map((name) => [[name, 1] as const]);
  const opposite = variables.flatMap((a, i) => variables.slice(i + 1).map((b) => [[a, 1] as const, [b, -1] as const]));
  return [...single, ...opposite];
}

/** `Real.sqrt_nonneg t` and, where t is visibly not negative, `Real.sq_sqrt` for each root in sight. */
export function rootHints(sketch: Sketch): string[] {
  const hints = new Set<string>();
  const collect = (expression: Expression): void =>
    walk(expression, (node) => {
      let inside: Expression | undefined;
      if (node.kind === "unary" && node.op === "sqrt") inside = node.operand;
      if (node.kind === "apply" && node.fn.kind === "name" && /^(Real\.)?sqrt$/.test(node.fn.name))
        inside = node.args[0]?.value;
      if (inside === undefined) return;
      const text = sketch.textOf(unwrap(inside));
      hints.add(`Real.sqrt_nonneg ${bracket(text)}`);
      hints.add(`Real.sq_sqrt (show (0 : ℝ) ≤ ${text} by positivity)`);
    });
  collect(sketch.goal);
  for (const { expression } of sketch.hypotheses) collect(expression);
  return [...hints];
}

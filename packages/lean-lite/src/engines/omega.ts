import { Budget } from "@lemma/lean-kernel/budget";
import { checkOmega } from "./omega-check.ts";
import type { CaseProof, DerivedFact, IntegerFact, OmegaCertificate, OmegaProblem, Source } from "./omega-check.ts";
import { gcd } from "@lemma/lean-kernel/rational";

export { checkOmega } from "./omega-check.ts";
export type { CaseProof, Clause, IntegerFact, OmegaCertificate, OmegaProblem, Source } from "./omega-check.ts";

/** Constraints beyond which Fourier–Motzkin elimination gives up on a branch. */
const largestSystem = 600;

/**
 * Linear integer arithmetic, as Lean's `omega` does it: solve equations exactly, tighten each bound to the integers,
 * eliminate variables by Fourier–Motzkin (without dark and grey shadows: incomplete where no elimination is exact), and
 * split the clauses when the facts alone do not contradict each other.
 *
 * @returns a certificate that {@link checkOmega} accepts, or `undefined`.
 * @throws {StepLimitError} when the budget is spent.
 */
export function omega(problem: OmegaProblem, budget: Budget = new Budget()): OmegaCertificate | undefined {
  const known: Known[] = problem.facts.map((fact, index) => ({ fact, source: { kind: "fact", index } }));
  const certificate = refuteWithClauses(known, [...problem.clauses.keys()], problem, budget);
  return certificate !== undefined && checkOmega(problem, certificate) ? certificate : undefined;
}

/** A fact with the name under which a certificate refers to it. */
interface Known {
  readonly fact: IntegerFact;
  readonly source: Source;
}

function refuteWithClauses(
  known: readonly Known[],
  open: readonly number[],
  problem: OmegaProblem,
  budget: Budget,
): CaseProof | undefined {
  const direct = refute(known, budget);
  if (direct !== undefined) return direct;
  const [clause, ...rest] = open;
  if (clause === undefined) return undefined;
  const branches: CaseProof[] = [];
  for (const [alternative, facts] of problem.clauses[clause]!.entries()) {
    const extended = [
      ...known,
      ...facts.map((fact, index): Known => ({ fact, source: { kind: "case", clause, alternative, index } })),
    ];
    const branch = refuteWithClauses(extended, rest, problem, budget);
    if (branch === undefined) return undefined;
    // A refutation that never looks at the alternative holds without it: the clause was beside the point.
    if (!usesClause(branch, clause)) return branch;
    branches.push(branch);
  }
  return { kind: "cases", clause, branches };
}

function usesClause(proof: CaseProof, clause: number): boolean {
  if (proof.kind === "cases") return proof.branches.some((branch) => usesClause(branch, clause));
  return proof.steps.some(({ parts }) =>
    parts.some(({ source }) => source.kind === "case" && source.clause === clause),
  );
}

/** A constraint over the current variables, each an integer combination of the caller's atoms. */
interface Constraint {
  readonly relation: "eq" | "le";
  readonly coefficients: ReadonlyMap<number, bigint>;
  readonly constant: bigint;
  /** Derives the constraint. */
  readonly node: Node;
  /** For an equation `f = 0` that two inequalities make: derives `−f ≤ 0`, while `node` derives `f ≤ 0`. */
  readonly opposite?: Node;
}

/** How a constraint follows from the facts: a derivation shared by whatever uses it. */
type Node =
  | { readonly kind: "source"; readonly source: Source }
  | { readonly kind: "combination"; readonly parts: readonly (readonly [bigint, Node])[]; readonly divisor: bigint };

class Contradiction extends Error {
  readonly node: Node;
  constructor(node: Node) {
    super("contradiction");
    this.node = node;
  }
}

function refute(known: readonly Known[], budget: Budget): CaseProof | undefined {
  try {
    const constraints = known.map(({ fact, source }) =>
      tighten({
        relation: fact.relation,
        coefficients: fact.coefficients,
        constant: fact.constant,
        node: { kind: "source", source },
      }),
    );
    const inequalities = solveEquations(constraints, budget);
    eliminate(inequalities, budget);
    return undefined;
  } catch (error) {
    if (error instanceof Contradiction) return { kind: "refuted", steps: flatten(error.node) };
    throw error;
  }
}

/**
 * Divides by the coefficients' common divisor, rounding an inequality's constant up.
 *
 * @throws {Contradiction} when nothing satisfies the constraint.
 */
function tighten(constraint: Constraint): Constraint {
  let divisor = 0n;
  for (const coefficient of constraint.coefficients.values()) divisor = gcd(divisor, coefficient);
  const { relation, constant, node, opposite } = constraint;
  if (divisor === 0n) {
    if (relation === "eq" ? constant !== 0n : constant > 0n)
      throw new Contradiction(constant < 0n && opposite !== undefined ? opposite : node);
    return constraint;
  }
  if (divisor === 1n) return constraint;
  const divided = (part: Node): Node => ({ kind: "combination", parts: [[1n, part]], divisor });
  if (relation === "eq" && constant % divisor !== 0n) {
    // The checker sees an impossible equation by itself; a pair of inequalities rounds to one that is false.
    if (opposite === undefined) throw new Contradiction(node);
    throw new Contradiction(sumOf([1n, divided(node)], [1n, divided(opposite)]));
  }
  return {
    relation,
    coefficients: new Map([...constraint.coefficients].map(([v, c]) => [v, c / divisor] as const)),
    constant: ceilingDivide(constant, divisor),
    node: divided(node),
    ...(opposite === undefined ? {} : { opposite: divided(opposite) }),
  };
}

const sumOf = (...parts: (readonly [bigint, Node])[]): Node => ({ kind: "combination", parts, divisor: 1n });

/** A multiple of a constraint as a certificate may state it: an equation made of inequalities lends the fitting one. */
const multiple = (by: bigint, { node, opposite }: Constraint): readonly [bigint, Node] =>
  by < 0n && opposite !== undefined ? [-by, opposite] : [by, node];

const ceilingDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a > 0n && quotient * b !== a ? quotient + 1n : quotient;
};

function combine(a: Constraint, left: bigint, b: Constraint, right: bigint, budget: Budget): Constraint {
  budget.spend(a.coefficients.size + b.coefficients.size + 1);
  const coefficients = new Map<number, bigint>();
  for (const [v, c] of a.coefficients) coefficients.set(v, left * c);
  for (const [v, c] of b.coefficients) {
    const sum = (coefficients.get(v) ?? 0n) + right * c;
    if (sum === 0n) coefficients.delete(v);
    else coefficients.set(v, sum);
  }
  const relation = a.relation === "eq" && b.relation === "eq" ? "eq" : "le";
  return {
    relation,
    coefficients,
    constant: left * a.constant + right * b.constant,
    node: sumOf(multiple(left, a), multiple(right, b)),
    ...(relation === "eq" && (a.opposite ?? b.opposite) !== undefined
      ? { opposite: sumOf(multiple(-left, a), multiple(-right, b)) }
      : {}),
  };
}

/**
 * Uses up the equations. One with a unit coefficient eliminates its variable; otherwise a unimodular change of variables
 * (x_k + Σ ⌊a_j / a_k⌋ x_j for x_k, all integers again) shrinks its coefficients, as in Euclid's algorithm, until one is 1.
 */
function solveEquations(constraints: Constraint[], budget: Budget): Constraint[] {
  let pending = constraints;
  for (;;) {
    const equations = pending.filter(({ relation, coefficients }) => relation === "eq" && coefficients.size > 0);
    if (equations.length === 0) return pending.filter(({ relation }) => relation === "le");
    let equation = equations[0]!;
    for (const candidate of equations) if (smallest(candidate)[1] < smallest(equation)[1]) equation = candidate;
    const [variable, magnitude] = smallest(equation);
    if (magnitude === 1n) {
      const unit = equation.coefficients.get(variable)!;
      pending = pending
        .filter((other) => other !== equation)
        .map((other) => {
          const c = other.coefficients.get(variable);
          return c === undefined ? other : tighten(combine(other, 1n, equation, -c * unit, budget));
        });
      continue;
    }
    const head = equation.coefficients.get(variable)!;
    const shifts = new Map<number, bigint>();
    for (const [v, c] of equation.coefficients) if (v !== variable) shifts.set(v, floorDivide(c, head));
    pending = pending.map((other) => changeVariable(other, variable, shifts, budget));
  }
}

const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a < 0n !== b < 0n && quotient * b !== a ? quotient - 1n : quotient;
};

function smallest(constraint: Constraint): [variable: number, magnitude: bigint] {
  let best: [number, bigint] = [-1, 0n];
  for (const [v, c] of constraint.coefficients) {
    const magnitude = c < 0n ? -c : c;
    if (best[0] < 0 || magnitude < best[1]) best = [v, magnitude];
  }
  return best;
}

/** Writes the constraint in x' = x + Σ shift_v · v instead of x; its content is unchanged, so its derivation is too. */
function changeVariable(
  constraint: Constraint,
  variable: number,
  shifts: ReadonlyMap<number, bigint>,
  budget: Budget,
): Constraint {
  const c = constraint.coefficients.get(variable);
  if (c === undefined) return constraint;
  budget.spend(shifts.size);
  const coefficients = new Map(constraint.coefficients);
  for (const [v, shift] of shifts) {
    const next = (coefficients.get(v) ?? 0n) - c * shift;
    if (next === 0n) coefficients.delete(v);
    else coefficients.set(v, next);
  }
  return { ...constraint, coefficients };
}

/** Fourier–Motzkin elimination over the tightened inequalities, exact eliminations first. */
function eliminate(inequalities: readonly Constraint[], budget: Budget): void {
  let system = dropWeaker(inequalities);
  for (;;) {
    const equation = impliedEquation(system);
    if (equation !== undefined) {
      system = dropWeaker(solveEquations([equation, ...system], budget));
      continue;
    }
    const variable = cheapestVariable(system);
    if (variable === undefined) return;
    const upper = system.filter(({ coefficients }) => (coefficients.get(variable) ?? 0n) > 0n);
    const lower = system.filter(({ coefficients }) => (coefficients.get(variable) ?? 0n) < 0n);
    const rest = system.filter(({ coefficients }) => !coefficients.has(variable));
    if (rest.length + upper.length * lower.length > largestSystem) return;
    for (const high of upper)
      for (const low of lower) {
        const a = high.coefficients.get(variable)!;
        const b = -low.coefficients.get(variable)!;
        const common = gcd(a, b);
        rest.push(tighten(combine(high, b / common, low, a / common, budget)));
      }
    system = dropWeaker(rest);
  }
}

/** What two constraints with the same or opposite coefficients share, and which of the two ways this one points. */
interface Direction {
  readonly line: string;
  readonly ahead: boolean;
}
const directions = new WeakMap<ReadonlyMap<number, bigint>, Direction>();

function directionOf(coefficients: ReadonlyMap<number, bigint>): Direction {
  let direction = directions.get(coefficients);
  if (direction === undefined) {
    const sorted = [...coefficients].sort(([a], [b]) => a - b);
    const ahead = sorted.length === 0 || sorted[0]![1] > 0n;
    let line = "";
    for (const [v, c] of sorted) line += `${v}:${ahead ? c : -c} `;
    directions.set(coefficients, (direction = { line, ahead }));
  }
  return direction;
}
const keyOf = ({ line, ahead }: Direction): string => (ahead ? line : `-${line}`);
const oppositeOf = ({ line, ahead }: Direction): string => (ahead ? `-${line}` : line);

/** Of constraints that differ in the constant only, the strongest. */
function dropWeaker(system: readonly Constraint[]): Constraint[] {
  const best = new Map<string, Constraint>();
  for (const constraint of system) {
    if (constraint.coefficients.size === 0) continue;
    const key = keyOf(directionOf(constraint.coefficients));
    const old = best.get(key);
    if (old === undefined || constraint.constant > old.constant) best.set(key, constraint);
  }
  return [...best.values()];
}

/**
 * Opposite bounds `f + c ≤ 0` and `−f + d ≤ 0`: the equation that they make when c + d = 0.
 *
 * @throws {Contradiction} when c + d > 0.
 */
function impliedEquation(system: readonly Constraint[]): Constraint | undefined {
  const byDirection = new Map(
    system.map((constraint) => [keyOf(directionOf(constraint.coefficients)), constraint] as const),
  );
  let equation: Constraint | undefined;
  for (const constraint of system) {
    const opposite = byDirection.get(oppositeOf(directionOf(constraint.coefficients)));
    if (opposite === undefined) continue;
    const slack = constraint.constant + opposite.constant;
    if (slack > 0n) throw new Contradiction(sumOf([1n, constraint.node], [1n, opposite.node]));
    if (slack === 0n) equation ??= { ...constraint, relation: "eq", opposite: opposite.node };
  }
  return equation;
}

/** The variable whose elimination adds fewest constraints, exact ones (all coefficients on one side ±1) before others. */
function cheapestVariable(system: readonly Constraint[]): number | undefined {
  const counts = new Map<number, { upper: number; lower: number; unitUpper: boolean; unitLower: boolean }>();
  for (const { coefficients } of system) {
    for (const [v, c] of coefficients) {
      let count = counts.get(v);
      if (count === undefined) counts.set(v, (count = { upper: 0, lower: 0, unitUpper: true, unitLower: true }));
      if (c > 0n) {
        count.upper += 1;
        if (c !== 1n) count.unitUpper = false;
      } else {
        count.lower += 1;
        if (c !== -1n) count.unitLower = false;
      }
    }
  }
  let best: number | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const [v, { upper, lower, unitUpper, unitLower }] of counts) {
    const cost = upper * lower - upper - lower + (unitUpper || unitLower ? 0 : 10_000);
    if (cost < bestCost) [best, bestCost] = [v, cost];
  }
  return best;
}

/** The derivation as a list in which each step refers to sources and earlier steps only. */
function flatten(root: Node): DerivedFact[] {
  const steps: DerivedFact[] = [];
  const placed = new Map<Node, Source>();
  // An explicit stack: a derivation can be deeper than the call stack.
  const stack: Node[] = [root];
  while (stack.length > 0) {
    const node = stack.at(-1)!;
    if (placed.has(node)) {
      stack.pop();
    } else if (node.kind === "source") {
      placed.set(node, node.source);
      stack.pop();
    } else {
      const missing = node.parts.map(([, part]) => part).filter((part) => !placed.has(part));
      if (missing.length > 0) {
        stack.push(...missing);
        continue;
      }
      placed.set(node, { kind: "step", index: steps.length });
      steps.push({
        parts: node.parts.map(([multiplier, part]) => ({ multiplier, source: placed.get(part)! })),
        divisor: node.divisor,
      });
      stack.pop();
    }
  }
  // A contradiction that is a source by itself still needs a step to end on.
  if (steps.length === 0) steps.push({ parts: [{ multiplier: 1n, source: placed.get(root)! }], divisor: 1n });
  return steps;
}

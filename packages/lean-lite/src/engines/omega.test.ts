import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { Budget, StepLimitError } from "@lemma/lean-kernel/budget";
import { checkOmega, omega } from "./omega.ts";
import type { Clause, IntegerFact, OmegaProblem } from "./omega.ts";

const fact = (relation: "eq" | "le", coefficients: readonly number[], constant: number): IntegerFact => ({
  relation,
  coefficients: new Map(coefficients.flatMap((c, id) => (c === 0 ? [] : [[id, BigInt(c)] as const]))),
  constant: BigInt(constant),
});
const problem = (facts: readonly IntegerFact[], clauses: readonly Clause[] = []): OmegaProblem => ({ facts, clauses });

test("refutes by parity, by tightening and by elimination", () => {
  // 2x = 2y + 1
  expect(omega(problem([fact("eq", [2, -2], -1)]))).toBeDefined();
  // 1 ≤ 3x ≤ 2
  expect(omega(problem([fact("le", [-3], 1), fact("le", [3], -2)]))).toBeDefined();
  // 3x + 5y = 1 has solutions, 6x + 10y = 1 has none
  expect(omega(problem([fact("eq", [3, 5], -1)]))).toBeUndefined();
  expect(omega(problem([fact("eq", [6, 10], -1)]))).toBeDefined();
  // 7x + 12y + 31z = 17, 3x + 5y + 14z = 7, 1 ≤ x ≤ 40, −50 ≤ y ≤ 50 (Pugh 1991): solvable
  const pugh = [
    fact("eq", [7, 12, 31], -17),
    fact("eq", [3, 5, 14], -7),
    fact("le", [-1], 1),
    fact("le", [1], -40),
    fact("le", [0, -1], -50),
    fact("le", [0, 1], -50),
  ];
  expect(omega(problem(pugh))).toBeUndefined();
});

test("an equation that two inequalities make is solved over the integers", () => {
  // 2x + 4y ≤ z ≤ 2x + 4y and z = 1
  expect(
    omega(problem([fact("le", [2, 4, -1], 0), fact("le", [-2, -4, 1], 0), fact("eq", [0, 0, 1], -1)])),
  ).toBeDefined();
});

test("splits clauses, and leaves alone those that do not matter", () => {
  const clause: Clause = [[fact("le", [1], 1)], [fact("le", [-1], 1)]]; // x ≠ 0
  const beside: Clause = [[fact("le", [0, 1], 0)], [fact("le", [0, -1], 0)]];
  const certificate = omega(problem([fact("eq", [1], 0)], [beside, clause]));
  expect(certificate).toMatchObject({ kind: "cases", clause: 1 });
  expect(omega(problem([fact("le", [1], 0)], [clause]))).toBeUndefined();
});

function holds(f: IntegerFact, at: readonly number[]): boolean {
  let sum = Number(f.constant);
  for (const [id, c] of f.coefficients) sum += Number(c) * at[id]!;
  return f.relation === "eq" ? sum === 0 : sum <= 0;
}

test("agrees with enumeration over a box: never refutes the satisfiable, refutes nearly all the rest", () => {
  const random = new Random(9);
  let unsatisfiable = 0;
  let refuted = 0;
  for (let i = 0; i < 1200; i += 1) {
    const box = [0, 1, 2].flatMap((id) => {
      const unit = [0, 1, 2].map((other) => (other === id ? 1 : 0));
      return [
        fact("le", unit, -4),
        fact(
          "le",
          unit.map((c) => -c),
          -4,
        ),
      ];
    });
    const draw = (): IntegerFact =>
      fact(
        random.chance(0.4) ? "eq" : "le",
        [0, 1, 2].map(() => random.between(-5, 5)),
        random.between(-12, 12),
      );
    const facts = [...box, ...Array.from({ length: random.between(1, 4) }, draw)];
    const clauses = Array.from({ length: random.integer(3) }, (): Clause => [[draw()], [draw(), draw()]]);
    let satisfiable = false;
    for (let code = 0; code < 9 ** 3 && !satisfiable; code += 1) {
      const at = [(code % 9) - 4, (Math.floor(code / 9) % 9) - 4, Math.floor(code / 81) - 4];
      satisfiable =
        facts.every((f) => holds(f, at)) &&
        clauses.every((clause) => clause.some((alternative) => alternative.every((f) => holds(f, at))));
    }
    const certificate = omega(problem(facts, clauses), new Budget(1e6));
    if (!satisfiable) unsatisfiable += 1;
    if (certificate !== undefined) refuted += 1;
    expect(certificate === undefined || !satisfiable).toBe(true);
    expect(certificate === undefined || checkOmega(problem(facts, clauses), certificate)).toBe(true);
  }
  expect(unsatisfiable).toBeGreaterThan(400);
  expect(refuted / unsatisfiable).toBeGreaterThan(0.9);
});

test("the checker refuses negative multiples of inequalities, foreign cases, missing branches and divisors that do not divide", () => {
  const p = problem([fact("le", [2], 1), fact("le", [-2], 1)], [[[fact("le", [1], 1)], [fact("le", [-1], 1)]]]);
  const step = (parts: readonly (readonly [number, number])[], divisor: number) => ({
    parts: parts.map(([multiplier, index]) => ({
      multiplier: BigInt(multiplier),
      source: { kind: "fact" as const, index },
    })),
    divisor: BigInt(divisor),
  });
  expect(
    checkOmega(p, {
      kind: "refuted",
      steps: [
        step(
          [
            [1, 0],
            [1, 1],
          ],
          1,
        ),
      ],
    }),
  ).toBe(true);
  expect(
    checkOmega(p, {
      kind: "refuted",
      steps: [
        step(
          [
            [1, 0],
            [-1, 1],
          ],
          1,
        ),
      ],
    }),
  ).toBe(false);
  expect(checkOmega(p, { kind: "refuted", steps: [step([[1, 0]], 4)] })).toBe(false);
  expect(checkOmega(p, { kind: "refuted", steps: [step([[1, 0]], 0)] })).toBe(false);
  expect(checkOmega(p, { kind: "refuted", steps: [step([[1, 0]], 2)] })).toBe(false);
  expect(checkOmega(p, { kind: "refuted", steps: [] })).toBe(false);
  expect(checkOmega(p, { kind: "cases", clause: 0, branches: [] })).toBe(false);
  expect(checkOmega(p, { kind: "cases", clause: 1, branches: [] })).toBe(false);
  const foreign = { multiplier: 1n, source: { kind: "case" as const, clause: 0, alternative: 0, index: 0 } };
  expect(checkOmega(p, { kind: "refuted", steps: [{ parts: [foreign], divisor: 1n }] })).toBe(false);
});

test("a budget ends the search", () => {
  const facts = Array.from({ length: 30 }, (_, i) =>
    fact(
      i % 2 === 0 ? "le" : "eq",
      Array.from({ length: 30 }, (__, j) => ((i * 7 + j * 13) % 23) - 11),
      i,
    ),
  );
  expect(() => omega(problem(facts), new Budget(200))).toThrow(StepLimitError);
});

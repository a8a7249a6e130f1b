import { expect, test } from "vitest";
import { Budget, StepLimitError } from "../budget.ts";
import { modularPower } from "./modular.ts";

test("agrees with the power's remainder, also for negative bases and modulus 1", () => {
  for (let base = -7n; base <= 7n; base += 1n)
    for (let exponent = 0n; exponent < 9n; exponent += 1n)
      for (let modulus = 1n; modulus < 12n; modulus += 1n) {
        const plain = base ** exponent % modulus;
        expect(modularPower(base, exponent, modulus, new Budget())).toBe((plain + modulus) % modulus);
      }
  expect(modularPower(2n, 2010n, 10n, new Budget())).toBe(4n);
});

test("refuses what has no remainder, and ends with its budget", () => {
  expect(() => modularPower(2n, 3n, 0n, new Budget())).toThrow(RangeError);
  expect(() => modularPower(2n, -3n, 5n, new Budget())).toThrow(RangeError);
  expect(() => modularPower(2n, 10n ** 30n, 7n, new Budget(50))).toThrow(StepLimitError);
});

import { expect, test } from "vitest";
import { type DType, DTypeError, ShapeError, type Tensor, add, compile, exp, mul, spec, tensor } from "./index.ts";

// What TypeScript refuses, JavaScript's callers may still write: each gets an error that names it, and never a NaN.
const loose = <T>(value: unknown): T => value as T;
const traced = (f: (x: Tensor) => unknown) => () =>
  compile(f as (x: Tensor) => Tensor, [spec("float32", [2])], { name: "loose" });

test.for<[string, (x: Tensor) => unknown, string]>([
  ["a value", (x) => add(x, loose(tensor("float32", [2], [1, 2]))), "constant(…) makes a tensor of it"],
  ["a value of another shape", (x) => mul(loose(tensor("float32", [3], [1, 2, 3])), x), "constant(…)"],
  ["nothing", (x) => mul(x, loose(undefined)), "received undefined"],
  ["a text", (x) => add(x, loose("1")), "received string"],
  ["a number where only tensors are", () => exp(loose(2)), "received number"],
])("an operand that is %s is refused by name", ([, f, message]) => {
  expect(traced(f)).toThrow(DTypeError);
  expect(traced(f)).toThrow(message);
});

test("element types and dimensions that are none are refused by name", () => {
  expect(() => tensor(loose<DType>("float"), [1], [1])).toThrow("tensor: expected float64, float32");
  expect(() => spec(loose<DType>("double"))).toThrow(DTypeError);
  expect(() => tensor("float32", loose(2), [1, 2])).toThrow(ShapeError);
});

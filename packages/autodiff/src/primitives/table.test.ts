import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { PrimitiveError } from "../errors.ts";
import { evaluate } from "../evaluate.ts";
import { makeParameter } from "../graph.ts";
import { mul } from "./arithmetic.ts";
// All of the package, so that all of its primitives are defined.
import "../index.ts";
import { allPrimitives, definePrimitive, Graph } from "../tensor.ts";
import { checkPrimitive } from "../testing/check-primitive.ts";
import { spec, tensor } from "../value.ts";
import { elements, NO_ATTRIBUTES, normal, type NoAttributes } from "./common.ts";
import { elementwise } from "../host-array.ts";

/** A parameter is bound by its graph, and the reference evaluator does not read files. */
const untried = ["parameter", "external"];
const tried = allPrimitives().filter(({ name }) => !untried.includes(name));

test.for(tried)("$name: ONNX form, jvp, vjp and hvp agree", async (primitive) => {
  const report = await checkPrimitive(primitive);
  // A rule that has a derivative is not passed over.
  const isSmooth = typeof primitive.jvp === "function" || primitive.jvp === "linear";
  expect(report.jvp !== undefined).toBe(isSmooth);
  expect(report.adjoint !== undefined).toBe(isSmooth && typeof primitive.vjp === "function");
  expect(report.hvp !== undefined).toBe(report.adjoint !== undefined);
});

test("every primitive of this folder is in the table that the package loads", async () => {
  const known = new Set(allPrimitives().map(({ name }) => name));
  const files = readdirSync(import.meta.dirname).filter((file) => /^[^.]+\.ts$/.test(file));
  for (const file of files) await import(`./${file}`);
  expect(allPrimitives().filter(({ name }) => !known.has(name))).toEqual([]);
  expect(known.size).toBeGreaterThan(files.length);
});

test("a record is closed, and who reads graphs asks for roles, not for names or records", () => {
  for (const primitive of allPrimitives()) expect(Object.isFrozen(primitive)).toBe(true);
  const names = new Set(allPrimitives().map(({ name }) => name));
  const source = path.join(import.meta.dirname, "..");
  const isReader = (file: string): boolean =>
    file.endsWith(".ts") && !/\.test\.ts$|^testing\/|^primitives\//.test(file);
  const readers = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(isReader);
  expect(readers).toContain("optimise.ts");
  for (const file of readers) {
    const text = readFileSync(path.join(source, file), "utf8");
    expect.soft(text, file).not.toMatch(/\w+Primitive\b[^;]*\bfrom ".*primitives\//);
    const compared = [...text.matchAll(/(?:\bname [!=]== |\.(?:has|includes)\()"(\w+)"/g)].map(([, name]) => name!);
    expect
      .soft(
        compared.filter((name) => names.has(name)),
        file,
      )
      .toEqual([]);
  }
});

const cube = (name: string, slope: number) =>
  definePrimitive<NoAttributes>({
    name,
    role: "operation",
    shape: ([x]) => [x!],
    jvp: ({ inputs: [x], tangents: [dx] }) => [dx && mul(dx, mul(3, mul(x!, x!)))],
    vjp: ({ inputs: [x], cotangents: [g] }) => [g && mul(g, mul(slope, mul(x!, x!)))],
    flops: ({ outputs }) => 2 * elements(outputs),
    toOnnx: ([x], lowering) => [lowering.op("Mul", [lowering.op("Mul", [x!.name, x!.name]), x!.name])],
    evaluate: ([x]) => [elementwise(x!.dtype, [x!], (value) => value ** 3)],
    samples: (random) => [{ inputs: [normal(random, [2, 3])], attributes: NO_ATTRIBUTES }],
  });

test("a wrong rule is found, and a name that is taken is refused", async () => {
  const right = cube("right cube", 3);
  expect((await checkPrimitive(right)).samples).toBe(1);
  await expect(checkPrimitive({ ...right, vjp: cube("wrong cube", 2).vjp })).rejects.toThrow(
    /right cube: adjoint of sample 0/,
  );
  await expect(checkPrimitive({ ...right, jvp: "linear" })).rejects.toThrow(/right cube: jvp of sample 0/);
  await expect(checkPrimitive({ ...right, evaluate: ([x]) => [x!] })).rejects.toThrow(
    /right cube: runtime of sample 0/,
  );
  await expect(checkPrimitive({ ...right, samples: () => [] })).rejects.toThrow(PrimitiveError);
  expect(() => cube("right cube", 3)).toThrow(PrimitiveError);
});

test("a graph of parameters alone is a program", () => {
  const p = makeParameter(spec("float64", [2]), "x");
  expect(evaluate(new Graph([p], [p]), [tensor("float64", [2], [1, 2])])[0]!.data).toEqual(new Float64Array([1, 2]));
});

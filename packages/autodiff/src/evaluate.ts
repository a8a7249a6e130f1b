import { evaluateDim, showShape, symbolsOf, termsOf, type Bindings } from "./dims.ts";
import { DimensionError, ShapeError } from "./errors.ts";
import { fromValue, toValue, type HostArray } from "./host-array.ts";
import type { HostEnvironment } from "./record.ts";
import { everyNode } from "./roles.ts";
import type { Graph, Tensor } from "./tensor.ts";
import type { TensorSpec, TensorValue } from "./value.ts";

/**
 * Runs a graph node by node in float64 on the host: the slow twin that compiled programs are compared with.
 *
 * @param inputs one per parameter, in order.
 */
export function evaluate(graph: Graph, inputs: readonly TensorValue[]): TensorValue[] {
  const bindings = bindDims(graph.parameters, inputs, "evaluate");
  requireSizes(openSizes(graph), bindings, "evaluate");
  return runHost(graph, inputs.map(fromValue), bindings).map(toValue);
}

function runHost(graph: Graph, inputs: readonly HostArray[], outer: Bindings): HostArray[] {
  // Loops bind symbols anew at each step, where a carry grows.
  const bindings: Record<string, number> = { ...outer };
  const values = new Map<Tensor, HostArray>();
  const define = (x: Tensor, value: HostArray): void => {
    values.set(x, value);
    x.shape.forEach((dim, i) => {
      if (typeof dim === "string" && isSymbol(dim)) bindings[dim] = value.dims[i]!;
    });
  };
  graph.parameters.forEach((p, i) => define(p, inputs[i]!));
  const environment: HostEnvironment = {
    size: (dim) => evaluateDim(dim, bindings),
    run: (body, args) => runHost(body, args, bindings),
  };
  for (const node of graph.nodes) {
    const results = node.primitive.evaluate(
      node.inputs.map((input) => values.get(input)!),
      node.attributes,
      environment,
      node.outputs,
    );
    node.outputs.forEach((output, i) => define(output, results[i]!));
  }
  return graph.outputs.map((output) => values.get(output)!);
}

/** A size that may turn out negative, and the operation that asks for it. */
export interface OpenSize {
  readonly dim: string;
  readonly operation: string;
}

/** Sizes that differences of symbols make, in bodies too. */
export function openSizes(graph: Graph): OpenSize[] {
  const found = new Map<string, string>();
  for (const { primitive, inputs, attributes } of everyNode(graph))
    for (const dim of primitive.sizes?.(inputs, attributes) ?? [])
      if (typeof dim === "string" && dim.includes("-")) found.set(dim, primitive.name);
  return [...found].map(([dim, operation]) => ({ dim, operation }));
}

/** @throws {DimensionError} when a size is negative. Symbols that only a loop binds are left to it. */
export function requireSizes(sizes: readonly OpenSize[], bindings: Bindings, name: string): void {
  for (const { dim, operation } of sizes) {
    const symbols = [...symbolsOf(dim)];
    if (symbols.some((symbol) => bindings[symbol] === undefined) || evaluateDim(dim, bindings) >= 0) continue;
    const given = symbols.map((symbol) => `${symbol} = ${bindings[symbol]}`).join(", ");
    throw new DimensionError(
      `${name}: ${operation} needs "${dim}" of 0 or more, received ${evaluateDim(dim, bindings)} with ${given}`,
    );
  }
}

export const isSymbol = (dim: string): boolean => termsOf(dim).length === 1 && symbolsOf(dim).has(dim);

/**
 * What each symbol stands for, from the sizes of the inputs.
 *
 * @throws {DimensionError} when a symbol gets two sizes. @throws {ShapeError} when a rank or a fixed size differs.
 */
export function bindDims(
  specs: readonly TensorSpec[],
  values: readonly { readonly dims: readonly number[] }[],
  operation: string,
  place: (index: number) => string = (index) => `input ${index}`,
): Bindings {
  const bindings: Record<string, number> = {};
  const source: Record<string, string> = {};
  specs.forEach(({ shape }, i) => {
    const { dims } = values[i]!;
    if (dims.length !== shape.length)
      throw new ShapeError(`${operation}: ${place(i)}`, showShape(shape), showShape(dims));
    shape.forEach((dim, axis) => {
      if (typeof dim === "number" && dim !== dims[axis])
        throw new ShapeError(`${operation}: ${place(i)}`, showShape(shape), showShape(dims));
      if (typeof dim !== "string" || !isSymbol(dim)) return;
      const size = dims[axis]!;
      if (bindings[dim] !== undefined && bindings[dim] !== size)
        throw new DimensionError(
          `${operation}: "${dim}" is ${bindings[dim]} in ${source[dim]}, but ${size} in ${place(i)} of shape ${showShape(dims)}`,
        );
      bindings[dim] = size;
      source[dim] ??= place(i);
    });
  });
  specs.forEach(({ shape }, i) =>
    shape.forEach((dim, axis) => {
      if (typeof dim === "number" || isSymbol(dim)) return;
      const size = evaluateDim(dim, bindings);
      if (size !== values[i]!.dims[axis])
        throw new DimensionError(
          `${operation}: "${dim}" is ${size}, but ${values[i]!.dims[axis]} in ${place(i)} of shape ${showShape(values[i]!.dims)}`,
        );
    }),
  );
  return bindings;
}

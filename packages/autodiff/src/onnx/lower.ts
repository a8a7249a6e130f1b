import { checksGraphs } from "../check.ts";
import { divisionParts, symbolsOf, termsOf, type Dim } from "../dims.ts";
import { dtypes, type DType } from "../dtype.ts";
import { GraphError, LoweringError } from "../errors.ts";
import { optimise } from "../optimise.ts";
import type { LoweredTensor, Lowering, OnnxAttribute, PlainAttributes } from "../record.ts";
import { everyNode, takesBfloat16 } from "../roles.ts";
import type { Graph, Node, Tensor } from "../tensor.ts";
import { tensor, type TensorSpec } from "../value.ts";
import { Initializers } from "./initializers.ts";
import { NO_SYMBOLS, nodeMessage, valueInfo } from "./messages.ts";
import { assemble, int, lengthOf, nested, text, type Message } from "./protobuf.ts";

/** 20 is the newest operator set whose operators ONNX Runtime 1.30 has on the CPU, CUDA and WebGPU alike. */
const OPSET = 20;
const IR_VERSION = 9;
/** ONNX Runtime's own operators, of which lowerings use `MatMulNBits`. */
const CONTRIB = "com.microsoft";
/** Protocol Buffers end here; larger weights must be external. */
const MAX_BYTES = 2 ** 31 - 1;

export interface LoweredGraph {
  readonly bytes: Uint8Array;
  /** The folder that external locations are relative to, where there are any. */
  readonly externalRoot?: string;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}

export interface LowerOptions {
  readonly name?: string;
  /**
   * Leave the shapes of inputs open where a graph is large. Default false: other tools read them. ONNX Runtime, where it knows a result's shape,
   * looks through all the buffers that are free by then for one of that shape, before it runs anything, which takes the square of the number of
   * nodes: 20 s of processor time for the gradient of 28 blocks, and 4 s with shapes open. A step of it takes 3 % longer then.
   */
  readonly leavesShapesOpen?: boolean;
}

/** From so many nodes on, the gradient of a dozen blocks, two seconds and more are saved by leaving shapes open. */
const largeGraph = 5000;

/** Writes a graph as an ONNX model. External tensors stay where they are, by path relative to `externalRoot`. */
export function lower(graph: Graph, options: LowerOptions = {}): LoweredGraph {
  return new ModelWriter(externals(graph), options.name || "graph").write(optimise(graph), options);
}

/**
 * The bytes of an `.onnx` file. External tensors are written by path relative to the folder that holds all of them; put the
 * file there for tools that look beside it.
 */
export const toOnnx = (graph: Graph, options: LowerOptions = {}): Uint8Array => lower(graph, options).bytes;

/** Whatever stays in files, in bodies too. */
const externals = (graph: Graph): { readonly path: string }[] =>
  [...everyNode(graph)].flatMap(({ primitive, attributes }) => primitive.files?.(attributes) ?? []);

interface Scope {
  readonly nodes: Message[];
  /** What has been computed here, or comes in; kept where graphs are checked. */
  readonly names: Set<string>;
  readonly parent: Scope | undefined;
  /** Where a symbol's size can be read: a tensor and an axis. */
  readonly symbols: Map<string, { readonly name: string; readonly axis: number }>;
  /** Sizes that were computed, as int64 tensors of one element. */
  readonly sizes: Map<string, string>;
}

class ModelWriter {
  readonly #name: string;
  readonly #initializers: Initializers;
  readonly #outermost = new Map<string, readonly string[]>();
  #counter = 0;
  #scope: Scope = newScope(undefined);
  #usesContrib = false;

  constructor(sources: readonly { readonly path: string }[], name: string) {
    this.#name = name;
    this.#initializers = new Initializers(name, sources, (hint) => this.#fresh(hint));
  }

  write(graph: Graph, { leavesShapesOpen = false }: LowerOptions): LoweredGraph {
    const name = this.#name;
    const inputs = graph.parameters.map((p, i) => ({ ...specOf(p), name: `input_${i}` }));
    const results = this.#emit(graph, inputs);
    const outputNames = results.map((_, i) => `output_${i}`);
    // An output needs its own node: it may be an input, a constant, or another output. ONNX Runtime computes everything that
    // the first node without successors needs, then the second's: in the order of tracing, a weight's gradient is taken
    // while what it needs is there, instead of after the whole backward pass. Scalars come last: asked for first, a loss in
    // parts would have all parts computed, and their insides kept, before the first part's gradient.
    const rank = (i: number): number => Math.min(1, graph.outputs[i]!.rank);
    const order = results
      .map((_, i) => i)
      .sort((a, b) => rank(b) - rank(a) || graph.outputs[a]!.node.id - graph.outputs[b]!.node.id);
    for (const i of order) this.#scope.nodes.push(nodeMessage("Identity", [results[i]!], [outputNames[i]!], []));
    const free = leavesShapesOpen && this.#scope.nodes.length >= largeGraph ? "all" : NO_SYMBOLS;
    const message: Message = [
      ...this.#scope.nodes.flatMap((node) => nested(1, node)),
      ...text(2, name),
      ...this.#initializers.messages.flatMap((initializer) => nested(5, initializer)),
      ...inputs.flatMap((input) => nested(11, valueInfo(input.name, input, free))),
      ...graph.outputs.flatMap((output, i) => nested(12, valueInfo(outputNames[i]!, output, free))),
    ];
    if (lengthOf(message) > MAX_BYTES)
      throw new LoweringError(
        `${name}: its constants take more than 2 GiB; give them as external tensors or as arguments`,
      );
    const model = assemble([
      ...int(1, IR_VERSION),
      ...text(2, "@lemma/autodiff"),
      ...nested(7, message),
      ...nested(8, [...text(1, ""), ...int(2, OPSET)]),
      ...(this.#usesContrib ? nested(8, [...text(1, CONTRIB), ...int(2, 1)]) : []),
    ]);
    return {
      bytes: model,
      inputNames: inputs.map((input) => input.name),
      outputNames,
      ...(this.#initializers.root === undefined ? {} : { externalRoot: this.#initializers.root }),
    };
  }

  /** Emits a graph's nodes into the current scope; returns the names of its outputs. */
  #emit(graph: Graph, inputs: readonly LoweredTensor[]): string[] {
    const names = new Map<Tensor, string>();
    graph.parameters.forEach((p, i) => {
      names.set(p, inputs[i]!.name);
      this.#scope.names.add(inputs[i]!.name);
      this.#observe(inputs[i]!);
    });
    for (const node of graph.nodes) {
      const lowered = node.inputs.map((input) => ({ ...specOf(input), name: names.get(input)! }));
      const outputs = this.#lowerNode(node, lowered);
      if (checksGraphs()) this.#requireOutputs(node, outputs);
      node.outputs.forEach((output, i) => {
        names.set(output, outputs[i]!);
        this.#observe({ ...specOf(output), name: outputs[i]! });
      });
    }
    return graph.outputs.map((output) => names.get(output)!);
  }

  #requireOutputs({ primitive, outputs }: Node, names: readonly string[]): void {
    if (names.length !== outputs.length)
      throw new GraphError(
        `lowering ${primitive.name}`,
        `expected ${outputs.length} outputs, received ${names.length}`,
      );
    for (const name of names) this.#requireComputed(`lowering ${primitive.name}`, name);
  }

  #requireComputed(what: string, name: string): void {
    if (name === "" || this.#initializers.has(name)) return;
    for (let scope: Scope | undefined = this.#scope; scope !== undefined; scope = scope.parent)
      if (scope.names.has(name)) return;
    throw new GraphError(what, `"${name}" is used before it is computed`);
  }

  #lowerNode(node: Node, inputs: readonly LoweredTensor[]): string[] {
    const { primitive, attributes, outputs } = node;
    const emit = (given: readonly LoweredTensor[], results: readonly TensorSpec[]): string[] =>
      primitive.toOnnx(given, this.#lowering, attributes, results);
    if (takesBfloat16(node) || ![...inputs, ...outputs].some(isBfloat16)) return emit(inputs, outputs);
    // The CPU moves bfloat16 but does not compute in it: widened, computed, and rounded once.
    const as = (name: string, dtype: DType): string => this.#node("Cast", [name], { to: dtypes[dtype].onnx })[0]!;
    const widened = inputs.map((x) =>
      isBfloat16(x) ? { ...x, dtype: "float32" as const, name: as(x.name, "float32") } : x,
    );
    const wide = outputs.map((x) => (isBfloat16(x) ? { ...specOf(x), dtype: "float32" as const } : x));
    return emit(widened, wide).map((name, i) => (isBfloat16(outputs[i]!) ? as(name, "bfloat16") : name));
  }

  /** Remembers where symbols can be read. */
  #observe({ name, shape }: LoweredTensor): void {
    shape.forEach((dim, axis) => {
      if (
        typeof dim === "string" &&
        termsOf(dim).length === 1 &&
        symbolsOf(dim).has(dim) &&
        this.#lookup(dim) === undefined
      )
        this.#scope.symbols.set(dim, { name, axis });
    });
  }

  #lookup(symbol: string): Scope | undefined {
    for (let scope: Scope | undefined = this.#scope; scope !== undefined; scope = scope.parent)
      if (scope.symbols.has(symbol)) return scope;
    return undefined;
  }

  #fresh(hint: string): string {
    this.#counter += 1;
    return `${hint}_${this.#counter}`;
  }

  #node(type: string, inputs: readonly string[], attributes: PlainAttributes = {}, outputs = 1): string[] {
    const name = this.#fresh(type);
    const results = Array.from({ length: outputs }, (_, i) => (outputs === 1 ? name : `${name}.${i}`));
    this.#usesContrib ||= type.startsWith(`${CONTRIB}.`);
    if (checksGraphs()) for (const input of inputs) this.#requireComputed(`lowering to ${type}`, input);
    for (const result of results) this.#scope.names.add(result);
    this.#scope.nodes.push(nodeMessage(type, inputs, results, Object.entries(attributes)));
    return results;
  }

  /** A size as an int64 tensor of shape [1], emitted where its symbols are bound, so that loops do not repeat it. */
  #size(dim: Dim): string {
    if (typeof dim === "number") return this.#initializers.constant(tensor("int64", [1], [dim]));
    let home: Scope | undefined;
    for (const symbol of symbolsOf(dim)) {
      const scope = this.#lookup(symbol);
      if (scope === undefined)
        throw new LoweringError(
          `${this.#name}: no tensor has the size "${symbol}" on its own, so "${dim}" cannot be computed`,
        );
      if (home === undefined || depth(scope) > depth(home)) home = scope;
    }
    const known = home!.sizes.get(dim);
    if (known !== undefined) return known;
    const outer = this.#scope;
    this.#scope = home!;
    const name = this.#computeSize(dim);
    this.#scope = outer;
    home!.sizes.set(dim, name);
    return name;
  }

  #computeSize(dim: string): string {
    const sum: string[] = termsOf(dim).map(({ coefficient, atoms }) => {
      const factors = atoms.map((atom) => this.#atom(atom));
      if (coefficient !== 1 || factors.length === 0)
        factors.push(this.#initializers.constant(tensor("int64", [1], [coefficient])));
      return factors.reduce((a, b) => this.#node("Mul", [a, b])[0]!);
    });
    return sum.reduce((a, b) => this.#node("Add", [a, b])[0]!);
  }

  #atom(atom: string): string {
    const parts = divisionParts(atom);
    if (parts !== undefined) return this.#node("Div", [this.#size(parts[0]), this.#size(parts[1])])[0]!;
    const known = this.#scope.sizes.get(atom) ?? this.#inherited(atom);
    if (known !== undefined) return known;
    const scope = this.#lookup(atom)!;
    const { name, axis } = scope.symbols.get(atom)!;
    const outer = this.#scope;
    this.#scope = scope;
    const [size] = this.#node("Shape", [name], { start: axis, end: axis + 1 });
    this.#scope = outer;
    scope.sizes.set(atom, size!);
    return size!;
  }

  #inherited(size: string): string | undefined {
    const home = this.#lookup(size);
    return home?.sizes.get(size);
  }

  readonly #lowering: Lowering = {
    node: (type, inputs, attributes, outputs) => this.#node(type, inputs, attributes, outputs),
    op: (type, inputs, attributes) => this.#node(type, inputs, attributes)[0]!,
    constant: (value) => this.#initializers.constant(value),
    scalar: (dtype, value) => this.#initializers.constant(tensor(dtype, [], [value])),
    ints: (values) => this.#initializers.constant(tensor("int64", [values.length], values)),
    external: (source) => this.#initializers.external(source),
    stored: (stored, dtype, shape) => this.#initializers.stored(stored, dtype, shape),
    byte: (value) => this.#initializers.byte(value),
    byteLike: (like, value) =>
      this.#node("Expand", [this.#initializers.byte(value), this.#node("Shape", [like])[0]!])[0]!,
    outermost: (key, emit) => {
      let names = this.#outermost.get(key);
      if (names !== undefined) return names;
      const inner = this.#scope;
      while (this.#scope.parent !== undefined) this.#scope = this.#scope.parent;
      names = emit();
      this.#scope = inner;
      this.#outermost.set(key, names);
      return names;
    },
    dims: (shape) => {
      if (shape.every((dim) => typeof dim === "number"))
        return this.#initializers.constant(tensor("int64", [shape.length], shape as readonly number[]));
      const parts = shape.map((dim) => this.#size(dim));
      return parts.length === 1 ? parts[0]! : this.#node("Concat", parts, { axis: 0 })[0]!;
    },
    dim: (dim) =>
      typeof dim === "number"
        ? this.#initializers.constant(tensor("int64", [], [dim]))
        : this.#node("Squeeze", [this.#size(dim), this.#initializers.constant(tensor("int64", [1], [0]))])[0]!,
    body: (graph, bound, options) => this.#body(graph, bound, options),
    branch: (emit, outputs) => this.#branch(emit, outputs),
    dtypeNumber: (dtype: DType) => dtypes[dtype].onnx,
    fresh: (hint) => this.#fresh(hint),
  };

  #body(graph: Graph, bound: ReadonlyMap<number, string>, options: Parameters<Lowering["body"]>[2]): OnnxAttribute {
    if (checksGraphs()) for (const name of bound.values()) this.#requireComputed("lowering a body", name);
    const outer = this.#scope;
    this.#scope = newScope(outer);
    const inputs = graph.parameters.map((p, i) => ({ ...specOf(p), name: bound.get(i) ?? this.#fresh("in") }));
    const own = inputs.filter((_, i) => !bound.has(i));
    for (const { name } of options.inputs ?? []) this.#scope.names.add(name);
    const results = this.#emit(graph, inputs);
    const free = options.free ?? NO_SYMBOLS;
    const message = this.#subgraph(
      [...(options.inputs ?? []), ...own].flatMap((input) => nested(11, valueInfo(input.name, input, free))),
      results,
      graph.outputs,
      free,
    );
    this.#scope = outer;
    return { kind: "graph", value: assemble(message) };
  }

  #branch(emit: () => readonly string[], outputs: readonly TensorSpec[]): OnnxAttribute {
    const outer = this.#scope;
    this.#scope = newScope(outer);
    const message = this.#subgraph([], emit(), outputs, NO_SYMBOLS);
    this.#scope = outer;
    return { kind: "graph", value: assemble(message) };
  }

  /** The current scope as a graph. Results get nodes of their own: they may be inputs, or come from outside. */
  #subgraph(
    inputs: Message,
    results: readonly string[],
    outputs: readonly TensorSpec[],
    free: ReadonlySet<string>,
  ): Message {
    const names = results.map((result) => this.#node("Identity", [result])[0]!);
    return [
      ...this.#scope.nodes.flatMap((node) => nested(1, node)),
      ...text(2, this.#fresh("body")),
      ...inputs,
      ...outputs.flatMap((output, i) => nested(12, valueInfo(names[i]!, output, free))),
    ];
  }
}

const isBfloat16 = ({ dtype }: TensorSpec): boolean => dtype === "bfloat16";

const newScope = (parent: Scope | undefined): Scope => ({
  nodes: [],
  names: new Set(),
  parent,
  symbols: new Map(),
  sizes: new Map(),
});

const depth = (scope: Scope): number => (scope.parent === undefined ? 0 : 1 + depth(scope.parent));

const specOf = ({ dtype, shape }: TensorSpec): TensorSpec => ({ dtype, shape });

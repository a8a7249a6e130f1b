import { InfrastructureError, LemmaError } from "@lemma/interfaces";

/** Shapes that cannot match, found while a program is traced. Names the operation, what it expected, what it got. */
export class ShapeError extends LemmaError {
  readonly code = "shape-mismatch";

  constructor(operation: string, expected: string, received: string, options?: ErrorOptions) {
    super(`${operation}: expected ${expected}, received ${received}`, options);
  }
}

/** An element type that the operation does not take. */
export class DTypeError extends LemmaError {
  readonly code = "dtype-mismatch";

  constructor(operation: string, expected: string, received: string, options?: ErrorOptions) {
    super(`${operation}: expected ${expected}, received ${received}`, options);
  }
}

/** Arguments whose tree differs from the one that was traced. */
export class TreeError extends LemmaError {
  readonly code = "tree-mismatch";

  constructor(operation: string, expected: string, received: string, options?: ErrorOptions) {
    super(`${operation}: expected ${expected}, received ${received}`, options);
  }
}

/** A symbolic dimension that is bound to two sizes, or to none. */
export class DimensionError extends LemmaError {
  readonly code = "dimension-binding";
}

/** A derivative that does not exist: through a `whileLoop` in reverse, or of an integer. */
export class DifferentiationError extends LemmaError {
  readonly code = "not-differentiable";
}

/** A program that cannot be written as an ONNX graph. */
export class LoweringError extends LemmaError {
  readonly code = "cannot-lower";
}

/** A tensor of one program, loop or block that is used in another, where it has no value. */
export class ScopeError extends LemmaError {
  readonly code = "out-of-scope";
}

/** A primitive whose name is taken, or whose rules disagree with one another. */
export class PrimitiveError extends LemmaError {
  readonly code = "invalid-primitive";
}

/** A graph that a transformation left wrong, found where graphs are checked: a mistake in a primitive's rules. */
export class GraphError extends LemmaError {
  readonly code = "broken-graph";

  constructor(transformation: string, problem: string, options?: ErrorOptions) {
    super(`after ${transformation}: ${problem}`, options);
  }
}

/** ONNX Runtime refused or failed: a missing provider, a kernel that is not there. Names the graph; `cause` has the rest. */
export class RuntimeError extends InfrastructureError {}

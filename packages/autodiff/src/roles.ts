// What each role means to those who read graphs. A role that is not spelled out here does not compile.
import type { Attributes, Role } from "./record.ts";
import type { Graph, Node, Tensor } from "./tensor.ts";

/** The graph inside a block or a loop. */
export function bodyOf({ primitive: { role }, attributes }: Node): Graph | undefined {
  return typeof role === "object" ? role.body(attributes) : undefined;
}

/** A node's attributes with its body changed; those of a node without one as they are. Blocks are inlined, never changed. */
export function withBody({ primitive: { role }, attributes }: Node, change: (body: Graph) => Graph): Attributes {
  return typeof role === "object" && role.kind === "loop"
    ? role.withBody(attributes, change(role.body(attributes)))
    : attributes;
}

/** All nodes of a graph, those of bodies after the node that they are in. */
export function* everyNode(graph: Graph): Generator<Node> {
  for (const node of graph.nodes) {
    yield node;
    const body = bodyOf(node);
    if (body !== undefined) yield* everyNode(body);
  }
}

type Plain = Extract<Role, string> | "block" | "loop";

const kindOf = ({ primitive: { role } }: Node): Plain => (typeof role === "object" ? role.kind : role);

/** Whether a node's output is its first input's memory. */
export function isView(node: Node): boolean {
  const kind = kindOf(node);
  switch (kind) {
    case "view":
    case "alias":
      return true;
    case "operation":
    case "form":
    case "source":
    case "stored":
    case "parameter":
    case "block":
    case "loop":
      return false;
  }
}

/** Whether a node's ONNX form takes bfloat16 as it is. The CPU moves and converts it, but computes nothing in it. */
export function takesBfloat16(node: Node): boolean {
  const kind = kindOf(node);
  switch (kind) {
    // Bodies are lowered on their own.
    case "block":
    case "loop":
    case "form":
    case "view":
    case "alias":
    case "source":
    case "stored":
    case "parameter":
      return true;
    case "operation":
      return false;
  }
}

/** Whether x is a parameter or a constant, or one of them in another form: nothing is computed from its gradient. */
export function isSource({ node }: Tensor): boolean {
  const kind = kindOf(node);
  switch (kind) {
    case "source":
    case "stored":
    case "parameter":
      return true;
    case "form":
    case "view":
    case "alias":
      return node.inputs.length === 1 && isSource(node.inputs[0]!);
    case "operation":
    case "block":
    case "loop":
      return false;
  }
}

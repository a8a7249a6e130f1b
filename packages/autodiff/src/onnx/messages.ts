// Parts of an ONNX model as Protocol Buffers.
import { symbolsOf, type Dim } from "../dims.ts";
import { dtypes } from "../dtype.ts";
import type { OnnxAttribute, PlainAttributes } from "../record.ts";
import type { TensorSpec, TensorValue } from "../value.ts";
import { bytes, float, int, ints, nested, text, type Message } from "./protobuf.ts";

export const NO_SYMBOLS: ReadonlySet<string> = new Set();

const bytesOf = ({ data }: TensorValue): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** A `TensorProto`. */
export const tensorMessage = (value: TensorValue, name: string): Message => [
  ...ints(1, value.dims),
  ...int(2, dtypes[value.dtype].onnx),
  ...text(8, name),
  ...bytes(9, bytesOf(value)),
];

/** A `ValueInfoProto`; sizes of symbols in `free` are left open, and with `"all"` the whole shape where it has a symbol. */
export function valueInfo(
  name: string,
  { dtype, shape }: TensorSpec,
  free: ReadonlySet<string> | "all" = NO_SYMBOLS,
): Message {
  if (free === "all") {
    if (shape.some((size) => typeof size === "string"))
      return [...text(1, name), ...nested(2, nested(1, int(1, dtypes[dtype].onnx)))];
    return valueInfo(name, { dtype, shape });
  }
  const dim = (size: Dim): Message => {
    if (typeof size === "number") return int(1, size);
    return [...symbolsOf(size)].some((symbol) => free.has(symbol)) ? [] : text(2, size);
  };
  const dims = shape.flatMap((size) => nested(1, dim(size)));
  return [...text(1, name), ...nested(2, nested(1, [...int(1, dtypes[dtype].onnx), ...nested(2, dims)]))];
}

/** A `NodeProto`; a type with a dot is of the domain before it. */
export function nodeMessage(
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly (readonly [string, PlainAttributes[string]])[],
): Message {
  const dot = type.lastIndexOf(".");
  return [
    ...inputs.flatMap((input) => text(1, input)),
    ...outputs.flatMap((output) => text(2, output)),
    ...text(3, outputs[0] ?? type),
    ...text(4, type.slice(dot + 1)),
    ...(dot < 0 ? [] : text(7, type.slice(0, dot))),
    ...attributes.flatMap(([name, value]) => nested(5, attributeMessage(name, value))),
  ];
}

function attributeMessage(name: string, given: PlainAttributes[string]): Message {
  const value: OnnxAttribute =
    typeof given === "number"
      ? { kind: "int", value: given }
      : typeof given === "string"
        ? { kind: "string", value: given }
        : "kind" in given
          ? given
          : { kind: "ints", value: given };
  const head = text(1, name);
  switch (value.kind) {
    case "float":
      return [...head, ...float(2, value.value), ...int(20, 1)];
    case "int":
      return [...head, ...int(3, value.value), ...int(20, 2)];
    case "string":
      return [...head, ...text(4, value.value), ...int(20, 3)];
    case "tensor":
      return [...head, ...nested(5, tensorMessage(value.value, "")), ...int(20, 4)];
    case "graph":
      return [...head, ...nested(6, [value.value]), ...int(20, 5)];
    case "ints":
      // Not packed: attributes of older writers are not, and every reader takes these.
      return [...head, ...value.value.flatMap((x) => int(8, x)), ...int(20, 7)];
  }
}

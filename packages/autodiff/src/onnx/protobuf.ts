/**
 * The few pieces of Protocol Buffers that an ONNX file needs. A message is a list of parts, so that large weights are copied
 * once, when the file is assembled.
 *
 * @see https://protobuf.dev/programming-guides/encoding/ and onnx.proto
 */
export type Message = readonly Uint8Array[];

const utf8 = new TextEncoder();

function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

const key = (field: number, wire: number): Uint8Array => varint(field * 8 + wire);

export const lengthOf = (message: Message): number => message.reduce((sum, part) => sum + part.length, 0);

/** An integer field; negative numbers as two's complement in 64 bits. */
export const int = (field: number, value: number | bigint): Message => [key(field, 0), varint(value)];

export function float(field: number, value: number): Message {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [key(field, 5), bytes];
}

export const bytes = (field: number, value: Uint8Array): Message => [key(field, 2), varint(value.length), value];

export const text = (field: number, value: string): Message => bytes(field, utf8.encode(value));

/** A message inside a message. */
export const nested = (field: number, message: Message): Message => [
  key(field, 2),
  varint(lengthOf(message)),
  ...message,
];

/** A packed list of integers. */
export const ints = (field: number, values: readonly number[]): Message => nested(field, values.map(varint));

export function assemble(message: Message): Uint8Array {
  const result = new Uint8Array(lengthOf(message));
  let at = 0;
  for (const part of message) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

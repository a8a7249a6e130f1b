/** Element types. bfloat16 lives inside graphs only: ONNX Runtime's JavaScript API cannot pass it in or out. */
export type DType = "float64" | "float32" | "float16" | "bfloat16" | "int64" | "bool";

export type TypedArray = Float64Array | Float32Array | Uint16Array | BigInt64Array | Uint8Array;

interface DTypeInfo {
  readonly bytes: number;
  /** The number of this type in ONNX's `TensorProto.DataType`. */
  readonly onnx: number;
  readonly isFloat: boolean;
  /** Its name in safetensors headers. */
  readonly safetensors: string;
  readonly short: string;
}

export const dtypes: Readonly<Record<DType, DTypeInfo>> = {
  float64: { bytes: 8, onnx: 11, isFloat: true, safetensors: "F64", short: "f64" },
  float32: { bytes: 4, onnx: 1, isFloat: true, safetensors: "F32", short: "f32" },
  float16: { bytes: 2, onnx: 10, isFloat: true, safetensors: "F16", short: "f16" },
  bfloat16: { bytes: 2, onnx: 16, isFloat: true, safetensors: "BF16", short: "bf16" },
  int64: { bytes: 8, onnx: 7, isFloat: false, safetensors: "I64", short: "i64" },
  bool: { bytes: 1, onnx: 9, isFloat: false, safetensors: "BOOL", short: "bool" },
};

export const isFloat = (dtype: DType): boolean => dtypes[dtype].isFloat;

/** Room for `length` elements: float16 and bfloat16 as their bits in a `Uint16Array`, bool as 0 or 1 in a `Uint8Array`. */
export function allocate(dtype: DType, length: number): TypedArray {
  switch (dtype) {
    case "float64":
      return new Float64Array(length);
    case "float32":
      return new Float32Array(length);
    case "float16":
    case "bfloat16":
      return new Uint16Array(length);
    case "int64":
      return new BigInt64Array(length);
    case "bool":
      return new Uint8Array(length);
  }
}

const scratch = new DataView(new ArrayBuffer(8));

/** IEEE 754 binary16 bits of `value`, rounded to nearest, ties to even. */
export function toFloat16Bits(value: number): number {
  scratch.setFloat64(0, value);
  const sign = (scratch.getUint8(0) & 0x80) << 8;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | roundHalfEven(magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  // log2 may round up at the edge of a binade; the carry below then corrects it from the other side.
  const safe = magnitude < 2 ** exponent ? exponent - 1 : exponent;
  return sign | ((safe + 14) * 1024 + roundHalfEven(magnitude * 2 ** (10 - safe)));
}

export function fromFloat16Bits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The upper half of the float32, rounded to nearest, ties to even. */
export function toBfloat16Bits(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  if (Number.isNaN(value)) return 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

export function fromBfloat16Bits(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

function roundHalfEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

/** Writes `value` at `index`, in the representation that `allocate` states. */
export function store(dtype: DType, data: TypedArray, index: number, value: number): void {
  if (data instanceof BigInt64Array) data[index] = BigInt(Math.trunc(value));
  else if (dtype === "float16") data[index] = toFloat16Bits(value);
  else if (dtype === "bfloat16") data[index] = toBfloat16Bits(value);
  else data[index] = dtype === "bool" ? (value === 0 ? 0 : 1) : value;
}

export function load(dtype: DType, data: TypedArray, index: number): number {
  if (dtype === "float16") return fromFloat16Bits(Number(data[index]));
  if (dtype === "bfloat16") return fromBfloat16Bits(Number(data[index]));
  return Number(data[index]);
}

import { realpathSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import { dtypes } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import type { ExternalTensor, StoredBytes, TensorValue } from "../value.ts";
import { tensorMessage } from "./messages.ts";
import { bytes, int, ints, nested, text, type Message } from "./protobuf.ts";

/** `TensorProto.DataType`: bytes live in lowerings only, and are no `DType`. */
const UINT8 = 2;
const bytesOfNumber = new Map<number, Uint8Array>();

/** Values that a program brings with it, or finds in files: each is written once, and every scope sees it. */
export class Initializers {
  readonly messages: Message[] = [];
  /** The folder that external locations are relative to, where there are any. */
  readonly root: string | undefined;
  readonly #fresh: (hint: string) => string;
  readonly #names = new Set<string>();
  readonly #constants = new Map<string, string>();
  readonly #values = new Map<TensorValue, string>();
  readonly #bytes = new Map<Uint8Array, string>();
  readonly #externalNames = new Map<string, string>();
  readonly #realPaths = new Map<string, string>();

  /** @param sources whatever stays in files. @param fresh makes a name that the program has not. */
  constructor(program: string, sources: readonly { readonly path: string }[], fresh: (hint: string) => string) {
    this.#fresh = fresh;
    for (const { path } of sources) if (!this.#realPaths.has(path)) this.#realPaths.set(path, realPath(path, program));
    this.root = sources.length === 0 ? undefined : commonFolder([...this.#realPaths.values()]);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  constant(value: TensorValue): string {
    let name = this.#values.get(value);
    if (name !== undefined) return name;
    const small = value.data.length <= 16 ? `${value.dtype}[${value.dims.join()}]${keyOf(value)}` : undefined;
    name = small === undefined ? undefined : this.#constants.get(small);
    if (name === undefined) {
      name = this.#fresh("constant");
      this.#initialize(name, tensorMessage(value, name));
      if (small !== undefined) this.#constants.set(small, name);
    }
    this.#values.set(value, name);
    return name;
  }

  external(source: ExternalTensor): string {
    return this.#inFile(source, source.shape, source.dtype, dtypes[source.dtype].onnx);
  }

  stored(stored: StoredBytes, dtype: "uint8" | "float32", shape: readonly number[]): string {
    const type = dtype === "uint8" ? UINT8 : dtypes.float32.onnx;
    if (!("data" in stored)) return this.#inFile(stored, shape, dtype, type);
    let name = this.#bytes.get(stored.data);
    if (name === undefined) {
      name = this.#fresh("bytes");
      this.#bytes.set(stored.data, name);
      this.#initialize(name, [...ints(1, shape), ...int(2, type), ...text(8, name), ...bytes(9, stored.data)]);
    }
    return name;
  }

  byte(value: number): string {
    let data = bytesOfNumber.get(value);
    if (data === undefined) bytesOfNumber.set(value, (data = Uint8Array.of(value)));
    return this.stored({ data }, "uint8", []);
  }

  #initialize(name: string, message: Message): void {
    this.messages.push(message);
    this.#names.add(name);
  }

  #inFile(
    source: { readonly path: string; readonly offset: number; readonly byteLength: number },
    shape: readonly number[],
    dtype: string,
    type: number,
  ): string {
    const id = `${source.path}:${source.offset}:${dtype}:${shape.join()}`;
    let name = this.#externalNames.get(id);
    if (name === undefined) {
      name = this.#fresh("external");
      this.#externalNames.set(id, name);
      const location = relative(this.root!, this.#realPaths.get(source.path)!);
      const entry = (k: string, v: string): Message => nested(13, [...text(1, k), ...text(2, v)]);
      this.#initialize(name, [
        ...ints(1, shape),
        ...int(2, type),
        ...text(8, name),
        ...entry("location", location.split(sep).join("/")),
        ...entry("offset", String(source.offset)),
        ...entry("length", String(source.byteLength)),
        ...int(14, 1),
      ]);
    }
    return name;
  }
}

function realPath(path: string, name: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw new RuntimeError(`${name}: external tensor in ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** The deepest folder that holds every file, symbolic links resolved: ONNX Runtime refuses paths that lead outside. */
function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => dirname(path).split(sep));
  const [first, ...others] = folders;
  const shared = first!.filter((part, i) =>
    others.every((folder) => folder.slice(0, i + 1).join(sep) === first!.slice(0, i).concat(part).join(sep)),
  );
  return shared.join(sep) || sep;
}

const keyOf = ({ data }: TensorValue): string =>
  Array.from(data as ArrayLike<unknown>, (x) => (Object.is(x, -0) ? "-0" : String(x))).join();

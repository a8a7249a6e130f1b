import { Worker } from "node:worker_threads";
import { RuntimeError } from "../errors.ts";
import type { TypedArray } from "../dtype.ts";
import type { TensorValue } from "../value.ts";
import { SMALL_BYTES, type Feed, type Output, type Request, type Response, type SessionSettings } from "./protocol.ts";

// Under a test runner this file is TypeScript, and threads need JavaScript.
const script = import.meta.url.endsWith(".ts")
  ? new URL("../../dist/runtime/worker.js", import.meta.url)
  : new URL("./worker.js", import.meta.url);

interface Pending {
  readonly resolve: (outputs: readonly Output[]) => void;
  readonly reject: (error: Error) => void;
  readonly name: string;
  /** Values whose bytes are with the thread. */
  readonly lent: readonly TensorValue[];
}

/** A thread that holds sessions and runs them one after the other. */
export class Lane {
  #worker: Worker | undefined;
  readonly #pending = new Map<number, Pending>();
  #nextCall = 1;
  #nextHeld = 1;
  /** Buffers that came back with the latest answer. */
  #spare: ArrayBuffer[] = [];
  #heldIds = new WeakMap<TensorValue, number>();
  #generation = 0;
  readonly #freed = new FinalizationRegistry<number>((id) =>
    this.#worker?.postMessage({ kind: "release", held: [id] }),
  );

  /** Counts the threads that ended: sessions and held values of an earlier generation are gone. */
  get generation(): number {
    return this.#generation;
  }

  open(session: number, bytes: Uint8Array, settings: SessionSettings): void {
    this.#post({ kind: "open", session, bytes, settings });
  }

  run(
    session: number,
    name: string,
    values: readonly TensorValue[],
    resident: WeakSet<TensorValue>,
    lent: readonly TensorValue[] = [],
  ): Promise<readonly Output[]> {
    const transfer: ArrayBuffer[] = [];
    // What shares its buffer is copied as all else is.
    const lending = new Set(
      lent.filter(
        ({ data }) =>
          data.byteLength > 0 &&
          data.buffer instanceof ArrayBuffer &&
          values.filter((x) => x.data.buffer === data.buffer).length === 1,
      ),
    );
    const feeds = values.map((value) => {
      if (!lending.has(value)) return this.#feed(value, resident, transfer);
      const { dtype: type, dims, data } = value;
      transfer.push(data.buffer as ArrayBuffer);
      return { type, dims, data, isLent: true };
    });
    const given = values.filter((value) => lending.has(value));
    return this.#ask(name, (call) => ({ kind: "run", call, session, feeds }), transfer, given);
  }

  async endProfiling(session: number, name: string): Promise<void> {
    await this.#ask(name, (call) => ({ kind: "profile", call, session }));
  }

  async close(session: number, name: string): Promise<void> {
    await this.#ask(name, (call) => ({ kind: "close", call, session }));
  }

  /** Ends the thread and frees what it holds. */
  async terminate(): Promise<void> {
    await this.#worker?.terminate();
  }

  #feed(value: TensorValue, resident: WeakSet<TensorValue>, transfer: ArrayBuffer[]): Feed {
    const { dtype: type, dims, data } = value;
    const known = this.#heldIds.get(value);
    if (known !== undefined) return { type, dims, data: known };
    let hold: number | undefined;
    if (resident.has(value)) {
      hold = this.#nextHeld++;
      this.#heldIds.set(value, hold);
      this.#freed.register(value, hold);
    }
    if (isWhole(data) && data.byteLength < SMALL_BYTES) return { type, dims, data, hold };
    // One copy here and a transfer, instead of the clone's two; and a view is never sent with all that is behind it.
    const copy = this.#copy(data);
    transfer.push(copy.buffer as ArrayBuffer);
    return { type, dims, data: copy, hold };
  }

  /** A copy, in a buffer of the call before where one has the size: fresh memory costs more than the copying. */
  #copy(data: TypedArray): TypedArray {
    const index = this.#spare.findIndex((buffer) => buffer.byteLength === data.byteLength);
    if (index < 0) return data.slice();
    const [buffer] = this.#spare.splice(index, 1);
    new Uint8Array(buffer!).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return new (data.constructor as new (buffer: ArrayBuffer) => TypedArray)(buffer!);
  }

  #ask(
    name: string,
    request: (call: number) => Request,
    transfer: ArrayBuffer[] = [],
    lent: readonly TensorValue[] = [],
  ): Promise<readonly Output[]> {
    const call = this.#nextCall++;
    return new Promise((resolve, reject) => {
      const worker = this.#post(request(call), transfer);
      if (this.#pending.size === 0) worker.ref();
      this.#pending.set(call, { resolve, reject, name, lent });
    });
  }

  #post(request: Request, transfer: ArrayBuffer[] = []): Worker {
    this.#worker ??= this.#start();
    this.#worker.postMessage(request, transfer);
    return this.#worker;
  }

  #start(): Worker {
    // ONNX Runtime would keep a device id and events in the user's home and send them to its maker, graph names among them. Its
    // library reads the real environment, which only the main thread's `process.env` writes to; whoever sets the variable keeps it.
    process.env["ORT_DISABLE_TELEMETRY"] ??= "1";
    // Flags of the caller's process, such as --input-type with --eval, are not for this thread.
    const worker = new Worker(script, { name: "lemma-session", execArgv: [] });
    worker.unref();
    worker.on("message", (response: Response) => this.#settle(worker, response));
    worker.on("error", (error: Error) => this.#lose(worker, error));
    worker.on("exit", (code) => this.#lose(worker, new Error(`exit status ${code}`)));
    return worker;
  }

  #settle(worker: Worker, response: Response): void {
    const pending = this.#pending.get(response.call);
    this.#pending.delete(response.call);
    // An idle session must not keep the process alive.
    if (this.#pending.size === 0) worker.unref();
    if (pending === undefined) return;
    pending.lent.forEach((value, i) => giveBack(value, response.lent[i]!));
    if ("outputs" in response) {
      this.#spare = [...response.spare];
      pending.resolve(response.outputs);
    } else
      pending.reject(
        new RuntimeError(
          `${pending.name}: ONNX Runtime could not ${response.stage === "open" ? "open the graph" : "run"}: ${response.error}`,
        ),
      );
  }

  #lose(worker: Worker, error: Error): void {
    if (this.#worker === worker) {
      this.#worker = undefined;
      this.#generation += 1;
      this.#heldIds = new WeakMap();
    }
    for (const { reject, name } of this.#pending.values())
      reject(new RuntimeError(`${name}: the session's thread ended`, { cause: error }));
    this.#pending.clear();
  }
}

const isWhole = ({ byteLength, buffer }: TypedArray): boolean =>
  byteLength === buffer.byteLength && buffer instanceof ArrayBuffer;

/** Puts a value's bytes back where they were before they were lent. */
function giveBack(value: { data: TypedArray }, data: TypedArray): void {
  value.data = data;
}

const lanes = new Map<string, Lane>();

/** The thread of this name. Sessions on one thread run one after the other; two threads compete for cores. */
export function laneOf(name: string): Lane {
  let lane = lanes.get(name);
  if (lane === undefined) lanes.set(name, (lane = new Lane()));
  return lane;
}

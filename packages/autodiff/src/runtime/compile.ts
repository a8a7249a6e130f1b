import { createHash } from "node:crypto";
import { untilAbort } from "@lemma/async";
import { DisposedError, throwIfAborted } from "@lemma/interfaces";
import { showShape } from "../dims.ts";
import { allocate } from "../dtype.ts";
import { DTypeError, ShapeError, TreeError } from "../errors.ts";
import { bindDims, openSizes, requireSizes, type OpenSize } from "../evaluate.ts";
import { restoreTree, trace, type TensorsOf, type TracedGraph } from "../graph.ts";
import { lower } from "../onnx/lower.ts";
import { everyNode } from "../roles.ts";
import type { Graph, Tensor } from "../tensor.ts";
import { showStructure, treeFlatten, treePaths, type Replace } from "../tree.ts";
import type { TensorSpec, TensorValue } from "../value.ts";
import { laneOf, type Lane } from "./lane.ts";
import type { SessionSettings } from "./protocol.ts";

export interface CompileOptions {
  /** Names the graph in errors, in profiles and in Netron. Default: the function's name. */
  readonly name?: string;
  /** In order of preference, such as `["cuda", "cpu"]`; default `["cpu"]`. Objects carry a provider's own options. */
  readonly executionProviders?: readonly (string | Readonly<Record<string, unknown>>)[];
  /** Threads inside an operation; 0, the default, is one per core. */
  readonly threads?: number;
  /**
   * Whether ONNX Runtime may copy weights into the layout its kernels like best: faster for small batches, but each session
   * then has its own copy of them. Without it external weights are mapped into memory and shared by all sessions and
   * processes. Default: true where there are no external weights, else false.
   */
  readonly prepacking?: boolean;
  /**
   * Whether ONNX Runtime may compute what depends on constants alone when the session opens. Packed products with quantised weights
   * whose layout is not the kernel's need it. Default: true where there are no external weights, else false, since it would make
   * float32 copies of stored weights that are only cast or transposed.
   */
  readonly folding?: boolean;
  /** Which thread runs it. Programs with the same name run one after the other. Default `"default"`. */
  readonly thread?: string;
  /** Whether memory is kept from run to run: faster, but never given back before `dispose`. Default true. */
  readonly memoryArena?: boolean;
  /** Idle threads of ONNX Runtime spin instead of sleeping. Default false: two sessions would fight for cores. */
  readonly spinning?: boolean;
  /** Writes a profile that begins with this path; it is complete once `endProfiling()` has resolved. */
  readonly profile?: string;
  /** Further ONNX Runtime session options, as they are. */
  readonly sessionOptions?: Readonly<Record<string, unknown>>;
}

export type ValuesOf<S> = Replace<S, TensorSpec, TensorValue>;
type ResultOf<R> = Replace<R, Tensor, TensorValue>;

export interface RunOptions {
  /** Rejects with `AbortedError` when it fires; a run that has begun goes on, unheard. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Arguments that are not copied: the session's thread works on their buffers, which are away whole until the run is done, and back then; other
   * arrays over such a buffer stay empty. A run that is given up for its signal, or whose thread ends, keeps them.
   */
  readonly lent?: readonly TensorValue[];
}

/** A program ready to run. */
export interface Compiled<A extends readonly unknown[], R> extends AsyncDisposable {
  /**
   * @throws {TreeError | DTypeError | ShapeError | DimensionError} when the arguments are not what was traced.
   * @throws {RuntimeError} when ONNX Runtime cannot open or run the graph. @throws {DisposedError} after `dispose`.
   */
  (...args: A): Promise<R>;
  /** The same, with options. */
  run(args: A, options?: RunOptions): Promise<R>;
  readonly graph: TracedGraph;
  readonly name: string;
  /** Opens the session now, instead of at the first call. */
  warm(): void;
  endProfiling(): Promise<void>;
  /** Gives the session's memory back once the calls under way are done. */
  dispose(): Promise<void>;
}

const resident = new WeakSet<TensorValue>();

/**
 * Promises that this value never changes: each thread gets it once, and later calls only name it. For weights that are fed to
 * many calls.
 */
export function hold(value: TensorValue): TensorValue {
  resident.add(value);
  return value;
}

interface Session {
  readonly id: number;
  readonly lane: Lane;
  readonly key: string;
  users: number;
  /** The life of its thread that it was opened in. */
  generation: number;
}

const sessions = new Map<string, Session>();
let nextSession = 1;

/**
 * Traces `f` now; lowers it and opens its session in another thread at the first call, so that the caller's event loop never
 * blocks. Programs that are equal, with equal options, share a session.
 *
 * @throws {ShapeError | DTypeError} from tracing.
 */
export function compile<const S extends readonly unknown[], R>(
  f: (...args: TensorsOf<S>) => R,
  specs: S,
  options: CompileOptions = {},
): Compiled<ValuesOf<S> extends readonly unknown[] ? ValuesOf<S> : never, ResultOf<R>> {
  return compileGraph(trace(f, specs), { ...options, name: options.name ?? (f.name || "program") });
}

/** `compile` for a graph that is traced already. */
export function compileGraph<A extends readonly unknown[], R>(
  graph: TracedGraph,
  options: CompileOptions = {},
): Compiled<A, R> {
  const name = options.name ?? "program";
  for (const x of [...graph.parameters, ...graph.outputs])
    if (x.dtype === "bfloat16")
      throw new DTypeError(name, "inputs and outputs that ONNX Runtime can pass (cast inside the program)", "bfloat16");
  const lane = laneOf(options.thread ?? "default");
  const paths = treePaths(graph.inputStructure).map((path) => `argument ${path === "" ? "0" : path}`);
  const expected = showStructure(graph.inputStructure);
  let session: Session | undefined;
  let sizes: OpenSize[] | undefined;
  let isDisposed = false;

  const opened = (): Session => {
    session ??= openSession(graph, name, lane, options);
    // Its thread ended, and the session with it; others may share it, and find it open again.
    if (session.generation !== lane.generation) reopen(session, graph, name, options);
    return session;
  };

  const run = async (args: A, { signal, lent }: RunOptions = {}): Promise<R> => {
    if (isDisposed) throw new DisposedError(`${name}: called after dispose`);
    throwIfAborted(name, signal);
    const given = treeFlatten<TensorValue>(args);
    // Comparing counts first saves printing the trees of every call.
    if (given.leaves.length !== graph.parameters.length || showStructure(given.structure) !== expected)
      throw new TreeError(name, expected, showStructure(given.structure));
    given.leaves.forEach((value, i) => checkValue(name, paths[i]!, value, graph.parameters[i]!));
    const bindings = bindDims(graph.parameters, given.leaves, name, (i) => paths[i]!);
    requireSizes((sizes ??= openSizes(graph)), bindings, name);
    const { id } = opened();
    const outputs = await untilAbort(lane.run(id, name, given.leaves, resident, lent), name, signal);
    return restoreTree<R>(
      graph,
      outputs.map(({ type, dims, data }): TensorValue => ({ dtype: type, dims, data })),
    );
  };

  const dispose = async (): Promise<void> => {
    if (isDisposed) return;
    isDisposed = true;
    if (session === undefined) return;
    session.users -= 1;
    if (session.users > 0) return;
    sessions.delete(session.key);
    await lane.close(session.id, name);
  };

  const compiled = (...args: A): Promise<R> => run(args);
  // A function's name is not writable, so it cannot be assigned.
  Object.defineProperty(compiled, "name", { value: name });
  return Object.assign(compiled, {
    run,
    graph,
    warm: () => void opened(),
    endProfiling: () => lane.endProfiling(opened().id, name),
    dispose,
    [Symbol.asyncDispose]: dispose,
  });
}

function openSession(graph: TracedGraph, name: string, lane: Lane, options: CompileOptions): Session {
  const { bytes, externalRoot } = lower(graph, { name, leavesShapesOpen: true });
  const settings = settingsOf(name, externalRoot, isDouble(graph), options);
  const key = createHash("sha256")
    .update(bytes)
    .update(JSON.stringify([settings, options.thread ?? "default"]))
    .digest("base64");
  let session = sessions.get(key);
  if (session === undefined) {
    session = { id: nextSession++, lane, key, users: 0, generation: lane.generation };
    sessions.set(key, session);
    lane.open(session.id, bytes, settings);
  }
  session.users += 1;
  return session;
}

function reopen(session: Session, graph: TracedGraph, name: string, options: CompileOptions): void {
  const { bytes, externalRoot } = lower(graph, { name, leavesShapesOpen: true });
  session.generation = session.lane.generation;
  session.lane.open(session.id, bytes, settingsOf(name, externalRoot, isDouble(graph), options));
}

/** Whether a program computes in float64 anywhere. */
const isDouble = (graph: Graph): boolean =>
  [...graph.parameters, ...[...everyNode(graph)].flatMap((node) => node.outputs)].some(
    ({ dtype }) => dtype === "float64",
  );

function settingsOf(
  name: string,
  externalRoot: string | undefined,
  double: boolean,
  options: CompileOptions,
): SessionSettings {
  const prepacking = options.prepacking ?? externalRoot === undefined;
  const extra: Record<string, string> = {
    "session.intra_op.allow_spinning": options.spinning === true ? "1" : "0",
    ...(prepacking ? {} : { "session.disable_prepacking": "1" }),
  };
  if (externalRoot !== undefined) extra["session.model_external_initializers_file_folder_path"] = externalRoot;
  if (!(options.folding ?? externalRoot === undefined))
    extra["optimization.disable_specified_optimizers"] = "ConstantFolding";
  return {
    name,
    executionProviders: options.executionProviders ?? ["cpu"],
    threads: options.threads ?? 0,
    options: {
      extra,
      enableCpuMemArena: options.memoryArena ?? true,
      // A pattern plans one block per set of sizes, beside what the first run took: more memory, and measured no faster.
      enableMemPattern: false,
      // The extended optimisations fuse nodes into operators that the CPU has in float32 only (QuickGelu, for one).
      ...(double ? { graphOptimizationLevel: "basic" } : {}),
      ...(options.profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: options.profile }),
      ...options.sessionOptions,
    },
  };
}

function checkValue(name: string, path: string, value: TensorValue, spec: TensorSpec): void {
  if (typeof value !== "object" || value === null || !("data" in value))
    throw new TreeError(`${name}: ${path}`, `a ${spec.dtype} tensor`, typeof value);
  if (value.dtype !== spec.dtype) throw new DTypeError(`${name}: ${path}`, spec.dtype, value.dtype);
  const kind = allocate(spec.dtype, 0).constructor;
  if (value.data.constructor !== kind)
    throw new DTypeError(`${name}: ${path}`, `${kind.name} for ${spec.dtype}`, value.data.constructor.name);
  if (!value.dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0))
    throw new ShapeError(`${name}: ${path}`, "whole sizes from 0 up", showShape(value.dims));
  const size = value.dims.reduce((a, b) => a * b, 1);
  if (value.data.length !== size)
    throw new TreeError(`${name}: ${path}`, `${size} elements for [${value.dims.join(", ")}]`, `${value.data.length}`);
}

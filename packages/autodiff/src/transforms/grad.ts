import { isFloat } from "../dtype.ts";
import { DifferentiationError, ShapeError, TreeError } from "../errors.ts";
import { flattenTensors } from "../graph.ts";
import { onesLike, zerosLike } from "../primitives/constant.ts";
import { identity } from "../primitives/structural.ts";
import { Tensor } from "../tensor.ts";
import { showStructure, treePaths, treeUnflatten, type Structure } from "../tree.ts";
import { pullback, pushforward } from "./differentiate.ts";

type AnyFunction<A extends readonly unknown[], R> = (...args: A) => R;

/**
 * f(args) and its derivative along `tangents`, a tree like `args`. Leaves of integers and booleans have no tangent; what is
 * given there is ignored. @returns `[f(args), df(args)·tangents]`; the derivative of an integer output is zeros.
 */
export function jvp<A extends readonly unknown[], R>(f: AnyFunction<A, R>, args: A, tangents: A): [R, R] {
  const primal = flattenTensors("jvp", "argument", args);
  const given = flattenTensors("jvp", "tangent", tangents);
  requireSameStructure("jvp: tangents", primal.structure, given.structure);
  const roots = primal.leaves.map(identity);
  const out = flattenTensors("jvp", "result", f(...treeUnflatten<A>(primal.structure, roots)));
  const directions = given.leaves.map((t, i) => {
    const x = primal.leaves[i]!;
    if (!isFloat(x.dtype)) return undefined;
    requireLike("jvp: tangent", t, x);
    return t;
  });
  const { values, tangents: pushed } = pushforward(out.leaves, roots, directions);
  const result = pushed.map((t, i) => t ?? zerosLike(out.leaves[i]!));
  return [treeUnflatten<R>(out.structure, values), treeUnflatten<R>(out.structure, result)];
}

/**
 * f(args) and the function from a cotangent of the result, a tree like it, to the cotangents of `args`, a tree like them.
 * Leaves of integers and booleans get zeros.
 */
export function vjp<A extends readonly unknown[], R>(f: AnyFunction<A, R>, ...args: A): [R, (cotangent: R) => A] {
  const primal = flattenTensors("vjp", "argument", args);
  const roots = primal.leaves.map(identity);
  const out = flattenTensors("vjp", "result", f(...treeUnflatten<A>(primal.structure, roots)));
  const pull = (cotangent: R): A => {
    const given = flattenTensors("vjp", "cotangent", cotangent);
    requireSameStructure("vjp: cotangent", out.structure, given.structure);
    given.leaves.forEach((g, i) => requireLike("vjp: cotangent", g, out.leaves[i]!));
    const result = pullback(out.leaves, roots, given.leaves);
    return treeUnflatten<A>(
      primal.structure,
      result.map((g, i) => g ?? zerosLike(primal.leaves[i]!)),
    );
  };
  return [treeUnflatten<R>(out.structure, out.leaves), pull];
}

/** Which arguments to differentiate by: one index (the result is that argument's tree) or several (an array of trees). */
export interface GradOptions {
  /** Default 0. */
  readonly argument?: number | readonly number[];
  /** f returns `[loss, aux]`; aux is handed through. */
  readonly hasAux?: boolean;
}

type Selected<A extends readonly unknown[], O extends GradOptions> = O extends { readonly argument: infer N }
  ? N extends number
    ? A[N]
    : N extends readonly number[]
      ? { [K in keyof N]: N[K] extends number ? A[N[K]] : never }
      : A[0]
  : A[0];

/** `[f(args), gradient]`, or with `hasAux` `[[f(args), aux], gradient]`. f's loss is a float tensor of rank 0. */
export function valueAndGrad<A extends readonly unknown[], R, const O extends GradOptions = Record<never, never>>(
  f: AnyFunction<A, R>,
  options?: O,
): (...args: A) => [R, Selected<A, O>] {
  const { argument = 0, hasAux = false }: GradOptions = options ?? {};
  const chosen = typeof argument === "number" ? [argument] : argument;
  return (...args) => {
    const roots = chosen.map((index) => {
      if (!(index in args)) throw new TreeError("grad", `an argument number below ${args.length}`, String(index));
      return rootsOf(args[index], index);
    });
    const replaced = [...args];
    chosen.forEach((index, i) => {
      replaced[index] = treeUnflatten(roots[i]!.structure, roots[i]!.leaves);
    });
    const result = f(...(replaced as unknown as A));
    const loss: unknown = hasAux ? (result as readonly unknown[])[0] : result;
    if (!(loss instanceof Tensor) || loss.rank !== 0 || !isFloat(loss.dtype))
      throw new ShapeError("grad", "a loss that is one float of rank 0", describe(loss));
    const all = roots.flatMap((root) => root.leaves);
    const gradients = pullback([loss], all, [onesLike(loss)]).map((g, i) => g ?? zerosLike(all[i]!));
    let next = 0;
    const trees = roots.map((root) =>
      treeUnflatten(
        root.structure,
        root.leaves.map(() => gradients[next++]!),
      ),
    );
    return [result, (typeof argument === "number" ? trees[0] : trees) as Selected<A, O>];
  };
}

/** The gradient alone; with `hasAux`, `[gradient, aux]`. */
export function grad<A extends readonly unknown[], R, const O extends GradOptions = Record<never, never>>(
  f: AnyFunction<A, R>,
  options?: O,
): (
  ...args: A
) => O extends { readonly hasAux: true }
  ? [Selected<A, O>, R extends readonly [unknown, infer X] ? X : never]
  : Selected<A, O> {
  const both = valueAndGrad(f, options);
  return ((...args: A) => {
    const [value, gradient] = both(...args);
    return options?.hasAux === true ? [gradient, (value as unknown as readonly unknown[])[1]] : gradient;
  }) as ReturnType<typeof grad<A, R, O>>;
}

/**
 * Hessian-vector products of a scalar f by its first argument, forward over reverse: one pass, two to four gradients' time.
 * `(vector, ...args) → ∂²f/∂x² · vector`, a tree like the first argument.
 */
export function hvp<A extends readonly unknown[]>(f: AnyFunction<A, Tensor>): (vector: A[0], ...args: A) => A[0] {
  return (vector, ...args) => {
    const along = (x: A[0]): A[0] => grad(f)(...([x, ...args.slice(1)] as unknown as A)) as A[0];
    return jvp(along, [args[0]], [vector])[1];
  };
}

/** f(args) and the linear map from tangents to tangents, for many directions at one point. */
export function linearize<A extends readonly unknown[], R>(
  f: AnyFunction<A, R>,
  ...args: A
): [R, (...tangents: A) => R] {
  const primal = flattenTensors("linearize", "argument", args);
  const roots = primal.leaves.map(identity);
  const out = flattenTensors("linearize", "result", f(...treeUnflatten<A>(primal.structure, roots)));
  const push = (...tangents: A): R => {
    const given = flattenTensors("linearize", "tangent", tangents);
    requireSameStructure("linearize: tangents", primal.structure, given.structure);
    const directions = given.leaves.map((t, i) => {
      const x = primal.leaves[i]!;
      if (!isFloat(x.dtype)) return undefined;
      requireLike("linearize: tangent", t, x);
      return t;
    });
    const pushed = pushforward(out.leaves, roots, directions, "keep values").tangents;
    return treeUnflatten<R>(
      out.structure,
      pushed.map((t, i) => t ?? zerosLike(out.leaves[i]!)),
    );
  };
  return [treeUnflatten<R>(out.structure, out.leaves), push];
}

function rootsOf(tree: unknown, index: number): { leaves: Tensor[]; structure: Structure } {
  const { leaves, structure } = flattenTensors("grad", `argument ${index}`, tree);
  const paths = treePaths(structure);
  leaves.forEach((x, i) => {
    if (!isFloat(x.dtype))
      throw new DifferentiationError(
        `grad: argument ${index}${paths[i] === "" ? "" : `.${paths[i]}`} is ${x.dtype}, which has no gradient`,
      );
  });
  return { leaves: leaves.map(identity), structure };
}

function requireSameStructure(operation: string, expected: Structure, received: Structure): void {
  const [a, b] = [showStructure(expected), showStructure(received)];
  if (a !== b) throw new TreeError(operation, a, b);
}

function requireLike(operation: string, x: Tensor, like: Tensor): void {
  if (x.dtype !== like.dtype || x.shape.join() !== like.shape.join())
    throw new ShapeError(operation, describe(like), describe(x));
}

const describe = (x: unknown): string => (x instanceof Tensor ? `${x.dtype}[${x.shape.join(", ")}]` : typeof x);

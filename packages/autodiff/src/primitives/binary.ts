import { DTypeError } from "../errors.ts";
import type { Primitive } from "../record.ts";
import { apply1, definePrimitive, madeBy, type Tensor } from "../tensor.ts";
import { tensor } from "../value.ts";
import { add, addMaybe, binary, lift, mul, sub, type TensorLike } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { broadcastShapes, integers, NO_ATTRIBUTES, normal, uniform, type NoAttributes } from "./common.ts";
import { equal, greater, greaterEqual, less } from "./compare.ts";
import { full, fullPrimitive } from "./constant.ts";
import { stopGradient } from "./structural.ts";
import { abs, exp, log } from "./unary.ts";
import { where } from "./where.ts";

/** xᵖ for x > 0, and for any x where p is a whole number. At p = 0 the slope in x is 0, at x = 0 too. */
const powPrimitive = definePrimitive(
  binary({
    name: "pow",
    onnx: "Pow",
    floatOnly: true,
    value: (a, b) => a ** b,
    jvp: ({ inputs: [x, p], outputs: [y], tangents: [dx, dp] }) =>
      addMaybe(dx && mul(dx, powerSlope(x!, p!)), dp && mul(dp, mul(y!, logOrZero(x!)))),
    vjp: ({ inputs: [x, p], outputs: [y], needs }, g) => [
      needs[0] ? mul(g, powerSlope(x!, p!)) : undefined,
      needs[1] ? mul(g, mul(y!, logOrZero(x!))) : undefined,
    ],
    sample: (random) => [uniform(random, [2, 3], 0.4, 2), normal(random, [3])],
    inOrder: true,
  }),
);

/** log x, and 0 at 0: there xᵖ stays 0 while p > 0 moves. */
const logOrZero = (x: Tensor): Tensor => log(where(equal(x, 0), 1, x));

const powerSlope = (x: Tensor, p: Tensor): Tensor => {
  const fixed = madeBy(p, fullPrimitive);
  if (fixed !== undefined) return mul(fixed.value, pow(x, fixed.value - 1));
  return mul(p, pow(x, where(equal(p, 0), 1, sub(p, 1))));
};

/** Where the operands tie, each gets half the slope. */
function extremum(name: "maximum" | "minimum"): Primitive<NoAttributes> {
  const share = (a: Tensor, b: Tensor): Tensor => {
    const [m, n] = name === "maximum" ? [a, b] : [b, a];
    return mul(0.5, add(cast(greater(m, n), a.dtype), cast(greaterEqual(m, n), a.dtype)));
  };
  const pick = name === "maximum" ? Math.max : Math.min;
  return binary({
    name,
    onnx: name === "maximum" ? "Max" : "Min",
    value: (a, b) => pick(a, b),
    jvp: ({ inputs: [a, b], tangents: [da, db] }) =>
      addMaybe(da && mul(da, share(a!, b!)), db && mul(db, share(b!, a!))),
    vjp: ({ inputs: [a, b], needs }, g) => [
      needs[0] ? mul(g, share(a!, b!)) : undefined,
      needs[1] ? mul(g, share(b!, a!)) : undefined,
    ],
  });
}

const maximumPrimitive = definePrimitive(extremum("maximum"));
const minimumPrimitive = definePrimitive(extremum("minimum"));

/** The remainder, with the sign of the divisor, of integers. */
const modPrimitive = definePrimitive<NoAttributes>({
  ...binary({
    name: "mod",
    onnx: "Mod",
    value: (a, b) => a - b * Math.floor(a / b),
    jvp: () => undefined,
    vjp: () => [],
  }),
  jvp: "zero",
  vjp: "zero",
  shape: ([a, b]) => {
    for (const x of [a!, b!]) if (x.dtype !== "int64") throw new DTypeError("mod", "int64", x.dtype);
    return [{ dtype: "int64", shape: broadcastShapes("mod", a!.shape, b!.shape) }];
  },
  samples: (random) => [
    { inputs: [integers(random, [2, 3], 9), tensor("int64", [3], [4, -3, 1])], attributes: NO_ATTRIBUTES },
    { inputs: [tensor("int64", [3], [-7, -1, 0]), tensor("int64", [], 4)], attributes: NO_ATTRIBUTES },
  ],
});

export function pow(x: Tensor, p: TensorLike): Tensor {
  if (p === 1) return x;
  if (p === 2) return mul(x, x);
  if (p === 0) return full(x.shape, 1, x.dtype);
  const [a, b] = lift("pow", x, p);
  return apply1(powPrimitive, [a, b], NO_ATTRIBUTES);
}

/** Elementwise larger of two; at a tie each gets half the slope. */
export const maximum = (x: TensorLike, y: TensorLike): Tensor =>
  apply1(maximumPrimitive, lift("maximum", x, y), NO_ATTRIBUTES);
export const minimum = (x: TensorLike, y: TensorLike): Tensor =>
  apply1(minimumPrimitive, lift("minimum", x, y), NO_ATTRIBUTES);
/** x between `low` and `high`. */
export const clip = (x: Tensor, low: TensorLike, high: TensorLike): Tensor => minimum(maximum(x, low), high);
/** Remainder of integers, with the sign of the divisor. */
export const mod = (x: TensorLike, y: TensorLike): Tensor => apply1(modPrimitive, lift("mod", x, y), NO_ATTRIBUTES);
/** log(eᵃ + eᵇ), without overflow; of infinities too. */
export const logAddExp = (a: Tensor, b: Tensor): Tensor => {
  const high = stopGradient(maximum(a, b));
  // ∞ − ∞ would be NaN.
  const shift = where(less(abs(high), Infinity), high, 0);
  return add(shift, log(add(exp(sub(a, shift)), exp(sub(b, shift)))));
};

import { centralDifference } from "./directional.ts";
import { type ImplicitSettings, implicitMetaGradient } from "./implicit.ts";
import { mixedMetaGradient } from "./mixed.ts";
import type { BilevelProblem, InnerLoop, MetaGradient } from "./problem.ts";
import { reverseMetaGradient } from "./reverse.ts";

/** How the gradient is taken through the inner steps. */
export type MetaGradientMode =
  /** Forward over reverse, step by step: exact, and by far the least memory. */
  | { readonly mode: "mixed"; readonly truncate?: number }
  /** Reverse over reverse through all of it: exact, the baseline. */
  | { readonly mode: "reverse"; readonly checkpointSteps?: boolean }
  /** As if the inner steps had arrived at a minimum. */
  | ({ readonly mode: "implicit" } & ImplicitSettings)
  /** `mixed` with second derivatives by central differences of the first, `stepSize` apart. Default 1e-4. */
  | { readonly mode: "finite-difference"; readonly stepSize?: number; readonly truncate?: number };

/**
 * The outer loss after K inner steps, and its derivatives by φ, θ₀ and the learning rate. A function of symbolic tensors:
 * it is called while a program is traced, and lives in the program's graph, loops and all.
 */
export function metaGradient<P, M>(
  problem: BilevelProblem<P, M>,
  loop: InnerLoop<P, M>,
  settings: MetaGradientMode = { mode: "mixed" },
): MetaGradient<P, M> {
  if (!Number.isSafeInteger(loop.steps) || loop.steps < 1)
    throw new RangeError(`metaGradient: expected at least one inner step, received ${loop.steps}`);
  switch (settings.mode) {
    case "mixed":
      return mixedMetaGradient(problem, loop, settings);
    case "reverse":
      return reverseMetaGradient(problem, loop, settings);
    case "implicit":
      return implicitMetaGradient(problem, loop, settings);
    case "finite-difference": {
      const { stepSize = 1e-4, ...mixed } = settings;
      return mixedMetaGradient(problem, loop, { ...mixed, directional: centralDifference(stepSize) });
    }
  }
}

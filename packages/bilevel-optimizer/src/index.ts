export { centralDifference } from "./directional.ts";
export type { DirectionalDerivative } from "./directional.ts";
export type { ImplicitSettings } from "./implicit.ts";
export { metaGradient } from "./meta-gradient.ts";
export type { MetaGradientMode } from "./meta-gradient.ts";
export { rewardLoss } from "./outer-losses.ts";
export { outcomeOf } from "./outcome.ts";
export type { MetaGradientOutcome } from "./outcome.ts";
export type { BilevelProblem, InnerLoop, InnerTrace, MetaGradient } from "./problem.ts";

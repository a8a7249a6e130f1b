import { LoraConfigError } from "./errors.ts";

/** What is adapted, and how strongly. */
export interface LoraConfig {
  /** r: the inner dimension of ΔW = s·B·A. */
  readonly rank: number;
  /** α: s = α/r, or α/√r with `useRslora`. */
  readonly alpha: number;
  /** Rank-stabilised scaling, so that the update's size does not shrink with the rank (Kalajdzievski 2023, arXiv:2312.03732). */
  readonly useRslora?: boolean;
  /** Ends of module paths, such as `q_proj`: a module is adapted when its path is one of these, or ends in `.` and one. */
  readonly targetModules: readonly string[];
}

/** s in y = W·x + s·B·A·x. */
export function loraScale(config: Pick<LoraConfig, "rank" | "alpha" | "useRslora">): number {
  return config.alpha / (config.useRslora === true ? Math.sqrt(config.rank) : config.rank);
}

/** Whether PEFT would adapt the module at `path`. */
export function isTarget(config: Pick<LoraConfig, "targetModules">, path: string): boolean {
  return config.targetModules.some((name) => path === name || path.endsWith(`.${name}`));
}

/** @throws {LoraConfigError} naming the field. */
export function checkConfig(config: LoraConfig): void {
  if (!Number.isSafeInteger(config.rank) || config.rank < 1)
    throw new LoraConfigError("rank", "a positive integer", config.rank);
  if (!Number.isFinite(config.alpha)) throw new LoraConfigError("alpha", "a finite number", config.alpha);
  if (config.targetModules.length === 0) throw new LoraConfigError("targetModules", "at least one name", []);
}

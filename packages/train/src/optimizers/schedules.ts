/** The learning rate of step 0, 1, 2, … */
export type Schedule = (step: number) => number;

export interface DecaySettings {
  /** The highest learning rate. */
  readonly peak: number;
  /** Steps over which it rises linearly to `peak`; the first step already has `peak / warmupSteps`. Default 0. */
  readonly warmupSteps?: number;
  /** Steps in all; from there on the rate stays at `final`. */
  readonly totalSteps: number;
  /** Default 0. */
  readonly final?: number;
}

export const constantSchedule =
  (learningRate: number): Schedule =>
  () =>
    learningRate;

/** Half a cosine from `peak` down to `final`, after the warm-up. */
export const cosineSchedule = (settings: DecaySettings): Schedule =>
  decay(settings, (progress) => (1 + Math.cos(Math.PI * progress)) / 2);

/** A straight line from `peak` down to `final`, after the warm-up. */
export const linearSchedule = (settings: DecaySettings): Schedule => decay(settings, (progress) => 1 - progress);

function decay(
  { peak, warmupSteps = 0, totalSteps, final = 0 }: DecaySettings,
  shape: (progress: number) => number,
): Schedule {
  return (step) => {
    if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
    const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
    return final + (peak - final) * shape(progress);
  };
}

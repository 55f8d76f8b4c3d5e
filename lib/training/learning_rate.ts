/** How the learning rate moves over a run. */
export interface LearningRateSchedule {
  /** The highest rate. */
  readonly peak: number;
  /** Share of all steps over which the rate climbs from 0 to `peak`. @default 0 */
  readonly warmup?: number;
  /** What it does afterwards. @default "constant" */
  readonly decay?: "constant" | "linear";
}

/**
 * The rate of a step: `peak * (step + 1) / warmupSteps` while warming up, then `peak`, or
 * `peak * (steps - step) / (steps - warmupSteps)` under linear decay.
 *
 * Source: transformers' `get_linear_schedule_with_warmup`, but the first step moves too.
 *
 * @param step counted from 0, of `steps` in the whole run
 */
export function learningRateAt(step: number, steps: number, schedule: LearningRateSchedule) {
  const { peak, warmup = 0, decay = "constant" } = schedule;
  const warmupSteps = Math.round(warmup * steps);
  if (step < warmupSteps) return peak * (step + 1) / warmupSteps;
  return decay === "linear" ? peak * (steps - step) / (steps - warmupSteps) : peak;
}

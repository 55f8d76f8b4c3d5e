import { durationText } from "lib/forecast.ts";
import { type Progress, say, startProgress } from "lib/progress.ts";
import type { Position } from "lib/training/_kept_run.ts";
import type { TrainOptions } from "lib/training/train_options.ts";

/** What is told of a run to whoever waits. */
interface Followed {
  readonly options: Pick<TrainOptions, "label" | "epochs" | "untilEpoch" | "validationsPerEpoch">;
  readonly at: Position;
  /** Milliseconds since any fixed time. */
  readonly now: () => number;
}

/** What a run is called that nobody named. */
const DEFAULT_LABEL = "training";

/** Starts a run's progress line, which says how long all its steps will take. */
export function followSteps(run: Followed, batches: number): Progress {
  const { options: { label = DEFAULT_LABEL, epochs, untilEpoch = epochs }, at, now } = run;
  const besides = validationsText(validationsLeft(run, batches));
  const steps = { total: untilEpoch * batches, done: at.step, unit: "steps", each: "a step" };
  const progress = startProgress(label, { ...steps, besides, now });
  if (at.step > 0) progress.kept(placeOf(at));
  return progress;
}

/** A validation is long from here on. */
const LONG_MS = 60_000;

/** Says how long the validations to come take, by the one just finished, where that is long. */
export function sayValidationTime(
  run: Followed,
  { batches, ms }: { readonly batches: number; readonly ms: number },
): void {
  const left = validationsLeft(run, batches);
  if (ms < LONG_MS || left === 0) return;
  say(
    `${run.options.label ?? DEFAULT_LABEL}: ${validationsText(left)} to come, about ` +
      `${durationText(left * ms)} at ${durationText(ms)} a validation, measured on one`,
  );
}

/** Validations after the steps taken, if none of them ends the run early. */
function validationsLeft({ options, at }: Followed, batches: number): number {
  const { epochs, untilEpoch = epochs, validationsPerEpoch = 1 } = options;
  const perEpoch = Math.min(validationsPerEpoch, batches);
  return (untilEpoch - at.epoch) * perEpoch - Math.floor(at.batch * perEpoch / batches);
}

function validationsText(count: number): string {
  return count === 1 ? "1 validation" : `${count} validations`;
}

/** Where a run goes on, in words. */
export function placeOf({ step }: Pick<Position, "step">): string {
  return `step ${step}`;
}

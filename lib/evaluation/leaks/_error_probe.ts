import { judgeLeak, type LeakProbe } from "lib/evaluation/leaks/leak_probe.ts";
import { averagedMse } from "lib/metrics/averaged_mse.ts";
import type { BootstrapOptions } from "lib/metrics/bootstrap.ts";
import { pairedDifference } from "lib/metrics/paired_difference.ts";
import type { Prediction } from "lib/types.ts";

/** What a cheat predicted of the validation side, and how its gain is told. */
export interface ErrorProbeOptions {
  name: LeakProbe["name"];
  /** The training mean's predictions of the same rows. */
  baseline: readonly Prediction[];
  /** Validation rows that the cheat has something to say of. */
  rows: readonly number[];
  /** What the cheat is called at the start of its sentence. */
  subject: string;
  drawn: BootstrapOptions & { groups: readonly (string | number)[] };
}

/** Measures how much less error a cheat's predictions have than the training mean's. */
export function errorProbe(
  predictions: readonly Prediction[],
  { name, baseline, rows, subject, drawn }: ErrorProbeOptions,
): LeakProbe {
  const [value, without] = [averagedMse(predictions), averagedMse(baseline)];
  const gain = pairedDifference({ first: baseline, second: predictions }, drawn);
  const sentence = `${subject} has an MSE of ${value.toFixed(4)}, the training mean ` +
    `${without.toFixed(4)}`;
  const measured = {
    name,
    measure: "MSE",
    value,
    baseline: without,
    gain,
    sentence,
    rows,
  } as const;
  return judgeLeak(measured, drawn.groups);
}

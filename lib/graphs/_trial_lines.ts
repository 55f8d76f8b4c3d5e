import { csvData } from "lib/graphs/_data.ts";
import { roundSignificant, roundTo } from "lib/graphs/_numbers.ts";
import type { ParallelAxis } from "lib/graphs/_parallel_axis.ts";
import type { Layer } from "lib/graphs/_spec.ts";

/** An axis of which nothing is drawn. */
export const HIDDEN_AXIS = { axis: null, title: null } as const;

/** One run of a sweep. */
export interface Trial {
  /** Each hyperparameter's value by name. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly validationLoss: number;
}

/** How `trialLines` draws. */
export interface TrialLinesOptions {
  /** Hyperparameters in the order of their axes; the loss's axis follows them. */
  readonly names: readonly string[];
  /** One an axis. */
  readonly columns: readonly ParallelAxis[];
  readonly lossScale: "linear" | "log";
  readonly lossTitle: string;
}

/** Draws one line a trial through its hyperparameters to its loss, better trials above worse. */
export function trialLines(
  trials: readonly Trial[],
  { names, columns, lossScale, lossTitle }: TrialLinesOptions,
): Layer {
  const bestLast = trials.toSorted((a, b) => b.validationLoss - a.validationLoss);
  const places = columns.map((column, axis) =>
    placesOn(column, bestLast.map(valueOn(names[axis])))
  );
  const rows = bestLast.flatMap(({ validationLoss }, trial) =>
    places.map((at, axis) => {
      const loss = roundSignificant(validationLoss, 4);
      return { trial, axis, at: roundTo(at[trial]!, 3), loss };
    })
  );
  const most = bestLast[Math.floor(bestLast.length / 10)]!.validationLoss;
  const domain = [bestLast.at(-1)!.validationLoss, most].map((loss) => roundSignificant(loss, 4));
  return {
    data: csvData(rows),
    mark: { type: "line", interpolate: "monotone", strokeWidth: 1.5, strokeOpacity: 0.8 },
    encoding: {
      x: { field: "axis", type: "quantitative" },
      y: {
        field: "at",
        type: "quantitative",
        scale: { domain: [0, 1], nice: false },
        ...HIDDEN_AXIS,
      },
      detail: { field: "trial" },
      color: {
        field: "loss",
        type: "quantitative",
        title: `${lossTitle} (the worst tenth in one colour)`,
        scale: { type: lossScale, domain, clamp: true },
        legend: {
          orient: "bottom",
          gradientLength: 260,
          titleLimit: 400,
          offset: 26,
          values: legendValues(domain),
        },
      },
    },
  };
}

function valueOn(name: string | undefined) {
  return (trial: Trial) => name === undefined ? trial.validationLoss : trial.parameters[name]!;
}

/** Spreads equal values over the band of theirs, in the order of the trials. */
function placesOn({ positionOf, band }: ParallelAxis, values: readonly number[]): number[] {
  const seen = new Map<number, number>();
  const counts = Map.groupBy(values, (value) => value);
  return values.map((value) => {
    const rank = seen.get(value) ?? 0;
    seen.set(value, rank + 1);
    return positionOf(value) + band * ((rank + 0.5) / counts.get(value)!.length - 0.5);
  });
}

function legendValues([low, high]: readonly number[]): number[] {
  return [low!, roundSignificant(Math.sqrt(low! * high!), 3), high!];
}

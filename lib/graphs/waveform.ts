import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import type { Waveform } from "lib/graphs/_envelope.ts";
import { roundTo } from "lib/graphs/_numbers.ts";
import { soundPanel } from "lib/graphs/_sound_panel.ts";
import { graphSpec, type GraphText, type Panel, panelTitle } from "lib/graphs/_spec.ts";

const GRAPH = "waveform";
const WIDTH = 760;

/** Something that is measured of a sound over time. */
export interface SoundMeasure {
  /** What stands above it. */
  readonly name: string;
  /** What stands at its axis. */
  readonly unit: string;
  /** In the order of time. */
  readonly points: readonly { readonly timeMs: number; readonly value: number }[];
  /** The axis spans at least so much, so that rounding does not look like change. @default 0 */
  readonly leastSpan?: number;
}

/**
 * Draws a clip's sound over time, and under it a line for each thing that was measured of it.
 *
 * @throws {RangeError} when the sound has no sample, a measure no point, or a number is not finite
 */
export function waveform(
  sound: Waveform,
  measures: readonly SoundMeasure[],
  options: GraphText,
): TopLevelSpec {
  const { samples, sampleRateHz } = sound;
  if (samples.length === 0) {
    throw new RangeError(`Cannot draw ${GRAPH}: expected a sample in sound.samples, got none`);
  }
  checkMeasures(measures);
  const domain = [0, roundTo(samples.length / sampleRateHz, 3)];
  const x = { type: "quantitative", scale: { domain, nice: false }, axis: null } as const;
  const time = { ...x, title: "Time in the clip (seconds)", axis: { grid: false, tickCount: 10 } };
  const panels = measures.map((measure, i) =>
    measurePanel(measure, i === measures.length - 1 ? time : x)
  );
  const top = soundPanel(sound, { width: WIDTH, height: 90, x: panels.length > 0 ? x : time });
  return graphSpec(options, { vconcat: [top, ...panels], spacing: 14 });
}

function checkMeasures(measures: readonly SoundMeasure[]): void {
  measures.forEach(({ points }, i) => {
    checkFilled(points, { graph: GRAPH, field: `measures[${i}].points` });
    points.forEach((point, j) => {
      for (const part of ["timeMs", "value"] as const) {
        checkFinite(point[part], { graph: GRAPH, field: `measures[${i}].points[${j}].${part}` });
      }
    });
  });
}

function measurePanel(
  { name, unit, points, leastSpan = 0 }: SoundMeasure,
  x: Parameters<typeof soundPanel>[1]["x"],
): Panel {
  const rows = points.map(({ timeMs, value }) => (
    { seconds: roundTo(timeMs / 1000, 3), value: roundTo(value, 2) }
  ));
  return {
    title: panelTitle({ text: name }),
    width: WIDTH,
    height: 90,
    layer: [{
      data: csvData(rows),
      mark: { type: "line", style: "model", strokeWidth: 1.5, tooltip: false },
      encoding: {
        x: { field: "seconds", ...x },
        y: {
          field: "value",
          type: "quantitative",
          title: unit,
          scale: {
            zero: false,
            nice: true,
            domain: domainOf(rows.map(({ value }) => value), leastSpan),
          },
          axis: { tickCount: 4 },
        },
      },
    }],
  };
}

/** From the least value to the most, widened on both sides to a span. */
function domainOf(values: readonly number[], leastSpan: number): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const missing = Math.max(leastSpan - (high - low), 0) / 2;
  return [roundTo(low - missing, 2), roundTo(high + missing, 2)];
}

import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite, checkPositive } from "lib/graphs/_checks.ts";
import type { Waveform } from "lib/graphs/_envelope.ts";
import { soundPanel } from "lib/graphs/_sound_panel.ts";
import { graphSpec } from "lib/graphs/_spec.ts";
import { type DrawnTarget, drawnTargets, type ScoreGraphText } from "lib/graphs/_targets.ts";
import {
  effectRow,
  type Moment,
  pictureRow,
  timeAxis,
  wordRow,
} from "lib/graphs/_timeline_rows.ts";
import type { StripPicture } from "lib/graphs/film_strip.ts";
import type { Word } from "lib/types.ts";

const GRAPH = "timeline";

/** What is seen, heard and said in a clip, and what it did; what a clip lacks is left out. */
export interface TimelineClip {
  readonly durationMs: number;
  /** In the order of time, spread evenly over the clip. */
  readonly pictures?: readonly StripPicture[];
  readonly sound?: Waveform;
  /** In the order of time. */
  readonly words?: readonly Word[];
  /** In the order of time. */
  readonly moments: readonly Moment[];
}

/** How `timeline` is laid out. */
export interface TimelineOptions extends ScoreGraphText {
  /** Height of a picture divided by its width. @default 16 / 9 */
  readonly aspect?: number;
  /** Pixels from the clip's start to its end. @default 760 */
  readonly width?: number;
}

/**
 * Draws a clip over time: its pictures, its sound, its words, and under them what each moment added
 * to each score.
 *
 * @throws {RangeError} when there is no moment, the duration is not above 0 or a number is not finite
 */
export function timeline(clip: TimelineClip, options: TimelineOptions): TopLevelSpec {
  const { durationMs, pictures = [], sound, words = [], moments } = clip;
  checkPositive(durationMs, { graph: GRAPH, field: "clip.durationMs" });
  const targets = drawnTargets(options);
  checkMoments(moments, targets);
  const { aspect = 16 / 9, width = 760 } = options;
  const axis = timeAxis(durationMs, width);
  return graphSpec(options, {
    vconcat: [
      ...(pictures.length > 0 ? [pictureRow(pictures, { axis, aspect })] : []),
      ...(sound ? [soundPanel(sound, { width, height: 46, x: axis.x })] : []),
      ...(words.length > 0 ? [wordRow(words, axis)] : []),
      ...targets.map((target, i) =>
        effectRow(moments, { axis, target, withTime: i === targets.length - 1 })
      ),
    ],
    spacing: 12,
  });
}

function checkMoments(moments: readonly Moment[], targets: readonly DrawnTarget[]): void {
  checkFilled(moments, { graph: GRAPH, field: "clip.moments" });
  moments.forEach(({ startMs, endMs, effect }, i) => {
    const effects = targets.map(({ name }) => [`effect.${name}`, effect[name]] as const);
    for (const [field, value] of [["startMs", startMs], ["endMs", endMs], ...effects] as const) {
      checkFinite(value, { graph: GRAPH, field: `clip.moments[${i}].${field}` });
    }
  });
}

import type { Field, PositionFieldDef } from "vega-lite/types_unstable/channeldef.js";
import { csvData } from "lib/graphs/_data.ts";
import { envelope, type Waveform } from "lib/graphs/_envelope.ts";
import { type Panel, panelTitle } from "lib/graphs/_spec.ts";

/** How `soundPanel` is laid out. */
export interface SoundPanelOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** The time axis, in seconds, that other panels share. */
  readonly x: Omit<PositionFieldDef<Field>, "field">;
}

/** Draws a sound as the range of its samples over time, two pixels a stretch. */
export function soundPanel(sound: Waveform, { width, height, x }: SoundPanelOptions): Panel {
  return {
    title: panelTitle({ text: "Sound" }),
    width,
    height,
    layer: [{
      data: csvData(envelope(sound, width / 2).map((bin) => ({ ...bin }))),
      mark: { type: "area", style: "actual", line: false, fillOpacity: 0.55, tooltip: false },
      encoding: {
        x: { field: "seconds", ...x },
        y: { field: "low", type: "quantitative", axis: null },
        y2: { field: "high" },
      },
    }],
  };
}

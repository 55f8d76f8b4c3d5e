import assert from "assert";
import { Resvg } from "@resvg/resvg-js";
import type { TopLevelSpec } from "vega-lite";
import { FONT_FILES } from "lib/graphs/fonts.ts";
import { renderSvg } from "lib/graphs/render.ts";

/** What a graph must show. */
export interface Expected {
  /** Texts that stand in the picture. */
  readonly texts: readonly string[];
  /** Its snapshot under `snapshots/`, without the ending. */
  readonly snapshot: string;
}

/**
 * Compares a spec with its snapshot, draws it in both themes, and checks that the texts are there
 * and that nothing reaches out of the picture.
 *
 * With VIRANOVA_UPDATE_SNAPSHOTS=1 the snapshot is written instead of compared.
 */
export async function checkGraph(spec: TopLevelSpec, { texts, snapshot }: Expected): Promise<void> {
  await compareSnapshot(spec, snapshot);
  for (const theme of ["light", "dark"] as const) {
    const svg = await renderSvg(spec, { theme });
    const shown = textsOf(svg);
    for (const text of texts) {
      assert.ok(shown.includes(text), `expected the text ${text} among ${shown.join(" | ")}`);
    }
    checkNothingClipped(svg);
  }
}

/** Every line of text in an SVG. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map((match) => match[1]!);
}

async function compareSnapshot(spec: TopLevelSpec, name: string): Promise<void> {
  const path = new URL(`snapshots/${name}.json`, import.meta.url);
  if (Deno.env.get("VIRANOVA_UPDATE_SNAPSHOTS") === "1") {
    await Deno.writeTextFile(path, JSON.stringify(spec, null, 2) + "\n");
  }
  const expected = JSON.parse(await Deno.readTextFile(path));
  assert.deepEqual(JSON.parse(JSON.stringify(spec)), expected);
}

/** The card fills the picture exactly: a box around everything is larger if a label sticks out. */
function checkNothingClipped(svg: string): void {
  const font = { loadSystemFonts: false, fontFiles: [...FONT_FILES], sansSerifFamily: "Inter" };
  const resvg = new Resvg(svg, { font });
  const box = resvg.getBBox();
  assert.deepEqual(
    [box?.x, box?.y, box?.width, box?.height],
    [0, 0, resvg.width, resvg.height],
  );
}

import { join } from "node:path";
import * as esbuild from "esbuild";
import { writeAtomic } from "lib/files.ts";
import { type Palette, PALETTES } from "lib/graphs/palettes.ts";
import { DEFAULT_TARGETS, namesOf } from "lib/targets.ts";
import { type ChapterOptions, collectChapters } from "lib/report/collect_chapters.ts";
import { pageHtml } from "lib/report/page_html.ts";
import { readLeaderboard } from "lib/report/read_leaderboard.ts";

/** The page that was written. */
export interface WrittenReport {
  readonly path: string;
  /** Number of graphs that it shows. */
  readonly graphs: number;
  /** Its size in bytes. */
  readonly bytes: number;
}

/**
 * Writes `index.html` into a folder of saved graphs: all of them and the leaderboard on one page that
 * needs no network.
 *
 * @throws {SyntaxError} when a saved graph or the leaderboard is damaged, naming its file
 */
export async function writeReport(
  graphs: string,
  options: ChapterOptions,
): Promise<WrittenReport> {
  const [chapters, leaderboard, pageCss, script] = await Promise.all([
    collectChapters(graphs, options),
    readLeaderboard(graphs),
    Deno.readTextFile(join(import.meta.dirname!, "page.css")),
    bundleClient(),
  ]);
  const html = pageHtml({ chapters, leaderboard, css: themeCss() + pageCss, script });
  const bytes = new TextEncoder().encode(html);
  const path = join(graphs, "index.html");
  await writeAtomic(path, bytes);
  const count = chapters.reduce((sum, chapter) => sum + chapter.graphs.length, 0);
  return { path, graphs: count, bytes: bytes.length };
}

/**
 * Bundles the page's script with Vega and Vega-Lite into one text that no `<script>` element ends
 * early.
 *
 * @throws {Error} when a part of it is missing or cannot be parsed
 */
async function bundleClient(): Promise<string> {
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [join(import.meta.dirname!, "client", "main.ts")],
      alias: { lib: join(import.meta.dirname!, "..") },
      bundle: true,
      minify: true,
      write: false,
      format: "iife",
      platform: "browser",
      target: "es2022",
      charset: "utf8",
      logLevel: "silent",
    });
    return outputFiles[0]!.text;
  } finally {
    await esbuild.stop(); // its process would keep this one from ending
  }
}

const COLOURS = ["card", "ink", "muted", "line", "grid"] as const satisfies (keyof Palette)[];

/**
 * Writes the graphs' colours as CSS properties such as `--ink`, each in its light and its dark form,
 * of which the element's `color-scheme` chooses one.
 */
function themeCss(): string {
  const { light, dark } = PALETTES;
  const pairs = COLOURS.map((name) => [name, light[name], dark[name]]);
  const roles = Object.keys(light.roles) as (keyof Palette["roles"])[];
  const targets = namesOf(DEFAULT_TARGETS)
    .map((name, i) => [name, light.targets[i]!.strong, dark.targets[i]!.strong]);
  const all = [
    ...pairs,
    ...roles.map((role) => [role, light.roles[role], dark.roles[role]]),
    ...targets,
  ];
  const lines = all.map(([name, day, night]) => `--${name}: light-dark(${day}, ${night});`);
  return `:root { ${lines.join(" ")} }\n`;
}

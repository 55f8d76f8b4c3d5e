import { join } from "node:path";
import { writeAtomic } from "lib/files.ts";
import { bundleClient } from "lib/report/bundle_client.ts";
import { type ChapterOptions, collectChapters } from "lib/report/collect_chapters.ts";
import { pageHtml } from "lib/report/page_html.ts";
import { readLeaderboard } from "lib/report/read_leaderboard.ts";
import { themeCss } from "lib/report/theme_css.ts";

/** The page that was written. */
export interface WrittenReport {
  readonly path: string;
  /** How many graphs it shows. */
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

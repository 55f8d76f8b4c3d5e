import { escapeHtml, scriptJson } from "lib/escape_html.ts";
import { graphTheme, otherTargetsOf } from "lib/graphs/theme.ts";
import { chapterHtml, chapterId } from "lib/report/chapter_html.ts";
import type { Chapter } from "lib/report/collect_chapters.ts";
import { leaderboardHtml } from "lib/report/leaderboard_html.ts";
import type { SavedLeaderboard } from "lib/report/read_leaderboard.ts";

const TITLE = "How viral and engaging will a short video be?";

/** Lets nothing be loaded; Vega makes functions of a graph's expressions. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; " +
  "script-src 'unsafe-inline' 'unsafe-eval'; base-uri 'none'; form-action 'none'";

export interface PageContent {
  readonly chapters: readonly Chapter[];
  readonly leaderboard?: SavedLeaderboard;
  /** The page's style sheet. */
  readonly css: string;
  /** The page's script. */
  readonly script: string;
}

/** Writes the whole page, which needs nothing but itself to be read. */
export function pageHtml({ chapters, leaderboard, css, script }: PageContent): string {
  const specs = chapters.flatMap(({ graphs }) => graphs.map(({ spec }) => spec));
  const options = { otherTargets: Math.max(0, ...specs.map(otherTargetsOf)) };
  const themes = scriptJson({
    light: graphTheme("light", options),
    dark: graphTheme("dark", options),
  });
  const links = new Map(
    chapters.flatMap((it) => it.notebook ? [[it.notebook.name, `#${chapterId(it)}`]] : []),
  );
  return [
    "<!doctype html>",
    '<html lang="en">',
    `<head>${headHtml(css)}</head>`,
    "<body>",
    '<a class="skip" href="#content">Skip to the content</a>',
    topBar(),
    '<main id="content" tabindex="-1">',
    introduction(chapters),
    contents(chapters),
    leaderboardHtml(leaderboard, { links }),
    ...chapters.map(chapterHtml),
    "</main>",
    `<script type="application/json" id="themes">${themes}</script>`,
    `<script>${script}</script>`,
    "</body>",
    "</html>\n",
  ].join("\n");
}

function headHtml(css: string): string {
  return '<meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    '<meta name="color-scheme" content="light dark">' +
    '<link rel="icon" href="data:,">' +
    `<title>ViraNova Evaluation AI: every graph</title><style>${css}</style>`;
}

function topBar(): string {
  return '<header><nav aria-label="Page"><a href="#contents">Contents</a>' +
    '<a href="#leaderboard">Leaderboard</a></nav>' +
    '<button type="button" id="scheme" aria-pressed="false">Dark</button></header>';
}

function introduction(chapters: readonly Chapter[]): string {
  const graphs = chapters.reduce((sum, chapter) => sum + chapter.graphs.length, 0);
  return `<p class="kicker">ViraNova Evaluation AI</p><h1>${TITLE}</h1>` +
    `<p class="lead">${count(graphs, "graph")} of ${
      count(chapters.length, "notebook")
    }, and how all ` +
    "models compare. Below a graph's title stands what it was made from; point at a mark for its " +
    "numbers.</p>" +
    "<noscript><p>Graphs are drawn by a script, and this browser runs none: the links below each " +
    "lead to the same picture.</p></noscript>";
}

function contents(chapters: readonly Chapter[]): string {
  const items = chapters.map((chapter) =>
    `<li><a href="#${chapterId(chapter)}">${escapeHtml(chapter.title)}</a> ` +
    `<span class="muted">${count(chapter.graphs.length, "graph")}</span>` +
    `${chapter.claim ? `<p>${escapeHtml(chapter.claim)}</p>` : ""}</li>`
  );
  return '<nav id="contents" aria-labelledby="contents-title">' +
    `<h2 id="contents-title">Contents</h2><ol>${items.join("")}</ol></nav>`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

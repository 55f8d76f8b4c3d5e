import { escapeHtml, scriptJson } from "lib/escape_html.ts";
import type { Chapter } from "lib/report/collect_chapters.ts";
import type { SavedGraph } from "lib/report/read_graph.ts";

const FILES = [
  { ending: "svg", title: "SVG" },
  { ending: "png", title: "PNG" },
  { ending: "vl.json", title: "Vega-Lite" },
] as const;

/** Writes a notebook's graphs, which the page's script draws, each with what it was made from. */
export function chapterHtml(chapter: Chapter): string {
  const { title, claim, notebook, graphs } = chapter;
  const id = chapterId(chapter);
  const lead = claim ? `<p class="lead">${escapeHtml(claim)}</p>` : "";
  const source = notebook
    ? `<p class="muted">From the notebook <a href="${escapeHtml(notebook.href)}">` +
      `${escapeHtml(`${notebook.name}.ipynb`)}</a></p>`
    : "";
  return `<section id="${id}" aria-labelledby="${id}-title">` +
    `<h2 id="${id}-title">${escapeHtml(title)}</h2>${lead}${source}` +
    `${graphs.map((graph) => figure(graph, chapter)).join("")}</section>`;
}

/** Where a chapter stands on the page. */
export function chapterId({ folder }: Pick<Chapter, "folder">): string {
  return `notebook-${slug(folder)}`;
}

function figure(graph: SavedGraph, chapter: Chapter): string {
  const { name, title, subtitle, description, spec } = graph;
  const id = `${chapterId(chapter)}-${slug(name)}`;
  const path = `${encodeURIComponent(chapter.folder)}/${encodeURIComponent(name)}`;
  const kind = graph.narrow.width < graph.wide.width ? "drawing stacks" : "drawing";
  const links = FILES.map(({ ending, title }) =>
    `<a href="${escapeHtml(`${path}.${ending}`)}">${title}</a>`
  );
  return `<figure id="${id}" aria-labelledby="${id}-title">` +
    `<figcaption><h3 id="${id}-title">${escapeHtml(title)}</h3>` +
    `<p class="muted">${escapeHtml(subtitle)}</p></figcaption>` +
    `<div class="scroll" data-label="${escapeHtml(title)}">` +
    `<div class="${kind}" role="img" aria-label="${escapeHtml(description)}" ` +
    `style="${roomFor(graph)}"><div></div></div></div>` +
    `<script type="application/json">${scriptJson(spec)}</script>` +
    `<p class="files">${links.join("")}</p></figure>`;
}

function roomFor({ wide, narrow }: SavedGraph): string {
  return `--wide-width: ${wide.width}; --wide-height: ${wide.height}; ` +
    `--narrow-width: ${narrow.width}; --narrow-height: ${narrow.height}`;
}

/** Letters and digits, the rest as hyphens. */
function slug(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
}

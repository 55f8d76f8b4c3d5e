import { escapeHtml } from "lib/escape_html.ts";
import { groupTitle } from "lib/evaluation/leaderboard/leaderboard_markdown.ts";
import { capitalised, fixedText } from "lib/fixed_text.ts";
import { allOf } from "lib/targets.ts";
import { LEADERBOARD_FILE, type SavedLeaderboard } from "lib/report/read_leaderboard.ts";

type Line = SavedLeaderboard["lines"][number];

interface Column {
  readonly title: string;
  /** The column of the saved leaderboard. */
  readonly field: string;
  readonly decimals?: number;
  /** Whether the ends of an interval stand in columns of their own. @default false */
  readonly interval?: boolean;
}

const COLUMNS: readonly Column[] = [
  { title: "MSE", field: "mse", decimals: 4, interval: true },
  { title: "MAE", field: "mae", decimals: 3, interval: true },
  { title: "R²", field: "r2", decimals: 3, interval: true },
  { title: "Spearman", field: "spearman", decimals: 3, interval: true },
  { title: "Pearson", field: "pearson", decimals: 3, interval: true },
  { title: "Training rows", field: "training_rows" },
  { title: "Fit, s", field: "fit_seconds" },
  { title: "Predict, ms a video", field: "predict_ms_per_video" },
  { title: "Test set opened", field: "test_openings" },
];

const INTRODUCTION =
  "Models on the same videos are in one table, the best averaged error first; a heading sorts by " +
  "its column. Scores are in 0 to 1; in brackets 95% intervals.";

export interface LeaderboardHtmlOptions {
  /** Where a notebook stands on the page, by its name. */
  readonly links: ReadonlyMap<string, string>;
}

/** Writes the leaderboard as tables that the page's script sorts, or how to make one. */
export function leaderboardHtml(
  saved: SavedLeaderboard | undefined,
  { links }: LeaderboardHtmlOptions,
): string {
  const body = saved && saved.lines.length > 0
    ? `<p class="muted">${INTRODUCTION}</p>${targetChoice(saved.lines)}${
      tables(saved.lines, { links })
    }`
    : `<p>There is none yet: <code>deno task graphs Leaderboard</code> computes it from the models' ` +
      `saved predictions and writes <code>${LEADERBOARD_FILE}</code>.</p>`;
  return `<section id="leaderboard" aria-labelledby="leaderboard-title">` +
    `<h2 id="leaderboard-title">Leaderboard</h2>${body}</section>`;
}

function targetChoice(lines: readonly Line[]): string {
  const targets = [...new Set(lines.map(({ target }) => target!))].filter((it) => it !== "average");
  const titles = [
    { target: "average", title: capitalised(`${allOf(targets.length)} averaged`) },
    ...targets.map((target) => ({ target, title: capitalised(target) })),
  ];
  const choices = titles.map(({ target, title }, i) =>
    `<label><input type="radio" name="target" value="${escapeHtml(target)}"` +
    `${i === 0 ? " checked" : ""}><span>${escapeHtml(title)}</span></label>`
  );
  return `<fieldset class="choice"><legend>Target</legend>${choices.join("")}</fieldset>`;
}

function tables(lines: readonly Line[], options: LeaderboardHtmlOptions): string {
  const groups = Map.groupBy(
    lines,
    ({ data, protocol, side, videos }) => JSON.stringify([data, protocol, side, videos]),
  );
  return [...groups.values()].map((group, i) =>
    table(group, { ...options, id: `ranking-${i + 1}` })
  )
    .join("");
}

interface TableOptions extends LeaderboardHtmlOptions {
  readonly id: string;
}

function table(lines: readonly Line[], { links, id }: TableOptions): string {
  const columns = COLUMNS.filter(({ field }) => lines.some((line) => line[field]))
    .filter(({ field }) => field !== "test_openings" || lines[0]!.side === "test");
  const heads = [{ title: "Model", field: "model" }, ...columns].map(headCell);
  const rows = lines.map((line) => tableRow(line, { columns, links }));
  const title = escapeHtml(titleOf(lines[0]!));
  return `<h3 id="${id}">${title}</h3><div class="scroll" data-label="${title}">` +
    `<table class="sortable" aria-labelledby="${id}"><thead><tr>${heads.join("")}</tr></thead>` +
    `<tbody>${rows.join("")}</tbody></table></div>`;
}

function titleOf({ data, protocol, side, videos, predictions_per_video = "1" }: Line): string {
  const counts = { videos: Number(videos), predictionsPerVideo: Number(predictions_per_video) };
  return groupTitle({ data: data!, protocol: protocol!, side: side!, ...counts });
}

function headCell({ title, field }: Column): string {
  const sorted = field === "mse" ? ' aria-sort="ascending"' : "";
  return `<th scope="col"${sorted}><button type="button">${title}</button></th>`;
}

interface RowOptions extends LeaderboardHtmlOptions {
  readonly columns: readonly Column[];
}

function tableRow(line: Line, { columns, links }: RowOptions): string {
  const { model, notebook, role, target } = line;
  const href = links.get(notebook!);
  const name = escapeHtml(model!);
  const linked = href === undefined ? name : `<a href="${escapeHtml(href)}">${name}</a>`;
  const tag = role === "model" ? "" : ` <span class="muted">${escapeHtml(role!)}</span>`;
  const hidden = target === "average" ? "" : " hidden";
  return `<tr data-target="${escapeHtml(target!)}"${hidden}>` +
    `<th scope="row" data-value="${name}">${linked}${tag}</th>` +
    `${columns.map((column) => numberCell(line, column)).join("")}</tr>`;
}

function numberCell(line: Line, { field, decimals, interval }: Column): string {
  const value = line[field];
  if (!value) return "<td></td>";
  const [low, high] = [line[`${field}_low`], line[`${field}_high`]];
  const range = interval && low && high
    ? ` <span class="interval">[${shown(low, decimals)}, ${shown(high, decimals)}]</span>`
    : "";
  return `<td data-value="${escapeHtml(value)}">${shown(value, decimals)}${range}</td>`;
}

function shown(text: string, decimals: number | undefined): string {
  const value = Number(text);
  if (decimals !== undefined) return fixedText(value, decimals).replace("-", "−");
  const digits = Number.isInteger(value) ? {} : { maximumSignificantDigits: 2 };
  return value.toLocaleString("en-US", digits);
}

import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { escapeHtml } from "lib/escape_html.ts";
import type { GraphText } from "lib/graphs/_spec.ts";

const GRAPH = "word_attributions";
const RAISED = "0, 114, 178";
const LOWERED = "213, 94, 0";

/** How far one word moved a prediction. */
export interface WordAttribution {
  readonly text: string;
  /** Change of the score in 0..1 that is due to the word; negative where it lowered the score. */
  readonly change: number;
}

/** What stands above the words, and how strongly they are coloured. */
export interface WordAttributionsOptions extends GraphText {
  /** The change that has the full colour; one scale makes several texts comparable. @default the largest */
  readonly fullChange?: number;
}

/**
 * Writes a transcript as HTML, each word the more coloured the further it moved the prediction: blue
 * where it raised the score, orange where it lowered it.
 *
 * Colours lie under the page's own text colour and let at least half of the background through, so
 * that words stay readable on light and on dark.
 *
 * @throws {RangeError} when there is no word or a change is not finite
 */
export function wordAttributions(
  words: readonly WordAttribution[],
  options: WordAttributionsOptions,
): string {
  checkFilled(words, { graph: GRAPH, field: "words" });
  words.forEach(({ change }, i) =>
    checkFinite(change, { graph: GRAPH, field: `words[${i}].change` })
  );
  const largest = words.reduce((most, { change }) => Math.max(most, Math.abs(change)), 0);
  const full = options.fullChange ?? largest;
  return '<div style="max-width:46em;line-height:1.9;font-family:Inter,system-ui,sans-serif">' +
    `<div style="font-weight:600;font-size:1.1em">${escapeHtml(options.title)}</div>` +
    `<div style="opacity:0.7;font-size:0.85em">${escapeHtml(options.subtitle)}</div>` +
    `<p style="margin:0.6em 0">${words.map((word) => wordHtml(word, full)).join(" ")}</p>` +
    `${legend(full)}</div>`;
}

function wordHtml({ text, change }: WordAttribution, full: number): string {
  const strength = full > 0 ? Math.min(1, Math.abs(change) / full) : 0;
  if (strength < 0.05) return escapeHtml(text);
  return `<span title="${points(change)}" style="${colour(change, strength)}">${
    escapeHtml(text)
  }</span>`;
}

function colour(change: number, strength: number): string {
  const alpha = (strength * 0.5).toFixed(2);
  return `background:rgba(${
    change > 0 ? RAISED : LOWERED
  }, ${alpha});border-radius:3px;padding:1px 2px`;
}

function points(change: number): string {
  const sign = change < 0 ? "−" : "+";
  return `${sign}${Math.abs(change * 100).toFixed(2)} points of 100`;
}

function legend(full: number): string {
  const swatch = (change: number, words: string) =>
    `<span style="${colour(change, 1)}">${words} by ${
      (full * 100).toFixed(2)
    } points of 100</span>`;
  return `<div style="font-size:0.85em">${swatch(1, "raised the score")} ` +
    `${swatch(-1, "lowered the score")}</div>`;
}

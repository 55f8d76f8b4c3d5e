import type { TopLevelSpec } from "vega-lite";
import { escapeHtml } from "lib/escape_html.ts";
import { renderSvg } from "lib/graphs/render.ts";
import { timeline } from "lib/graphs/timeline.ts";
import { wordAttributions } from "lib/graphs/word_attributions.ts";
import type { Answer, Finding } from "lib/scoring/answer.ts";
import { wordsOf } from "lib/scoring/reasons/text_parts.ts";
import {
  clipped,
  LEAST_POINTS,
  momentsSentence,
  saidText,
  signed,
} from "lib/scoring/writing/finding_sentences.ts";
import { printable } from "lib/scoring/writing/printable.ts";
import { forTargets, TARGETS } from "lib/targets.ts";
import type { Scores, Target, Word } from "lib/types.ts";

/** Words of a text that are shown at most. */
const SHOWN_WORDS = 600;
/** Passages that are listed at most, and characters of each. */
const SHOWN_PASSAGES = 3;
const PASSAGE_LENGTH = 160;

/** Writes an answer's text twice, coloured by what each word did to each score. */
export function wordsHtml({ finding, text }: Extract<Answer, { kind: "scored" }>): string {
  if (text === undefined || finding.words.length === 0) return "";
  const all = text.split(/\s+/);
  const shown = all.slice(0, SHOWN_WORDS).map(printable);
  const cut = all.length > SHOWN_WORDS ? `; the first ${SHOWN_WORDS} words of the text` : "";
  const parts = TARGETS.map((target) => {
    const effects = new Map(finding.words.map(({ text, effect }) => [text, effect[target] / 100]));
    const words = shown.map((word) => ({ text: word, change: changeOf(word, effects) }));
    return wordAttributions(words, {
      title: `What moved ${target}`,
      subtitle: `Each word wherever it stands: the score with it less the score without it${cut}`,
    }) + passagesHtml(finding, target);
  });
  return parts.join("\n");
}

/** The sum of the effects of the words inside a run of characters. */
function changeOf(run: string, effects: ReadonlyMap<string, number>): number {
  return wordsOf(run).reduce((sum, word) => sum + (effects.get(word) ?? 0), 0);
}

function passagesHtml({ passages }: Finding, target: Target): string {
  const strongest = passages.filter(({ effect }) => Math.abs(effect[target]) >= LEAST_POINTS)
    .toSorted((a, b) => Math.abs(b.effect[target]) - Math.abs(a.effect[target]))
    .slice(0, SHOWN_PASSAGES);
  const items = strongest.map(({ text, effect, said }) =>
    `<li>${signed(effect[target])}${saidText(said)} <span class="muted">${
      escapeHtml(clipped(text, PASSAGE_LENGTH))
    }</span></li>`
  );
  return items.length > 0 ? `<p>Passages that moved it most</p><ul>${items.join("")}</ul>` : "";
}

/** Words that are written over the moments at most; more would be a wall. */
const DRAWN_WORDS = 300;
/** Characters of each. */
const WORD_LENGTH = 24;

/** Draws what each moment did, under the words where their times are known; nothing without moments. */
export async function momentsHtml(
  finding: Pick<Finding, "basis" | "moments" | "facts">,
  words: readonly Word[] = [],
): Promise<string> {
  if (finding.moments.length === 0) return "";
  const moments = finding.moments.map(({ startMs, endMs, effect }) => ({
    startMs,
    endMs,
    effect: shares(effect),
  }));
  const tooMany = words.length > DRAWN_WORDS;
  const shown = tooMany ? [] : words;
  const clip = {
    durationMs: Math.max(...[...moments, ...shown].map(({ endMs }) => endMs)),
    words: shown.map((word) => ({ ...word, text: clipped(word.text, WORD_LENGTH) })),
    moments,
  };
  const left = tooMany ? ` Its ${words.length.toLocaleString("en-US")} words are not drawn.` : "";
  const text = {
    title: "What each moment added",
    subtitle: `Learned from ${finding.facts.data}`,
  };
  return await graphHtml((width) => timeline(clip, { ...text, width })) +
    `<p class="muted">${momentsSentence(finding)}.${left}</p>`;
}

/** Points of 100 as differences of scores of 0..1. */
function shares(effect: Scores): Scores {
  return forTargets(Object.keys(effect), (target) => effect[target]! / 100);
}

/** Pixels of a graph's axis on a phone, where what stands beside it has to fit too. */
const NARROW = 250;

/**
 * Draws a graph for a page in light and in dark, each for wide and for narrow screens; the page's
 * style shows the one that fits.
 *
 * @param draw makes the graph with an axis of so many pixels, or of its own choice
 */
export async function graphHtml(draw: (width?: number) => TopLevelSpec): Promise<string> {
  const [wide, narrow] = [await bothThemes(draw()), await bothThemes(draw(NARROW))];
  return `<div class="graph wide">${wide}</div><div class="graph narrow">${narrow}</div>`;
}

async function bothThemes(spec: TopLevelSpec): Promise<string> {
  const light = await renderSvg(spec, { theme: "light" });
  const dark = await renderSvg(spec, { theme: "dark" });
  return `<div class="light">${light}</div><div class="dark">${dark}</div>`;
}

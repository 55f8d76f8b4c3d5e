import { escapeHtml } from "lib/escape_html.ts";
import { wordAttributions } from "lib/graphs/word_attributions.ts";
import type { Answer, Finding } from "lib/scoring/answer.ts";
import { printable } from "lib/scoring/printable.ts";
import { TARGETS } from "lib/targets.ts";
import type { Target } from "lib/types.ts";

/** Words of a text that are shown at most. */
const SHOWN_WORDS = 600;

/** Writes an answer's text twice, coloured by what each word did to each score. */
export function wordsHtml({ finding, text }: Extract<Answer, { kind: "scored" }>): string {
  if (text === undefined || finding.words.length === 0) return "";
  const shown = text.split(/\s+/).slice(0, SHOWN_WORDS).map(printable);
  const parts = TARGETS.map((target) => {
    const effects = new Map(finding.words.map(({ text, effect }) => [text, effect[target] / 100]));
    const words = shown.map((word) => ({ text: word, change: changeOf(word, effects) }));
    return wordAttributions(words, {
      title: `What moved ${target}`,
      subtitle: "Each word wherever it stands: the score with it less the score without it",
    }) + passagesHtml(finding, target);
  });
  return parts.join("\n");
}

/** What the words inside a run of characters did; a word is lower-case letters and digits. */
function changeOf(run: string, effects: ReadonlyMap<string, number>): number {
  const words = run.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  return words.reduce((sum, word) => sum + (effects.get(word) ?? 0), 0);
}

function passagesHtml({ passages }: Finding, target: Target): string {
  const strongest = passages.toSorted((a, b) =>
    Math.abs(b.effect[target]) - Math.abs(a.effect[target])
  ).slice(0, 3);
  const items = strongest.map(({ text, effect }) => {
    const sign = effect[target] < 0 ? "−" : "+";
    const points = Math.abs(effect[target]).toFixed(1);
    return `<li>${sign}${points} <span class="muted">${escapeHtml(printable(text))}</span></li>`;
  });
  return items.length > 0 ? `<ul>${items.join("")}</ul>` : "";
}

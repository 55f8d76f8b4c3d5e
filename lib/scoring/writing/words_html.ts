import { escapeHtml } from "lib/escape_html.ts";
import { wordAttributions } from "lib/graphs/word_attributions.ts";
import { clipped, LEAST_POINTS, saidText, signed } from "lib/scoring/writing/_influence_lines.ts";
import type { Answer, Finding } from "lib/scoring/answer.ts";
import { wordsOf } from "lib/scoring/text/text_parts.ts";
import { printable } from "lib/scoring/writing/printable.ts";
import { TARGETS } from "lib/targets.ts";
import type { Target } from "lib/types.ts";

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

/** What the words inside a run of characters did. */
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

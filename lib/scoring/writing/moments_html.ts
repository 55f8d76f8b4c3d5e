import { timeline } from "lib/graphs/timeline.ts";
import type { Finding } from "lib/scoring/answer.ts";
import { clipped, momentsSentence } from "lib/scoring/writing/_influence_lines.ts";
import { graphHtml } from "lib/scoring/writing/graph_html.ts";
import type { Word } from "lib/types.ts";

/** Words that are written over the moments at most; more would be a wall. */
const SHOWN_WORDS = 300;
/** Characters of each. */
const WORD_LENGTH = 24;

/** Draws what each moment did, under the words where their times are known; nothing without moments. */
export async function momentsHtml(
  finding: Pick<Finding, "basis" | "moments" | "facts">,
  words: readonly Word[] = [],
): Promise<string> {
  if (finding.moments.length === 0) return "";
  const moments = finding.moments.map(({ startMs, endMs, effect: { virality, engagement } }) => ({
    startMs,
    endMs,
    effect: { virality: virality / 100, engagement: engagement / 100 },
  }));
  const tooMany = words.length > SHOWN_WORDS;
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

import { escapeHtml } from "lib/escape_html.ts";
import type { Answer, Finding } from "lib/scoring/answer.ts";
import { movedSentence } from "lib/scoring/writing/_influence_lines.ts";
import { graphHtml } from "lib/scoring/writing/graph_html.ts";
import { momentsHtml } from "lib/scoring/writing/moments_html.ts";
import { printable } from "lib/scoring/writing/printable.ts";
import { similarTitle } from "lib/scoring/writing/similar_title.ts";
import { trustSentences } from "lib/scoring/writing/trust_sentences.ts";
import { wordsHtml } from "lib/scoring/writing/words_html.ts";
import { scoreRanges } from "lib/graphs/score_ranges.ts";
import { TARGETS } from "lib/targets.ts";

/** Writes one answer as a part of a page; all that came from files is escaped. */
export async function answerHtml(answer: Answer): Promise<string> {
  const heading = `<h2>${text(answer.item)}</h2>`;
  if (answer.kind === "refused") {
    return `<article>${heading}<p class="careful">Not scored: ${text(answer.reason)}</p></article>`;
  }
  const { finding, beside, cautions } = answer;
  return [
    `<article>${heading}`,
    scoresHtml(finding),
    cautions.length > 0 ? `<div class="careful">${list(cautions)}</div>` : "",
    await rangesHtml(finding),
    wordsHtml(answer),
    await momentsHtml(finding, answer.words),
    `<h3>${similarTitle(finding)}</h3>${neighboursHtml(finding)}`,
    `<h3>How far to trust it</h3>${list(trustSentences(finding.facts))}`,
    beside ? await besideHtml(beside) : "",
    "</article>",
  ].join("\n");
}

function scoresHtml({ scores, moved }: Finding): string {
  const entries = TARGETS.map((target) => {
    const { score, low, high, percentile } = scores[target];
    return `<div><dt>${target}</dt><dd><strong>${score.toFixed(1)}</strong> of 100<br>` +
      `9 in 10 lie in ${low.toFixed(0)} to ${high.toFixed(0)}<br>` +
      `above ${percentile.toFixed(0)}% of known videos</dd></div>`;
  });
  return `<dl class="scores">${entries.join("")}</dl>${
    moved ? `<p>${movedSentence(moved)}</p>` : ""
  }`;
}

async function rangesHtml({ scores, facts }: Finding): Promise<string> {
  const text = {
    title: "Scores with their 90% intervals",
    subtitle: `Learned from ${facts.data}`,
  };
  return await graphHtml((width) => scoreRanges(scores, { ...text, width }));
}

function neighboursHtml({ neighbours }: Finding): string {
  const items = neighbours.map(({ videoId, similarity, scores, snippet }) =>
    `<li>${similarity.toFixed(2)} <b>${text(videoId)}</b> virality ${
      scores.virality.toFixed(0)
    }, ` +
    `engagement ${scores.engagement.toFixed(0)}<br><span class="muted">${text(snippet)}</span></li>`
  );
  return items.length > 0 ? `<ul>${items.join("")}</ul>` : "<p>None is like it.</p>";
}

async function besideHtml(beside: Finding): Promise<string> {
  return `<h3>Beside it, from other data</h3><p>By its ${
    beside.basis.join(" and ")
  } alone, which ` +
    `is not mixed into the scores above.</p>${scoresHtml(beside)}${await momentsHtml(beside)}` +
    list(trustSentences(beside.facts));
}

function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${text(line)}</li>`).join("")}</ul>`;
}

function text(content: string): string {
  return escapeHtml(printable(content));
}

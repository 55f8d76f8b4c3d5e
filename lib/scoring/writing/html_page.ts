import { escapeHtml } from "lib/escape_html.ts";
import { scoreRanges } from "lib/graphs/score_ranges.ts";
import type { Answer, Finding } from "lib/scoring/answer.ts";
import {
  movedSentence,
  similarTitle,
  trustSentences,
} from "lib/scoring/writing/finding_sentences.ts";
import { graphHtml, momentsHtml, wordsHtml } from "lib/scoring/writing/influences_html.ts";
import { printable } from "lib/scoring/writing/printable.ts";
import { TARGETS } from "lib/targets.ts";
import type { Scores } from "lib/types.ts";

const STYLE = `
:root { color-scheme: light dark; --ink: #1b2430; --muted: #5b6673; --card: #fff; --line: #c3cad2;
  --warn: #fff4e0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --muted: #9ba6b3; --card: #14181f;
  --line: #444d59; --warn: #33270f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 860px; padding: 1rem; background: var(--card); color: var(--ink);
  font: 16px/1.55 Inter, system-ui, sans-serif; }
article { border-top: 1px solid var(--line); margin-top: 2rem; }
h2, li, p { overflow-wrap: anywhere; }
.scores { display: flex; flex-wrap: wrap; gap: 1rem 3rem; margin: 1rem 0; }
.scores dt { color: var(--muted); } .scores dd { margin: 0; } .scores strong { font-size: 2rem; }
.careful { background: var(--warn); border-radius: 6px; padding: 0.5rem 1rem; }
.muted { color: var(--muted); }
.graph svg { max-width: 100%; height: auto; } .narrow { display: none; }
@media (max-width: 600px) { .narrow { display: block; } .wide { display: none; } }
.dark { display: none; }
@media (prefers-color-scheme: dark) { .dark { display: block; } .light { display: none; } }
`;

/** Writes answers as one page that needs nothing else, in light and dark. */
export async function htmlPage(answers: readonly Answer[]): Promise<string> {
  const articles = await Array.fromAsync(answers, answerHtml);
  const title = answers.length === 1 ? `Score of ${answers[0]!.item}` : `${answers.length} scores`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<h1>How viral, how engaging</h1>
${articles.join("\n")}
</html>
`;
}

/** Writes one answer as a part of a page; all that came from files is escaped. */
async function answerHtml(answer: Answer): Promise<string> {
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
  const named = (scores: Scores) =>
    TARGETS.map((target) => `${target} ${scores[target].toFixed(0)}`).join(", ");
  const items = neighbours.map(({ videoId, similarity, scores, snippet }) =>
    `<li>${similarity.toFixed(2)} <b>${text(videoId)}</b> ${named(scores)}<br>` +
    `<span class="muted">${text(snippet)}</span></li>`
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

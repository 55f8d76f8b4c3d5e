import { escapeHtml } from "lib/escape_html.ts";
import type { Answer } from "lib/scoring/answer.ts";
import { answerHtml } from "lib/scoring/writing/answer_html.ts";

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

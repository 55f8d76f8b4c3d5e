import type { Answer, Finding, ModelFacts } from "lib/scoring/answer.ts";
import {
  influenceLines,
  momentLines,
  movedSentence,
  similarTitle,
  trustSentences,
} from "lib/scoring/writing/finding_sentences.ts";
import { printable } from "lib/scoring/writing/printable.ts";
import { wrapLines } from "lib/scoring/writing/wrap_lines.ts";
import { TARGETS } from "lib/targets.ts";

export interface FormatTextOptions {
  /** Whether headings are bold by escape codes. @default false */
  readonly colour?: boolean;
}

/** Writes an answer as plain text of at most 80 columns. */
export function formatText(answer: Answer, { colour = false }: FormatTextOptions = {}): string {
  const bold = (text: string) => colour ? `\x1b[1m${text}\x1b[0m` : text;
  const heading = wrapLines(printable(answer.item)).map(bold);
  if (answer.kind === "refused") {
    return [...heading, ...wrapLines(`Not scored: ${printable(answer.reason)}`, INDENT)].join("\n");
  }
  const { finding, beside, cautions } = answer;
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? ["", `  ${bold(title)}`, ...lines] : [];
  return [
    ...heading,
    ...scoreLines(finding),
    ...section("Careful", cautions.flatMap((text) => wrapLines(printable(text), BULLET))),
    ...section("What moved the scores, in points of 100", influenceLines(finding)),
    ...section("Moments that moved them most", momentLines(finding)),
    ...section(similarTitle(finding), finding.neighbours.flatMap(neighbourLines)),
    ...section("How far to trust it", trustLines(finding.facts)),
    ...(beside ? section("Beside it, from other data", besideLines(beside)) : []),
  ].join("\n");
}

const INDENT = { first: "  " };
const DEEP = { first: "    " };
const BULLET = { first: "    - " };

function scoreLines({ scores, moved }: Finding): string[] {
  const lines = TARGETS.map((target) => {
    const { score, low, high, percentile } = scores[target];
    const name = `${target[0]!.toUpperCase()}${target.slice(1)}`.padEnd(11);
    return `  ${name}${score.toFixed(1).padStart(5)}   9 in 10 lie in ${low.toFixed(0)} to ` +
      `${high.toFixed(0)}   above ${percentile.toFixed(0)}% of known videos`;
  });
  return moved ? [...lines, `  ${movedSentence(moved)}`] : lines;
}

function neighbourLines(neighbour: Finding["neighbours"][number]): string[] {
  const { videoId, similarity, scores, snippet } = neighbour;
  const named = TARGETS.map((target) => `${target} ${scores[target].toFixed(0)}`).join(", ");
  return [
    `    ${similarity.toFixed(2)}  ${printable(videoId)}  ${named}`,
    ...wrapLines(`“${printable(snippet)}”`, { first: "          " }),
  ];
}

function trustLines(facts: ModelFacts): string[] {
  return trustSentences(facts).flatMap((sentence) => wrapLines(sentence, BULLET));
}

function besideLines(beside: Finding): string[] {
  const basis = beside.basis.join(" and ");
  return [
    ...wrapLines(`By its ${basis} alone, which is not mixed into the scores above:`, DEEP),
    ...scoreLines(beside).map((line) => `  ${line}`),
    ...momentLines(beside),
    ...trustLines(beside.facts),
  ];
}

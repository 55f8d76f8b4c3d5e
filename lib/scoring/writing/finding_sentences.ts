import type { HeldOutFacts } from "lib/evaluation/held_out.ts";
import type { Finding, ModelFacts, MomentInfluence, Said } from "lib/scoring/answer.ts";
import { printable } from "lib/scoring/writing/printable.ts";
import { wrapLines } from "lib/scoring/writing/wrap_lines.ts";
import { TARGETS } from "lib/targets.ts";
import type { Scores, Target } from "lib/types.ts";

const SHOWN = 6;
/** Points of 100 below which a change is not worth a word. */
export const LEAST_POINTS = 0.05;

/** The words, and in a long text the passages, that raised and lowered each score. */
export function influenceLines({ words, passages }: Finding): string[] {
  return TARGETS.flatMap((target) =>
    ([1, -1] as const).flatMap((sign) => {
      const named = [
        ...strongest(words, { target, sign }).map(({ text, effect, said }) =>
          `${clipped(text, 24)} ${signed(effect[target])}${saidText(said)}`
        ),
        ...strongest(passages, { target, sign }).slice(0, 2).map(({ text, effect, said }) =>
          `“${clipped(text, 50)}” ${signed(effect[target])}${saidText(said)}`
        ),
      ];
      if (named.length === 0) return [];
      return wrapLines(named.join(", "), {
        first: `    ${sign > 0 ? "raised" : "lowered"} ${target}: `.padEnd(26),
      });
    })
  );
}

/** The time of something said, in brackets, if it is known. */
export function saidText(said: Said | undefined): string {
  if (!said) return "";
  const often = said.times > 1 ? `${said.times} times, first ` : "";
  return ` (${often}at ${seconds(said.startMs)} s)`;
}

const PARTS: Readonly<Record<string, string>> = { words: "said", pictures: "seen", sound: "heard" };

/** Defines a moment's effect. */
export function momentsSentence({ basis }: Pick<Finding, "basis">): string {
  const left = basis.map((part) => PARTS[part]!).join(" and ");
  return `The score with what is ${left} in a moment less the score without it`;
}

/** The three moments that moved each score most, under what their effect is. */
export function momentLines(finding: Finding): string[] {
  const lines = TARGETS.flatMap((target) => {
    const size = ({ effect }: MomentInfluence) => Math.abs(effect[target]);
    const shown = finding.moments.filter((moment) => size(moment) >= LEAST_POINTS)
      .toSorted((a, b) => size(b) - size(a)).slice(0, 3);
    return shown.flatMap((moment, i) =>
      wrapLines(momentText(moment, target), {
        first: (i === 0 ? `    ${target}: ` : "").padEnd(16),
      })
    );
  });
  return lines.length > 0
    ? [...wrapLines(`${momentsSentence(finding)}:`, { first: "    " }), ...lines]
    : [];
}

function momentText({ startMs, endMs, effect, text }: MomentInfluence, target: Target): string {
  const said = text === undefined ? "" : ` “${clipped(text, 34)}”`;
  return `${signed(effect[target])} from ${seconds(startMs)} to ${seconds(endMs)} s${said}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

function strongest<T extends { readonly effect: Scores }>(
  influences: readonly T[],
  { target, sign }: { target: Target; sign: 1 | -1 },
): T[] {
  return influences.filter(({ effect }) => sign * effect[target] >= LEAST_POINTS)
    .toSorted((a, b) => sign * (b.effect[target] - a.effect[target])).slice(0, SHOWN);
}

export function movedSentence(moved: Scores): string {
  const by = TARGETS.map((target) => `${target} ${signed(moved[target])}`).join(", ");
  return `The channel's past videos moved them: ${by}`;
}

/** A change with its sign. */
export function signed(points: number): string {
  return `${points < 0 ? "−" : "+"}${Math.abs(points).toFixed(1)}`;
}

/** A text on one line, cut after `length` characters. */
export function clipped(text: string, length: number): string {
  const line = printable(text.replace(/\s+/g, " ").trim());
  return line.length <= length ? line : `${line.slice(0, length).toWellFormed()}…`;
}

/** The title of a finding's neighbours, which says by what they are alike. */
export function similarTitle({ basis }: Pick<Finding, "basis">): string {
  return basis.includes("words")
    ? "Most similar known videos, by their words"
    : "Most similar known videos, by their looks and sound";
}

const NO_BETTER = "Where a channel is unknown the model does no better than the mean: read the " +
  "score as the middle of its interval, not as a forecast.";

/** Sentences about a finding's model: its data, its intervals and its errors on videos not seen. */
export function trustSentences({ model, data, kind, intervals, heldOut }: ModelFacts): string[] {
  const made = kind === "sample" ? " These videos are invented: it says nothing of real ones." : "";
  return [
    `Model: ${model}, fitted on ${data}.${made}`,
    `The intervals are for ${intervals}.`,
    ...heldOut.map(heldOutSentence),
    ...(heldOut.some(isNoBetter) ? [NO_BETTER] : []),
  ];
}

function heldOutSentence(facts: HeldOutFacts): string {
  const { protocol, videos, groups, mse, meanMse, covered } = facts;
  const apart = groups ? `${groups} unseen ${protocol}` : protocol;
  return `Measured on ${
    videos.toLocaleString("en-US")
  } videos held out (${apart}): squared error ` +
    `${mse.toFixed(4)}, always guessing the mean ${meanMse.toFixed(4)}; ` +
    `${(100 * covered).toFixed(0)}% of scores inside their 90% intervals.`;
}

/** Whether the model gains less than a hundredth of the error where groups are kept apart. */
function isNoBetter({ groups, mse, meanMse }: HeldOutFacts): boolean {
  return groups !== undefined && mse > 0.99 * meanMse;
}

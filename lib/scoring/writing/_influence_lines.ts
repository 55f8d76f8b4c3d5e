import { TARGETS } from "lib/targets.ts";
import type { Finding, MomentInfluence } from "lib/scoring/answer.ts";
import { printable } from "lib/scoring/writing/printable.ts";
import { wrapLines } from "lib/scoring/writing/wrap_lines.ts";
import type { Scores, Target } from "lib/types.ts";

const SHOWN = 6;
/** Points of 100 below which a change is not worth a word. */
export const LEAST_POINTS = 0.05;

/** The words, and in a long text the passages, that raised and lowered each score. */
export function influenceLines({ words, passages }: Finding): string[] {
  return TARGETS.flatMap((target) =>
    ([1, -1] as const).flatMap((sign) => {
      const named = [
        ...strongest(words, { target, sign }).map(({ text, effect }) =>
          `${clipped(text, 24)} ${signed(effect[target])}`
        ),
        ...strongest(passages, { target, sign }).slice(0, 2).map(({ text, effect }) =>
          `“${clipped(text, 50)}” ${signed(effect[target])}`
        ),
      ];
      if (named.length === 0) return [];
      return wrapLines(named.join(", "), {
        first: `    ${sign > 0 ? "raised" : "lowered"} ${target}: `.padEnd(26),
      });
    })
  );
}

/** The three moments that moved each score most. */
export function momentLines({ moments }: Finding): string[] {
  return TARGETS.flatMap((target) => {
    const size = ({ effect }: MomentInfluence) => Math.abs(effect[target]);
    const shown = moments.filter((moment) => size(moment) >= LEAST_POINTS)
      .toSorted((a, b) => size(b) - size(a)).slice(0, 3);
    if (shown.length === 0) return [];
    const named = shown.map(({ startMs, endMs, effect }) =>
      `${(startMs / 1000).toFixed(1)} to ${(endMs / 1000).toFixed(1)} s ${signed(effect[target])}`
    );
    return wrapLines(named.join(", "), { first: `    ${target}: `.padEnd(26) });
  });
}

function strongest<T extends { readonly effect: Scores }>(
  influences: readonly T[],
  { target, sign }: { target: Target; sign: 1 | -1 },
): T[] {
  return influences.filter(({ effect }) => sign * effect[target] >= LEAST_POINTS)
    .toSorted((a, b) => sign * (b.effect[target] - a.effect[target])).slice(0, SHOWN);
}

/** How far a channel's past moved its scores. */
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
